import { expect, test } from 'vitest';
import { formatTime, type TimeBase } from './time-format.ts';

const base: TimeBase = { firstSeconds: 1_700_000_000, firstNanos: 900_000_000, digits: 6 };
const row = { seconds: 1_700_000_002, nanos: 100_000_500, previousSeconds: 1_700_000_001, previousNanos: 999_999_999 };

test.each([
  ['first', '1.200000'],
  ['previous', '0.100000'],
  ['utc', '2023-11-14 22:13:22.100000'],
  ['epoch', '1700000002.100000'],
] as const)('%s', (format, text) => expect(formatTime(row, format, base)).toBe(text));

test('nanoseconds are shown where the file has them', () => {
  expect(formatTime(row, 'first', { ...base, digits: 9 })).toBe('1.200000500');
  expect(formatTime(row, 'previous', { ...base, digits: 9 })).toBe('0.100000501');
});

test('a packet before the first one has a negative time', () => {
  const earlier = { seconds: 1_700_000_000, nanos: 400_000_000, previousSeconds: 1_700_000_003, previousNanos: 0 };
  expect(formatTime(earlier, 'first', base)).toBe('-0.500000');
  expect(formatTime(earlier, 'previous', base)).toBe('-2.600000');
  expect(formatTime({ ...earlier, seconds: 1_699_999_998, nanos: 900_000_000 }, 'first', base)).toBe('-2.000000');
});

test('a second outside the calendar is shown as a number', () => {
  expect(formatTime({ ...row, seconds: 9e15, nanos: 0 }, 'utc', base)).toBe('9000000000000000.000000');
});
