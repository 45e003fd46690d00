import type { Columns } from '../../state/layout.ts';
import type { TimeFormat } from './time-format.ts';

export type ColumnId = 'number' | 'time' | 'source' | 'destination' | 'protocol' | 'length' | 'info';

interface Column {
  readonly id: ColumnId;
  readonly label: string;
  /** Pixels. */
  readonly width: number;
  readonly isNumber?: boolean;
}

/** In the order that everybody knows. */
export const COLUMNS: readonly Column[] = [
  { id: 'number', label: 'No.', width: 64, isNumber: true },
  { id: 'time', label: 'Time', width: 104, isNumber: true },
  { id: 'source', label: 'Source', width: 136 },
  { id: 'destination', label: 'Destination', width: 136 },
  { id: 'protocol', label: 'Protocol', width: 128 },
  { id: 'length', label: 'Length', width: 66, isNumber: true },
  { id: 'info', label: 'Info', width: 240 },
];

/** The signs stand before all columns and stay there. */
export const SIGNS_WIDTH = 46;
export const MIN_WIDTH = 36;
const MAX_WIDTH = 2000;

/** What usual widths depend on. */
export interface Needs {
  readonly packets: number;
  readonly timeFormat: TimeFormat;
  readonly timeDigits: number;
  /** Size of the text against the usual one. */
  readonly scale: number;
}

const USUAL: Needs = { packets: 0, timeFormat: 'first', timeDigits: 6, scale: 1 };
const DIGIT = 8;
const PADDING = 20;

/** Numbers and times are worth nothing when their ends are cut off. */
function usualWidth({ id, width }: Column, { packets, timeFormat, timeDigits, scale }: Needs): number {
  const whole = { first: 6, previous: 6, epoch: 11, utc: 20 }[timeFormat];
  const signs = id === 'number' ? String(packets).length : id === 'time' ? whole + timeDigits : 0;
  return Math.round(Math.max(width, signs * DIGIT + PADDING) * scale);
}

export interface ShownColumn extends Column {
  readonly isVisible: boolean;
}

/** All columns in the user's order; ones that a stored order does not know come last. */
export function orderedColumns({ order, sizing, visibility }: Columns, needs: Needs = USUAL): readonly ShownColumn[] {
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return COLUMNS.map((column) => {
    return {
      ...column,
      width: sizing[column.id] ?? usualWidth(column, needs),
      isVisible: visibility[column.id] ?? true,
    };
  }).sort((a, b) => place(a.id) - place(b.id));
}

/** CSS grid tracks: what is left goes to the longest text, wherever its column stands, or else to the last column. */
export function gridTracks(shown: readonly ShownColumn[]): string {
  const growing = shown.find(({ id }) => id === 'info') ?? shown.at(-1);
  const tracks = shown.map((column) => (column === growing ? `minmax(${column.width}px, 1fr)` : `${column.width}px`));
  return [`${SIGNS_WIDTH}px`, ...tracks].join(' ');
}

export const totalWidth = (shown: readonly ShownColumn[]): number =>
  shown.reduce((sum, { width }) => sum + width, SIGNS_WIDTH);

export function resized(columns: Columns, id: ColumnId, width: number | undefined): Columns {
  const { [id]: _, ...others } = columns.sizing;
  if (width === undefined) return { ...columns, sizing: others };
  return { ...columns, sizing: { ...others, [id]: Math.min(Math.max(MIN_WIDTH, Math.round(width)), MAX_WIDTH) } };
}

/** Puts a column where another one stands. */
export function movedTo(columns: Columns, id: ColumnId, target: ColumnId): Columns {
  const ids = orderedColumns(columns).map((column) => column.id);
  const to = ids.indexOf(target);
  const rest = ids.filter((other) => other !== id);
  return { ...columns, order: [...rest.slice(0, to), id, ...rest.slice(to)] };
}

/** Moves a column by one visible place. */
export function movedBy(columns: Columns, id: ColumnId, by: 1 | -1): Columns {
  const visible = orderedColumns(columns).filter((column) => column.isVisible);
  const target = visible[visible.findIndex((column) => column.id === id) + by];
  return target === undefined ? columns : movedTo(columns, id, target.id);
}

/** Shows or hides a column; the last visible one stays. */
export function toggled(columns: Columns, id: ColumnId): Columns {
  const visible = orderedColumns(columns).filter((column) => column.isVisible);
  const isVisible = visible.some((column) => column.id === id);
  if (isVisible && visible.length === 1) return columns;
  return { ...columns, visibility: { ...columns.visibility, [id]: !isVisible } };
}
