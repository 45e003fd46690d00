import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SparseColumn } from './sparse-column.ts';

test('a sparse column holds what a map would, 0 for all else', () => {
  const row = fc.oneof(fc.nat(40), fc.nat(200_000), fc.constant(2 ** 31));
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(2 ** 32 - 1)), { maxLength: 300 }), (steps) => {
      const column = new SparseColumn();
      const model = new Map<number, number>();
      for (const [at, value] of steps) {
        column.set(at, value);
        model.set(at, value);
      }
      for (const [at] of steps) {
        for (const near of [at - 1, at, at + 1, at + 65_536])
          if (near >= 0) expect(column.get(near)).toBe(model.get(near) ?? 0);
      }
    }),
  );
});

test('a walk over some rows meets those that have a number, in order', () => {
  const row = fc.oneof(fc.nat(40), fc.nat(200_000));
  fc.assert(
    fc.property(fc.array(fc.tuple(row, fc.nat(3)), { maxLength: 100 }), row, row, (steps, from, to) => {
      const column = new SparseColumn();
      const model = new Map<number, number>();
      for (const [at, value] of steps) {
        column.set(at, value);
        model.set(at, value);
      }
      const met: [number, number][] = [];
      column.forEach(from, to, (at, value) => met.push([at, value]));
      const expected = [...model].filter(([at, value]) => at >= from && at < to && value > 0).sort(([a], [b]) => a - b);
      expect(met).toEqual(expected);
    }),
  );
  const full = new SparseColumn();
  for (let at = 0; at < 70_000; at += 2) full.set(at, at + 1);
  let sum = 0;
  full.forEach(0, 70_000, (at, value) => {
    expect(value).toBe(at + 1);
    sum++;
  });
  expect(sum).toBe(35_000);
});

test('rows that come backwards, and so many that each has its place', () => {
  const column = new SparseColumn();
  for (let row = 100_000; row >= 0; row -= 3) column.set(row, row + 1);
  for (let row = 0; row <= 100_000; row++) expect(column.get(row)).toBe((100_000 - row) % 3 === 0 ? row + 1 : 0);
  column.set(50_001, 0);
  expect(column.get(50_001)).toBe(0);
  expect(column.size).toBeLessThan(2 * 262_144);
});

test('a value for one packet in a hundred takes some ten octets each', () => {
  const column = new SparseColumn();
  for (let row = 0; row < 1_000_000; row += 100) column.set(row, 1);
  expect(column.size).toBeLessThan(10_000 * 12);
});
