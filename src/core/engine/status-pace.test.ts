import { expect, test } from 'vitest';
import { StatusPace } from './status-pace.ts';

test('work is told of ten times a second at first, and at least twice a second however long it takes', () => {
  const pace = new StatusPace();
  pace.begin(1000);
  const told: number[] = [];
  for (let time = 1001; time <= 61_000; time++) if (pace.isDue(time)) told.push(time - 1000);
  expect(told.filter((time) => time <= 2000)).toHaveLength(20);
  const gaps = told.map((time, at) => time - (told[at - 1] ?? 0));
  expect(Math.max(...gaps)).toBe(500);
  expect(told.length).toBeLessThan(160);
  pace.begin(70_000);
  expect(pace.isDue(70_099)).toBe(false);
  expect(pace.isDue(70_100)).toBe(true);
});
