import { expect, test } from 'vitest';
import { columnKey, fieldsOf, parseColumnKey } from './column-key.ts';

test.each([
  ['udp.port', { fields: ['udp.port'], occurrence: 0, display: 'details' }],
  ['ip.addr:-1', { fields: ['ip.addr'], occurrence: -1, display: 'details' }],
  ['ip.addr:2:R', { fields: ['ip.addr'], occurrence: 2, display: 'strings' }],
  ['tcp.port||udp.port:0:U', { fields: ['tcp.port', 'udp.port'], occurrence: 0, display: 'values' }],
  ['rule.DMN12-001', { fields: ['rule.DMN12-001'], occurrence: 0, display: 'details' }],
] as const)('%s says what the column shows, and back', (key, column) => {
  expect(parseColumnKey(key)).toEqual(column);
  expect(columnKey(column)).toBe(key);
});

test.each([
  '',
  ':1',
  'udp.port:',
  'udp.port:0',
  'udp.port:0:D',
  'udp.port:-0',
  'udp.port:1:X',
  'udp.port:1.5',
  'udp.port:1000',
  'a"]b',
  'a b',
  'a || b',
  'a||a',
  'a||',
  'udp.port == 2948',
  `a${'.b'.repeat(200)}`,
])('%j is no key: a column has one key alone', (text) => expect(parseColumnKey(text)).toBeUndefined());

test('what is typed may name several fields, in the words of a filter', () => {
  expect(fieldsOf(' udp.port ')).toEqual(['udp.port']);
  expect(fieldsOf('tcp.port or udp.port OR sctp.port')).toEqual(['tcp.port', 'udp.port', 'sctp.port']);
  expect(fieldsOf('tcp.port||udp.port || tcp.port')).toEqual(['tcp.port', 'udp.port']);
  expect(fieldsOf('for.or')).toEqual(['for.or']);
  for (const text of ['', 'a or', 'a and b', 'a == 1', '!a', '(a)']) expect(fieldsOf(text), text).toBeUndefined();
});
