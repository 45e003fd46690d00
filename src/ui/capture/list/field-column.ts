import { parseColumnKey } from '../../../core/base/column-key.ts';
import type { Catalogue, FieldView } from '../../../worker/api.ts';
import type { AddedColumn } from '../../state/layout.ts';
import { isNumber } from './columns.ts';

type Names = Pick<Catalogue, 'fields' | 'names'> | undefined;

/** What is declared of the fields of a column, one declaration a name; none of a name that has none. */
function declaredOf(key: string, catalogue: Names): readonly FieldView[] {
  const { fields = [], names = [] } = catalogue ?? {};
  const all = [...fields, ...names];
  return (parseColumnKey(key)?.fields ?? []).flatMap((name) => all.find(({ filter }) => filter === name) ?? []);
}

/** The column of a key, named after its fields. */
export function fieldColumn(key: string, catalogue: Names): AddedColumn {
  const declared = declaredOf(key, catalogue);
  const label = [...new Set(declared.map((field) => field.label))].join(' or ');
  const areNumbers = declared.length > 0 && declared.every(({ type }) => isNumber(type));
  return { field: key, label: label || (parseColumnKey(key)?.fields.join(' or ') ?? key), isNumber: areNumbers };
}

/** True when values of the column's fields have names, and can be shown with them or without. */
export function hasNames(key: string, catalogue: Names): boolean {
  const { fields = [], names = [] } = catalogue ?? {};
  const wanted = parseColumnKey(key)?.fields ?? [];
  return [...fields, ...names].some((field) => field.hasNames === true && wanted.includes(field.filter));
}
