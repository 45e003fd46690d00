import { csvCell, notFormula } from '../../../core/base/csv.ts';
import type { CaptureStatus, PacketRow } from '../../../worker/api.ts';
import { SEVERITY_SIGNS, VERDICT_SIGNS } from '../../widgets/signs.ts';
import { safeText, visibleText } from '../details/visible-text.ts';
import { COLUMNS, type ColumnId } from './columns.ts';
import { formatTime, type TimeBase, type TimeFormat } from './time-format.ts';

/** What times are shown against, as the capture states it. */
export function timeBaseOf(
  status: Pick<CaptureStatus, 'firstSeconds' | 'firstNanos' | 'format'> | undefined,
): TimeBase {
  return {
    firstSeconds: status?.firstSeconds ?? 0,
    firstNanos: status?.firstNanos ?? 0,
    digits: status?.format.includes('nano') ? 9 : 6,
  };
}

/** What a cell says; `fields` are the fields that the row's added cells stand for. */
export function cellText(
  row: PacketRow,
  id: ColumnId,
  format: TimeFormat,
  base: TimeBase,
  fields: readonly string[] = [],
): string {
  switch (id) {
    case 'number':
      return String(row.index + 1);
    case 'time':
      return formatTime(row, format, base);
    case 'length':
      return String(row.length);
    case 'source':
      return row.source;
    case 'destination':
      return row.destination;
    case 'protocol':
      return row.protocol;
    case 'info':
      return row.info;
    default:
      return row.cells[fields.indexOf(id)] ?? '';
  }
}

/** The shown columns of a row with tabs between them, as they are read on the screen. */
export function rowAsText(
  row: PacketRow,
  columns: readonly ColumnId[],
  format: TimeFormat,
  base: TimeBase,
  fields: readonly string[] = [],
): string {
  const cells = columns.map((id) => visibleText(cellText(row, id, format, base, fields)));
  return cells.map((cell, at) => (isOurs(columns[at]) ? cell : safeText(cell))).join('\t');
}

/** All columns of a row, its worst finding and the verdict on its digest as one line of CSV (RFC 4180). */
export function rowAsCsv(row: PacketRow, format: TimeFormat, base: TimeBase): string {
  const cells = COLUMNS.map(({ id }) => {
    const text = cellText(row, id, format, base);
    return isOurs(id) ? text : visibleText(notFormula(text));
  });
  const signs = [
    row.severity === undefined ? '' : SEVERITY_SIGNS[row.severity].one,
    row.verdict === undefined ? '' : VERDICT_SIGNS[row.verdict].label,
  ];
  return [...cells, ...signs].map(csvCell).join(',');
}

/** Numbers that we write ourselves: a negative time is no formula. */
const isOurs = (id: ColumnId | undefined): boolean => id === 'number' || id === 'time' || id === 'length';
