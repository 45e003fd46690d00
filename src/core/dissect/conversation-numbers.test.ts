import { expect, test } from 'vitest';
import { ConversationNumbers } from './conversation-numbers.ts';

test('conversations are numbered in the order of their first packets, whoever sends them', () => {
  const numbers = new ConversationNumbers();
  expect(numbers.meet(1, 40_000, 2, 80)).toBe(0);
  expect(numbers.meet(3, 40_000, 2, 80)).toBe(1);
  expect(numbers.meet(2, 80, 1, 40_000)).toBe(0);
  expect(numbers.meet(2, 40_000, 1, 80)).toBe(2);
  // Two ports of one host.
  expect(numbers.meet(5, 7, 5, 6)).toBe(3);
  expect(numbers.meet(5, 6, 5, 7)).toBe(3);
  expect(numbers.length).toBe(4);
  expect(numbers.at(99, 2, 80, 3, 40_000)).toBe(1);
  expect(numbers.at(99, 2, 81, 3, 40_000)).toBe(-1);
});

test('ends that begin anew have another number from then on', () => {
  const numbers = new ConversationNumbers();
  const ends = [1, 40_000, 2, 80] as const;
  const back = [2, 80, 1, 40_000] as const;
  const first = numbers.meet(...ends);
  numbers.meet(1, 40_001, 2, 80);
  numbers.reopen(first, 10);
  numbers.reopen(first, 20);
  expect([0, 9, 10, 19, 20, 99].map((frame) => numbers.at(frame, ...ends))).toEqual([0, 0, 2, 2, 3, 3]);
  expect(numbers.at(15, ...back)).toBe(2);
  expect(numbers.meet(...back)).toBe(0);
  expect([numbers.only(...ends), numbers.only(1, 40_001, 2, 80), numbers.only(8, 1, 9, 1)]).toEqual([-1, 1, -1]);
  expect([numbers.all(...back), numbers.all(1, 40_001, 2, 80), numbers.all(8, 1, 9, 1)]).toEqual([[0, 2, 3], [1], []]);
  expect([numbers.length, numbers.reopened]).toEqual([4, 2]);
});

test('beyond the most there are no numbers, and none when nobody will ask', () => {
  const numbers = new ConversationNumbers(2);
  expect([numbers.meet(1, 1, 2, 1), numbers.meet(1, 2, 2, 2), numbers.meet(1, 3, 2, 3)]).toEqual([0, 1, -1]);
  numbers.reopen(0, 5);
  expect(numbers.at(6, 1, 1, 2, 1)).toBe(0);
  expect(numbers.meet(2, 2, 1, 2)).toBe(1);
  numbers.close();
  expect(numbers.meet(1, 1, 2, 1)).toBe(-1);
});
