import { csvCell, notFormula } from '../../../core/base/csv.ts';
import type { PacketRow } from '../../../worker/api.ts';
import { SEVERITY_SIGNS, VERDICT_SIGNS } from '../../widgets/signs.ts';
import { safeText, visibleText } from '../details/visible-text.ts';
import { COLUMNS, type ColumnId } from './columns.ts';
import { formatTime, type TimeStyle } from './time-format.ts';

/** What a cell says, as it is shown; `fields` are the fields that the row's added cells stand for. */
export function shownText(row: PacketRow, id: ColumnId, time: TimeStyle, fields: readonly string[] = []): string {
  return visibleText(cellText(row, id, time, fields));
}

/** The same with characters that cannot be seen. */
function cellText(row: PacketRow, id: ColumnId, time: TimeStyle, fields: readonly string[] = []): string {
  switch (id) {
    case 'number':
      return String(row.index + 1);
    case 'time':
      return formatTime(row, time);
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
  time: TimeStyle,
  fields: readonly string[] = [],
): string {
  const cells = columns.map((id) => shownText(row, id, time, fields));
  return cells.map((cell, at) => (isOurs(columns[at]) ? cell : safeText(cell))).join('\t');
}

/** All columns of a row, its worst finding and the verdict on its digest as one line of CSV (RFC 4180). */
export function rowAsCsv(row: PacketRow, time: TimeStyle): string {
  const cells = COLUMNS.map(({ id }) => {
    const text = cellText(row, id, time);
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
