import { expect, test } from 'vitest';
import { topFor } from './use-viewport.ts';

test('a row that is seen whole scrolls nothing, a step as little as it takes, a leap leaves room above', () => {
  expect(topFor(0, 20, 0, 100)).toBeUndefined();
  expect(topFor(4, 20, 0, 100)).toBeUndefined();
  expect(topFor(5, 20, 0, 100)).toBe(20);
  expect(topFor(5, 20, 110, 100)).toBe(100);
  expect(topFor(50, 20, 0, 100)).toBe(1000 - 33);
  expect(topFor(3, 20, 1000, 100)).toBe(60 - 33);
});
