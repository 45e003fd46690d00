import { type ColumnDisplay, columnKey, fieldsOf, parseColumnKey } from '../../../core/base/column-key.ts';
import type { AddedColumn, Columns } from '../../state/layout.ts';
import { withOther } from './column-edits.ts';
import { type ColumnId, orderedColumns, renamed, spelled } from './columns.ts';

/** What the editor of a column shows and takes. */
export interface ColumnForm {
  readonly title: string;
  /** Names of fields, joined by `||` or `or`. */
  readonly fields: string;
  /** 0 all, 1 the first, -1 the last. */
  readonly occurrence: string;
}

/** What is wrong with a form, and where: in UTF-16 units of the line it is about. */
export interface FormFault {
  readonly line: 'fields' | 'occurrence';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** The form of a column as it is; without fields of one that every list has. */
export function formOf(columns: Columns, id: ColumnId): ColumnForm {
  const column = orderedColumns(columns).find((one) => one.id === id);
  const fields = column?.isAdded === true ? spelled(id) : '';
  return { title: column?.label ?? '', fields, occurrence: String(parseColumnKey(id)?.occurrence ?? 0) };
}

/** The key that a form of fields says; whether there are such fields is for the engine to say. */
export function keyOf({ fields, occurrence }: ColumnForm, display: ColumnDisplay): string | FormFault {
  const names = fieldsOf(fields);
  if (fields.trim() === '') return { line: 'fields', message: 'A column needs a field', start: 0, end: fields.length };
  if (names === undefined)
    return { line: 'fields', message: 'Names of fields, joined by ||', start: 0, end: fields.length };
  const wanted = /^\s*([-+]?\d{1,3})\s*$/.exec(occurrence)?.[1];
  if (wanted === undefined)
    return {
      line: 'occurrence',
      message: 'A whole number: 0 all, 1 the first, -1 the last',
      start: 0,
      end: occurrence.length,
    };
  const key = columnKey({ fields: names, occurrence: Number(wanted), display });
  if (parseColumnKey(key) !== undefined) return key;
  return { line: 'fields', message: 'These are too many fields for a column', start: 0, end: fields.length };
}

/** The last name of a line of fields, which is being typed. */
export const lastName = (fields: string): string => /[\w.-]*$/.exec(fields)?.[0] ?? '';

/**
 * The columns with one of them as its form says.
 * @param column what the form's key stands for, under its own name
 * @returns undefined when another column shows the same already
 */
export function withForm(columns: Columns, id: ColumnId, title: string, column: AddedColumn): Columns | undefined {
  const before = columns.added.find(({ field }) => field === id);
  if (before === undefined) return renamed(columns, id, title);
  const { field } = column;
  if (field !== id && columns.added.some((other) => other.field === field)) return undefined;
  const isSameField = spelled(id) === spelled(field);
  // A field is called as its version of the protocol calls it; another field has another name, unless the user has given one.
  const own = isSameField ? before.label : column.label;
  const isGiven = title.trim() !== own && (isSameField || title.trim() !== before.label);
  return renamed(withOther(columns, id, { ...column, label: own }), field, isGiven ? title : '');
}
