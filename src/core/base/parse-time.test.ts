import { expect, test } from 'vitest';
import { parseTime, parseTimeShift } from './parse-time.ts';

const S = 1_000_000_000n;

test.each([
  ['5', 5n * S],
  ['-5', -5n * S],
  ['+0.25', S / 4n],
  ['.5', S / 2n],
  ['-.000000001', -1n],
  ['90', 90n * S],
  ['1:30', 90n * S],
  ['-1:30:00', -5400n * S],
  ['100:00:00.000000001', 360_000n * S + 1n],
  ['0', 0n],
  ['3.', 3n * S],
])('%s is a time to shift by', (text, nanos) => expect(parseTimeShift(text)).toBe(nanos));

test.each([
  '',
  '-',
  '.',
  '1:',
  '1:60',
  '1:2:60',
  '1:60:00',
  ':30',
  '1:.5',
  '1 h',
  '1e3',
  '--1',
  '1.1234567890',
  '0x10',
])('%j is none', (text) => expect(parseTimeShift(text)).toBeUndefined());

test('a time is a date in UTC, or with a zone of its own, or seconds since 1970', () => {
  const time = 1_700_000_000_500_000_000n;
  for (const text of [
    '2023-11-14 22:13:20.5',
    '2023-11-15 03:43:20.5 +05:30',
    '2023-11-14T22:13:20.500Z',
    '1700000000.5',
  ])
    expect(parseTime(text)).toBe(time);
  for (const text of ['2023-11-14 22', '2023-11-14T22Z', 'Nov 14, 2023 22', '2023-11-14 22:00'])
    expect(parseTime(text)).toBe(1_699_999_200_000_000_000n);
  for (const text of ['2023-02-30', '2023-11-14 24', '2023-11-14 2213', '2023-11-14 25:00', 'now', ''])
    expect(parseTime(text)).toBeUndefined();
});
