import { expect, test } from 'vitest';
import { NO_VISITS, step, visit } from './history.ts';

test('goes back and on like a browser', () => {
  const visits = visit(visit(visit(NO_VISITS, undefined), 1), 5);
  expect(visits).toEqual({ past: [1, 5], future: [] });
  const back = step(visits, 9, 'back');
  expect(back).toEqual({ packet: 5, visits: { past: [1], future: [9] } });
  const on = step(back?.visits ?? NO_VISITS, 5, 'forward');
  expect(on).toEqual({ packet: 9, visits });
});

test('a new visit forgets what lay ahead, and old ones are dropped', () => {
  expect(visit({ past: [1], future: [2, 3] }, 7)).toEqual({ past: [1, 7], future: [] });
  let visits = NO_VISITS;
  for (let packet = 0; packet < 500; packet++) visits = visit(visits, packet);
  expect(visits.past.length).toBe(200);
  expect(visits.past.at(-1)).toBe(499);
});

test('nowhere to go', () => {
  expect(step(NO_VISITS, 3, 'back')).toBeUndefined();
  expect(step(NO_VISITS, 3, 'forward')).toBeUndefined();
});
