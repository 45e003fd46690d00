import type { StateCreator } from 'zustand';
import { visit } from './history.ts';
import { isPlaced, isWhole, listCount, ONE_SELECTED, selectedPlaces } from './listing.ts';
import { isRowOf, rowAtBit, rowOver, sourceOfRow } from './packet-tree.ts';
import { hasPlace, nearestPlace, placesWithout } from './places.ts';
import type { AppState } from './store.ts';

/** Bits of one source of the shown packet. */
export interface Bits {
  readonly source: number;
  readonly start: number;
  readonly end: number;
}

export interface SelectionSlice {
  /** Packet whose details are shown or on their way, counted from 0. */
  readonly packet: number | undefined;
  /** Packet that is to be shown as soon as it has been read; until then `packet` stands for it. */
  readonly awaited: number | undefined;
  /** Selected tree row of the shown packet. */
  readonly row: number | undefined;
  readonly hoveredRow: number | undefined;
  /** Source whose bytes are shown. */
  readonly source: number;
  /** Bits that stand out instead of the selected row's: what a digest was made over. */
  readonly marked: Bits | undefined;
  /** Bits under the pointer where they are not just those of the hovered row. */
  readonly hoveredBits: Bits | undefined;
  /** Bits to mark as soon as the packet they are in is shown. */
  readonly aimedBits: (Bits & { readonly packet: number }) | undefined;
  /** Chooses a packet and remembers the one before; `place` is where it stands in the list, if that is known. */
  readonly selectPacket: (packet: number, place?: number) => void;
  /** Shows a packet without a mark in the history. */
  readonly showPacket: (packet: number, place?: number) => void;
  /** Chooses a packet that may lie in a part of the file which is still to be read; behind the end, the last one. */
  readonly awaitPacket: (packet: number) => void;
  /** Chooses what stands at a place of the list; the nearest place that there is. */
  readonly selectPlace: (place: number) => void;
  /** Chooses what stands at a place, and selects all rows from where the selection began up to it; with `isMore`, others too that are selected. */
  readonly selectTo: (place: number, isMore?: boolean) => void;
  /** Chooses what stands at a place besides what is selected; or, if it is selected, takes it out again. The last one stays. */
  readonly pickPlace: (place: number) => void;
  /** Selects all rows that the list has now; the shown packet stays. */
  readonly selectAll: () => void;
  /** Moves by rows of the list; ends where the list ends. */
  readonly moveBy: (rows: number) => void;
  /** Makes the moves that had to wait, once it is known from where. */
  readonly payMoves: () => void;
  /** Chooses a packet and marks bits of it. */
  readonly aimAt: (packet: number, place: number, bits: Bits | undefined) => void;
  readonly selectRow: (row: number | undefined) => void;
  readonly hoverRow: (row: number | undefined) => void;
  readonly selectBit: (source: number, bit: number) => void;
  /** Marks a range of bits that is no field of its own. */
  readonly markRange: (source: number, start: number, end: number) => void;
  /** Selects bits that need not be a row: the deepest row over them is selected with them. */
  readonly selectBits: (bits: Bits) => void;
  readonly hoverBits: (bits: Bits | undefined) => void;
  readonly hoverBit: (source: number, bit: number | undefined) => void;
  readonly setSource: (source: number) => void;
}

