import { parseColumnKey } from '../../../core/base/column-key.ts';
import type { AddedColumn, Align, Columns } from '../../state/layout.ts';
import { TIME_FORMATS, type TimeStyle } from './time-format.ts';

export type UsualColumnId = 'number' | 'time' | 'source' | 'destination' | 'protocol' | 'length' | 'info';
/** One of the usual columns, or the key of one that the user has added: the filter name of the field that it shows. */
export type ColumnId = UsualColumnId | (string & {});

interface Column {
  readonly id: ColumnId;
  readonly label: string;
  /** Pixels. */
  readonly width: number;
  readonly isNumber?: boolean;
}

/** In the order that everybody knows. */
export const COLUMNS: readonly (Column & { readonly id: UsualColumnId })[] = [
  { id: 'number', label: 'No.', width: 64, isNumber: true },
  { id: 'time', label: 'Time', width: 104, isNumber: true },
  { id: 'source', label: 'Source', width: 136 },
  { id: 'destination', label: 'Destination', width: 136 },
  { id: 'protocol', label: 'Protocol', width: 128 },
  { id: 'length', label: 'Length', width: 66, isNumber: true },
  { id: 'info', label: 'Info', width: 240 },
];

const NUMBERS: readonly (string | undefined)[] = ['uint', 'int', 'float', 'seconds', 'frame'];
/** True for types of fields whose values are numbers. */
export const isNumber = (type: string | undefined): boolean => NUMBERS.includes(type);

/** The signs stand before all columns and stay there. */
export const SIGNS_WIDTH = 63;
export const MIN_WIDTH = 36;
const MAX_WIDTH = 2000;
const ADDED_WIDTH = 132;

/** What usual widths depend on. */
export interface Needs {
  /** Digits of the greatest number of a packet, whichever packets are listed. */
  readonly numberDigits: number;
  readonly time: TimeStyle;
  /** Size of the text against the usual one. */
  readonly scale: number;
}

const USUAL: Needs = { numberDigits: 1, time: { format: 'first', digits: 6 }, scale: 1 };
const DIGIT = 8;
const PADDING = 20;

/** Numbers and times are worth nothing when their ends are cut off. */
function usualWidth({ id, width }: Column, { numberDigits, time, scale }: Needs): number {
  const whole = TIME_FORMATS.find((format) => format.id === time.format)?.signs ?? 0;
  const signs = id === 'number' ? numberDigits : id === 'time' ? whole + time.digits : 0;
  return Math.round(Math.max(width, signs * DIGIT + PADDING) * scale);
}

export interface ShownColumn extends Column {
  readonly isVisible: boolean;
  /** The user has added it, and can remove it. */
  readonly isAdded: boolean;
  readonly align: Align;
}

/** Numbers stand to the right, so that their digits stand below each other; names of numbers are text. */
export function usualAlign({ id, isNumber }: Column): Align {
  return isNumber && parseColumnKey(id)?.display !== 'strings' ? 'right' : 'left';
}

/** All columns in the user's order; ones that a stored order does not know come last. */
export function orderedColumns(columns: Columns, needs: Needs = USUAL): readonly ShownColumn[] {
  const { order, sizing, visibility, added, labels } = columns;
  const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  const own = added.map(({ field, label, isNumber }): Column => ({ id: field, label, isNumber, width: ADDED_WIDTH }));
  return [...COLUMNS, ...own]
    .map((column) => ({
      ...column,
      label: labels[column.id] ?? column.label,
      isAdded: added.some(({ field }) => field === column.id),
      width: sizing[column.id] ?? usualWidth(column, needs),
      isVisible: visibility[column.id] ?? true,
      align: columns.aligns?.[column.id] ?? usualAlign(column),
    }))
    .sort((a, b) => place(a.id) - place(b.id));
}

/** Fields whose values the rows have to bring for the columns that are shown. */
export function cellFieldsOf({ added, visibility }: Columns): readonly string[] {
  return added.flatMap(({ field }) => ((visibility[field] ?? true) ? [field] : []));
}

/**
 * Adds a column, or shows it again.
 * @param place the column in front of which it is wished, `undefined` in it for behind all; without it, in front of Info, where it is seen
 */
export function withField(
  columns: Columns,
  column: AddedColumn,
  place?: { readonly before: ColumnId | undefined },
): Columns {
  const { field } = column;
  const { [field]: _, ...visibility } = columns.visibility;
  const isThere = columns.added.some((other) => other.field === field);
  if (isThere && (place === undefined || place.before === field)) return { ...columns, visibility };
  const ids = orderedColumns(columns).flatMap(({ id }) => (id === field ? [] : [id]));
  const before = place === undefined ? 'info' : place.before;
  const at = before !== undefined && ids.includes(before) ? ids.indexOf(before) : ids.length;
  const order = [...ids.slice(0, at), field, ...ids.slice(at)];
  return { ...columns, visibility, order, added: isThere ? columns.added : [...columns.added, column] };
}

/** Where nothing is aligned otherwise, the layout is that of a version which could not align. */
export function withAligns({ aligns: _, ...columns }: Columns, aligns: Readonly<Record<string, Align>>): Columns {
  return Object.keys(aligns).length === 0 ? columns : { ...columns, aligns };
}

/** Takes an added column away with all that was chosen for it. */
export function withoutField(columns: Columns, field: string): Columns {
  const without = <T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(values).filter(([id]) => id !== field));
  return {
    ...withAligns(columns, without(columns.aligns ?? {})),
    order: columns.order.filter((id) => id !== field),
    sizing: without(columns.sizing),
    visibility: without(columns.visibility),
    added: columns.added.filter((column) => column.field !== field),
    labels: without(columns.labels),
  };
}

/** Gives a column a name; an empty one gives it back its own. */
export function renamed(columns: Columns, id: ColumnId, label: string): Columns {
  const { [id]: _, ...labels } = columns.labels;
  return { ...columns, labels: label.trim() === '' ? labels : { ...labels, [id]: label.trim() } };
}

/** The key of a column as a filter would name it: `tcp.port || udp.port`. */
export const spelled = (id: ColumnId): string => parseColumnKey(id)?.fields.join(' || ') ?? id;

/** CSS grid tracks: what is left goes to the longest text, wherever its column stands, or else to the last column. */
export function gridTracks(shown: readonly ShownColumn[]): string {
  const growing = shown.find(({ id }) => id === 'info') ?? shown.at(-1);
  const tracks = shown.map((column) => (column === growing ? `minmax(${column.width}px, 1fr)` : `${column.width}px`));
  return [`${SIGNS_WIDTH}px`, ...tracks].join(' ');
}

export const totalWidth = (shown: readonly ShownColumn[]): number =>
  shown.reduce((sum, { width }) => sum + width, SIGNS_WIDTH);

/** Pixels that a column may have, nearest to those wished. */
export const withinWidths = (width: number): number => Math.min(Math.max(MIN_WIDTH, Math.round(width)), MAX_WIDTH);

export function resized(columns: Columns, id: ColumnId, width: number | undefined): Columns {
  const { [id]: _, ...others } = columns.sizing;
  if (width === undefined) return { ...columns, sizing: others };
  return { ...columns, sizing: { ...others, [id]: withinWidths(width) } };
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
