// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the keyboard and names its active row
import { memo, type ReactNode } from 'react';
import type { PacketRow } from '../../../worker/api.ts';
import type { ConversationLine, RelatedPacket } from '../../state/related.ts';
import { CommentIcon } from '../../widgets/icons.tsx';
import { SeveritySign, VerdictSign } from '../../widgets/SignIcon.tsx';
import { rowClass } from '../colours/palette.ts';
import type { ColumnId, ShownColumn } from './columns.ts';
import { RelatedSign } from './RelatedSign.tsx';
import { shownText } from './row-text.ts';
import type { TimeStyle } from './time-format.ts';

export const rowId = (place: number): string => `row-${place + 1}`;
export const cellId = (place: number, column: ColumnId): string => `${rowId(place)}-${column}`;

const ALIGNED = { left: '', center: ' packet-cell-center', right: ' packet-cell-right' } as const;

interface PacketRowViewProps {
  /** Place in the list. */
  readonly place: number;
  /** Undefined while it is on its way. */
  readonly row: PacketRow | undefined;
  /** It is the one of the selected rows that the keyboard is at. */
  readonly isSelected: boolean;
  /** It is another one of several selected rows. */
  readonly isAlsoSelected: boolean;
  /** Column of the active cell, in the selected row. */
  readonly activeColumn: ColumnId | undefined;
  readonly columns: readonly ShownColumn[];
  readonly time: TimeStyle;
  /** Fields that the row's added cells stand for. */
  readonly fields: readonly string[];
  /** Where it stands in the conversation of the shown packet. */
  readonly line: ConversationLine | undefined;
  /** What its packet is for the shown one. */
  readonly related: RelatedPacket | undefined;
  /** Places are packets: the number is known before the row is. */
  readonly isWhole: boolean;
}

/** One row of the packet list. */
export const PacketRowView = memo(function PacketRowView(props: PacketRowViewProps): ReactNode {
  const { place, row, isSelected, isAlsoSelected, activeColumn, columns, time, fields, isWhole } = props;
  const { line, related } = props;
  return (
    <div
      role="row"
      id={rowId(place)}
      className={`${classOf(row)}${isAlsoSelected ? ' packet-row-also' : ''}`}
      aria-rowindex={place + 2}
      aria-selected={isSelected || isAlsoSelected}
      aria-busy={row === undefined}
      data-place={place}
    >
      <div role="gridcell" className="packet-signs">
        {row?.severity === undefined ? <span className="packet-no-sign" /> : <SeveritySign severity={row.severity} />}
        {row?.verdict === undefined || row.verdict === 'absent' ? undefined : <VerdictSign verdict={row.verdict} />}
        {row?.isMarked ? <span className="unseen">Marked</span> : undefined}
        {row?.isReference ? <span className="unseen">Time reference</span> : undefined}
        {row?.isIgnored ? <span className="unseen">Ignored</span> : undefined}
        <RelatedSign line={line} packet={related} isShown={isSelected} />
      </div>
      {columns.map(({ id, isNumber, align }) => (
        <div
          key={id}
          id={isSelected ? cellId(place, id) : undefined}
          role="gridcell"
          className={`packet-cell${isNumber ? ' packet-number' : ''}${ALIGNED[align]}${activeColumn === id ? ' packet-cell-active' : ''}`}
          data-key={id}
        >
          {id === 'number' && row?.isMarked ? (
            <span className="packet-mark" title="Marked" aria-hidden="true" />
          ) : undefined}
          {id === 'info' && row?.commented ? (
            <span className="packet-comment" role="img" aria-label="Commented" title="Has a comment">
              <CommentIcon />
            </span>
          ) : undefined}
          {row === undefined ? placeholder(id, isWhole ? place : undefined) : shownText(row, id, time, fields)}
        </div>
      ))}
    </div>
  );
});

function classOf(row: PacketRow | undefined): string {
  const colour = row === undefined || row.colour === 0 ? '' : ` ${rowClass(row.colour)}`;
  const mark = row?.isMarked ? ' packet-row-marked' : '';
  const reference = row?.isReference ? ' packet-row-reference' : '';
  return `packet-row${colour}${mark}${reference}${row?.isIgnored ? ' packet-row-ignored' : ''}`;
}

function placeholder(id: ColumnId, index: number | undefined): ReactNode {
  return id === 'number' && index !== undefined ? String(index + 1) : <span className="packet-placeholder" />;
}
