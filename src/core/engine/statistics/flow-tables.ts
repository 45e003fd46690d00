import type { AddressPool } from '../../dissect/address-pool.ts';
import type { FlowTable } from '../../store/flow-table.ts';
import { KeyTable } from '../../store/key-table.ts';
import { conversationFilter, type End, endOf, endpointFilter, endsOn, isOn, isUntold } from '../flow-layers.ts';
import type { FlowLayer, FlowRow } from '../statistics-views.ts';
import type { FlowCounts } from './flow-counts.ts';

export const FLOW_LAYERS: readonly FlowLayer[] = ['ethernet', 'ipv4', 'ipv6', 'tcp', 'udp', 'other'];
/** More rows than flows with two ends each there cannot be. */
const MOST = 600_000;
const WIDTH = 4;
const NOWHERE = -1;

/** Sums of a table, a number a row. */
export interface FlowSums {
  readonly length: number;
  readonly packetsAB: Float64Array;
  readonly octetsAB: Float64Array;
  readonly packetsBA: Float64Array;
  readonly octetsBA: Float64Array;
  /** Microseconds. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Packets that are not told apart. */
  readonly untold: number;
}

/**
 * Conversations or endpoints of one layer: which row of the table each flow counts for. It grows with the flows and is shared by all
 * counts over them.
 */
export class FlowGroups {
  readonly layer: FlowLayer;
  readonly #isConversation: boolean;
  readonly #flows: FlowTable;
  readonly #keys = new KeyTable(WIDTH, MOST);
  readonly #key = new Float64Array(WIDTH);
  /** Per flow: its row as sender and as receiver; of a conversation, one of them. */
  #senders = new Int32Array(256);
  #receivers = new Int32Array(256);
  /** Per row: a flow that shows it, and whether A is the flow's destination. */
  readonly #examples: number[] = [];
  readonly #isDestination: boolean[] = [];
  #done = 1;

  constructor(flows: FlowTable, layer: FlowLayer, kind: 'conversations' | 'endpoints') {
    this.#flows = flows;
    this.layer = layer;
    this.#isConversation = kind === 'conversations';
  }

  /** Rows of the table; rows of other counts may be empty. */
  get length(): number {
    this.#catchUp();
    return this.#keys.length;
  }

