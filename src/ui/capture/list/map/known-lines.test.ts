import { expect, test } from 'vitest';
import type { MapLines } from '../../../../worker/api.ts';
import { BLOCK_LINES, KnownLines } from './known-lines.ts';

const lines = (from: number, count: number): MapLines => ({
  version: 1,
  revision: 1,
  from,
  colours: Int16Array.from({ length: count }, (_, at) => -(from + at)),
  signs: Uint8Array.from({ length: count }, (_, at) => (from + at) % 4),
  packets: Uint32Array.from({ length: count }, (_, at) => 1000 + from + at),
});

test('what is known is told by place, and nothing else is', () => {
  const known = new KnownLines();
  known.put(lines(128, 100), 1);
  expect([known.colourAt(130), known.signsAt(130), known.packetAt(130)]).toEqual([-130, 2, 1130]);
  for (const place of [0, 127, 228, 256]) {
    expect([known.colourAt(place), known.signsAt(place), known.packetAt(place)]).toEqual(Array(3).fill(undefined));
  }
  known.clear();
  expect(known.packetAt(130)).toBeUndefined();
});

test('missing blocks are asked from the middle on, and each once', () => {
  const known = new KnownLines();
  const asked: number[] = [];
  for (let next = known.missing(300, 900, 1); next !== undefined; next = known.missing(300, 900, 1)) {
    asked.push(next);
    known.put(lines(next, BLOCK_LINES), 1);
  }
  // The middle is 600: its block first.
  expect(asked).toEqual([512, 640, 384, 768, 256, 896]);
  // A small step stays within what came with it.
  expect(known.missing(310, 910, 1)).toBeUndefined();
  expect(known.missing(430, 1030, 1)).toBe(1024);
});

test('the end of a list that grows is asked for again, and so is another reading, which shows the one before', () => {
  const known = new KnownLines();
  expect(known.missing(0, 150, 1)).toBe(0);
  known.put(lines(0, 128), 1);
  expect(known.missing(0, 150, 1)).toBe(128);
  known.put(lines(128, 22), 1);
  expect(known.missing(0, 150, 1)).toBeUndefined();
  expect(known.missing(0, 151, 1)).toBe(128);
  expect([known.has(0, 151, 1), known.has(128, 151, 1), known.has(128, 140, 1)]).toEqual([true, false, true]);
  expect(known.missing(0, 100, 2)).toBe(0);
  expect(known.colourAt(5)).toBe(-5);
});

test('of more than 8192 rows the ones that were looked at last stay', () => {
  const known = new KnownLines();
  const blocks = 8192 / BLOCK_LINES;
  for (let number = 0; number < blocks; number++) known.put(lines(number * BLOCK_LINES, BLOCK_LINES), 1);
  expect(known.missing(0, BLOCK_LINES, 1)).toBeUndefined();
  known.put(lines(8192, BLOCK_LINES), 1);
  expect(known.packetAt(0)).toBe(1000);
  expect(known.packetAt(BLOCK_LINES)).toBeUndefined();
  expect(known.packetAt(8192)).toBe(9192);
});
