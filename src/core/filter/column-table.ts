import type { NumberedTransport } from '../dissect/conversation-numbers.ts';
import type { ColumnReader } from './columns.ts';
import type { FindingKind } from './finding-leaf.ts';
import type { Shape } from './shapes.ts';

/** A row of the packet list with the numbers that its answers depend on. */
export interface KeyedRow extends ColumnReader {
  /** Number of its shape: rows with the same number are made of the same. */
  readonly shapeNumber: number;
  /** Number that stands for its addresses and ports; -1 when none does. */
  readonly flowKey: number;
}

/** Which end of a packet's way. */
export type End = 'source' | 'destination';

/** The columns of a packet list, as filters read them. It may grow; what has been said of a shape, flow or address stays. */
export interface ColumnTable {
  /** Numbers of flows and ids of addresses are below these. */
  readonly flowCount: number;
  readonly addressCount: number;
  /** One row by itself; one object serves all rows. */
  row(index: number): KeyedRow;
  shape(number: number): Shape | undefined;
  /** Names that packets of the protocol of that number may have in the Protocol column; none where the number stands for none. */
  protocolNames(number: number): readonly string[];
  /** Kinds of findings in the set of that number, each once; undefined when they are not known. */
  findingKinds(set: number): readonly FindingKind[] | undefined;
  /** Writes the ids of an address of all packets of flows `from` up to but not including `to`; -1 where a flow does not tell. */
  flowAddresses(end: End, from: number, to: number, out: Int32Array): void;
  /** Writes the ports of all packets of these flows; -1 where a flow does not tell. */
  flowPorts(end: End, from: number, to: number, out: Int32Array): void;
  /** Writes the number of the conversation of all packets of these flows over a transport; -1 where a flow does not tell. */
  flowStreams(transport: NumberedTransport, from: number, to: number, out: Int32Array): void;
  /** Numbers of conversations are below this. */
  streamCount(transport: NumberedTransport): number;
  /** Grows when packets of a flow that had a number of a conversation get another one: what was said of flows by these is to be asked again. */
  readonly reopened: number;
  /** Id of an address of one packet, its port (0 without one), its conversation; -1 where the row does not tell. */
  rowAddress(index: number, end: End): number;
  rowPort(index: number, end: End): number;
  rowStream(index: number, transport: NumberedTransport): number;
  /**
   * Writes addresses as numbers of 32 bits, of ids `from` up to but not including `to`; -1 for all that are not read from octets
   * as IPv4.
   */
  ipv4Numbers(from: number, to: number, out: Float64Array): void;
  /** An IP address as octets; undefined for all others. */
  octets(id: number): Uint8Array | undefined;
}

/** Rows that follow each other, column by column. */
export interface ColumnBlock {
  readonly table: ColumnTable;
  /** Index of the first row. */
  readonly from: number;
  readonly length: number;
  readonly seconds: Float64Array;
  readonly nanos: Uint32Array;
  /** Octets on the wire, and captured. */
  readonly original: Uint32Array;
  readonly captured: Uint32Array;
  /** Numbers of the topmost protocols; 0 without one. */
  readonly protocols: Uint16Array;
  readonly shapes: Uint16Array;
  readonly flows: Uint32Array;
  /** Numbers of the sets of findings; undefined while nobody knows of any. */
  readonly findings: Uint16Array | undefined;
}

/** Says of the rows of one block after the other whether they match. */
export interface ColumnProgram {
  /** True when an answer costs much more than a look-up. */
  readonly isSlow: boolean;
  /**
   * Writes the verdict of each row of a block.
   * @param settled verdicts found before: rows that have `decisive` there need no answer, and may get that one
   */
  fill(block: ColumnBlock, verdicts: Uint8Array, settled?: Uint8Array, decisive?: number): void;
}