  sums(counts: FlowCounts): FlowSums {
    this.#catchUp();
    const { length } = this.#keys;
    const make = (): Float64Array => new Float64Array(length);
    const [packetsAB, octetsAB, packetsBA, octetsBA, first, last] = [make(), make(), make(), make(), make(), make()];
    let { untold } = counts;
    const most = Math.min(this.#done, counts.flowPackets.length);
    const add = (row: number, flow: number, packets: Float64Array, octets: Float64Array): void => {
      const isNew = packetsAB[row] === 0 && packetsBA[row] === 0;
      packets[row]! += counts.flowPackets[flow]!;
      octets[row]! += counts.flowOctets[flow]!;
      if (isNew || counts.flowFirst[flow]! < first[row]!) first[row] = counts.flowFirst[flow]!;
      if (isNew || counts.flowLast[flow]! > last[row]!) last[row] = counts.flowLast[flow]!;
    };
    for (let flow = 1; flow < most; flow++) {
      if (counts.flowPackets[flow] === 0) continue;
      const sender = this.#senders[flow]!;
      const receiver = this.#receivers[flow]!;
      if (sender >= 0) add(sender, flow, packetsAB, octetsAB);
      if (receiver >= 0) add(receiver, flow, packetsBA, octetsBA);
      if (sender < 0 && receiver < 0 && isUntold(this.#flows, flow, this.layer)) untold += counts.flowPackets[flow]!;
    }
    return { length, packetsAB, octetsAB, packetsBA, octetsBA, first, last, untold };
  }

  /** A flow that shows the row. */
  flowOf(row: number): number {
    return this.#examples[row]!;
  }

  /** Who spoke first; of endpoints, the end itself. */
  a(row: number, addresses: AddressPool): End {
    return this.#end(row, this.#isDestination[row]!, addresses);
  }

  /** Nobody, for endpoints. */
  b(row: number, addresses: AddressPool): End {
    return this.#isConversation
      ? this.#end(row, !this.#isDestination[row]!, addresses)
      : { address: '', port: undefined };
  }

  /** 0 without ports. */
  portA(row: number): number {
    return this.#port(row, this.#isDestination[row]!);
  }

  /** 0 without ports, and for endpoints. */
  portB(row: number): number {
    return this.#isConversation ? this.#port(row, !this.#isDestination[row]!) : 0;
  }

  view(row: number, sums: FlowSums, addresses: AddressPool): Omit<FlowRow, 'streams'> {
    const [a, b] = [this.a(row, addresses), this.b(row, addresses)];
    const [packetsAB, packetsBA] = [sums.packetsAB[row]!, sums.packetsBA[row]!];
    const [octetsAB, octetsBA] = [sums.octetsAB[row]!, sums.octetsBA[row]!];
    const duration = (sums.last[row]! - sums.first[row]!) / 1e6;
    const rate = (octets: number): number | undefined => (duration > 0 ? (octets * 8) / duration : undefined);
    const network = this.#flows.network(this.#examples[row]!);
    const filter = this.#isConversation
      ? conversationFilter(this.layer, network, a, b)
      : endpointFilter(this.layer, network, a);
    return {
      a: a.address,
      portA: a.port,
      b: b.address,
      portB: b.port,
      packets: packetsAB + packetsBA,
      octets: octetsAB + octetsBA,
      packetsAB,
      octetsAB,
      packetsBA,
      octetsBA,
      start: sums.first[row]! / 1e6,
      duration,
      rateAB: rate(octetsAB),
      rateBA: rate(octetsBA),
      filter,
    };
  }

  #end(row: number, isDestination: boolean, addresses: AddressPool): End {
    const ends = endsOn(this.#flows, this.#examples[row]!, this.layer);
    return endOf(ends, isDestination ? 'destination' : 'source', this.layer, addresses);
  }

  #port(row: number, isDestination: boolean): number {
    const { sourcePort, destinationPort } = endsOn(this.#flows, this.#examples[row]!, this.layer);
    return isDestination ? destinationPort : sourcePort;
  }

  /** Finds the rows of flows that have come since the last time. */
  #catchUp(): void {
    const flows = this.#flows;
    const { length } = flows;
    if (length > this.#senders.length) {
      const size = 2 ** Math.ceil(Math.log2(length));
      this.#senders = grown(this.#senders, size);
      this.#receivers = grown(this.#receivers, size);
    }
    for (let flow = this.#done; flow < length; flow++) {
      this.#senders[flow] = NOWHERE;
      this.#receivers[flow] = NOWHERE;
      if (!isOn(flows, flow, this.layer)) continue;
      const { source, sourcePort, destination, destinationPort } = endsOn(flows, flow, this.layer);
      if (this.#isConversation) this.#addConversation(flow, source, sourcePort, destination, destinationPort);
      else {
        this.#senders[flow] = this.#row(flow, source, sourcePort, 0, 0, false);
        this.#receivers[flow] = this.#row(flow, destination, destinationPort, 0, 0, true);
      }
    }
    this.#done = length;
  }

  #addConversation(flow: number, a: number, portA: number, b: number, portB: number): void {
    const isSwapped = a > b || (a === b && portA > portB);
    const row = isSwapped ? this.#row(flow, b, portB, a, portA, false) : this.#row(flow, a, portA, b, portB, false);
    if (row < 0) return;
    const example = this.#examples[row]!;
    // A is who spoke first: the sender of the flow that made the row.
    const { source, sourcePort } = endsOn(this.#flows, example, this.layer);
    if (source === a && sourcePort === portA) this.#senders[flow] = row;
    else this.#receivers[flow] = row;
  }

  #row(flow: number, a: number, portA: number, b: number, portB: number, isDestination: boolean): number {
    const key = this.#key;
    key[0] = a;
    key[1] = b;
    key[2] = portA * 65_536 + portB;
    // Hardware addresses that differ only above 32 bits shall not meet in one slot.
    key[3] = Math.floor(a / 2 ** 32) * 65_536 + Math.floor(b / 2 ** 32);
    const row = this.#keys.id(key);
    if (row === this.#examples.length) {
      this.#examples.push(flow);
      this.#isDestination.push(isDestination);
    }
    return row;
  }
}

function grown(values: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(size);
  more.set(values);
  return more;
}
