import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IndexSet } from './index-set.ts';

test('a set of indexes holds what a set would, in ascending order', () => {
  const index = fc.oneof(fc.nat(20), fc.nat(2_000_000), fc.constant(2 ** 30));
  fc.assert(
    fc.property(fc.array(fc.tuple(index, fc.boolean())), (steps) => {
      const set = new IndexSet();
      const model = new Set<number>();
      for (const [at, isIn] of steps) {
        set.set(at, isIn);
        if (isIn) model.add(at);
        else model.delete(at);
        expect(set.has(at)).toBe(isIn);
      }
      expect(set.size).toBe(model.size);
      expect([...set.values()]).toEqual([...model].sort((a, b) => a - b));
    }),
  );
});

test('an emptied set is empty', () => {
  const set = new IndexSet();
  set.set(7, true);
  set.clear();
  expect([set.size, set.has(7), ...set.values()]).toEqual([0, false]);
});
