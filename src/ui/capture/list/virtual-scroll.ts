/*
 * Arithmetic of a list that is taller than a browser element may be. Elements are cut at 33.5 million pixels in
 * Chromium and collapse beyond 17.9 million in Firefox, so the scrolled spacer stays below a limit and the list keeps
 * an offset of its own in true pixels; the scroll bar's thumb only shows the ratio of the two.
 */

export const MAX_SPACER = 8_000_000;

export interface Extent {
  readonly count: number;
  readonly rowHeight: number;
  /** Height in pixels that rows can be seen in. */
  readonly viewport: number;
}

export interface Visible {
  /** First row of which a part is seen, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Where row `from` starts, in pixels from the top of the viewport: zero or less. */
  readonly shift: number;
}

const totalHeight = ({ count, rowHeight }: Extent): number => count * rowHeight;

export const maxOffset = (extent: Extent): number => Math.max(0, totalHeight(extent) - extent.viewport);

export const clampOffset = (extent: Extent, offset: number): number => Math.min(Math.max(0, offset), maxOffset(extent));

export const spacerHeight = (extent: Extent): number => Math.min(totalHeight(extent), MAX_SPACER);

const maxScrollTop = (extent: Extent): number => Math.max(0, spacerHeight(extent) - extent.viewport);

/** Position of the scroll bar for an offset; the two are equal while the list fits the spacer. */
export function scrollTopOf(extent: Extent, offset: number): number {
  const most = maxOffset(extent);
  return most === 0 ? 0 : (clampOffset(extent, offset) / most) * maxScrollTop(extent);
}

/** Offset for a position that the user dragged the scroll bar to. */
export function offsetOf(extent: Extent, scrollTop: number): number {
  const most = maxScrollTop(extent);
  return most === 0 ? 0 : clampOffset(extent, (scrollTop / most) * maxOffset(extent));
}

export function visibleRows(extent: Extent, offset: number): Visible {
  const { count, rowHeight, viewport } = extent;
  const top = clampOffset(extent, offset);
  const from = Math.min(Math.floor(top / rowHeight), Math.max(0, count - 1));
  const to = Math.min(count, Math.ceil((top + viewport) / rowHeight));
  return { from, to, shift: from * rowHeight - top };
}

/** The nearest offset at which the whole of a row is seen. */
export function revealing(extent: Extent, offset: number, index: number): number {
  const top = index * extent.rowHeight;
  const bottom = top + extent.rowHeight;
  const now = clampOffset(extent, offset);
  if (top < now) return clampOffset(extent, top);
  if (bottom > now + extent.viewport) return clampOffset(extent, bottom - extent.viewport);
  return now;
}

/** Rows that a page key moves by: one row of the old page stays in view. */
export const pageOf = ({ viewport, rowHeight }: Extent): number => Math.max(1, Math.floor(viewport / rowHeight) - 1);

/** Pixels that a wheel event stands for; lines and pages are units of their own. */
export function wheelPixels(delta: number, mode: number, extent: Extent): number {
  if (mode === 1) return delta * extent.rowHeight;
  return mode === 2 ? delta * extent.viewport : delta;
}
