import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Column, RowCount } from './column.ts';

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
  test('costs the width of its values, and all its octets in the chunk that is filled', () => {
    expect(filled().size).toBe(4 * 4 * 65_536);
    const small = new Column(Uint32Array);
    for (let i = 0; i < ROWS; i++) small.push(1e9 + (i % 200));
    expect(small.size).toBe((3 + 4) * 65_536);
  });

  test('every width holds what it has to, and the next value takes the next one', () => {
    for (const [make, base, range, octets] of [
      [Uint8Array, 3, 0, 0],
      [Uint16Array, 65_280, 255, 1],
      [Uint16Array, 0, 256, 2],
      [Uint32Array, 2 ** 32 - 65_536, 65_535, 2],
      [Uint32Array, 7, 65_536, 4],
      [Int32Array, -(2 ** 31), 65_535, 2],
      [Int32Array, -(2 ** 31), 2 ** 32 - 1, 4],
      [Float64Array, 2 ** 33 + 5, 0, 0],
      [Float64Array, -200, 255, 1],
      [Float64Array, -(2 ** 40), 65_535, 2],
      [Float64Array, 2 ** 53 - 2 ** 32, 2 ** 32 - 1, 4],
      [Float64Array, -(2 ** 33), 2 ** 32, 8],
      [Float64Array, 2 ** 53, 0, 8],
      [Float64Array, 0.5, 1, 8],
    ] as const) {
      const column = new Column<Float64Array>(make as unknown as typeof Float64Array);
      const values = Array.from(
        { length: 65_536 },
        (_, i) => base + (i === 999 ? range : i % 17 === 0 ? 0 : range / 2 - ((range / 2) % 1)),
      );
      for (const value of values) column.push(value);
      column.push(1);
      const what = `${make.name} ${base} ${range}`;
      expect([what, column.size]).toEqual([what, octets * 65_536 + 65_536 * make.BYTES_PER_ELEMENT]);
      const all = [...values, 1];
      expect(all.every((value, i) => column.get(i) === value)).toBe(true);
      expect([...column.slice(0, 65_537)]).toEqual(all);
      expect([...column.view(990, 1010)]).toEqual(all.slice(990, 1010));
      expect([...column.chunks()].flatMap(({ values: own }) => [...own])).toEqual(all);
    }
  });

  test('numbers that are none stay what they are', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -0.25]) {
      const column = new Column(Float64Array);
      for (let i = 0; i < 65_537; i++) column.push(i === 40_000 ? odd : 7);
      expect([column.get(39_999), column.get(40_000), column.get(40_001)]).toEqual([7, odd, 7]);
      const first = new Column(Float64Array);
      for (let i = 0; i < 65_537; i++) first.push(odd);
      expect([...new Set(first.slice(0, 65_537))]).toEqual([odd]);
    }
  });

  test('is what a plain array is, whatever is added and changed in which order', () => {
    const value = fc.oneof(fc.nat(3), fc.nat(300), fc.nat(70_000), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('add' as const),
        count: fc.constantFrom(1, 1000, 65_536),
        value,
        spread: fc.nat(400),
      }),
      fc.record({ kind: fc.constant('set' as const), at: fc.nat(), value }),
      fc.record({ kind: fc.constant('fill' as const), value }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.boolean(), (steps, isTwin) => {
        const count = new RowCount();
        const column = new Column(Uint32Array, count);
        const twin = new Column(Uint32Array, count);
        let model: number[] = [];
        const twins: number[] = [];
        let now: { mine: Uint32Array; other: Uint32Array } | undefined;
        for (const it of steps) {
          if (it.kind === 'add') {
            for (let i = 0; i < it.count; i++) {
              const at = count.rows % 65_536;
              if (at === 0) now = { mine: column.extend(), other: twin.extend(column) };
              const next = (it.value + (i % (it.spread + 1))) >>> 0;
              now!.mine[at] = next;
              now!.other[at] = isTwin ? next : i;
              model.push(next);
              twins.push(isTwin ? next : i);
              count.rows++;
            }
          } else if (it.kind === 'fill') {
            column.fill(it.value);
            model = model.map(() => it.value);
          } else if (model.length > 0) {
            column.set(it.at % model.length, it.value);
            model[it.at % model.length] = it.value;
            twin.set(it.at % model.length, 1);
            twins[it.at % model.length] = 1;
          }
        }
        expect(
          Buffer.from(column.slice(0, model.length).buffer).equals(Buffer.from(Uint32Array.from(model).buffer)),
        ).toBe(true);
        expect(
          Buffer.from(twin.slice(0, twins.length).buffer).equals(Buffer.from(Uint32Array.from(twins).buffer)),
        ).toBe(true);
        for (let i = 0; i < model.length; i += 997) expect(column.get(i)).toBe(model[i]);
        expect(column.get(model.length)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
