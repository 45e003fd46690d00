import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { dissect, values, violations } from '../../testing/packets.ts';

const registry = documentRegistry();

test.each([
  [
    '<co><invalidate-object uri="a"/><invalidate-service uri="b"/></co>',
    [],
    'Cache operation: invalidate-object <a>, invalidate-service <b>',
  ],
  ['<co><invalidate-object/></co>', ['CO-001'], 'Cache operation: invalidate-object <>'],
  ['<co/>', ['DOC-002'], 'Cache operation: '],
])('%s', (xml, rules, info) => {
  const { tree, context } = dissect(registry, 'co', toUtf8(xml));
  expect(violations(tree)).toEqual(rules);
  expect(context.info).toBe(info);
});

test('the binary form', () => {
  const { tree } = dissect(registry, 'co', '03 07 6a 00 45 86 07 03 61 00 85 01 01');
  expect(values(tree, 'co.uri')).toEqual(['http://www.a.com/']);
});
