import { KeyTable } from './key-table.ts';

/** Who sent a packet to whom, as pass 1 knows it; one object may serve all packets. */
export interface FlowFacts {
  /** Hardware addresses as numbers of 48 bits; -1 outside Ethernet. */
  readonly etherSource: number;
  readonly etherDestination: number;
  /** 4 or 6 when `source` and `destination` are IP addresses. */
  readonly network: number;
  /** Ids of the address pool. */
  readonly source: number;
  readonly destination: number;
  /** IP protocol number of the transport, and its ports: the source above 16 bits. */
  readonly transport: number;
  readonly transportPorts: number;
}

/** What of a flow is told apart: all of it; all but the ports; the hardware addresses alone; nothing. */
export type FlowDetail = 'ports' | 'addresses' | 'hardware' | 'none';

/** Flows that are kept in each detail. */
const MOST = [200_000, 60_000, 2000] as const;
const DETAILS: readonly FlowDetail[] = ['none', 'ports', 'addresses', 'hardware'];
const WIDTH = 7;
/** Flows that are remembered as those that were asked for last: 60 kB. */
const RECENT_BITS = 10;
const ETHER_SOURCE = 0;
const ETHER_DESTINATION = 1;
const NETWORK = 2;
const SOURCE = 3;
const DESTINATION = 4;
const TRANSPORT = 5;
const PORTS = 6;

/**
 * Flows, each in one direction: a packet row then needs one number to say who sent it to whom on every layer. Memory is bounded:
 * when there are too many flows, further ones are told apart by their addresses only, then by their hardware addresses, then not.
 */
export class FlowTable {
  readonly #keys: KeyTable[] = MOST.map((most) => new KeyTable(WIDTH, most));
  readonly #key = new Float64Array(WIDTH);
  /** Per flow: which table it is in, and its number there. */
  #places: Uint32Array = new Uint32Array(256);
  /** Flow number of each key, by table. */
  readonly #flows: Uint32Array[] = MOST.map(() => new Uint32Array(256));
  #length = 1;
  /** Keys of flows that were asked for last, and their numbers: nearly all packets belong to one of a few hundred flows. */
  readonly #recent = new Float64Array(WIDTH << RECENT_BITS);
  readonly #recentFlows = new Uint32Array(1 << RECENT_BITS);

  /** Number of flows; flow 0 is "no flow". */
  get length(): number {
    return this.#length;
  }

  /** Number of a packet's flow; 0 when it has none, or when there are far too many. */
  id(facts: FlowFacts): number {
    const { source, destination, transportPorts } = facts;
    const hash = Math.imul(source ^ Math.imul(destination, 0x85ebca6b) ^ (transportPorts | 0), 0x9e3779b1);
    const slot = hash >>> (32 - RECENT_BITS);
    const recent = this.#recent;
    const at = slot * WIDTH;
    const known = this.#recentFlows[slot]!;
    if (
      known !== 0 &&
      recent[at + SOURCE] === source &&
      recent[at + DESTINATION] === destination &&
      recent[at + PORTS] === transportPorts &&
      recent[at + TRANSPORT] === facts.transport &&
      recent[at + NETWORK] === facts.network &&
      recent[at + ETHER_SOURCE] === facts.etherSource &&
      recent[at + ETHER_DESTINATION] === facts.etherDestination
    )
      return known;
    const flow = this.#find(facts);
    this.#recentFlows[slot] = flow;
    recent[at + SOURCE] = source;
    recent[at + DESTINATION] = destination;
    recent[at + PORTS] = transportPorts;
    recent[at + TRANSPORT] = facts.transport;
    recent[at + NETWORK] = facts.network;
    recent[at + ETHER_SOURCE] = facts.etherSource;
    recent[at + ETHER_DESTINATION] = facts.etherDestination;
    return flow;
  }

  #find(facts: FlowFacts): number {
    const key = this.#key;
    key[ETHER_SOURCE] = facts.etherSource;
    key[ETHER_DESTINATION] = facts.etherDestination;
    key[NETWORK] = facts.network;
    key[SOURCE] = facts.source;
    key[DESTINATION] = facts.destination;
    key[TRANSPORT] = facts.transport;
    key[PORTS] = facts.transportPorts;
    if (facts.source === 0 && facts.destination === 0 && facts.etherSource < 0) return 0;
    return this.#lookUp(0) || this.#coarser();
  }

  detail(flow: number): FlowDetail {
    return DETAILS[this.#places[flow]! >>> 24]!;
  }
  etherSource(flow: number): number {
    return this.#part(flow, ETHER_SOURCE);
  }
  etherDestination(flow: number): number {
    return this.#part(flow, ETHER_DESTINATION);
  }
  network(flow: number): number {
    return this.#part(flow, NETWORK);
  }
  source(flow: number): number {
    return this.#part(flow, SOURCE);
  }
  destination(flow: number): number {
    return this.#part(flow, DESTINATION);
  }
  transport(flow: number): number {
    return this.#part(flow, TRANSPORT);
  }
  sourcePort(flow: number): number {
    return this.#part(flow, PORTS) >>> 16;
  }
  destinationPort(flow: number): number {
    return this.#part(flow, PORTS) & 0xffff;
  }

  #coarser(): number {
    const key = this.#key;
    key[PORTS] = 0;
    const flow = this.#lookUp(1);
    if (flow !== 0) return flow;
    key[NETWORK] = 0;
    key[SOURCE] = 0;
    key[DESTINATION] = 0;
    key[TRANSPORT] = 0;
    return key[ETHER_SOURCE]! < 0 ? 0 : this.#lookUp(2);
  }

  /** Flow of the key in one of the tables; 0 when the table is full. */
  #lookUp(table: number): number {
    const id = this.#keys[table]!.id(this.#key);
    if (id < 0) return 0;
    let flows = this.#flows[table]!;
    if (id < flows.length && flows[id] !== 0) return flows[id]!;
    if (id >= flows.length) flows = this.#flows[table] = doubled(flows);
    const flow = this.#length++;
    flows[id] = flow;
    if (flow === this.#places.length) this.#places = doubled(this.#places);
    this.#places[flow] = ((table + 1) << 24) | id;
    return flow;
  }

  #part(flow: number, part: number): number {
    const place = this.#places[flow]!;
    if (place === 0) return part <= ETHER_DESTINATION ? -1 : 0;
    return this.#keys[(place >>> 24) - 1]!.part(place & 0xffffff, part);
  }
}

function doubled(values: Uint32Array): Uint32Array {
  const more = new Uint32Array(values.length * 2);
  more.set(values);
  return more;
}
