import type { Shape } from './codec.ts';
import type { Field } from './field.ts';
import type { FixedRecord } from './tree.ts';

interface Row {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
  readonly endRow: number;
  readonly isNumber: boolean;
}

/** The part of a layout's entry that its rows follow from. */
export interface FixedEntry {
  /** Row around the rows of the entry. */
  readonly group: Field | undefined;
  readonly shape: Shape;
  readonly width: number | undefined;
  /** The entries of a nested layout. */
  readonly entries: readonly FixedEntry[] | undefined;
  readonly isConditional: boolean;
}

/** Bits of the largest number that a group is given. */
const MOST_BITS = 53;

/** The rows that `Layout.read` makes of these entries, worked out once; undefined when they are not always the same. */
export function fixedRecord(entries: readonly FixedEntry[]): FixedRecord | undefined {
  const rows: Row[] = [];
  const width = addRows(entries, 0, rows);
  if (width === undefined) return undefined;
  return {
    fields: rows.map(({ field }) => field),
    starts: Int32Array.from(rows, ({ start }) => start),
    ends: Int32Array.from(rows, ({ end }) => end),
    endRows: Int32Array.from(rows, ({ endRow }) => endRow),
    isNumber: Uint8Array.from(rows, ({ isNumber }) => (isNumber ? 1 : 0)),
    width,
  };
}

/** Gives the bit behind the entries. */
function addRows(entries: readonly FixedEntry[], from: number, rows: Row[]): number | undefined {
  let bit = from;
  for (const { group, shape, width, entries: inner, isConditional } of entries) {
    if (width === undefined || isConditional) return undefined;
    const own: Row[] = [];
    const base = rows.length + (group === undefined ? 0 : 1);
    if (inner !== undefined) {
      if (addRows(inner, bit, own) === undefined) return undefined;
    } else if (shape.kind === 'uint' || shape.kind === 'bytes') {
      own.push({ field: shape.field, start: bit, end: bit + width, endRow: 1, isNumber: shape.kind === 'uint' });
    } else return undefined;
    if (group !== undefined) {
      const isNumber = group.type === 'uint' && width <= MOST_BITS;
      rows.push({ field: group, start: bit, end: bit + width, endRow: base + own.length, isNumber });
    }
    for (const row of own) rows.push({ ...row, endRow: row.endRow + base });
    bit += width;
  }
  return bit;
}
