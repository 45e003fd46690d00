import type { PacketTable } from '../../store/packet-table.ts';

/** The packets that are counted, in any order. It may grow at its end while it is read. */
export interface Selection {
  /** Packets that are in it so far. */
  readonly length: number;
  /** Changes when packets that were in it are no longer, or stand elsewhere. */
  readonly revision: unknown;
  /** Index of the packet at a place. */
  at(place: number): number;
}

/** All packets of a capture. */
export function wholeCapture(table: PacketTable): Selection {
  return {
    get length() {
      return table.length;
    },
    revision: 0,
    at: (place) => place,
  };
}

/** Rows of the list that are looked up at once. */
const BLOCK = 4096;

/** What is needed of a list to count what it shows. */
export interface ShownList {
  readonly revision: number;
  status(): { readonly filter: string; readonly shown: number } | undefined;
  indexes(from: number, count: number): readonly number[];
}

/** The packets that a list shows; undefined when it has no filter and so shows all. */
export function shownPackets(list: ShownList): Selection | undefined {
  const filter = list.status()?.filter ?? '';
  if (filter === '') return undefined;
  const revision = `${list.revision} ${filter}`;
  let from = 0;
  let block: readonly number[] = [];
  return {
    revision,
    get length() {
      return list.status()?.shown ?? 0;
    },
    at(place) {
      if (place < from || place >= from + block.length) {
        from = place - (place % BLOCK);
        block = list.indexes(from, BLOCK);
      }
      // A list that has changed meanwhile is counted anew: what is asked of the old one does not matter.
      return block[place - from] ?? 0;
    },
  };
}
