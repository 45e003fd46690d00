import type { Capture } from '../capture.ts';
import type { Slices } from '../listing/slices.ts';
import { FlowCounts } from './flow-counts.ts';
import { KindCounts } from './kind-counts.ts';
import type { Kinds } from './kinds.ts';
import type { Selection } from './selection.ts';

/** Packets between two looks at the clock. */
const BLOCK = 16_384;

/** Counts over one selection of packets, that go on where they stopped. */
export class ScopeCounts {
  readonly selection: Selection;
  readonly #capture: Capture;
  #counts: FlowCounts | undefined;
  #kinds:
    | { readonly of: Kinds; readonly counts: KindCounts; readonly isComplete: boolean; readonly places: number }
    | undefined;

  constructor(capture: Capture, selection: Selection) {
    this.#capture = capture;
    this.selection = selection;
  }

  get revision(): unknown {
    return this.selection.revision;
  }

  /** Undefined while the capture has no packet. */
  get flowCounts(): FlowCounts | undefined {
    return this.#counts;
  }

  /** Counts the packets that have come since the last time. */
  async catchUp(slices: Slices): Promise<void> {
    const { table, annotations } = this.#capture;
    if (table.length === 0) return;
    this.#counts ??= new FlowCounts(table, annotations.ignored);
    const counts = this.#counts;
    const to = this.selection.length;
    while (counts.places < to) {
      counts.add(this.selection, Math.min(to, counts.places + BLOCK));
      await slices.rest();
    }
  }

  /** Counts by kind of what has been counted so far. It is counted anew until every packet has been dissected. */
  async kindCounts(kinds: Kinds, slices: Slices): Promise<KindCounts> {
    const to = this.#counts?.places ?? 0;
    const known = this.#kinds;
    if (known?.of === kinds && known.isComplete && known.places === to) return known.counts;
    const counts = await this.countBy((index) => kinds.of(index), slices);
    this.#kinds = { of: kinds, counts, isComplete: counts.seen === to, places: to };
    return counts;
  }

  /** Counts by kind, where a kind is known, of what has been counted so far. */
  async countBy(kindOf: (index: number) => number, slices: Slices): Promise<KindCounts> {
    const { table, annotations } = this.#capture;
    const to = this.#counts?.places ?? 0;
    const counts = new KindCounts();
    for (let place = 0; place < to; place += BLOCK) {
      counts.add(this.selection, place, Math.min(to, place + BLOCK), kindOf, table, annotations.ignored);
      await slices.rest();
    }
    return counts;
  }
}
