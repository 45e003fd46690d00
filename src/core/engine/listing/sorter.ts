import type { Ordered } from './ordered.ts';
import type { PacketList } from './packet-list.ts';
import { type SortOrder, type SortWork, sortPackets } from './sort.ts';

/** The packets of a list, to be put in order. */
export interface Sortable {
  /** What the packets are taken from; undefined for all packets. */
  readonly matches: PacketList | undefined;
  readonly length: number;
  listed(): Uint32Array;
}

/** Puts packets in order, and keeps the last order: to repeat it or to turn it over costs nothing. */
export class Sorter {
  #kept:
    | {
        readonly key: string;
        readonly matches: PacketList | undefined;
        readonly length: number;
        readonly ordered: Ordered;
      }
    | undefined;

  /** True when `sort` has the answer at hand. */
  knows({ key }: SortOrder, { matches, length }: Sortable): boolean {
    const kept = this.#kept;
    return kept?.key === key && kept.matches === matches && kept.length === length;
  }

  /**
   * @param isSettled false when values can still change: then the order is not kept
   * @returns the packets in their order, not to be written to; undefined when it was given up
   * @throws when the file cannot be read any more
   */
  async sort(
    order: SortOrder,
    sortable: Sortable,
    work: SortWork,
    isSettled: boolean,
  ): Promise<Uint32Array | undefined> {
    if (this.knows(order, sortable)) return this.#kept && directed(this.#kept.ordered, order);
    this.forget();
    const { key } = order;
    const { matches } = sortable;
    const listed = sortable.listed();
    const ordered = await sortPackets(listed, key, work);
    if (ordered === undefined || !work.isOn()) return undefined;
    if (isSettled) this.#kept = { key, matches, length: listed.length, ordered };
    return directed(ordered, order);
  }

  /** Values may be others now. */
  forget(): void {
    this.#kept = undefined;
  }
}

function directed(ordered: Ordered, { isDescending }: SortOrder): Uint32Array {
  return isDescending ? ordered.descending() : ordered.ascending;
}
