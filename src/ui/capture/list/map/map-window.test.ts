import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Extent, maxOffset, visibleRows } from '../virtual-scroll.ts';
import { mapWindow, rowAt, shownSpan, spanOf } from './map-window.ts';

const extentOf = (count: number, viewport = 400): Extent => ({ count, rowHeight: 20, viewport });
const at = (extent: Extent, offset: number) => ({ extent, visible: visibleRows(extent, offset) });
const windowAt = (extent: Extent, offset: number) => mapWindow(extent, visibleRows(extent, offset));

test('a long list has a pixel a row, with the rows on the screen in the middle', () => {
  const extent = extentOf(10_000_000);
  // Rows 5000 to 5020 are on the screen.
  const window = windowAt(extent, 100_000);
  expect(window).toEqual({ from: 4810, to: 5210, line: 1 });
  expect(spanOf(window, 4811)).toEqual({ top: 1, bottom: 2 });
  const { visible } = at(extent, 100_000);
  expect(shownSpan(window, extent, visible)).toEqual({ top: 190, bottom: 210 });
});

test('the ends of the list are at the ends of the map', () => {
  const extent = extentOf(1000);
  expect(windowAt(extent, 0)).toEqual({ from: 0, to: 400, line: 1 });
  expect(shownSpan(windowAt(extent, 0), extent, visibleRows(extent, 0))).toEqual({ top: 0, bottom: 20 });
  // The last row that still leaves the window where it is.
  expect(windowAt(extent, 190 * 20).from).toBe(0);
  expect(windowAt(extent, 191 * 20).from).toBe(1);
  const last = maxOffset(extent);
  expect(windowAt(extent, last)).toEqual({ from: 600, to: 1000, line: 1 });
  expect(shownSpan(windowAt(extent, last), extent, visibleRows(extent, last))).toEqual({ top: 380, bottom: 400 });
});

test('fewer rows than pixels share the height, up to that of a row; a list without rows has no lines', () => {
  expect(windowAt(extentOf(100), 0)).toEqual({ from: 0, to: 100, line: 4 });
  const few = extentOf(7);
  expect(windowAt(few, 0)).toEqual({ from: 0, to: 7, line: 20 });
  expect(shownSpan(windowAt(few, 0), few, visibleRows(few, 0))).toBeUndefined();
  const hundred = extentOf(100);
  // Twenty of a hundred rows are on the screen, ten and a half are above it.
  expect(shownSpan(windowAt(hundred, 210), hundred, visibleRows(hundred, 210))).toEqual({ top: 42, bottom: 122 });
  for (const none of [extentOf(0), extentOf(5, 0)]) {
    const window = windowAt(none, 0);
    expect(window).toEqual({ from: 0, to: 0, line: 0 });
    expect(rowAt(window, 0)).toBeUndefined();
    expect(shownSpan(window, none, visibleRows(none, 0))).toBeUndefined();
  }
});

test('a height is of one row, and below the last of none', () => {
  const window = windowAt(extentOf(7), 0);
  expect([0, 19.9, 20, 139.9, 140, -0.1].map((y) => rowAt(window, y))).toEqual([0, 0, 1, 6, undefined, undefined]);
  expect(rowAt(windowAt(extentOf(1000), maxOffset(extentOf(1000))), 399.5)).toBe(999);
});

test('wherever the list is: the map is full, has what is on the screen, and leads back to each row', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30_000_000 }),
      fc.integer({ min: 1, max: 1500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (count, viewport, share) => {
        const extent = extentOf(count, viewport);
        const visible = visibleRows(extent, maxOffset(extent) * share);
        const window = mapWindow(extent, visible);
        expect(window.to - window.from).toBe(Math.min(count, viewport));
        expect(window.from).toBeGreaterThanOrEqual(0);
        expect(window.to).toBeLessThanOrEqual(count);
        expect(window.from).toBeLessThanOrEqual(visible.from);
        expect(window.to).toBeGreaterThanOrEqual(visible.to);
        expect((window.to - window.from) * window.line).toBeLessThanOrEqual(viewport + 1e-6);
        for (const row of [window.from, visible.from, visible.to - 1, window.to - 1]) {
          const { top, bottom } = spanOf(window, row);
          expect(rowAt(window, (top + bottom) / 2)).toBe(row);
        }
        const shown = shownSpan(window, extent, visible);
        if (shown === undefined) return;
        expect(shown.top).toBeGreaterThanOrEqual(-1e-6);
        expect(shown.bottom).toBeLessThanOrEqual(viewport + 1e-6);
        expect(shown.bottom).toBeGreaterThan(shown.top);
      },
    ),
  );
});