export const createSelectionSlice: StateCreator<AppState, [], [], SelectionSlice> = (set, get) => ({
  packet: undefined,
  awaited: undefined,
  row: undefined,
  hoveredRow: undefined,
  source: 0,
  marked: undefined,
  hoveredBits: undefined,
  aimedBits: undefined,
  selectPacket: (packet, place) => {
    const { packet: current, visits } = get();
    if (packet === current) {
      set({ awaited: undefined, ...ONE_SELECTED });
      if (place !== undefined) set({ listPlace: place, soughtPlace: undefined, owedRows: 0 });
      return;
    }
    set({ visits: visit(visits, current) });
    get().showPacket(packet, place);
  },
  showPacket: (packet, place) => {
    const { knownPackets } = get();
    if (knownPackets === 0) return;
    const shown = Math.min(Math.max(0, packet), knownPackets - 1);
    set((state) => ({
      packet: shown,
      awaited: undefined,
      listPlace: isWhole(state) ? shown : place,
      ...ONE_SELECTED,
      isHidden: false,
      nearPlace: undefined,
      soughtPlace: undefined,
      owedRows: 0,
      hoveredRow: undefined,
      hoveredBits: undefined,
      marked: undefined,
      aimedBits: undefined,
    }));
  },
  awaitPacket: (packet) => {
    const { knownPackets, status, selectPacket } = get();
    if (packet >= knownPackets && status?.phase === 'loading') set({ awaited: packet });
    else selectPacket(packet);
  },
  selectPlace: (place) => {
    const state = get();
    // A packet that is being read anew can be left for its neighbours, which will be there again too.
    const count = isWhole(state) ? state.knownPackets : listCount(state);
    if (count === 0) return;
    const wanted = Math.min(Math.max(0, place), count - 1);
    const packet = isWhole(state) ? wanted : state.rows.indexAt(wanted);
    if (packet === undefined)
      set({
        soughtPlace: wanted,
        listPlace: wanted,
        ...ONE_SELECTED,
        isHidden: false,
        nearPlace: undefined,
        owedRows: 0,
      });
    else state.selectPacket(packet, wanted);
  },
  selectTo: (place, isMore = false) => {
    const { rangeFrom, listPlace, besides, selectPlace } = get();
    selectPlace(place);
    set({ rangeFrom: rangeFrom ?? listPlace, besides: isMore ? besides : [] });
  },
  pickPlace: (place) => {
    const state = get();
    const { listPlace, selectPlace } = state;
    if (listPlace === undefined) {
      selectPlace(place);
      return;
    }
    const before = selectedPlaces(state) ?? [{ from: listPlace, to: listPlace + 1 }];
    const isNew = !hasPlace(before, place);
    const besides = isNew ? before : placesWithout(before, place);
    const shown = isNew ? place : listPlace === place ? nearestPlace(besides, place) : listPlace;
    if (shown === undefined) return;
    if (shown !== listPlace) selectPlace(shown);
    set({ rangeFrom: undefined, besides });
  },
  selectAll: () => {
    const state = get();
    set({ rangeFrom: undefined, besides: [{ from: 0, to: listCount(state) }] });
  },
  moveBy: (rows) => {
    const state = get();
    const { listPlace, nearPlace, owedRows, selectPlace } = state;
    // A list that is made anew must not lose the user's place: the move is made when that is known again.
    if (!isPlaced(state)) {
      set({ owedRows: owedRows + rows });
      return;
    }
    if (listPlace !== undefined) selectPlace(listPlace + rows);
    // From a packet that is not listed, one row on is the first behind it.
    else if (nearPlace !== undefined) selectPlace(nearPlace + rows - (rows > 0 ? 1 : 0));
    else selectPlace(rows < 0 ? listCount(state) - 1 : 0);
  },
  payMoves: () => {
    const { owedRows, moveBy } = get();
    if (owedRows === 0 || !isPlaced(get())) return;
    set({ owedRows: 0 });
    moveBy(owedRows);
  },
  aimAt: (packet, place, bits) => {
    get().selectPacket(packet, place);
    if (bits === undefined) return;
    if (get().view?.index === packet) get().selectBits(bits);
    else set({ aimedBits: { ...bits, packet } });
  },
  selectRow: (row) => {
    const { view } = get();
    const source = row === undefined || view === undefined ? get().source : sourceOfRow(view, row);
    set({ row, source, marked: undefined });
  },
  hoverRow: (hoveredRow) => {
    const { hoveredRow: before, hoveredBits } = get();
    if (hoveredRow !== before || hoveredBits !== undefined) set({ hoveredRow, hoveredBits: undefined });
  },
  selectBit: (source, bit) => {
    const { view } = get();
    if (view !== undefined) set({ row: rowAtBit(view, source, bit), source, marked: undefined });
  },
  markRange: (source, start, end) => set({ marked: { source, start, end }, source }),
  selectBits: (bits) => {
    const { view } = get();
    if (view === undefined) return;
    const row = rowOver(view, bits.source, bits.start, bits.end);
    set({ row, source: bits.source, marked: isRowOf(view, row, bits) ? undefined : bits });
  },
  hoverBits: (bits) => {
    const { view, hoverRow } = get();
    if (view === undefined || bits === undefined) return hoverRow(undefined);
    const hoveredRow = rowOver(view, bits.source, bits.start, bits.end);
    set({ hoveredRow, hoveredBits: isRowOf(view, hoveredRow, bits) ? undefined : bits });
  },
  hoverBit: (source, bit) => {
    const { view, hoverRow } = get();
    hoverRow(view === undefined || bit === undefined ? undefined : rowAtBit(view, source, bit));
  },
  setSource: (source) => set({ source }),
});
