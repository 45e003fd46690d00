import { type ReactNode, useMemo } from 'react';
import type { Statistics } from '../../worker/api.ts';
import { useApp, useAppState } from '../app/context.ts';
import { PUSH_TABLES, type PushTable } from '../state/statistics.ts';
import { whole } from './format.ts';
import { MemoryTable } from './MemoryTable.tsx';
import { SoFar } from './SoFar.tsx';
import type { TabProps } from './tab-props.ts';
import { pushColumns } from './tables.tsx';

const PUSH_LABELS: Readonly<Record<PushTable, string>> = {
  contentTypes: 'Content type',
  applications: 'Application',
  initiators: 'Initiator URI',
};

const NONE: readonly never[] = [];

/** Pushes by what they say of themselves. */
export function PushTab({
  statistics,
  onFilter,
  onCopy,
}: TabProps & { readonly statistics: Statistics | undefined }): ReactNode {
  const { store } = useApp();
  const table = useAppState((state) => state.statistics.push);
  const label = PUSH_LABELS[table];
  const rows = statistics?.[table] ?? NONE;
  const pushes = statistics?.pushPackets ?? 0;
  const octets = useMemo(() => rows.reduce((sum, row) => sum + row.octets, 0), [rows]);
  const columns = useMemo(() => pushColumns(label, pushes, octets), [label, pushes, octets]);
  return (
    <MemoryTable
      key={table}
      tab="push"
      label={`Push by ${label.toLowerCase()}`}
      columns={columns}
      rows={rows}
      filterOf={({ filter }) => filter}
      onFilter={onFilter}
      onCopy={onCopy}
      empty={statistics?.isGrowing === false ? 'No push that says so' : 'Counting...'}
    >
      <div className="statistics-choice" role="radiogroup" aria-label="Push by">
        {PUSH_TABLES.map((id) => (
          <label key={id} className={id === table ? 'statistics-choice-on' : undefined}>
            <input
              type="radio"
              name="push-table"
              checked={id === table}
              onChange={() => store.getState().setStatistics({ push: id })}
            />
            {PUSH_LABELS[id]} <span className="statistics-count">{whole(statistics?.[id].length ?? 0)}</span>
          </label>
        ))}
      </div>
      <span className="statistics-note">{whole(pushes)} packets with a push</span>
      <SoFar statistics={statistics} />
    </MemoryTable>
  );
}
