import type { StateCreator } from 'zustand';
import { visit } from './history.ts';
import { isRowOf, rowAtBit, rowOver, sourceOfRow } from './packet-tree.ts';
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
  /** Selected tree row of the shown packet. */
  readonly row: number | undefined;
  readonly hoveredRow: number | undefined;
  /** Source whose bytes are shown. */
  readonly source: number;
  /** Bits that stand out instead of the selected row's: what a digest was made over. */
  readonly marked: Bits | undefined;
  /** Bits under the pointer where they are not just those of the hovered row. */
  readonly hoveredBits: Bits | undefined;
  /** Chooses a packet and remembers the one before. */
  readonly selectPacket: (packet: number) => void;
  /** Shows a packet without a mark in the history. */
  readonly showPacket: (packet: number) => void;
  /** Moves by packets; ends where the list ends. */
  readonly moveBy: (packets: number) => void;
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
  row: undefined,
  hoveredRow: undefined,
  source: 0,
  marked: undefined,
  hoveredBits: undefined,
  selectPacket: (packet) => {
    const { packet: current, visits } = get();
    if (packet === current) return;
    set({ visits: visit(visits, current) });
    get().showPacket(packet);
  },
  showPacket: (packet) => {
    const count = get().status?.packets ?? 0;
    if (count === 0) return;
    set({
      packet: Math.min(Math.max(0, packet), count - 1),
      hoveredRow: undefined,
      hoveredBits: undefined,
      marked: undefined,
    });
  },
  moveBy: (packets) => {
    const { packet, status, selectPacket } = get();
    const count = status?.packets ?? 0;
    if (count === 0) return;
    const wanted = packet === undefined ? (packets < 0 ? count - 1 : 0) : packet + packets;
    selectPacket(Math.min(Math.max(0, wanted), count - 1));
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
