import type { IndexSet } from '../../store/index-set.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Selection } from './selection.ts';

/** Shortest length of each row of the table of lengths, as `tshark -z plen,tree` has them. */
export const LENGTHS: readonly number[] = [0, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120];
const FIRST_FLOWS = 1024;

/** Microseconds of a packet since another time; below zero when the capture is not in order. */
export function microseconds(table: PacketTable, index: number, zeroSeconds: number, zeroNanos: number): number {
  return (table.seconds.get(index) - zeroSeconds) * 1e6 + Math.floor((table.nanos.get(index) - zeroNanos) / 1000);
}

/** What columns tell of packets: counts per flow and per length, first and last time. One pass, some 50 ns a packet. */
export class FlowCounts {
  packets = 0;
  octets = 0;
  /** Places of the selection that are behind; packets that the user leaves out are among them. */
  places = 0;
  /** Packets that have addresses, but stand for no flow: there were too many. */
  untold = 0;
  /** Microseconds of the earliest and latest packet. */
  earliest = Number.POSITIVE_INFINITY;
  latest = Number.NEGATIVE_INFINITY;
  readonly lengthPackets = new Float64Array(LENGTHS.length);
  readonly lengthOctets = new Float64Array(LENGTHS.length);
  readonly shortest = new Float64Array(LENGTHS.length);
  readonly longest = new Float64Array(LENGTHS.length);
  /** Per flow. */
  flowPackets = new Float64Array(FIRST_FLOWS);
  flowOctets = new Float64Array(FIRST_FLOWS);
  flowFirst = new Float64Array(FIRST_FLOWS);
  flowLast = new Float64Array(FIRST_FLOWS);
  readonly #table: PacketTable;
  readonly #zeroSeconds: number;
  readonly #zeroNanos: number;

  readonly #leftOut: IndexSet;

  /** Times count from the first packet of the capture, which must be there. */
  constructor(table: PacketTable, leftOut: IndexSet) {
    this.#table = table;
    this.#leftOut = leftOut;
    this.#zeroSeconds = table.seconds.get(0);
    this.#zeroNanos = table.nanos.get(0);
  }

  /** Counts the packets up to but not including place `to`. */
  add(selection: Selection, to: number): void {
    const table = this.#table;
    const leftOut = this.#leftOut.size > 0 ? this.#leftOut : undefined;
    const { seconds, nanos, original, flow: flows, source, destination } = table;
    for (; this.places < to; this.places++) {
      const index = selection.at(this.places);
      if (leftOut?.has(index) === true) continue;
      const octets = original.get(index);
      const time =
        (seconds.get(index) - this.#zeroSeconds) * 1e6 + Math.floor((nanos.get(index) - this.#zeroNanos) / 1000);
      this.packets++;
      this.octets += octets;
      if (time < this.earliest) this.earliest = time;
      if (time > this.latest) this.latest = time;
      this.#addLength(octets);
      const flow = flows.get(index);
      if (flow === 0) {
        if (source.get(index) !== 0 || destination.get(index) !== 0) this.untold++;
        continue;
      }
      if (flow >= this.flowPackets.length) this.#grow(flow);
      if (this.flowPackets[flow]!++ === 0) {
        this.flowFirst[flow] = time;
        this.flowLast[flow] = time;
      } else if (time > this.flowLast[flow]!) this.flowLast[flow] = time;
      else if (time < this.flowFirst[flow]!) this.flowFirst[flow] = time;
      this.flowOctets[flow]! += octets;
    }
  }

  #addLength(octets: number): void {
    let row = LENGTHS.length - 1;
    while (row > 0 && LENGTHS[row]! > octets) row--;
    if (this.lengthPackets[row]!++ === 0) this.shortest[row] = octets;
    else if (octets < this.shortest[row]!) this.shortest[row] = octets;
    if (octets > this.longest[row]!) this.longest[row] = octets;
    this.lengthOctets[row]! += octets;
  }

  #grow(flow: number): void {
    let size = this.flowPackets.length;
    while (size <= flow) size *= 2;
    const grown = (values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const more = new Float64Array(size);
      more.set(values);
      return more;
    };
    this.flowPackets = grown(this.flowPackets);
    this.flowOctets = grown(this.flowOctets);
    this.flowFirst = grown(this.flowFirst);
    this.flowLast = grown(this.flowLast);
  }
}
