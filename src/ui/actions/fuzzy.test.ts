import { expect, test } from 'vitest';
import { fuzzyScore, fuzzySort } from './fuzzy.ts';

const labels = ['Open...', 'Go to packet...', 'Next packet', 'Decode as...', 'Dark theme'];
const find = (typed: string): readonly string[] => fuzzySort(labels, typed, (label) => label);

test('keeps the order while nothing is typed', () => expect(find('')).toEqual(labels));

test('letters in order, words and neighbours first', () => {
  expect(find('gtp')[0]).toBe('Go to packet...');
  expect(find('d')).toEqual(['Decode as...', 'Dark theme']);
  expect(find('next pa')).toEqual(['Next packet']);
  expect(find('xyz')).toEqual([]);
  expect(fuzzyScore('ba', 'ab')).toBeUndefined();
});
