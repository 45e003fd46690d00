import type { StateCreator } from 'zustand';
import type { AppState } from './store.ts';

/** Packets looked at before and after the one that is shown, nearest last. */
export interface Visits {
  readonly past: readonly number[];
  readonly future: readonly number[];
}

export const NO_VISITS: Visits = { past: [], future: [] };
const MAX_VISITS = 200;

/** Leaves `current` for another packet: what lay ahead is forgotten. */
export function visit(visits: Visits, current: number | undefined): Visits {
  if (current === undefined) return visits;
  return { past: [...visits.past, current].slice(-MAX_VISITS), future: [] };
}

/** One step back or on; undefined when there is nothing. */
export function step(
  visits: Visits,
  current: number | undefined,
  direction: 'back' | 'forward',
): { readonly visits: Visits; readonly packet: number } | undefined {
  const from = direction === 'back' ? visits.past : visits.future;
  const packet = from.at(-1);
  if (packet === undefined) return undefined;
  const left = from.slice(0, -1);
  const other = direction === 'back' ? visits.future : visits.past;
  const grown = current === undefined ? other : [...other, current];
  return { packet, visits: direction === 'back' ? { past: left, future: grown } : { past: grown, future: left } };
}

export interface HistorySlice {
  readonly visits: Visits;
  readonly goBack: () => void;
  readonly goForward: () => void;
}

export const createHistorySlice: StateCreator<AppState, [], [], HistorySlice> = (set, get) => {
  const go = (direction: 'back' | 'forward') => (): void => {
    const { visits, packet, showPacket } = get();
    const taken = step(visits, packet, direction);
    if (taken === undefined) return;
    set({ visits: taken.visits });
    showPacket(taken.packet);
  };
  return { visits: NO_VISITS, goBack: go('back'), goForward: go('forward') };
};
