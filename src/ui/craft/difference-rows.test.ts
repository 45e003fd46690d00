import { expect, test } from 'vitest';
import type { DifferenceRow } from '../../worker/api.ts';
import { differences, nextDifference, shownDifferences } from './difference-rows.ts';

const row = (depth: number, kind: DifferenceRow['kind']): DifferenceRow => ({
  depth,
  kind,
  field: 0,
  left: '',
  right: '',
  leftRow: undefined,
  rightRow: undefined,
});

const rows = [
  row(0, 'same'), // 0
  row(1, 'same'), // 1
  row(0, 'changed'), // 2 holds
  row(1, 'same'), // 3
  row(1, 'changed'), // 4
  row(0, 'same'), // 5
  row(1, 'same'), // 6
  row(2, 'right'), // 7
  row(3, 'right'), // 8
  row(2, 'same'), // 9
];

test('rows that differ, with what is around them', () => {
  expect(shownDifferences(rows, true)).toEqual([2, 4, 5, 6, 7, 8]);
  expect(shownDifferences(rows, false)).toHaveLength(10);
});

test('each difference once', () => expect(differences(rows)).toEqual([4, 7]));

test('next and previous, round the end', () => {
  expect(nextDifference([4, 7], undefined, 1)).toBe(4);
  expect(nextDifference([4, 7], 4, 1)).toBe(7);
  expect(nextDifference([4, 7], 7, 1)).toBe(4);
  expect(nextDifference([4, 7], 5, -1)).toBe(4);
  expect(nextDifference([4, 7], 4, -1)).toBe(7);
  expect(nextDifference([], 4, 1)).toBeUndefined();
});
