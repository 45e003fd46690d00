import { assert } from '../base/assert.ts';
import { readBits } from '../base/bits.ts';
import { type Field, UNDECODED } from './field.ts';
import type { Finding, Rule, Severity } from './rule.ts';

/** A run of octets that rows point into: the captured packet, or octets reassembled or unpacked from it. */
export interface Source {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** True when octets are missing at the end, because the capture cut them off. */
  readonly cut: boolean;
  /** True for another reading of octets that an earlier source holds too: shown, but its values are not the packet's. */
  readonly alternative?: boolean;
}

/** A document of the packet as text that people read, each part of it linked to its bits. */
export interface TextDocument {
  readonly label: string;
  readonly language: 'xml';
  readonly text: string;
  /** The document on one line with nothing added, in the canonical form that tests and pipelines compare. */
  readonly canonical: string;
  /** Source in which the bits lie. */
  readonly source: number;
  /** Four numbers a part: start and end in the text (UTF-16 units), first bit and bit after the last; outer parts first. */
  readonly spans: Int32Array;
}

/** The rows of a record whose fields all have fixed widths. Bits count from the first of the record, rows from its first row. */
export interface FixedRecord {
  readonly fields: readonly Field[];
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly endRows: Int32Array;
  /** 1 for rows that have a number. */
  readonly isNumber: Uint8Array;
  readonly width: number;
}

const STRIDE = 4;
const START = 0;
const END = 1;
const END_ROW = 2;
const SOURCE = 3;

/**
 * The field tree of one packet: rows in preorder, each `(field, start bit, end bit, end row, source)`.
 * Typed arrays instead of node objects: five layers make some fifty rows, and a pass over a million packets must not make garbage.
 *
 * Rows without children and with at least one bit are leaves. Leaves come in the order of their bits within a source and
 * tile it: before each row, and when a group closes, bits that nobody claimed become an undecoded leaf.
 */
export class Tree {
  readonly sources: Source[] = [];
  readonly findings: Finding[] = [];
  readonly documents: TextDocument[] = [];
  /** Per row, as all that follows. What lies behind `length` is of earlier packets: arrays that shrink and grow again cost more. */
  readonly #fields: Field[] = [];
  readonly #texts: (string | undefined)[] = [];
  readonly #notes: (string | undefined)[] = [];
  #rows = new Int32Array(64 * STRIDE);
  #nums = new Float64Array(64);
  #length = 0;
  /** Per source: the bit up to which leaves have been laid. */
  readonly #covered: number[] = [];

  /** True when no rows are kept: what would only be shown in one need not be made. */
  get isSilent(): boolean {
    return false;
  }

