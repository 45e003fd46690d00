import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PairIndex } from './pair-index.ts';

test('numbers pairs as a map of their texts does, however large the numbers are', () => {
  const number = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 48 }), fc.integer());
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 400 }), (pairs) => {
      const index = new PairIndex();
      const known = new Map<string, number>();
      for (const [first, second] of pairs) {
        const key = `${first} ${second}`;
        if (!known.has(key)) known.set(key, known.size);
        expect(index.id(first, second)).toBe(known.get(key));
      }
      expect(index.length).toBe(known.size);
      for (const [key, id] of known) expect(`${index.first(id)} ${index.second(id)}`).toBe(key);
    }),
  );
});

test('addresses that differ in few bits do not fall into one place', () => {
  const index = new PairIndex();
  const from = performance.now();
  for (let i = 0; i < 200_000; i++) index.id(i * 65_536 + 443, (i % 256) * 2 ** 32);
  expect(index.length).toBe(200_000);
  // One place for all would take hours.
  expect(performance.now() - from).toBeLessThan(5000);
});
