/** What moving about needs to know of a grid of octets or bits. */
export interface CursorGrid {
  /** Bits that one step moves by: 8 among octets, 1 among bits. */
  readonly unit: 1 | 8;
  /** Bits in a row of the grid. */
  readonly perRow: number;
  /** Bits of the source; a multiple of 8. */
  readonly total: number;
  /** Rows that fit the screen. */
  readonly pageRows: number;
}

/** Where a key moves the cursor to; undefined for keys that do not move it. */
export function moveCursor(
  key: string,
  bit: number,
  { unit, perRow, total, pageRows }: CursorGrid,
): number | undefined {
  if (total === 0) return undefined;
  const inRow = bit % perRow;
  const last = total - unit;
  const within = (to: number): number => Math.min(Math.max(to, 0), last);
  const byRows = (rows: number): number => {
    const to = bit + rows * perRow;
    if (to < 0) return bit - inRow === 0 ? bit : inRow;
    // The last row may be short: stay in it rather than jump over it.
    return to > last ? (Math.floor(bit / perRow) === Math.floor(last / perRow) ? bit : last) : to;
  };
  switch (key) {
    case 'ArrowRight':
      return within(bit + unit);
    case 'ArrowLeft':
      return within(bit - unit);
    case 'ArrowDown':
      return byRows(1);
    case 'ArrowUp':
      return byRows(-1);
    case 'PageDown':
      return byRows(pageRows);
    case 'PageUp':
      return byRows(-pageRows);
    case 'Home':
      return bit - inRow;
    case 'End':
      return within(bit - inRow + perRow - unit);
    default:
      return undefined;
  }
}

/** Octets from `start` to before `end`. */
export interface OctetRange {
  readonly start: number;
  readonly end: number;
}

/** The octets of two bits and all between them. */
export function octetRange(a: number, b: number): OctetRange {
  return { start: Math.floor(Math.min(a, b) / 8), end: Math.floor(Math.max(a, b) / 8) + 1 };
}

/** The part of a range that lies between `from` and `to`; an empty range at 0 when none of it does. */
export function clip(range: OctetRange | undefined, from: number, to: number): OctetRange {
  if (range === undefined) return NOTHING;
  const start = Math.max(range.start, from);
  const end = Math.min(range.end, to);
  return end > start ? { start, end } : NOTHING;
}

const NOTHING: OctetRange = { start: 0, end: 0 };

/** On which sides an octet of a grid is the outermost of a range: the range's outline, cell by cell. */
export function edgesOf(start: number, end: number, at: number, columns: number): string {
  if (at < start || at >= end) return '';
  const column = at % columns;
  return [
    at - columns < start ? 'top' : '',
    at + columns >= end ? 'bottom' : '',
    at === start || column === 0 ? 'left' : '',
    at === end - 1 || column === columns - 1 ? 'right' : '',
  ]
    .filter((side) => side !== '')
    .join(' ');
}
