import { type ReactNode, useCallback, useMemo } from 'react';
import { focusPane } from '../actions/panes.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import { useApp, useAppState } from '../app/context.ts';
import { PacketList } from './list/PacketList.tsx';
import { packetMenu } from './list/packet-menu.ts';
import type { RowSource } from './list/row-source.ts';
import { timeBaseOf } from './list/row-text.ts';

/** The packet list of the open capture. */
export function ListView(): ReactNode {
  const { store, session, actions } = useApp();
  const count = useAppState((state) => state.status?.packets ?? 0);
  const firstSeconds = useAppState((state) => state.status?.firstSeconds);
  const firstNanos = useAppState((state) => state.status?.firstNanos ?? 0);
  const format = useAppState((state) => state.status?.format ?? '');
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
  const timeBase = useMemo(() => timeBaseOf({ firstSeconds, firstNanos, format }), [firstSeconds, firstNanos, format]);
  // Verdicts come with rows and views: what can be done changes with them.
  const view = useAppState((state) => state.view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu is made from the state of these
  const menu = useMemo(() => packetMenu(actions, store.getState(), isMac()), [actions, store, packet, view, revision]);
  const onWindow = useCallback((from: number, to: number) => session.wantRows(from, to), [session]);
  return (
    <section className="pane" data-pane="list" aria-label="Packet list">
      <PacketList
        source={source}
        selected={packet}
        onSelect={selectPacket}
        onEnter={() => focusPane('details')}
        onCopy={() => actions.find(({ id }) => id === 'copy-row')?.run()}
        menu={menu}
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
