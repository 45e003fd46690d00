import { type ColumnDisplay, columnKey, parseColumnKey } from '../../../core/base/column-key.ts';
import type { AddedColumn, Align, Columns } from '../../state/layout.ts';
import { type ColumnId, orderedColumns, usualAlign, withAligns } from './columns.ts';

/** Puts another column of fields in the place of one, with all that was chosen for that. */
export function withOther(columns: Columns, id: ColumnId, column: AddedColumn): Columns {
  const other = column.field;
  const under = <T>(values: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key === id ? other : key, value]));
  return {
    ...withAligns(columns, under(columns.aligns ?? {})),
    order: columns.order.map((key) => (key === id ? other : key)),
    sizing: under(columns.sizing),
    visibility: under(columns.visibility),
    added: columns.added.map((before) => (before.field === id ? column : before)),
    labels: under(columns.labels),
  };
}

/** Aligns a column; as it usually is, it is not remembered. */
export function aligned(columns: Columns, id: ColumnId, align: Align): Columns {
  const { [id]: _, ...others } = columns.aligns ?? {};
  const column = orderedColumns(columns).find((one) => one.id === id);
  const isUsual = column === undefined || usualAlign(column) === align;
  return withAligns(columns, isUsual ? others : { ...others, [id]: align });
}

/** How a column shows values that have names. */
export const displayOf = (id: ColumnId): ColumnDisplay => parseColumnKey(id)?.display ?? 'details';

/** Shows the values of a column of fields otherwise; where a column shows them so already, they are the same two columns as before. */
export function shownAs(columns: Columns, id: ColumnId, display: ColumnDisplay): Columns {
  const shown = parseColumnKey(id);
  const column = columns.added.find(({ field }) => field === id);
  if (shown === undefined || column === undefined) return columns;
  const field = columnKey({ ...shown, display });
  return columns.added.some((other) => other.field === field) ? columns : withOther(columns, id, { ...column, field });
}
