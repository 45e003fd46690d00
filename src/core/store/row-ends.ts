import type { RowCount } from '../base/column.ts';
import { SparseColumn } from '../base/sparse-column.ts';
import { Vector } from '../base/vector.ts';
import type { FlowEnd, FlowTable } from './flow-table.ts';

/** Addresses and ports of a packet as its row shows them. */
export interface Ends {
  /** Ids of the address pool. */
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/**
 * Addresses and ports of rows. Nearly always the packet's flow tells them; what is kept are those of rows that show others: the ports of a
 * datagram inside a short message, addresses where there are too many flows.
 */
export class RowEnds {
  readonly #flows: FlowTable;
  /** One more than the place of what a row shows; 0 where its flow tells. */
  readonly #others = new SparseColumn();
  readonly #source = new Vector(Uint32Array);
  readonly #destination = new Vector(Uint32Array);
  readonly #sourcePort = new Vector(Uint16Array);
  readonly #destinationPort = new Vector(Uint16Array);

  constructor(flows: FlowTable) {
    this.#flows = flows;
  }

  /** Octets held. */
  get size(): number {
    const columns = [this.#others, this.#source, this.#destination, this.#sourcePort, this.#destinationPort];
    return columns.reduce((sum, { size }) => sum + size, 0);
  }

  /** Says what a row shows for the first time. @param flow the flow of its packet */
  add(row: number, ends: Ends, flow: number): void {
    if (!this.#isTold(ends, flow)) this.#keep(row, ends);
  }

  /** Says that a row shows something else. */
  correct(row: number, ends: Ends, flow: number): void {
    const known = this.#others.get(row);
    if (known > 0) this.#put(known - 1, ends);
    else this.add(row, ends, flow);
  }

  source(row: number, flow: number): number {
    const other = this.#others.get(row);
    return other > 0 ? this.#source.get(other - 1) : this.#flows.source(flow);
  }

  destination(row: number, flow: number): number {
    const other = this.#others.get(row);
    return other > 0 ? this.#destination.get(other - 1) : this.#flows.destination(flow);
  }

  sourcePort(row: number, flow: number): number {
    const other = this.#others.get(row);
    return other > 0 ? this.#sourcePort.get(other - 1) : this.#flows.sourcePort(flow);
  }

  destinationPort(row: number, flow: number): number {
    const other = this.#others.get(row);
    return other > 0 ? this.#destinationPort.get(other - 1) : this.#flows.destinationPort(flow);
  }

  /**
   * Addresses of one end as many rows show them, faster than row by row.
   * @param from the first row
   * @param flows flows of the rows from there on; written over
   * @returns address pool ids, in the place of `flows`
   */
  addresses(end: FlowEnd, from: number, flows: Uint32Array): Uint32Array {
    const ids = this.#flows.ids(end);
    // A flow that was not told is none of the table's: its rows are among the others.
    for (let i = 0; i < flows.length; i++) flows[i] = flows[i]! < ids.length ? ids[flows[i]!]! : 0;
    const kept = end === 'source' ? this.#source : this.#destination;
    this.#others.forEach(from, from + flows.length, (row, place) => {
      flows[row - from] = kept.get(place - 1);
    });
    return flows;
  }

  #isTold({ source, destination, sourcePort, destinationPort }: Ends, flow: number): boolean {
    const flows = this.#flows;
    return (
      flow < flows.length &&
      flows.source(flow) === source &&
      flows.destination(flow) === destination &&
      flows.sourcePort(flow) === sourcePort &&
      flows.destinationPort(flow) === destinationPort
    );
  }

  #keep(row: number, ends: Ends): void {
    this.#source.push(ends.source);
    this.#destination.push(ends.destination);
    this.#sourcePort.push(ends.sourcePort);
    this.#destinationPort.push(ends.destinationPort);
    this.#others.set(row, this.#source.length);
  }

  #put(place: number, ends: Ends): void {
    this.#source.set(place, ends.source);
    this.#destination.set(place, ends.destination);
    this.#sourcePort.set(place, ends.sourcePort);
    this.#destinationPort.set(place, ends.destinationPort);
  }
}

/** One of the four, as a column of the packet table. */
export class EndColumn {
  readonly #count: RowCount;
  readonly #of: (row: number) => number;
  readonly #many: ((from: number, to: number) => Uint32Array) | undefined;

  /** @param many values of rows `from` up to but not including `to`, where there is a faster way than row by row for all rows */
  constructor(count: RowCount, of: (row: number) => number, many?: (from: number, to: number) => Uint32Array) {
    this.#count = count;
    this.#of = of;
    this.#many = many;
  }

  get length(): number {
    return this.#count.rows;
  }

  /** Value of a row; 0 for one that is not there. */
  get(index: number): number {
    return index < this.#count.rows ? this.#of(index) : 0;
  }

  /** Copies rows `from` up to but not including `to`. */
  slice(from: number, to: number): Uint32Array {
    const { rows } = this.#count;
    if (this.#many !== undefined && from === 0 && to >= rows) return this.#many(0, rows);
    const out = new Uint32Array(Math.max(0, Math.min(to, rows) - from));
    for (let i = 0; i < out.length; i++) out[i] = this.#of(from + i);
    return out;
  }
}
