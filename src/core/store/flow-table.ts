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

export type FlowEnd = 'source' | 'destination';

const DETAILS: readonly FlowDetail[] = ['none', 'ports', 'addresses', 'hardware'];
const ALL = 1;
const NO_PORTS = 2;
const HARDWARE = 3;
/** Flows that are kept in each detail. */
const MOST = [0, 200_000, 60_000, 2000] as const;

/** Words of 32 bits of a flow, and their places. */
const WORDS = 7;
const SOURCE = 0;
const DESTINATION = 1;
const PORTS = 2;
/** Hardware addresses: the lower 32 bits of each, and the upper 16 bits of both, the source's above. */
const ETHER_SOURCE = 3;
const ETHER_DESTINATION = 4;
const ETHER_UPPER = 5;
/** Transport (8 bits), network (8), detail (2), and which hardware addresses there are. */
const REST = 6;
const TRANSPORT = 0xff;
const NETWORK = 0xff00;
const HAS_ETHER_SOURCE = 1 << 18;
const HAS_ETHER_DESTINATION = 1 << 19;

/** Flows in a chunk: 112 KiB. Growth copies nothing. */
const CHUNK_BITS = 12;
const FLOW_MASK = (1 << CHUNK_BITS) - 1;
/** Bits of a slot for the number of a flow; those above are of its hash, so that other flows are seldom looked at. */
const NUMBER_BITS = 18;
const NUMBERS = (1 << NUMBER_BITS) - 1;
/** Flows that are remembered as those that were asked for last: 60 kB. */
const RECENT_BITS = 10;
const RECENT_WIDTH = 7;

/**
 * Flows, each in one direction: a packet row then needs one number to say who sent it to whom on every layer. Memory is bounded:
 * when there are too many flows, further ones are told apart by their addresses only, then by their hardware addresses, then not.
 */
export class FlowTable {
  readonly #chunks: Int32Array[] = [new Int32Array(WORDS << CHUNK_BITS)];
  /** An open table of the flows by their words, 0 where it is free; at most three quarters of it are taken. */
  #slots = new Uint32Array(1024);
  #length = 1;
  /** Flows of each detail. */
  readonly #counts = [0, 0, 0, 0];
  /** Words of the flow that is looked for. */
  readonly #key = new Int32Array(WORDS);
  /** Facts of flows that were asked for last, and their numbers: nearly all packets belong to one of a few hundred flows. */
  readonly #recent = new Float64Array(RECENT_WIDTH << RECENT_BITS);
  readonly #recentFlows = new Uint32Array(1 << RECENT_BITS);

  /** Number of flows; flow 0 is "no flow". */
  get length(): number {
    return this.#length;
  }

  /** Number of a packet's flow; 0 when it has none, or when there are far too many. */
  id(facts: FlowFacts): number {
    const { etherSource, etherDestination, network, source, destination, transport, transportPorts } = facts;
    const hash = Math.imul(source ^ Math.imul(destination, 0x85ebca6b) ^ (transportPorts | 0), 0x9e3779b1);
    const slot = hash >>> (32 - RECENT_BITS);
    const recent = this.#recent;
    const at = slot * RECENT_WIDTH;
    const known = this.#recentFlows[slot]!;
    if (
      known !== 0 &&
      recent[at] === source &&
      recent[at + 1] === destination &&
      recent[at + 2] === transportPorts &&
      recent[at + 3] === transport &&
      recent[at + 4] === network &&
      recent[at + 5] === etherSource &&
      recent[at + 6] === etherDestination
    )
      return known;
    const flow = this.#find(facts);
    this.#recentFlows[slot] = flow;
    recent[at] = source;
    recent[at + 1] = destination;
    recent[at + 2] = transportPorts;
    recent[at + 3] = transport;
    recent[at + 4] = network;
    recent[at + 5] = etherSource;
    recent[at + 6] = etherDestination;
    return flow;
  }

