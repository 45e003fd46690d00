import { expect, test } from 'vitest';
import { ElementSets } from './element-sets.ts';

const setOf = (sets: ElementSets, elements: readonly string[]): number | undefined =>
  elements.reduce<number | undefined>(
    (set, element) => (set === undefined ? undefined : sets.with(set, sets.number(element))),
    0,
  );

test('a set has one number, in whichever order its elements came', () => {
  const sets = new ElementSets();
  const abc = setOf(sets, ['a', 'b', 'c']);
  expect(setOf(sets, ['c', 'a', 'b'])).toBe(abc);
  expect(setOf(sets, ['a', 'b', 'c'])).toBe(abc);
  expect(setOf(sets, ['a', 'b'])).not.toBe(abc);
  expect(sets.members(abc ?? 0)).toEqual(['a', 'b', 'c']);
  expect(sets.members(0)).toEqual([]);
});

test('there is an end to sets, and those that are there stay', () => {
  const sets = new ElementSets();
  const first = setOf(sets, ['0', '1']);
  const all = Array.from({ length: 400 }, (_, i) => String(i));
  let last: number | undefined = 0;
  for (const a of all) for (const b of all) if (a !== b) last = setOf(sets, [a, b]);
  expect(last).toBeUndefined();
  expect(setOf(sets, ['1', '0'])).toBe(first);
});
