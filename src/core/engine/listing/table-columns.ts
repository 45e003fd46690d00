import { CHUNK } from '../../base/column.ts';
import type { NumberedTransport } from '../../dissect/conversation-numbers.ts';
import { columnNames } from '../../dissect/registry.ts';
import { parseIpv4, parseIpv6 } from '../../filter/addresses.ts';
import type { ColumnBlock, ColumnProgram, ColumnTable, End, KeyedRow } from '../../filter/column-table.ts';
import type { FindingKind } from '../../filter/finding-leaf.ts';
import type { Shape } from '../../filter/shapes.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Capture } from '../capture.ts';
import { conversationNumber, flowNumber } from '../conversation-number.ts';
import { isExact, type ShapeColumn } from './shape-column.ts';
import { TableRow } from './table-row.ts';

/** The packet table of a capture, as filters over columns read it. */
export class TableColumns implements ColumnTable {
  readonly #capture: Capture;
  readonly #shapes: ShapeColumn;
  readonly #row: TableRow;
  #names: readonly (readonly string[] | undefined)[] | undefined;

  constructor(capture: Capture, shapes: ShapeColumn) {
    this.#capture = capture;
    this.#shapes = shapes;
    this.#row = new TableRow(capture, shapes);
  }

  /** Writes what a program says of packets `from` up to but not including `to`. */
  answer(program: ColumnProgram, from: number, to: number, verdicts: Uint8Array): void {
    for (let start = from; start < to; ) {
      const end = Math.min(to, start - (start % CHUNK) + CHUNK);
      program.fill(this.#block(start, end), verdicts.subarray(start - from, end - from));
      start = end;
    }
  }

  get flowCount(): number {
    return this.#capture.flows.length;
  }

  get addressCount(): number {
    return this.#capture.state.addresses.length;
  }

  row(index: number): KeyedRow {
    this.#row.index = index;
    return this.#row;
  }

  shape(number: number): Shape | undefined {
    return this.#shapes.shape(number, this.#capture);
  }

  protocolNames(number: number): readonly string[] {
    this.#names ??= columnNames(this.#capture.registry);
    return this.#names[number] ?? [];
  }

  findingKinds(set: number): readonly FindingKind[] | undefined {
    return this.#shapes.findings.kinds(set);
  }

  findingSets(from: number, to: number): Uint16Array | undefined {
    return this.#shapes.findings.view(from, to);
  }

  flowAddresses(end: End, from: number, to: number, out: Int32Array): void {
    this.#capture.flows.addresses(end, from, to, out);
  }

  flowPorts(end: End, from: number, to: number, out: Int32Array): void {
    this.#capture.flows.ports(end, from, to, out);
  }

  flowStreams(transport: NumberedTransport, from: number, to: number, out: Int32Array): void {
    for (let flow = from; flow < to; flow++) out[flow - from] = flowNumber(this.#capture, flow, transport);
  }

  streamCount(transport: NumberedTransport): number {
    return this.#capture.state.conversations(transport).length;
  }

  get reopened(): number {
    return this.#capture.state.conversations('tcp').reopened;
  }

  rowStream(index: number, transport: NumberedTransport): number {
    return conversationNumber(this.#capture, index, transport);
  }

  rowAddress(index: number, end: End): number {
    const { table } = this.#capture;
    return isExact(table.shape.get(index)) ? table[end].get(index) : -1;
  }

  rowPort(index: number, end: End): number {
    const { table } = this.#capture;
    if (!isExact(table.shape.get(index))) return -1;
    return (end === 'source' ? table.sourcePort : table.destinationPort).get(index);
  }

  ipv4Numbers(from: number, to: number, out: Float64Array): void {
    this.#capture.state.addresses.ipv4Numbers(from, to, out);
  }

  octets(id: number): Uint8Array | undefined {
    const text = this.#capture.state.addresses.text(id);
    return parseIpv4(text) ?? parseIpv6(text);
  }

  #block(from: number, to: number): Block {
    return new Block(this, this.#capture.table, from, to);
  }
}

/** Rows of the table. A column is looked at when it is asked for: what lies narrow in memory is made wide for it. */
class Block implements ColumnBlock {
  readonly table: TableColumns;
  readonly from: number;
  readonly length: number;
  readonly #packets: PacketTable;
  readonly #to: number;

  constructor(table: TableColumns, packets: PacketTable, from: number, to: number) {
    this.table = table;
    this.#packets = packets;
    this.from = from;
    this.#to = to;
    this.length = to - from;
  }

  get seconds(): Float64Array {
    return this.#packets.seconds.view(this.from, this.#to);
  }
  get nanos(): Uint32Array {
    return this.#packets.nanos.view(this.from, this.#to);
  }
  get original(): Uint32Array {
    return this.#packets.original.view(this.from, this.#to);
  }
  get captured(): Uint32Array {
    return this.#packets.captured.view(this.from, this.#to);
  }
  get protocols(): Uint16Array {
    return this.#packets.protocol.view(this.from, this.#to);
  }
  get shapes(): Uint16Array {
    return this.#packets.shape.view(this.from, this.#to);
  }
  get findings(): Uint16Array | undefined {
    return this.table.findingSets(this.from, this.#to);
  }
  get flows(): Uint32Array {
    return this.#packets.flow.view(this.from, this.#to);
  }
}
