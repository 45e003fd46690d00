import { type AheadWork, OrderAhead } from './order-ahead.ts';
import type { Ordered } from './ordered.ts';
import type { PacketList } from './packet-list.ts';
import type { Clock } from './slices.ts';
import { type SortOrder, type SortWork, sortPackets } from './sort.ts';

/** The packets of a list, to be put in order. */
export interface Sortable {
  /** What the packets are taken from; undefined for all packets. */
  readonly matches: PacketList | undefined;
  readonly length: number;
  listed(): Uint32Array;
}

/** An order that was made. */
interface Kept {
  readonly key: string;
  /** As in `Sortable`. */
  readonly matches: PacketList | undefined;
  readonly length: number;
  readonly ordered: Ordered;
}

/** Puts packets in order, and keeps the last order: to repeat it or to turn it over costs nothing. */
export class Sorter {
  #kept: Kept | undefined;
  readonly #ahead = new OrderAhead();

  /** True when `sort` has the answer at hand, or nearly. */
  knows({ key }: SortOrder, sortable: Sortable): boolean {
    return this.#isKept(key, sortable) || this.#ahead.knows(key);
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
    const { key } = order;
    if (this.#isKept(key, sortable)) return this.#kept && directed(this.#kept.ordered, order);
    this.#kept = undefined;
    const { matches } = sortable;
    const listed = sortable.listed();
    const whole = this.#ahead.has(key) ? await this.#ahead.take(work) : undefined;
    if (!work.isOn()) return undefined;
    const isAll = matches === undefined;
    const texts = isAll ? this.#ahead.gathered(key) : undefined;
    const ordered =
      whole === undefined ? await sortPackets(listed, key, { ...work, texts }) : isAll ? whole : whole.only(listed);
    if (ordered === undefined || !work.isOn()) return undefined;
    if (isSettled) {
      this.#kept = { key, matches, length: listed.length, ordered };
      if (isAll) this.#ahead.keep(key, ordered);
    }
    return directed(ordered, order);
  }

  /** Takes the Info of a packet that has been dissected. */
  gatherInfo(index: number, info: string | undefined): void {
    this.#ahead.gather(index, info);
  }

  /** Makes ahead, while nobody waits for an answer, the order that would take longest. @param idle settles then */
  async sortAhead(about: AheadWork, clock: Clock, idle: () => Promise<void>): Promise<void> {
    await this.#ahead.make(about, clock, idle);
  }

  /** Values may be others now. @param isInfoSame true when Info is what it was */
  forget(isInfoSame: boolean): void {
    this.#kept = undefined;
    if (!isInfoSame) this.#ahead.forget();
  }

  #isKept(key: string, { matches, length }: Sortable): boolean {
    const kept = this.#kept;
    return kept?.key === key && kept.matches === matches && kept.length === length;
  }
}

function directed(ordered: Ordered, { isDescending }: SortOrder): Uint32Array {
  return isDescending ? ordered.descending() : ordered.ascending;
}
