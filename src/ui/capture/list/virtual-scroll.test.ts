import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Extent,
  MAX_SPACER,
  maxOffset,
  offsetOf,
  pageOf,
  revealing,
  scrollTopOf,
  spacerHeight,
  visibleRows,
  wheelPixels,
} from './virtual-scroll.ts';

const small: Extent = { count: 100, rowHeight: 22, viewport: 220 };
const huge: Extent = { count: 10_000_000, rowHeight: 22, viewport: 660 };
const extents = fc.record({
  count: fc.nat(20_000_000),
  rowHeight: fc.constantFrom(22, 26),
  viewport: fc.integer({ min: 0, max: 2000 }),
});

test('a list that fits is scrolled one to one', () => {
  expect(spacerHeight(small)).toBe(2200);
  expect(scrollTopOf(small, 333)).toBe(333);
  expect(offsetOf(small, 333)).toBe(333);
});

test('ten million rows: the spacer stays within limits and both ends can be reached', () => {
  expect(spacerHeight(huge)).toBe(MAX_SPACER);
  expect(visibleRows(huge, offsetOf(huge, 0)).from).toBe(0);
  expect(visibleRows(huge, offsetOf(huge, MAX_SPACER - 660)).to).toBe(10_000_000);
  expect(visibleRows(huge, 22 * 5_000_000)).toEqual({ from: 5_000_000, to: 5_000_030, shift: 0 });
});

test('a part of a row is shown at both ends of the viewport', () => {
  expect(visibleRows(small, 33)).toEqual({ from: 1, to: 12, shift: -11 });
});

test('an empty list shows nothing', () => {
  expect(visibleRows({ ...small, count: 0 }, 0)).toEqual({ from: 0, to: 0, shift: 0 });
});

test('a row is revealed by the shortest way', () => {
  expect(revealing(small, 0, 5)).toBe(0);
  expect(revealing(small, 0, 10)).toBe(22);
  expect(revealing(small, 440, 3)).toBe(66);
  expect(revealing(small, 0, 99)).toBe(maxOffset(small));
});

test('any offset fills the viewport, and any row can be revealed', () => {
  fc.assert(
    fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), (extent, ratio) => {
      fc.pre(extent.count > 0 && extent.viewport >= extent.rowHeight);
      const { from, to, shift } = visibleRows(extent, ratio * maxOffset(extent));
      expect(shift).toBeLessThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(extent.count);
      const covered = (to - from) * extent.rowHeight + shift;
      expect(covered).toBeGreaterThanOrEqual(Math.min(extent.viewport, extent.count * extent.rowHeight) - 1e-3);
      const index = Math.floor(ratio * (extent.count - 1));
      const seen = visibleRows(extent, revealing(extent, 0, index));
      expect(seen.from <= index && index < seen.to).toBe(true);
    }),
  );
});

test('the thumb and the offset agree after a round trip', () => {
  fc.assert(
    fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), (extent, ratio) => {
      const offset = ratio * maxOffset(extent);
      expect(Math.abs(offsetOf(extent, scrollTopOf(extent, offset)) - offset)).toBeLessThan(0.01);
    }),
  );
});

test('pages keep a row, wheels count in their own unit', () => {
  expect(pageOf(small)).toBe(9);
  expect(pageOf({ ...small, viewport: 0 })).toBe(1);
  expect([wheelPixels(3, 0, small), wheelPixels(3, 1, small), wheelPixels(1, 2, small)]).toEqual([3, 66, 220]);
});
