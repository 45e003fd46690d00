import type { FilterAnalysis, FindAnswer, FindRequest, ListingStatus, SortKey } from '../../worker/api.ts';
import { cellFieldsOf } from '../capture/list/columns.ts';
import { isListing, isWhole, listCount } from '../state/listing.ts';
import { newest } from '../state/newest.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Engine } from './client.ts';
import { goOn } from './go-on.ts';
import { tellUnread } from './unread.ts';

/** What the app can ask about the list. */
export interface ListSession {
  /** State of a filter text and what could stand at the cursor; undefined when the engine is gone. */
  analyseFilter(text: string, cursor: number): Promise<FilterAnalysis | undefined>;
  /** Filter that selects what a row of the shown packet's tree says. */
  filterForRow(index: number, row: number): Promise<string | undefined>;
  filterForCell(index: number, key: SortKey): Promise<string | undefined>;
  /** Filter that selects all packets between the ends of a packet. */
  filterForConversation(index: number): Promise<string | undefined>;
  /** Selects the next packet of the list that the ends of the shown one have sent each other. */
  goOnInConversation(direction: 1 | -1): void;
  /** Selects the next packet of the list that is one of these. */
  goOnAmong(packets: readonly number[], direction: 1 | -1): void;
  /** Ends filtering or sorting and keeps what is there. */
  stopFilter(): void;
  search(request: FindRequest): Promise<FindAnswer | undefined>;
  stopSearch(): void;
}

/** The part of the session that keeps the engine's list as the store wishes it. */
export interface Listing {
  readonly api: ListSession;
  /** Fetches the rows in view. */
  readonly wantRows: (from: number, to: number) => void;
  /** Tells the macros to an engine that has just been started. */
  launched(engine: Engine): void;
  /** Tells an engine what was chosen before it opens something; there may be nothing to wait for. */
  prepare(engine: Engine): Promise<void> | undefined;
  /** Tells the filter and the order that hold to an engine that has just opened something. */
  opened(engine: Engine): void;
  onListing(listing: ListingStatus): void;
  onChange(state: AppState, before: AppState): void;
  readonly isSettled: boolean;
}

/** Blocks asked for at once; the list shows a few dozen rows. */
const MAX_ROWS = 512;

