import { CHUNK, Column, RowCount } from '../base/column.ts';

/** What pass 1 knows of a packet; one object may serve all packets. */
export interface PacketFacts {
  /** Number of the topmost protocol. */
  readonly protocol: number;
  /** Ids of the address pool. */
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly info: number;
  /** Number of the set of protocols that pass 1 has met. */
  readonly met: number;
}

/** One typed array per column of the packet list; 61 octets a packet, no object per packet. */
export class PacketTable {
  readonly #count = new RowCount();
  readonly seconds = new Column(Float64Array, this.#count);
  readonly nanos = new Column(Uint32Array, this.#count);
  /** Octet of the file where the packet's data begin; may pass 4 GiB. */
  readonly offset = new Column(Float64Array, this.#count);
  readonly captured = new Column(Uint32Array, this.#count);
  readonly original = new Column(Uint32Array, this.#count);
  readonly interfaceIndex = new Column(Uint16Array, this.#count);
  /** pcapng's direction and checksum bits. */
  readonly flags = new Column(Uint16Array, this.#count);
  readonly protocol = new Column(Uint16Array, this.#count);
  readonly source = new Column(Uint32Array, this.#count);
  readonly destination = new Column(Uint32Array, this.#count);
  readonly sourcePort = new Column(Uint16Array, this.#count);
  readonly destinationPort = new Column(Uint16Array, this.#count);
  readonly info = new Column(Uint32Array, this.#count);
  /** Number in the capture's flow table; 0 is "none". */
  readonly flow = new Column(Uint32Array, this.#count);
  /** What the packet is made of: a set of protocols from pass 1, or more exactly (see the engine's listing). */
  readonly shape = new Column(Uint16Array, this.#count);
  /** Worst severity and digest verdict, once judged (see the engine's judgement). */
  readonly judged = new Column(Uint8Array, this.#count);

  /** Few packets have comments. */
  readonly comments = new Map<number, string[]>();

  /** The chunks that are being filled: one look-up a row instead of one a column. */
  #now = this.#extend();

  get length(): number {
    return this.#count.rows;
  }

  /** Adds a row with what the file says of the packet; `setFacts` completes it. Gives its index. */
  append(
    seconds: number,
    nanos: number,
    offset: number,
    captured: number,
    original: number,
    interfaceIndex: number,
    flags: number,
  ): number {
    const index = this.#count.rows++;
    const at = index % CHUNK;
    if (at === 0 && index > 0) this.#now = this.#extend();
    const now = this.#now;
    now.seconds[at] = seconds;
    now.nanos[at] = nanos;
    now.offset[at] = offset;
    now.captured[at] = captured;
    now.original[at] = original;
    now.interfaceIndex[at] = interfaceIndex;
    now.flags[at] = flags;
    return index;
  }

  /** Completes the row that was added last. */
  setFacts(facts: PacketFacts, flow = 0): void {
    const at = (this.#count.rows - 1) % CHUNK;
    const now = this.#now;
    now.protocol[at] = facts.protocol;
    now.source[at] = facts.source;
    now.destination[at] = facts.destination;
    now.sourcePort[at] = facts.sourcePort;
    now.destinationPort[at] = facts.destinationPort;
    now.info[at] = facts.info;
    now.shape[at] = facts.met;
    now.flow[at] = flow;
  }

  /** Puts other facts into a row, for a packet of which more is known at the end of the capture. */
  correct(index: number, facts: PacketFacts): void {
    this.protocol.set(index, facts.protocol);
    this.source.set(index, facts.source);
    this.destination.set(index, facts.destination);
    this.sourcePort.set(index, facts.sourcePort);
    this.destinationPort.set(index, facts.destinationPort);
    this.info.set(index, facts.info);
    this.shape.set(index, facts.met);
  }

  #extend() {
    return {
      seconds: this.seconds.extend(),
      nanos: this.nanos.extend(),
      offset: this.offset.extend(),
      captured: this.captured.extend(),
      original: this.original.extend(),
      interfaceIndex: this.interfaceIndex.extend(),
      flags: this.flags.extend(),
      protocol: this.protocol.extend(),
      source: this.source.extend(),
      destination: this.destination.extend(),
      sourcePort: this.sourcePort.extend(),
      destinationPort: this.destinationPort.extend(),
      info: this.info.extend(),
      flow: this.flow.extend(),
      shape: this.shape.extend(),
      judged: this.judged.extend(),
    };
  }
}
