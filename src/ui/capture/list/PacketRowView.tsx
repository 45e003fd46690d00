// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the keyboard and names its active row
import { memo, type ReactNode } from 'react';
import type { PacketRow } from '../../../worker/api.ts';
import { SeveritySign, VerdictSign } from '../../widgets/SignIcon.tsx';
import type { ColumnId, ShownColumn } from './columns.ts';
import { cellText } from './row-text.ts';
import type { TimeBase, TimeFormat } from './time-format.ts';

export const rowId = (index: number): string => `packet-${index + 1}`;

interface PacketRowViewProps {
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly row: PacketRow | undefined;
  readonly isSelected: boolean;
  readonly columns: readonly ShownColumn[];
  readonly timeFormat: TimeFormat;
  readonly timeBase: TimeBase;
}

/** One row of the packet list. */
export const PacketRowView = memo(function PacketRowView(props: PacketRowViewProps): ReactNode {
  const { index, row, isSelected, columns, timeFormat, timeBase } = props;
  const tint = row?.severity === 'error' || row?.severity === 'warning' ? ` packet-row-${row.severity}` : '';
  return (
    <div
      role="row"
      id={rowId(index)}
      className={`packet-row${tint}`}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-busy={row === undefined}
      data-index={index}
    >
      <div role="gridcell" className="packet-signs">
        {row?.severity === undefined ? <span className="packet-no-sign" /> : <SeveritySign severity={row.severity} />}
        {row?.verdict === undefined || row.verdict === 'absent' ? undefined : <VerdictSign verdict={row.verdict} />}
      </div>
      {columns.map(({ id, isNumber }) => (
        <div key={id} role="gridcell" className={isNumber ? 'packet-cell packet-number' : 'packet-cell'}>
          {row === undefined ? placeholder(id, index) : cellText(row, id, timeFormat, timeBase)}
        </div>
      ))}
    </div>
  );
});

function placeholder(id: ColumnId, index: number): ReactNode {
  return id === 'number' ? String(index + 1) : <span className="packet-placeholder" />;
}
