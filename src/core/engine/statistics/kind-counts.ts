import type { IndexSet } from '../../store/index-set.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Kinds } from './kinds.ts';
import type { Selection } from './selection.ts';

const NUMBERS = 0x1_0000;

/** How many packets there are of each kind. */
export class KindCounts {
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

  /** Counts those packets at places `from` up to but not including `to` that have been dissected. */
  add(selection: Selection, from: number, to: number, kinds: Kinds, table: PacketTable, leftOut: IndexSet): void {
    for (let place = from; place < to; place++) {
      const index = selection.at(place);
      const kind = kinds.of(index);
      if (kind === 0) continue;
      this.seen++;
      if (leftOut.size === 0 || !leftOut.has(index)) this.addPacket(kind, index, table.original.get(index));
    }
  }
}
