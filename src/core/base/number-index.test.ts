import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberIndex } from './number-index.ts';

test('finds what a map would', () => {
  const half = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.nat(20));
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half, half), { maxLength: 600 }), (keys) => {
      const index = new NumberIndex();
      const known = new Map<string, number>();
      for (const [first, second, third] of keys) {
        const key = `${first} ${second} ${third}`;
        expect(index.find(first, second, third)).toBe(known.get(key) ?? 0);
        if (known.has(key)) continue;
        known.set(key, known.size + 1);
        index.add(first, second, third, known.size);
      }
      for (const [first, second, third] of keys)
        expect(index.find(first, second, third)).toBe(known.get(`${first} ${second} ${third}`));
    }),
    { numRuns: 100 },
  );
});
