import { expect, test } from 'vitest';
import { packetRows } from '../testing/packet-rows.ts';
import { BLOCK_ROWS, RowCache } from './row-cache.ts';

const now = 1;

test('gives rows where they have come and holes elsewhere', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, BLOCK_ROWS), now);
  const rows = cache.rows(BLOCK_ROWS - 2, BLOCK_ROWS + 1);
  expect(rows.map((row) => row?.index)).toEqual([BLOCK_ROWS - 2, BLOCK_ROWS - 1, undefined]);
  expect(cache.rows(5, 2)).toEqual([]);
});

test('asks for the blocks that a window lacks, as one run, no further than the end', () => {
  const cache = new RowCache();
  expect(cache.missing(10, 20, 1000, now)).toEqual({ from: 0, count: 128 });
  cache.put(0, packetRows(0, 128), now);
  expect(cache.missing(10, 20, 1000, now)).toBeUndefined();
  expect(cache.missing(10, 300, 1000, now)).toEqual({ from: 128, count: 256 });
  expect(cache.missing(900, 2000, 1000, now)).toEqual({ from: 896, count: 104 });
  expect(cache.missing(0, 40, 0, now)).toBeUndefined();
});

test('asks again for a block when the window shows more of it than has come', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, 50), now);
  expect(cache.missing(0, 40, 50, now)).toBeUndefined();
  expect(cache.missing(0, 40, 60, now)).toBeUndefined();
  expect(cache.missing(0, 50, 1000, now)).toBeUndefined();
  expect(cache.missing(0, 51, 60, now)).toEqual({ from: 0, count: 60 });
  expect(cache.missing(20, 60, 51, now)).toEqual({ from: 0, count: 51 });
});

test('a row that reads as before stays the same object, one that says anything else does not', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, 4), now);
  const before = cache.rows(0, 4);
  const [same, marked, judged, other] = packetRows(0, 4);
  if (same === undefined || marked === undefined || judged === undefined || other === undefined)
    throw new Error('rows');
  cache.put(
    0,
    [same, { ...marked, isMarked: true }, { ...judged, severity: 'error' }, { ...other, cells: ['more'] }],
    now,
  );
  expect(cache.rows(0, 4).map((row, at) => row === before[at])).toEqual([true, false, false, false]);
  expect(cache.rows(1, 4).map((row) => [row?.isMarked, row?.severity, row?.cells])).toEqual([
    [true, marked.severity, marked.cells],
    [judged.isMarked, 'error', judged.cells],
    [other.isMarked, other.severity, ['more']],
  ]);
  cache.put(0, packetRows(7, 1), now);
  expect(cache.row(0)?.index).toBe(7);
});

test('asks again when the reading has changed, and shows the old rows meanwhile', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, 50), now);
  expect(cache.missing(0, 40, 50, 2)).toEqual({ from: 0, count: 50 });
  expect(cache.row(3)?.index).toBe(3);
});

test('drops what was not looked at for longest', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, BLOCK_ROWS), now);
  for (let block = 1; block < 256; block++) cache.put(block * BLOCK_ROWS, packetRows(block * BLOCK_ROWS, 1), now);
  cache.missing(0, 1, 1_000_000, now);
  cache.put(256 * BLOCK_ROWS, packetRows(256 * BLOCK_ROWS, 1), now);
  expect(cache.row(0)).toBeDefined();
  expect(cache.row(BLOCK_ROWS)).toBeUndefined();
  cache.clear();
  expect(cache.row(0)).toBeUndefined();
});

test('rows of another order are shown until new ones have come, but not believed', () => {
  const cache = new RowCache();
  cache.put(0, packetRows(0, 128), now);
  expect(cache.indexAt(3)).toBe(3);
  cache.reorder();
  expect(cache.row(3)?.index).toBe(3);
  expect(cache.indexAt(3)).toBeUndefined();
  expect(cache.missing(0, 10, 5, now)).toEqual({ from: 0, count: 5 });
  cache.put(0, packetRows(40, 5), now);
  expect([cache.indexAt(3), cache.indexAt(5)]).toEqual([43, undefined]);
  expect(cache.missing(0, 10, 5, now)).toBeUndefined();
});
