import { expect, test } from 'vitest';
import { INTERVALS, intervalFor, TimeGrid } from './time-grid.ts';

test('each interval is a multiple of the one before, so that intervals can be joined', () => {
  for (const [i, length] of INTERVALS.entries()) if (i > 0) expect(length % INTERVALS[i - 1]!).toBe(0);
  expect(INTERVALS).toContain(1_000_000);
  expect(INTERVALS).toContain(60_000_000);
});

test('an axis that grows to both sides keeps every packet', () => {
  const grid = new TimeGrid(2, 10, 1);
  const times = [0, 3, -7, 900, -40, 123_456, 5, -1_000_000];
  for (const [i, time] of times.entries()) {
    grid.reach(time);
    grid.add(i % 2, time, 100);
  }
  expect(grid.count).toBeLessThanOrEqual(10);
  const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
  expect([sum(grid.cells(0).packets), sum(grid.cells(1).packets)]).toEqual([4, 4]);
  expect(sum(grid.cells(0).octets)).toBe(400);
  expect(grid.start).toBeLessThanOrEqual(-1_000_000);
  expect(grid.start + grid.count * grid.interval).toBeGreaterThan(123_456);
});

test('intervals are those that a direct count gives', () => {
  const grid = new TimeGrid(1, 50, 1);
  const times = Array.from({ length: 500 }, (_, i) => (i * 7919) % 40_000);
  for (const time of times) {
    grid.reach(time);
    grid.add(0, time, 1);
  }
  const expected = new Float64Array(grid.count);
  for (const time of times) expected[Math.floor((time - grid.start) / grid.interval)]!++;
  expect(grid.cells(0).packets).toEqual(expected);
  grid.clear(0);
  expect(grid.cells(0).packets).toEqual(new Float64Array(grid.count));
});

test('what lies outside the reach is not counted', () => {
  const grid = new TimeGrid(1, 10, 1000);
  grid.reach(0);
  grid.reach(1999);
  for (const time of [-1, 0, 999, 1000, 1999, 2000]) grid.add(0, time, 1);
  expect([...grid.cells(0).packets]).toEqual([2, 2]);
  expect(intervalFor(10_000_000, 500)).toBe(100_000);
});
