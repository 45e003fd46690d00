import type { PacketTable } from '../../store/packet-table.ts';
import type { PacketList } from './packet-list.ts';
import { placesUpTo } from './radix-sort.ts';
import type { SortOrder } from './sort.ts';

/**
 * The list as it is shown. All packets as captured take no memory; a filter's matches take an index a match, an order another
 * index a row. What is shown stays until there is something new to show.
 */
export class ShownList {
  readonly #table: PacketTable;
  /** Listed packets in the order of the capture; undefined lists all. */
  #matches: PacketList | undefined;
  /** Listed packets in another order, as far as it has come. */
  #sorted: Uint32Array | undefined;
  #order: SortOrder | undefined;
  #revision: number;

  /** @param revision its first one: of two lists that take each other's place, none has a revision of the other */
  constructor(table: PacketTable, revision: number) {
    this.#table = table;
    this.#revision = revision;
  }

  /** Rows listed so far. */
  get length(): number {
    return this.#sorted?.length ?? this.#matches?.length ?? this.#table.length;
  }

  /** Changes when rows that were already listed may stand elsewhere. */
  get revision(): number {
    return this.#revision;
  }

  get matches(): PacketList | undefined {
    return this.#matches;
  }

  /** The order that the rows are in; undefined is that of the capture. */
  get order(): SortOrder | undefined {
    return this.#sorted && this.#order;
  }

  /** True when an order that is shown has not all packets in it that are there. */
  get isPartlySorted(): boolean {
    return this.#sorted !== undefined && this.#sorted.length < (this.#matches?.length ?? this.#table.length);
  }

  /** All packets that an order is to be made of, ascending. */
  listed(): Uint32Array {
    return this.#matches?.slice(0, this.#matches.length) ?? placesUpTo(this.#table.length);
  }

  /** Packet indexes of places `from` to `from + count`, as far as they are there. */
  indexes(from: number, count: number): number[] {
    const to = Math.max(from, Math.min(from + count, this.length));
    if (this.#sorted !== undefined) return [...this.#sorted.subarray(from, to)];
    if (this.#matches !== undefined) return [...this.#matches.slice(from, to)];
    return Array.from({ length: to - from }, (_, i) => from + i);
  }

  /** Packet at a place; the place must be there. */
  at(place: number): number {
    return this.#sorted?.[place] ?? this.#matches?.at(place) ?? place;
  }

  /** The listed packet before packet `index` in the capture, whatever order the list is in; undefined where there is none. */
  listedBefore(index: number): number | undefined {
    const matches = this.#matches;
    if (matches === undefined) return index > 0 ? index - 1 : undefined;
    const place = matches.placeInAscending(index);
    return place === undefined || place === 0 ? undefined : matches.at(place - 1);
  }

  placeOf(index: number): number | undefined {
    if (index < 0 || index >= this.#table.length) return undefined;
    if (this.#sorted !== undefined) {
      const place = this.#sorted.indexOf(index);
      return place < 0 ? undefined : place;
    }
    return this.#matches === undefined ? index : this.#matches.placeInAscending(index);
  }

  /**
   * Lists other packets: `matches`, which may still grow, or all.
   * @param keepsOrder leaves the order before in place until `sort` gives another one
   */
  show(matches: PacketList | undefined, keepsOrder = false): void {
    if (matches === this.#matches) return;
    const hides = this.#sorted !== undefined && keepsOrder;
    const isSame = this.#sorted === undefined && matches !== undefined && this.#matches?.equals(matches) === true;
    this.#matches = matches;
    if (hides) return;
    this.#sorted = undefined;
    if (!isSame) this.#revision++;
  }

  /** Puts the listed packets into another order. @param mayRead true when rows may read differently, wherever they stand */
  sort(sorted: Uint32Array, order: SortOrder, mayRead: boolean): void {
    this.#order = order;
    if (!mayRead && this.#sorted !== undefined && areSame(this.#sorted, sorted)) return;
    this.#sorted = sorted;
    this.#revision++;
  }

  /** Back to the order of the capture. */
  unsort(): void {
    if (this.#sorted === undefined) return;
    this.#sorted = undefined;
    this.#revision++;
  }
}

function areSame(a: Uint32Array, b: Uint32Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