  /** True when notes are kept: they are made for people alone. */
  get keepsNotes(): boolean {
    return true;
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Fields of the rows. */
  get fields(): readonly Field[] {
    return this.#fields.slice(0, this.#length);
  }

  /** Forgets everything, to be used for the next packet. */
  reset(): void {
    this.#length = 0;
    // Setting `length` calls into the runtime: for arrays of one element taking it off is ten times as fast.
    while (this.sources.length > 0) this.sources.pop();
    while (this.findings.length > 0) this.findings.pop();
    while (this.documents.length > 0) this.documents.pop();
    while (this.#covered.length > 0) this.#covered.pop();
  }

  /** Adds a source and gives its index; index 0 is the captured packet. */
  addSource(source: Source): number {
    this.sources.push(source);
    this.#covered.push(0);
    return this.sources.length - 1;
  }

  /** Opens a row that will hold others. Close it with `close`. */
  open(field: Field, source: number, start: number): number {
    this.#fill(source, start);
    return this.#push(field, source, start, start, Number.NaN);
  }

  /** Closes a row at bit `end`; bits in it that no leaf claimed become an undecoded leaf. */
  close(row: number, end: number): void {
    const at = row * STRIDE;
    if (end > this.#rows[at + START]!) this.#fill(this.#rows[at + SOURCE]!, end);
    this.#rows[at + END] = Math.max(end, this.#rows[at + START]!);
    this.#rows[at + END_ROW] = this.#length;
  }

  /** Lays a leaf over bits `start` to `end`; zero bits make a row that only carries a value. */
  leaf(field: Field, source: number, start: number, end: number, num: number): number {
    if (end > start) this.#fill(source, start);
    const row = this.#push(field, source, start, end, num);
    this.#rows[row * STRIDE + END_ROW] = row + 1;
    if (end > start) {
      // The message is made only where it is needed: this is asked for every leaf.
      if (start < this.#covered[source]!) assert(false, `${field.filter} overlaps the leaf before it`);
      this.#covered[source] = end;
    }
    return row;
  }

  /**
   * Lays the rows of a record of fixed widths from bit `bit` on; all its bits are there.
   * @returns the first row; the others follow in the order of the record
   */
  record({ fields, starts, ends, endRows, isNumber, width }: FixedRecord, source: number, bit: number): number {
    if (bit < this.#covered[source]!) assert(false, `${fields[0]!.filter} overlaps the leaf before it`);
    this.#fill(source, bit);
    const first = this.#length;
    const { bytes } = this.sources[source]!;
    for (let i = 0; i < fields.length; i++) {
      const start = bit + starts[i]!;
      const end = bit + ends[i]!;
      const row = this.#push(
        fields[i]!,
        source,
        start,
        end,
        isNumber[i] === 1 ? readBits(bytes, start, end - start) : Number.NaN,
      );
      this.#rows[row * STRIDE + END_ROW] = first + endRows[i]!;
    }
    this.#covered[source] = bit + width;
    return first;
  }

  /** Adds a row that claims no bits: for trees that are not whole. */
  protected add(field: Field, source: number, start: number, end: number, num: number): void {
    this.#push(field, source, start, end, num);
  }

  /** A row for a value that stands nowhere in the packet (its field is declared `generated`), placed at bit `at`. */
  generated(field: Field, source: number, at: number, value: number | string): number {
    const row = this.leaf(field, source, at, at, typeof value === 'number' ? value : Number.NaN);
    if (typeof value === 'string') this.#texts[row] = value;
    return row;
  }

  /** Claims all bits that are left in every source. */
  finish(): void {
    for (let s = 0; s < this.sources.length; s++) this.#fill(s, this.sources[s]!.bytes.length * 8);
  }

  find(
    rule: Rule,
    message: string,
    source: number,
    start: number,
    end: number,
    severity: Severity = rule.severity,
  ): void {
    this.findings.push({ rule, severity, message, source, start, end });
  }

  setNum(row: number, num: number): void {
    this.#nums[row] = num;
  }

  setText(row: number, text: string): void {
    this.#texts[row] = text;
  }

  /** A word of explanation shown behind the value (for a group: instead of one). */
  setNote(row: number, note: string): void {
    this.#notes[row] = note;
  }

  field(row: number): Field {
    return this.#fields[row]!;
  }
  start(row: number): number {
    return this.#rows[row * STRIDE + START]!;
  }
  end(row: number): number {
    return this.#rows[row * STRIDE + END]!;
  }
  /** The row after the last one inside `row`. */
  endRow(row: number): number {
    return this.#rows[row * STRIDE + END_ROW]!;
  }
  source(row: number): number {
    return this.#rows[row * STRIDE + SOURCE]!;
  }
  num(row: number): number {
    return this.#nums[row]!;
  }
  text(row: number): string | undefined {
    return this.#texts[row];
  }
  note(row: number): string | undefined {
    return this.#notes[row];
  }
  isLeaf(row: number): boolean {
    return this.endRow(row) === row + 1 && this.end(row) > this.start(row);
  }

  /** Octets that a row covers, the first and last one whole. */
  bytes(row: number): Uint8Array {
    return this.sources[this.source(row)]!.bytes.subarray(this.start(row) >>> 3, (this.end(row) + 7) >>> 3);
  }

  /** All octets of the source that a row points into. */
  sourceBytes(row: number): Uint8Array {
    return this.sources[this.source(row)]!.bytes;
  }
  /** First octet of a row in its source. */
  startOctet(row: number): number {
    return this.start(row) >>> 3;
  }
  /** Octet behind a row, never behind the end of its source. */
  endOctet(row: number): number {
    return Math.min(this.sourceBytes(row).length, (this.end(row) + 7) >>> 3);
  }

  /** The deepest row that owns bit `bit` of `source`; undefined when the source has no such bit. */
  rowAt(source: number, bit: number): number | undefined {
    for (let row = 0; row < this.#length; row++) {
      if (this.source(row) === source && this.start(row) <= bit && bit < this.end(row) && this.isLeaf(row)) return row;
    }
    return undefined;
  }

  /** Row of the first field with this filter name. */
  find1(filter: string): number | undefined {
    const row = this.fields.findIndex((field) => field.filter === filter);
    return row < 0 ? undefined : row;
  }

  #fill(source: number, to: number): void {
    const from = this.#covered[source]!;
    if (from >= to) return;
    const row = this.#push(UNDECODED, source, from, to, Number.NaN);
    this.#rows[row * STRIDE + END_ROW] = row + 1;
    this.#covered[source] = to;
  }

  #push(field: Field, source: number, start: number, end: number, num: number): number {
    const row = this.#length++;
    if (row === this.#nums.length) this.#grow();
    this.#fields[row] = field;
    this.#texts[row] = undefined;
    this.#notes[row] = undefined;
    const at = row * STRIDE;
    this.#rows[at + START] = start;
    this.#rows[at + END] = end;
    this.#rows[at + END_ROW] = row + 1;
    this.#rows[at + SOURCE] = source;
    this.#nums[row] = num;
    return row;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    const nums = new Float64Array(this.#nums.length * 2);
    nums.set(this.#nums);
    this.#nums = nums;
  }
}