export function createListing(store: AppStore, running: () => Engine, current: () => Engine | undefined): Listing {
  const { getState: get } = store;
  /** True when an answer is still about the list that was asked. */
  const asked = (): (() => boolean) => {
    const { opened, listing } = get();
    return () => get().opened === opened && get().listing?.revision === listing?.revision;
  };

  let wanted = { from: 0, to: 0 };
  const fetching = newest<undefined>(async () => {
    for (;;) {
      const { rows, status, epoch, opened } = get();
      if (status === undefined) return;
      const missing = rows.missing(wanted.from, wanted.to, listCount(get()), epoch);
      if (missing === undefined) return;
      const isSame = asked();
      const window = await running()
        .remote.rows(missing.from, Math.min(missing.count, MAX_ROWS))
        .catch((error) => {
          if (get().opened === opened) tellUnread(store, error);
        });
      if (window === undefined || get().opened !== opened) return;
      // Rows of an order that is gone are asked for again.
      if (!isSame()) continue;
      if (window.rows.length === 0) return;
      get().takeRows(window, epoch);
    }
  });

  const seeking = newest<number>(async (place) => {
    const isSame = asked();
    const { rows } = await running().remote.rows(place, 1);
    const [row] = rows;
    if (row !== undefined && isSame()) get().takeSought(place, row.index);
  });

  const placing = newest<number>(async (packet) => {
    const isSame = asked();
    const { remote } = running();
    const place = await remote.placeOf(packet);
    if (!isSame() || get().packet !== packet) return;
    const { listing, nearPlace } = get();
    // What is put in order anew from time to time has not all that the filter has found.
    const isFound = listing?.sort === undefined && (listing?.scanned ?? 0) > packet;
    const isDecided = listing === undefined || isFound || !isListing({ listing });
    const isHidden = place === undefined && isDecided;
    // A list in the order of the capture grows behind it: where it would stand does not change.
    if (isHidden && nearPlace !== undefined) return;
    get().takePlace(packet, place, isHidden);
    if (!isHidden || listing === undefined || listing.sort !== undefined) return;
    // The first listed packet behind it is found in some twenty steps.
    let from = 0;
    for (let to = listing.shown; from < to; ) {
      const middle = Math.floor((from + to) / 2);
      const [row] = (await remote.rows(middle, 1)).rows;
      if (row === undefined || !isSame() || get().packet !== packet) return;
      if (row.index < packet) from = middle + 1;
      else to = middle;
    }
    get().takePlace(packet, undefined, true, from);
  });

  const tellColumns = async (engine: Engine): Promise<void> => {
    const fields = cellFieldsOf(get().layout.columns);
    await engine.remote.setColumns(fields);
    get().takeCellFields(fields);
  };
  const tellingColumns = newest<undefined>(async () => {
    const engine = current();
    if (engine !== undefined) await tellColumns(engine);
  });

  /** The engine keeps its filter from one capture to the next. */
  const told = new WeakMap<Engine, string>();
  const tellFilter = (engine: Engine, text: string): void => {
    if ((told.get(engine) ?? '') === text) return;
    told.set(engine, text);
    const { opened } = get();
    engine.remote.setFilter(text).then(
      (fault) => {
        if (get().opened === opened && get().filter === text) get().takeFault(fault);
      },
      () => {
        // The engine has stopped, and the page says so.
      },
    );
  };
  const tellMacros = (engine: Engine, macros: AppState['macros']): void => {
    engine.remote.setMacros(macros).catch(() => undefined);
  };
  /** The newest order that the engine was told, until it has answered. */
  let sorting: Promise<void> | undefined;
  const tellSort = (engine: Engine): void => {
    const { sort } = get();
    const told = engine.remote
      .sort(sort?.key, sort?.isDescending ?? false)
      .catch(() => undefined)
      .finally(() => {
        if (sorting !== told) return;
        sorting = undefined;
        followSort();
      });
    sorting = told;
  };
  let isFollowing = false;
  /** An order that the engine was stopped at, or could not make, is wished no more: the head of the list says the one that the rows are in. */
  const followSort = (): void => {
    const { listing, sort, sortBy } = get();
    if (listing === undefined || isListing({ listing }) || sorting !== undefined) return;
    if (sort?.key === listing.sort?.key && sort?.isDescending === listing.sort?.isDescending) return;
    isFollowing = true;
    sortBy(listing.sort);
    isFollowing = false;
  };
  /** A column that shows something else orders by that; one that is removed orders nothing any more. */
  const followColumn = ({ sort, sortBy, layout }: AppState, before: AppState): void => {
    const { added } = layout.columns;
    const at = before.layout.columns.added.findIndex(({ field }) => field === sort?.key);
    if (sort === undefined || at < 0 || added.some(({ field }) => field === sort.key)) return;
    const other = added.length === before.layout.columns.added.length ? added[at] : undefined;
    sortBy(other && { ...sort, key: other.field });
  };
  const ask = async <T>(call: (engine: Engine) => Promise<T>): Promise<T | undefined> => {
    if (get().engine.phase === 'crashed') return undefined;
    return await call(running()).catch(() => undefined);
  };

  const goOnInConversation = async (direction: 1 | -1): Promise<void> => {
    const { packet } = get();
    if (packet === undefined) return;
    const next = (from: number) => ask(({ remote }) => remote.nextInConversation(packet, from, direction));
    await goOn(store, direction, next, `No ${direction > 0 ? 'further' : 'earlier'} packet of this conversation`);
  };

  const goOnAmong = async (packets: readonly number[], direction: 1 | -1): Promise<void> => {
    const next = (from: number) => ask(({ remote }) => remote.nextAmong(packets, from, direction));
    await goOn(store, direction, next, `No ${direction > 0 ? 'later' : 'earlier'} related packet in the list`);
  };

  const takeListing = (listing: ListingStatus): void => {
    const { fault } = get().listing ?? {};
    get().takeListing(listing);
    followSort();
    if (listing.fault !== undefined && listing.fault !== fault) tellUnread(store, listing.fault);
  };

  /** It may be about the capture that is being opened, or about the one before. */
  let early: ListingStatus | undefined;

  return {
    api: {
      analyseFilter: (text, cursor) => ask(({ remote }) => remote.analyseFilter(text, cursor)),
      filterForRow: (index, row) => ask(({ remote }) => remote.filterForRow(index, row)),
      filterForCell: (index, key) => ask(({ remote }) => remote.filterForCell(index, key)),
      filterForConversation: (index) => ask(({ remote }) => remote.filterForConversation(index)),
      goOnInConversation: (direction) => void goOnInConversation(direction),
      goOnAmong: (packets, direction) => void goOnAmong(packets, direction),
      stopFilter: () =>
        void current()
          ?.remote.stopFilter()
          .catch(() => undefined),
      search: (request) => ask(({ remote }) => remote.find(request)),
      stopSearch: () =>
        void current()
          ?.remote.stopFind()
          .catch(() => undefined),
    },
    wantRows(from, to) {
      wanted = { from, to };
      fetching.run(undefined);
    },
    launched(engine) {
      const { macros } = get();
      if (macros.length > 0) tellMacros(engine, macros);
    },
    prepare(engine) {
      // Its answer may wait for the first match: it is not waited for.
      tellFilter(engine, get().filter);
      return cellFieldsOf(get().layout.columns).length > 0 ? tellColumns(engine) : undefined;
    },
    opened(engine) {
      if (early !== undefined && early.version === get().status?.version) get().takeListing(early);
      early = undefined;
      const { filter, sort } = get();
      tellFilter(engine, filter);
      if (sort !== undefined) tellSort(engine);
    },
    onListing(listing) {
      if (get().isOpening) early = listing;
      else if (get().opened !== undefined) takeListing(listing);
    },
    onChange(state, before) {
      const { packet, soughtPlace } = state;
      const isAnew = state.epoch !== before.epoch;
      const isReordered = state.listing?.revision !== before.listing?.revision;
      if (isAnew || isReordered || listCount(state) !== listCount(before)) fetching.run(undefined);
      if (soughtPlace !== undefined && (soughtPlace !== before.soughtPlace || isReordered)) seeking.run(soughtPlace);
      const isLost = packet !== undefined && state.listPlace === undefined && !isWhole(state);
      const isLostNow = packet !== before.packet || before.listPlace !== undefined;
      if (isLost && (isLostNow || state.listing !== before.listing)) placing.run(packet);
      const engine = current();
      if (engine === undefined || state.engine.phase === 'crashed') return;
      if (state.macros !== before.macros) {
        tellMacros(engine, state.macros);
        // The filter that holds may say something else now, and so may rules that colour rows.
        if (state.filter.includes('$')) told.delete(engine);
        tellFilter(engine, state.filter);
        state.readAnew();
      }
      if (state.layout.columns !== before.layout.columns) {
        followColumn(state, before);
        const fields = cellFieldsOf(state.layout.columns).join(' ');
        if (fields !== cellFieldsOf(before.layout.columns).join(' ')) tellingColumns.run(undefined);
      }
      // What is being opened is told once it is open.
      if (state.opened === undefined || state.opened !== before.opened || state.isOpening) return;
      if (state.filter !== before.filter) tellFilter(engine, state.filter);
      if (state.sort !== before.sort && !isFollowing) tellSort(engine);
    },
    get isSettled() {
      return !isListing(get()) && [fetching, seeking, placing, tellingColumns].every((line) => line.isSettled);
    },
  };
}
