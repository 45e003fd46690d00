import type { ColumnId } from './columns.ts';

/** Space that a cell keeps around its text, and a head for the sign of its order. */
const CELL_PADDING = 18;
const HEAD_PADDING = 32;

/** Pixels that a column needs for what is in view of it: its head and the cells. */
export function contentWidth(list: HTMLElement, id: ColumnId): number {
  const range = document.createRange();
  // The text is measured, not the cell: it may be wider than the cell, or narrower.
  const textWidth = (element: Element): number => {
    range.selectNodeContents(element);
    return range.getBoundingClientRect().width;
  };
  let widest = 0;
  for (const cell of list.querySelectorAll<HTMLElement>('[data-key]')) {
    if (cell.dataset['key'] === id) widest = Math.max(widest, textWidth(cell) + CELL_PADDING);
  }
  for (const head of list.querySelectorAll<HTMLElement>('[data-column]')) {
    const label = head.dataset['column'] === id ? head.firstElementChild : null;
    if (label !== null) widest = Math.max(widest, textWidth(label) + HEAD_PADDING);
  }
  return Math.ceil(widest);
}
