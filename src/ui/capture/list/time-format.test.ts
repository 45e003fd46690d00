import { afterEach, expect, test } from 'vitest';
import {
  formatTime,
  TIME_FORMATS,
  TIME_PRECISIONS,
  type TimeFormat,
  type TimePrecision,
  timeStyle,
} from './time-format.ts';

const row = {
  seconds: 1_700_000_002,
  nanos: 100_000_500,
  previousSeconds: 1_700_000_001,
  previousNanos: 999_999_999,
  shownSeconds: 1_699_999_999,
  shownNanos: 100_000_000,
  originSeconds: 1_700_000_000,
  originNanos: 900_000_000,
  isReference: false,
};
const ZONE = process.env['TZ'];

afterEach(() => {
  if (ZONE === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ZONE;
});

const micro = (format: TimeFormat) => timeStyle(format, 'auto', 'pcap, microseconds, little-endian');
const nano = (format: TimeFormat) => timeStyle(format, 'auto', 'pcap, nanoseconds, little-endian');

test.each([
  ['first', '1.200000'],
  ['previous', '0.100000'],
  ['shown', '3.000000'],
  ['utc', '2023-11-14 22:13:22.100000'],
  ['day-utc', '22:13:22.100000'],
  ['epoch', '1700000002.100000'],
] as const)('%s', (format, text) => expect(formatTime(row, micro(format))).toBe(text));

test('local times are those of the place where the user is', () => {
  process.env['TZ'] = 'Asia/Kolkata';
  expect(formatTime(row, micro('local'))).toBe('2023-11-15 03:43:22.100000');
  expect(formatTime(row, micro('day-local'))).toBe('03:43:22.100000');
  process.env['TZ'] = 'America/New_York';
  expect(formatTime({ ...row, seconds: 1_751_328_000 }, micro('local'))).toBe('2025-06-30 20:00:00.100000');
  expect(formatTime({ ...row, seconds: -62_135_700_000 }, micro('local'))).toMatch(
    /^0000-12-3\d \d\d:\d\d:\d\d\.100000$/,
  );
});

test('nanoseconds are shown where the file has them', () => {
  expect(formatTime(row, nano('first'))).toBe('1.200000500');
  expect(formatTime(row, nano('previous'))).toBe('0.100000501');
});

test.each([
  ['auto', '3.000000500'],
  ['s', '3'],
  ['ds', '3.0'],
  ['cs', '3.00'],
  ['ms', '3.000'],
  ['us', '3.000000'],
  ['ns', '3.000000500'],
] satisfies [TimePrecision, string][])(
  'a precision that is chosen holds whatever the file has: %s',
  (precision, text) => {
    expect(formatTime(row, timeStyle('shown', precision, 'pcapng, nanoseconds'))).toBe(text);
  },
);

test('what is finer than the precision is cut off, of dates too', () => {
  const late = { ...row, seconds: 1_700_000_002, nanos: 999_999_999 };
  expect(formatTime(late, timeStyle('utc', 's', ''))).toBe('2023-11-14 22:13:22');
  expect(formatTime(late, timeStyle('day-utc', 'cs', ''))).toBe('22:13:22.99');
  expect(formatTime(late, timeStyle('epoch', 'ms', ''))).toBe('1700000002.999');
});

test('a packet before the first one has a negative time', () => {
  const earlier = {
    ...row,
    seconds: 1_700_000_000,
    nanos: 400_000_000,
    previousSeconds: 1_700_000_003,
    previousNanos: 0,
  };
  expect(formatTime(earlier, micro('first'))).toBe('-0.500000');
  expect(formatTime(earlier, micro('previous'))).toBe('-2.600000');
  expect(formatTime({ ...earlier, seconds: 1_699_999_998, nanos: 900_000_000 }, micro('first'))).toBe('-2.000000');
});

test('a reference says so where times count from it, and nowhere else', () => {
  const reference = { ...row, originSeconds: row.seconds, originNanos: row.nanos, isReference: true };
  expect(formatTime(reference, micro('first'))).toBe('*REF*');
  for (const { id } of TIME_FORMATS)
    if (id !== 'first') expect(formatTime(reference, micro(id))).toBe(formatTime(row, micro(id)));
});

test('a second outside the calendar is shown as a number', () => {
  for (const format of ['utc', 'local', 'day-utc', 'day-local'] as const)
    expect(formatTime({ ...row, seconds: 9e15, nanos: 0 }, micro(format))).toBe('9000000000000000.000000');
});

test('no two formats and no two precisions have one name', () => {
  for (const choices of [TIME_FORMATS, TIME_PRECISIONS]) {
    expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length);
    expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
  }
});
