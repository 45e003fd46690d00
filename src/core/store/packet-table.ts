import { CHUNK, Column, RowCount } from '../base/column.ts';
import { FlowTable } from './flow-table.ts';
import { EndColumn, type Ends, RowEnds } from './row-ends.ts';

/** What pass 1 knows of a packet; one object may serve all packets. */
export interface PacketFacts extends Ends {
  /** Number of the topmost protocol. */
  readonly protocol: number;
  /** Number of the set of protocols that pass 1 has met. */
  readonly met: number;
}

/**
 * One typed array per column of the packet list, no object per packet: 34 octets a row while a chunk of 65 536 rows is filled, and
 * half of that once it is full and each column takes the width that its values need.
 */
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
  readonly source: EndColumn;
  readonly destination: EndColumn;
  readonly sourcePort: EndColumn;
  readonly destinationPort: EndColumn;
  /** Number in the capture's flow table; 0 is "none". */
  readonly flow = new Column(Uint32Array, this.#count);
  /** What the packet is made of: a set of protocols from pass 1, or more exactly (see the engine's listing). */
  readonly shape = new Column(Uint16Array, this.#count);
  /** Worst severity and digest verdict, once judged (see the engine's judgement). */
  readonly judged = new Column(Uint8Array, this.#count);
  /** Few packets have comments. */
  readonly comments = new Map<number, string[]>();
  readonly #ends: RowEnds;
  /** The chunks that are being filled: one look-up a row instead of one a column. */
  #now = this.#extend();

  /** @param flows what the flow numbers of rows stand for */
  constructor(flows: FlowTable = new FlowTable()) {
    const ends = new RowEnds(flows);
    this.#ends = ends;
    const { flow } = this;
    this.source = new EndColumn(
      this.#count,
      (row) => ends.source(row, flow.get(row)),
      (from, to) => ends.addresses('source', from, flow.slice(from, to)),
    );
    this.destination = new EndColumn(
      this.#count,
      (row) => ends.destination(row, flow.get(row)),
      (from, to) => ends.addresses('destination', from, flow.slice(from, to)),
    );
    this.sourcePort = new EndColumn(this.#count, (row) => ends.sourcePort(row, flow.get(row)));
    this.destinationPort = new EndColumn(this.#count, (row) => ends.destinationPort(row, flow.get(row)));
  }

  get length(): number {
    return this.#count.rows;
  }

  /** Octets held, unused room included, comments and flows not. */
  get size(): number {
    const { seconds, nanos, offset, captured, original, interfaceIndex, flags, protocol, flow, shape, judged } = this;
    return [seconds, nanos, offset, captured, original, interfaceIndex, flags, protocol, flow, shape, judged].reduce(
      (sum, { size }) => sum + size,
      this.#ends.size,
    );
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
    const index = this.#count.rows - 1;
    const at = index % CHUNK;
    const now = this.#now;
    now.protocol[at] = facts.protocol;
    now.shape[at] = facts.met;
    now.flow[at] = flow;
    this.#ends.add(index, facts, flow);
  }

  /** Puts other facts into a row, for a packet of which more is known at the end of the capture. */
  correct(index: number, facts: PacketFacts): void {
    this.protocol.set(index, facts.protocol);
    this.shape.set(index, facts.met);
    this.#ends.correct(index, facts, this.flow.get(index));
  }

  #extend() {
    const captured = this.captured.extend();
    return {
      seconds: this.seconds.extend(),
      nanos: this.nanos.extend(),
      offset: this.offset.extend(),
      captured,
      original: this.original.extend(this.captured),
      interfaceIndex: this.interfaceIndex.extend(),
      flags: this.flags.extend(),
      protocol: this.protocol.extend(),
      flow: this.flow.extend(),
      shape: this.shape.extend(),
      judged: this.judged.extend(),
    };
  }
}
