import type { IndexSet } from '../../store/index-set.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Selection } from './selection.ts';

const NUMBERS = 0x1_0000;

/** How many packets there are of each kind. */
export class KindCounts {
  /** Per number of a kind. */
  readonly packets = new Float64Array(NUMBERS);
  readonly octets = new Float64Array(NUMBERS);
  /** Index of the first packet of the kind. */
  readonly first = new Float64Array(NUMBERS).fill(Number.POSITIVE_INFINITY);
  /** Packets counted. */
  dissected = 0;
  /** Packets that `add` has found dissected, with those that the user leaves out. */
  seen = 0;

  addPacket(kind: number, index: number, octets: number): void {
    this.packets[kind]!++;
    this.octets[kind]! += octets;
    if (index < this.first[kind]!) this.first[kind] = index;
    this.dissected++;
  }

  /** Takes a packet back. The first packet of its kind stays the one that was the first. */
  removePacket(kind: number, octets: number): void {
    this.packets[kind]!--;
    this.octets[kind]! -= octets;
    this.dissected--;
  }

  /**
   * Counts those packets at places `from` up to but not including `to` whose kind is known.
   * @param kindOf kind of a packet; 0 while it is not known
   */
  add(
    selection: Selection,
    from: number,
    to: number,
    kindOf: (index: number) => number,
    table: PacketTable,
    leftOut: IndexSet,
  ): void {
    for (let place = from; place < to; place++) {
      const index = selection.at(place);
      const kind = kindOf(index);
      if (kind === 0) continue;
      this.seen++;
      if (leftOut.size === 0 || !leftOut.has(index)) this.addPacket(kind, index, table.original.get(index));
    }
  }
}
