import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { dissect, values, violations } from '../../testing/packets.ts';

const registry = documentRegistry();

test.each([
  ['<sl href="http://a/"/>', [], 'Service loading, execute-low <http://a/>'],
  ['<sl href="http://a/" action="cache"/>', [], 'Service loading, cache <http://a/>'],
  ['<sl action="execute-high"/>', ['SL-001'], 'Service loading, execute-high <>'],
  ['<sl href="a" action="run"/>', ['SL-002'], 'Service loading, run <a>'],
  ['<sl href="a">text</sl>', ['DOC-002'], 'Service loading, execute-low <a>'],
])('%s', (xml, rules, info) => {
  const { tree, context } = dissect(registry, 'sl', toUtf8(xml));
  expect(violations(tree)).toEqual(rules);
  expect(context.info).toBe(info);
});

test('the binary form', () => {
  const { tree } = dissect(registry, 'sl', '03 06 6a 00 85 09 03 61 00 87 07 01');
  expect(values(tree, 'sl.href')).toEqual(['http://a.net/']);
  expect(values(tree, 'sl.action')).toEqual(['cache']);
  expect(violations(tree)).toEqual([]);
});