  detail(flow: number): FlowDetail {
    return DETAILS[(this.#word(flow, REST) >>> 16) & 3]!;
  }

  etherSource(flow: number): number {
    if ((this.#word(flow, REST) & HAS_ETHER_SOURCE) === 0) return -1;
    return (this.#word(flow, ETHER_UPPER) >>> 16) * 2 ** 32 + (this.#word(flow, ETHER_SOURCE) >>> 0);
  }

  etherDestination(flow: number): number {
    if ((this.#word(flow, REST) & HAS_ETHER_DESTINATION) === 0) return -1;
    return (this.#word(flow, ETHER_UPPER) & 0xffff) * 2 ** 32 + (this.#word(flow, ETHER_DESTINATION) >>> 0);
  }

  network(flow: number): number {
    return (this.#word(flow, REST) >>> 8) & 0xff;
  }

  source(flow: number): number {
    return this.#word(flow, SOURCE) >>> 0;
  }

  destination(flow: number): number {
    return this.#word(flow, DESTINATION) >>> 0;
  }

  transport(flow: number): number {
    return this.#word(flow, REST) & 0xff;
  }

  sourcePort(flow: number): number {
    return this.#word(flow, PORTS) >>> 16;
  }

  destinationPort(flow: number): number {
    return this.#word(flow, PORTS) & 0xffff;
  }

  /** Address pool ids of one end of all flows, by their numbers: as `source` and `destination` give them, in the order of memory. */
  ids(end: FlowEnd): Uint32Array {
    const place = end === 'source' ? SOURCE : DESTINATION;
    const out = new Uint32Array(this.#length);
    for (let flow = 0; flow < out.length; flow++)
      out[flow] = this.#chunks[flow >>> CHUNK_BITS]![(flow & FLOW_MASK) * WORDS + place]!;
    return out;
  }

  /**
   * Writes what flows `from` up to but not including `to` say of one end: address pool ids, -1 for flows without IP addresses. Those
   * who ask every flow do so in the order of memory.
   */
  addresses(end: FlowEnd, from: number, to: number, out: Int32Array): void {
    const place = end === 'source' ? SOURCE : DESTINATION;
    for (let flow = from; flow < to; flow++) {
      const words = this.#chunks[flow >>> CHUNK_BITS]!;
      const at = (flow & FLOW_MASK) * WORDS;
      out[flow - from] = (words[at + REST]! & NETWORK) === 0 ? -1 : words[at + place]!;
    }
  }

  /** The same of ports: -1 where not all packets of a flow have the same. */
  ports(end: FlowEnd, from: number, to: number, out: Int32Array): void {
    const shift = end === 'source' ? 16 : 0;
    for (let flow = from; flow < to; flow++) {
      const words = this.#chunks[flow >>> CHUNK_BITS]!;
      const at = (flow & FLOW_MASK) * WORDS;
      const rest = words[at + REST]!;
      const isKnown = (rest & TRANSPORT) !== 0 && ((rest >>> 16) & 3) === ALL;
      out[flow - from] = isKnown ? (words[at + PORTS]! >>> shift) & 0xffff : -1;
    }
  }

  #word(flow: number, word: number): number {
    return this.#chunks[flow >>> CHUNK_BITS]![(flow & FLOW_MASK) * WORDS + word]!;
  }

  #find(facts: FlowFacts): number {
    const { etherSource, etherDestination, source, destination } = facts;
    if (source === 0 && destination === 0 && etherSource < 0) return 0;
    const key = this.#key;
    key[SOURCE] = source;
    key[DESTINATION] = destination;
    key[PORTS] = facts.transportPorts;
    key[ETHER_SOURCE] = etherSource < 0 ? 0 : etherSource;
    key[ETHER_DESTINATION] = etherDestination < 0 ? 0 : etherDestination;
    key[ETHER_UPPER] = (upperOf(etherSource) << 16) | upperOf(etherDestination);
    const ether = (etherSource < 0 ? 0 : HAS_ETHER_SOURCE) | (etherDestination < 0 ? 0 : HAS_ETHER_DESTINATION);
    key[REST] = ether | (ALL << 16) | (facts.network << 8) | facts.transport;
    return this.#lookUp(ALL) || this.#coarser(facts, ether);
  }

  #coarser({ network, transport, etherSource }: FlowFacts, ether: number): number {
    const key = this.#key;
    key[PORTS] = 0;
    key[REST] = ether | (NO_PORTS << 16) | (network << 8) | transport;
    const flow = this.#lookUp(NO_PORTS);
    if (flow !== 0 || etherSource < 0) return flow;
    key[SOURCE] = 0;
    key[DESTINATION] = 0;
    key[REST] = ether | (HARDWARE << 16);
    return this.#lookUp(HARDWARE);
  }

  /** Flow with the words of the key, which is added unless it is there; 0 when it is not and there are too many of its detail. */
  #lookUp(detail: number): number {
    const key = this.#key;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = hashOf(key, 0);
    const tag = hash >>> NUMBER_BITS;
    let slot = slotOf(hash) & mask;
    for (let known = slots[slot]!; known !== 0; known = slots[slot]!) {
      if (known >>> NUMBER_BITS === tag && this.#is(known & NUMBERS)) return known & NUMBERS;
      slot = (slot + 1) & mask;
    }
    if (this.#counts[detail]! >= MOST[detail]!) return 0;
    this.#counts[detail]!++;
    const flow = this.#length++;
    const number = flow >>> CHUNK_BITS;
    if (number === this.#chunks.length) this.#chunks.push(new Int32Array(WORDS << CHUNK_BITS));
    this.#chunks[number]!.set(key, (flow & FLOW_MASK) * WORDS);
    slots[slot] = (tag << NUMBER_BITS) | flow;
    if (this.#length * 4 > slots.length * 3) this.#grow();
    return flow;
  }

  /** True when a flow has the words of the key. */
  #is(flow: number): boolean {
    const key = this.#key;
    const words = this.#chunks[flow >>> CHUNK_BITS]!;
    const at = (flow & FLOW_MASK) * WORDS;
    for (let word = 0; word < WORDS; word++) if (words[at + word] !== key[word]) return false;
    return true;
  }

  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let flow = 1; flow < this.#length; flow++) {
      const words = this.#chunks[flow >>> CHUNK_BITS]!;
      const hash = hashOf(words, (flow & FLOW_MASK) * WORDS);
      let slot = slotOf(hash) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = ((hash >>> NUMBER_BITS) << NUMBER_BITS) | flow;
    }
    this.#slots = slots;
  }
}

function upperOf(ether: number): number {
  return ether < 0 ? 0 : Math.floor(ether / 2 ** 32);
}

function hashOf(words: Int32Array, at: number): number {
  let hash = 0;
  for (let i = at; i < at + WORDS; i++) hash = Math.imul(hash ^ words[i]!, 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}

/** First slot to look into, before the number of slots is taken off. */
function slotOf(hash: number): number {
  return hash ^ (hash >>> 13);
}
