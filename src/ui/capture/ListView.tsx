import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo } from 'react';
import { messageOf } from '../../core/base/message-of.ts';
import { focusPane } from '../actions/panes.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import { useApp, useAppState } from '../app/context.ts';
import { whenPainted } from '../app/when-painted.ts';
import { isWhole, listCount, selectedPlaces } from '../state/listing.ts';
import { relatedNow } from '../state/related.ts';
import type { DraggedField } from './field-drag.ts';
import { filterEntries } from './filter/filter-menu.ts';
import { focusFilterEnd } from './filter/focus-filter.ts';
import { HiddenPacket } from './filter/HiddenPacket.tsx';
import { NoMatchesView } from './filter/NoMatchesView.tsx';
import { useFilterCommands } from './filter/use-filter-commands.ts';
import { type ColumnId, orderedColumns } from './list/columns.ts';
import type { HeaderMenuAbout } from './list/header-menu.ts';
import { loadListTools } from './list/load-list-tools.ts';
import { MapSlot } from './list/map/MapSlot.tsx';
import { PacketList, type ShownRows } from './list/PacketList.tsx';
import { packetMenu } from './list/packet-menu.ts';
import type { RowSource } from './list/row-source.ts';
import { timeStyle } from './list/time-format.ts';

/** One and the same element: the list is not drawn anew for it. */
const EMPTY = <NoMatchesView />;

const MAP = (shown: ShownRows): ReactNode => <MapSlot {...shown} />;

const FollowPane = lazy(async () => ({ default: (await import('./follow/FollowPane.tsx')).FollowPane }));

/** The packet list of the open capture, or the conversation that is shown in its place. */
export function ListView(): ReactNode {
  const isFollowing = useAppState((state) => state.following !== undefined);
  if (!isFollowing) return <PacketListView />;
  return (
    <Suspense fallback={<section className="pane" data-pane="list" aria-label="Conversation" aria-busy="true" />}>
      <FollowPane />
    </Suspense>
  );
}

/** Gives the keyboard to the list once a capture is shown, unless somebody has it: it was with the start page, which is gone. */
function useKeyboardOnOpening(): void {
  const opened = useAppState((state) => (state.isOpening ? undefined : state.opened));
  useEffect(() => {
    if (opened === undefined) return undefined;
    let isWanted = true;
    whenPainted(() => {
      if (isWanted && (document.activeElement ?? document.body) === document.body) focusPane('list');
    });
    return () => {
      isWanted = false;
    };
  }, [opened]);
}

/** Milliseconds after which the list's tools are loaded ahead: the first rows of a capture come before. */
const TOOLS_AFTER_MS = 500;

