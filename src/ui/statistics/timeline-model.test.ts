import { expect, test } from 'vitest';
import type { TimelineView } from '../../worker/api.ts';
import { epoch, rangeFilter, rounded, times, values } from './timeline-model.ts';

const VIEW: TimelineView = {
  version: 1,
  total: 6,
  counted: 6,
  dissected: 0,
  isGrowing: false,
  zeroSeconds: 1_700_000_000,
  zeroNanos: 900_000_000,
  interval: 200_000,
  start: -200_000,
  count: 3,
  series: [
    { id: 'all', packets: Float64Array.of(1, 2, 3), octets: Float64Array.of(10, 20, 30), seen: 6, fault: undefined },
  ],
};

test('a chart of steps has the end of the last interval too', () => {
  expect(times(VIEW)).toEqual([-0.2, 0, 0.2, 0.4]);
  expect(values(VIEW, 0, 'packets')).toEqual([1, 2, 3, 3]);
  expect(values(VIEW, 0, 'packets/s')).toEqual([5, 10, 15, 15]);
  expect(values(VIEW, 0, 'octets')).toEqual([10, 20, 30, 30]);
  expect(values(VIEW, 0, 'bit/s')).toEqual([400, 800, 1200, 1200]);
  expect(values(VIEW, 1, 'packets')).toEqual([]);
});

test('a selection is of whole intervals, in either direction, and never empty', () => {
  expect(rounded(VIEW, 0.05, 0.25)).toEqual({ from: 0, to: 400_000 });
  expect(rounded(VIEW, 0.25, 0.05)).toEqual({ from: 0, to: 400_000 });
  expect(rounded(VIEW, -9, -8)).toEqual({ from: -200_000, to: 0 });
  expect(rounded(VIEW, 0.2, 0.2)).toEqual({ from: 200_000, to: 400_000 });
});

test('the filter of a stretch of time carries over the second and before the first packet', () => {
  expect(epoch(VIEW, 0)).toBe('1700000000.9');
  expect(epoch(VIEW, 100_000)).toBe('1700000001');
  expect(epoch(VIEW, 100_001)).toBe('1700000001.000001');
  expect(epoch(VIEW, -200_000)).toBe('1700000000.7');
  expect(rangeFilter(VIEW, { from: -200_000, to: 400_000 })).toBe(
    'frame.time_epoch >= 1700000000.7 && frame.time_epoch < 1700000001.3',
  );
});

test('times before 1970 have a sign, and one point', () => {
  const before = { ...VIEW, zeroSeconds: -1_000_000_000, zeroNanos: 500_000_000 };
  expect(epoch(before, 0)).toBe('-999999999.5');
  expect(epoch(before, 500_000)).toBe('-999999999');
  expect(epoch(before, -500_001)).toBe('-1000000000.000001');
  expect(epoch({ ...VIEW, zeroSeconds: -1, zeroNanos: 0 }, 500_000)).toBe('-0.5');
  expect(epoch({ ...VIEW, zeroSeconds: -1, zeroNanos: 0 }, 1_000_000)).toBe('0');
});
