import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PrintedPart, type PrintPart, PrintParts } from './print-parts.ts';

/** Lines of different lengths, some of them empty: `12:12:12` and so on. */
const line = (index: number): string => `${index}:`.repeat(index % 3);
const encoder = new TextEncoder();

function printed({ from, indexes }: PrintPart): PrintedPart {
  const ends: number[] = [];
  let text = '';
  for (const index of indexes) {
    text += line(index);
    ends.push(text.length);
  }
  return { from, indexes, octets: encoder.encode(text), ends: Uint32Array.from(ends) };
}

function all(count: number): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

test('whoever prints what, and whatever comes first: each packet is printed once, and the lines are in order', () => {
  const example = fc.record({
    count: fc.constantFrom(0, 1, 1023, 1024, 1025, 3000, 18_000),
    threads: fc.integer({ min: 1, max: 4 }),
    shares: fc.array(fc.nat(4), { minLength: 1, maxLength: 7 }),
    order: fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 }),
    helpers: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(example, ({ count, threads, shares, order, helpers }) => {
      // This thread always prints what nobody else does.
      const helps = (thread: number): boolean => thread === 0 || helpers[thread] === true;
      const parts = new PrintParts(
        { threads, of: (index) => Math.min(threads, shares[(index * 7) % shares.length] ?? 0), helps },
        count,
      );
      const given: PrintPart[] = [];
      const seen = new Set<number>();
      let text = '';
      for (let step = 0; !parts.isDone; step++) {
        const choice = order[step % order.length] ?? 0;
        const part = parts.give(choice % threads) ?? parts.give(0);
        if (part !== undefined) {
          expect([...part.indexes].filter((index) => seen.has(index))).toEqual([]);
          for (const index of part.indexes) seen.add(index);
          given.push(part);
        }
        // Parts come back in another order than they were given.
        if (part === undefined || choice % 2 === 0) {
          const [next] = given.splice(choice % Math.max(1, given.length), 1);
          if (next !== undefined) parts.put(printed(next));
        }
        for (let lines = parts.takeLines(); lines !== undefined; lines = parts.takeLines())
          text += new TextDecoder().decode(lines);
      }
      expect(text).toBe(all(count));
      expect(seen.size).toBe(count);
    }),
    { numRuns: 40 },
  );
});

test('a thread prints its own share first, then what anybody may print, then what others have not begun', () => {
  const parts = new PrintParts({ threads: 2, of: (index) => index % 3, helps: () => true }, 1024 * 3);
  const order = Array.from({ length: 9 }, () => parts.give(1)?.indexes[0]);
  // Share 1, what is anybody's (2), share 0: a part in each of three ranges.
  expect(order).toEqual([1, 1024, 2050, 2, 1025, 2048, 0, 1026, 2049]);
  expect(parts.give(1)).toBeUndefined();
});

test("a thread that does not help prints its own share and what is anybody's", () => {
  const parts = new PrintParts({ threads: 2, of: (index) => index % 3, helps: (thread) => thread === 0 }, 1024 * 3);
  const order = Array.from({ length: 7 }, () => parts.give(1)?.indexes[0]);
  expect(order).toEqual([1, 1024, 2050, 2, 1025, 2048, undefined]);
  expect(parts.give(0)?.indexes[0]).toBe(0);
});

test('not more than some ranges wait for an earlier one', () => {
  const parts = new PrintParts({ threads: 1, of: () => 0, helps: () => true }, 1024 * 100);
  const given: PrintPart[] = [];
  for (let part = parts.give(0); part !== undefined; part = parts.give(0)) given.push(part);
  expect(given).toHaveLength(16);
  for (const part of given.reverse()) {
    expect(parts.takeLines()).toBeUndefined();
    expect(parts.give(0)).toBeUndefined();
    parts.put(printed(part));
  }
  expect(parts.takeLines()).toBeDefined();
  expect(parts.give(0)?.from).toBe(1024 * 16);
});