/** Nobody waits for the menu of the head. What cannot be loaded says so when it is asked for. */
function useToolsAhead(): void {
  const isOpen = useAppState((state) => state.opened !== undefined && !state.isOpening);
  useEffect(() => {
    if (!isOpen) return undefined;
    const timer = setTimeout(() => void loadListTools().catch(() => undefined), TOOLS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOpen]);
}

function PacketListView(): ReactNode {
  useKeyboardOnOpening();
  useToolsAhead();
  const { store, session, actions } = useApp();
  const count = useAppState(listCount);
  const isAll = useAppState(isWhole);
  // The numbers of listed packets are as long as those of all packets.
  const numberDigits = useAppState((state) => String(state.status?.packets ?? 0).length);
  const fileFormat = useAppState((state) => state.status?.format ?? '');
  const rows = useAppState((state) => state.rows);
  const revision = useAppState((state) => state.rowsRevision);
  const epoch = useAppState((state) => state.epoch);
  const packet = useAppState((state) => state.packet);
  const place = useAppState((state) => state.listPlace);
  const rangeFrom = useAppState((state) => state.rangeFrom);
  const besides = useAppState((state) => state.besides);
  const near = useAppState((state) => state.nearPlace);
  const isHidden = useAppState((state) => state.isHidden);
  const sort = useAppState((state) => state.sort);
  const fields = useAppState((state) => state.cellFields);
  const allRelated = useAppState((state) => state.related);
  const listRevision = useAppState((state) => state.listing?.revision);
  const { columns, timeFormat, timePrecision, font, hasMap } = useAppState((state) => state.layout);
  const { selectPlace, selectTo, pickPlace, selectAll, moveBy } = store.getState();
  const { setColumns, sortBy, setDraft } = store.getState();
  const filters = useFilterCommands();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows change in place, their revision tells when
  const source = useMemo<RowSource>(
    () => ({ count, rows: (from, to) => rows.rows(from, to) }),
    [count, rows, revision],
  );
  const related = useMemo(
    () => relatedNow({ related: allRelated, packet, revision: listRevision }),
    [allRelated, packet, listRevision],
  );
  const time = useMemo(() => timeStyle(timeFormat, timePrecision, fileFormat), [timeFormat, timePrecision, fileFormat]);
  // What can be done with a packet changes with these, also while its menu is open.
  useAppState((state) => state.marks);
  useAppState(({ view, packet: shown }) => (view?.index === shown ? view?.digests[0]?.verdict : undefined));
  const menuFor = (column: ColumnId | undefined, pointed: number | undefined) => {
    const menu = packetMenu(actions, store.getState(), isMac());
    const head = orderedColumns(columns).find(({ id }) => id === column);
    const meant = pointed === undefined ? packet : isAll ? pointed : rows.indexAt(pointed);
    if (meant === undefined || head === undefined) return menu;
    const ofCell = filterEntries(
      head.label,
      (how, isApplied) => filters.fromCell(meant, head.id, how, isApplied),
      () => filters.colourFromCell(meant, head.id),
    );
    return [...ofCell, ...menu.map((entry, at) => (at === 0 ? { ...entry, separator: true } : entry))];
  };
  const loadMenu = useCallback(async () => {
    try {
      const { headerMenu } = await loadListTools();
      return (about: HeaderMenuAbout) => headerMenu(store.getState(), about);
    } catch (error) {
      store.getState().notify(messageOf(error));
      return () => [];
    }
  }, [store]);
  const onField = useCallback(
    ({ field, label }: DraggedField, before: ColumnId | undefined) => filters.addColumn(field, label, { before }),
    [filters],
  );
  const onWindow = useCallback((from: number, to: number) => session.wantRows(from, to), [session]);
  const onType = useCallback(
    (text: string) => {
      setDraft(text);
      // The field shows the text before the cursor is put behind it.
      requestAnimationFrame(focusFilterEnd);
    },
    [setDraft],
  );
  return (
    <section className="pane" data-pane="list" aria-label="Packet list">
      <div className="pane-body">
        <PacketList
          source={source}
          selected={place}
          all={selectedPlaces({ rangeFrom, listPlace: place, besides })}
          near={near}
          onSelect={selectPlace}
          onSelectTo={selectTo}
          onPick={pickPlace}
          onSelectAll={selectAll}
          onPoint={session.pointAt}
          onMove={moveBy}
          onEnter={() => focusPane('details')}
          onCopy={() => actions.find(({ id }) => id === 'copy-row')?.run()}
          onType={onType}
          menuFor={menuFor}
          onWindow={onWindow}
          revision={epoch}
          rowHeight={font === 'large' ? 26 : 22}
          columns={columns}
          onColumns={setColumns}
          loadMenu={loadMenu}
          onField={onField}
          sort={sort}
          onSort={sortBy}
          time={time}
          numberDigits={numberDigits}
          fields={fields}
          isWhole={isAll}
          related={related}
          empty={EMPTY}
          beside={hasMap ? MAP : undefined}
        />
      </div>
      {isHidden && packet !== undefined ? <HiddenPacket packet={packet} onClear={filters.clear} /> : undefined}
    </section>
  );
}
