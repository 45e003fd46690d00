import { type ReactNode, useCallback, useMemo } from 'react';
import { focusPane } from '../actions/panes.ts';
import { useApp, useAppState } from '../app/context.ts';
import { PacketList } from './list/PacketList.tsx';
import type { RowSource } from './list/row-source.ts';
import type { TimeBase } from './list/time-format.ts';

/** The packet list of the open capture. */
export function ListView(): ReactNode {
  const { session } = useApp();
  const count = useAppState((state) => state.status?.packets ?? 0);
  const firstSeconds = useAppState((state) => state.status?.firstSeconds ?? 0);
  const firstNanos = useAppState((state) => state.status?.firstNanos ?? 0);
  const hasNanos = useAppState((state) => state.status?.format.includes('nano') ?? false);
  const rows = useAppState((state) => state.rows);
  const revision = useAppState((state) => state.rowsRevision);
  const epoch = useAppState((state) => state.epoch);
  const packet = useAppState((state) => state.packet);
  const selectPacket = useAppState((state) => state.selectPacket);
  const { columns, timeFormat, font } = useAppState((state) => state.layout);
  const setTimeFormat = useAppState((state) => state.setTimeFormat);
  const changeLayout = useAppState((state) => state.changeLayout);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change in place, their revision tells when
  const source = useMemo<RowSource>(
    () => ({ count, rows: (from, to) => rows.rows(from, to) }),
    [count, rows, revision],
  );
  const timeBase = useMemo<TimeBase>(
    () => ({ firstSeconds, firstNanos, digits: hasNanos ? 9 : 6 }),
    [firstSeconds, firstNanos, hasNanos],
  );
  const onWindow = useCallback((from: number, to: number) => session.wantRows(from, to), [session]);
  return (
    <section className="pane" data-pane="list" aria-label="Packet list">
      <PacketList
        source={source}
        selected={packet}
        onSelect={selectPacket}
        onEnter={() => focusPane('details')}
        onWindow={onWindow}
        revision={epoch}
        rowHeight={font === 'large' ? 26 : 22}
        columns={columns}
        onColumns={(changed) => changeLayout({ columns: changed })}
        timeFormat={timeFormat}
        onTimeFormat={setTimeFormat}
        timeBase={timeBase}
      />
    </section>
  );
}
