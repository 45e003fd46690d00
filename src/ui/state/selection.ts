import type { StateCreator } from 'zustand';
import { visit } from './history.ts';
import { rowAtBit, rowOver, sourceOfRow } from './packet-tree.ts';
import type { AppState } from './store.ts';

export interface SelectionSlice {
  /** Packet whose details are shown or on their way, counted from 0. */
  readonly packet: number | undefined;
  /** Selected tree row of the shown packet. */
  readonly row: number | undefined;
  readonly hoveredRow: number | undefined;
  /** Source whose bytes are shown. */
  readonly source: number;
  /** Chooses a packet and remembers the one before. */
  readonly selectPacket: (packet: number) => void;
  /** Shows a packet without a mark in the history. */
  readonly showPacket: (packet: number) => void;
  /** Moves by packets; ends where the list ends. */
  readonly moveBy: (packets: number) => void;
  readonly selectRow: (row: number | undefined) => void;
  readonly hoverRow: (row: number | undefined) => void;
  readonly selectBit: (source: number, bit: number) => void;
  /** Selects the field that holds a range of bits. */
  readonly selectRange: (source: number, from: number, to: number) => void;
  readonly hoverBit: (source: number, bit: number | undefined) => void;
  readonly setSource: (source: number) => void;
}

export const createSelectionSlice: StateCreator<AppState, [], [], SelectionSlice> = (set, get) => ({
  packet: undefined,
  row: undefined,
  hoveredRow: undefined,
  source: 0,
  selectPacket: (packet) => {
    const { packet: current, visits } = get();
    if (packet === current) return;
    set({ visits: visit(visits, current) });
    get().showPacket(packet);
  },
  showPacket: (packet) => {
    const count = get().status?.packets ?? 0;
    if (count === 0) return;
    set({ packet: Math.min(Math.max(0, packet), count - 1), hoveredRow: undefined });
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
    set(row === undefined || view === undefined ? { row } : { row, source: sourceOfRow(view, row) });
  },
  hoverRow: (hoveredRow) => {
    if (hoveredRow !== get().hoveredRow) set({ hoveredRow });
  },
  selectBit: (source, bit) => {
    const { view } = get();
    if (view !== undefined) set({ row: rowAtBit(view, source, bit), source });
  },
  selectRange: (source, from, to) => {
    const { view } = get();
    if (view !== undefined) set({ row: rowOver(view, source, from, to), source });
  },
  hoverBit: (source, bit) => {
    const { view, hoverRow } = get();
    hoverRow(view === undefined || bit === undefined ? undefined : rowAtBit(view, source, bit));
  },
  setSource: (source) => set({ source }),
});
