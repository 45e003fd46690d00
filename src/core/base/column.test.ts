import { describe, expect, test } from 'vitest';
import { Column } from './column.ts';

const ROWS = 200_000;

function filled(): Column<Uint32Array> {
  const column = new Column(Uint32Array);
  for (let i = 0; i < ROWS; i++) column.push(i * 3);
  return column;
}

describe('a column', () => {
  test('keeps every value across its chunks', () => {
    const column = filled();
    expect(column.length).toBe(ROWS);
    for (const i of [0, 1, 65_535, 65_536, 131_071, 131_072, ROWS - 1]) expect(column.get(i)).toBe(i * 3);
    expect(column.get(ROWS + 100_000)).toBe(0);
  });
  test('takes many values at once, across its chunks', () => {
    const column = new Column(Uint32Array);
    for (let from = 0; from < ROWS; from += 30_000)
      column.pushAll(Array.from({ length: Math.min(30_000, ROWS - from) }, (_, i) => (from + i) * 3));
    column.pushAll(new Uint32Array(0));
    expect(column.length).toBe(ROWS);
    expect(column.slice(0, ROWS)).toEqual(filled().slice(0, ROWS));
  });
  test('gives windows that begin and end anywhere', () => {
    const column = filled();
    for (const [from, to] of [
      [0, 3],
      [65_530, 65_540],
      [10, 140_000],
      [ROWS - 2, ROWS + 5],
      [5, 5],
    ] as const) {
      const window = column.slice(from, to);
      expect([...window]).toEqual(
        Array.from({ length: Math.max(0, Math.min(to, ROWS) - from) }, (_, i) => (from + i) * 3),
      );
    }
  });
  test('is changed in place, and only where it has rows', () => {
    const column = filled();
    column.set(65_536, 7);
    expect([column.get(65_535), column.get(65_536), column.get(65_537)]).toEqual([65_535 * 3, 7, 65_537 * 3]);
    expect(() => column.set(ROWS, 1)).toThrow(RangeError);
    column.fill(9);
    expect([column.get(0), column.get(ROWS - 1)]).toEqual([9, 9]);
  });
  test('gives its chunks with the rows that are there', () => {
    const sizes = [...filled().chunks()].map(({ from, values }) => [from, values.length]);
    expect(sizes).toEqual([
      [0, 65_536],
      [65_536, 65_536],
      [131_072, 65_536],
      [196_608, ROWS - 196_608],
    ]);
  });
  test('costs its octets and the unused room of one chunk', () => {
    expect(filled().size).toBe(4 * 4 * 65_536);
  });
});
