import { expect, test } from 'vitest';
import { columnSeconds, rate, seconds, span, TIME_STEPS, timeMark } from './format.ts';

test.each([
  [0, '0 b'],
  [0.5, '0.50 b'],
  [0.055, '0.055 b'],
  [0.0014, '1.4e-3 b'],
  [2.9e-7, '2.9e-7 b'],
  [12.34, '12.3 b'],
  [999.4, '999 b'],
  [999.9, '1.00 kb'],
  [123_456_789, '123 Mb'],
])('a rate of %d is %s', (value, text) => expect(rate(value, 'b')).toBe(text));

test.each([
  [0, '0'],
  [0.000123, '0.000123'],
  [-9.998, '-9.998'],
  [3600, '3,600.0'],
  [-1234.56, '-1,234.6'],
  [-0.25, '-0.250000'],
  [4_294_967_295, '4,294,967,295'],
])('%d seconds are %s', (value, text) => expect(seconds(value)).toBe(text));

test.each([
  [59.4, undefined],
  [59.6, '1 min'],
  [150, '2 min 30 s'],
  [86_399, '23 h 59 min'],
  [1_521_000, '17 d 14 h'],
  [4_294_967_295, '49,710 d 6 h'],
])('%d seconds last %s', (value, text) => expect(span(value)).toBe(text));

test('marks of a time axis have the unit of its steps, and tell neighbours apart', () => {
  expect([timeMark(0.3, 0.1), timeMark(-2.5, 0.5), timeMark(7, 1)]).toEqual(['0.3 s', '-2.5 s', '7 s']);
  expect([timeMark(600, 300), timeMark(7200, 3600), timeMark(-172_800, 86_400)]).toEqual(['10 min', '2 h', '-2 d']);
  expect(timeMark(43_200 * 2000, 86_400 * 200)).toBe('1,000 d');
  for (const step of TIME_STEPS) {
    const marks = [-2, -1, 0, 1, 2, 1000].map((n) => timeMark(n * step, step));
    expect(new Set(marks).size).toBe(marks.length);
  }
  expect([...TIME_STEPS].sort((a, b) => a - b)).toEqual(TIME_STEPS);
});

test('seconds of a column have as many digits each, and no more than its steps need', () => {
  expect([0, 0.005, 1234.5].map((value) => columnSeconds(value))).toEqual(['0.000000', '0.005000', '1234.500000']);
  expect([0.02, 12].map((value) => columnSeconds(value, 20_000))).toEqual(['0.020', '12.000']);
  expect([0, 120].map((value) => columnSeconds(value, 60_000_000))).toEqual(['0', '120']);
});
