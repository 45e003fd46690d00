import type { Extent, Visible } from '../virtual-scroll.ts';

/*
 * Arithmetic of the map beside the list: which rows it has a line for, and where. A row's line is one pixel high, as long as there
 * are more rows than pixels; lines of fewer rows share the height, up to that of the rows themselves, which they then stand beside.
 */

export interface MapWindow {
  /** First row of the map, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Height of a row's line in pixels; 0 where there are no rows. */
  readonly line: number;
}

/** Pixels from the top of the map. */
export interface Span {
  readonly top: number;
  readonly bottom: number;
}

/** Row that is at the top of the viewport, with its fraction that is scrolled away. */
const topRow = ({ rowHeight }: Extent, { from, shift }: Visible): number => from - shift / rowHeight;

/** As many rows as the map is high, around those on the screen: at the ends of the list they are no more in its middle. */
export function mapWindow(extent: Extent, visible: Visible): MapWindow {
  const { count, rowHeight, viewport } = extent;
  const rows = Math.min(count, Math.floor(viewport));
  if (rows <= 0) return { from: 0, to: 0, line: 0 };
  const middle = topRow(extent, visible) + viewport / rowHeight / 2;
  const from = Math.min(Math.max(0, Math.round(middle - rows / 2)), count - rows);
  return { from, to: from + rows, line: Math.min(rowHeight, viewport / rows) };
}

/** Where a row's line is. */
export const spanOf = ({ from, line }: MapWindow, row: number): Span => ({
  top: (row - from) * line,
  bottom: (row - from + 1) * line,
});

/** The row whose line is at a height; undefined below the last. */
export function rowAt({ from, to, line }: MapWindow, y: number): number | undefined {
  if (line === 0 || y < 0) return undefined;
  const row = from + Math.floor(y / line);
  return row < to ? row : undefined;
}

/** What of the map is on the screen; undefined where all of the list is. */
export function shownSpan(window: MapWindow, extent: Extent, visible: Visible): Span | undefined {
  const { count, rowHeight, viewport } = extent;
  if (window.line === 0 || count * rowHeight <= viewport) return undefined;
  const first = topRow(extent, visible);
  const last = Math.min(first + viewport / rowHeight, window.to);
  return { top: (first - window.from) * window.line, bottom: (last - window.from) * window.line };
}
