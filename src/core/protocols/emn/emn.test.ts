import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { dissect, values, violations } from '../../testing/packets.ts';

const registry = documentRegistry();

test.each([
  [
    '<emn mailbox="mailat:a@b" timestamp="2026-01-01T00:00:00Z"/>',
    [],
    'E-mail notification <mailat:a@b> 2026-01-01T00:00:00Z',
  ],
  ['<emn/>', ['EMN-001'], 'E-mail notification <>'],
  ['<emn mailbox="a@b"/>', ['EMN-002'], 'E-mail notification <a@b>'],
  ['<emn mailbox="imap://a" timestamp="now"/>', ['EMN-003'], 'E-mail notification <imap://a> now'],
])('%s', (xml, rules, info) => {
  const { tree, context } = dissect(registry, 'emn', toUtf8(xml));
  expect(violations(tree)).toEqual(rules);
  expect(context.info).toBe(info);
});

test('value tokens have no slash', () => {
  const { tree } = dissect(registry, 'emn', '03 0d 6a 00 85 07 03 62 40 61 00 85 05 c3 04 20 26 05 04 01');
  expect(values(tree, 'emn.mailbox')).toEqual(['mailat:b@a.com']);
  expect(values(tree, 'emn.timestamp')).toEqual(['2026-05-04T00:00:00Z']);
  expect(violations(tree)).toEqual([]);
});
