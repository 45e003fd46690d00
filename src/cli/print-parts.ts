import type { PrintShares } from './print-shares.ts';

/** Packets of a range: some megabytes of lines. */
const RANGE = 1024;
/** Ranges that may wait for an earlier one. */
const MOST_WAITING = 16;

/** Some packets of a range, to be printed by one thread. */
export interface PrintPart {
  /** First packet of the range. */
  readonly from: number;
  /** Ascending. */
  readonly indexes: Uint32Array;
  /** What is told of each packet to a thread that prints only what stands alone. */
  readonly conversations?: Int32Array | undefined;
}

/** Lines of packets, one behind the other. */
export interface PrintedLines {
  readonly octets: Uint8Array;
  /** Where the line of each packet ends. */
  readonly ends: Uint32Array;
}

/** A part that is printed. */
export interface PrintedPart extends PrintedLines, PrintPart {}

interface Range {
  /** By share: parts that nobody has been given. */
  readonly waiting: Map<number, PrintPart>;
  readonly printed: PrintedPart[];
  /** Packets that are not printed. */
  missing: number;
}

/** The packets of a capture in ranges, each in parts by share: who prints what next, and the lines in order. */
export class PrintParts {
  readonly #shares: PrintShares;
  readonly #count: number;
  /** Ranges that are begun, by their first packet. */
  readonly #ranges = new Map<number, Range>();
  /** By share: first packet of the range of which its next part is. */
  readonly #next: number[];
  #written = 0;
  /** Memory of the lines of a range. */
  #lines = new Uint8Array(0);

  /** @param count packets of the capture */
  constructor(shares: PrintShares, count: number) {
    this.#shares = shares;
    this.#count = count;
    this.#next = new Array<number>(shares.threads + 1).fill(0);
  }

  /** True when the lines of all packets have been taken. */
  get isDone(): boolean {
    return this.#written >= this.#count;
  }

  /** What a thread prints next: of its own share, else what is anybody's, else of others' shares; undefined when it has to wait. */
  give(thread: number): PrintPart | undefined {
    const { threads } = this.#shares;
    let part = this.#take(thread) ?? this.#take(threads);
    if (this.#shares.helps(thread))
      for (let other = 0; other < threads && part === undefined; other++) part = this.#take(other);
    return part;
  }

  put(part: PrintedPart): void {
    const range = this.#ranges.get(part.from);
    if (range === undefined) return;
    range.printed.push(part);
    range.missing -= part.indexes.length;
  }

  /** Lines of the next range, once, in octets that the next call uses again; undefined when they are not all here. */
  takeLines(): Uint8Array | undefined {
    const range = this.#ranges.get(this.#written);
    if (range === undefined || range.missing > 0) return undefined;
    this.#ranges.delete(this.#written);
    this.#written += RANGE;
    return this.#joined(range.printed);
  }

  /** The lines of all packets of a range in the order of the packets. */
  #joined(parts: readonly PrintedPart[]): Uint8Array {
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only.octets;
    const size = parts.reduce((sum, { octets }) => sum + octets.length, 0);
    // Touching new memory for each range takes longer than copying the lines.
    if (size > this.#lines.length) this.#lines = new Uint8Array(size * 1.25);
    const out = this.#lines;
    /** By packet of the range. */
    const readers: Reader[] = [];
    for (const part of parts) {
      const reader: Reader = { part, line: 0, start: 0 };
      for (const index of part.indexes) readers[index - part.from] = reader;
    }
    let at = 0;
    for (const reader of readers) {
      const { octets, ends } = reader.part;
      const end = ends[reader.line++] ?? octets.length;
      out.set(octets.subarray(reader.start, end), at);
      at += end - reader.start;
      reader.start = end;
    }
    return out.subarray(0, at);
  }

  #take(share: number): PrintPart | undefined {
    const end = Math.min(this.#count, this.#written + RANGE * MOST_WAITING);
    for (let from = this.#next[share] ?? end; from < end; from += RANGE) {
      this.#next[share] = from + RANGE;
      const { waiting } = this.#ranges.get(from) ?? this.#begin(from);
      const part = waiting.get(share);
      waiting.delete(share);
      if (part !== undefined) return part;
    }
    return undefined;
  }

  #partOf(share: number, from: number, list: readonly number[]): PrintPart {
    const { conversation, helps } = this.#shares;
    const indexes = Uint32Array.from(list);
    if (conversation === undefined || helps(share)) return { from, indexes };
    return { from, indexes, conversations: Int32Array.from(list, conversation) };
  }

  #begin(from: number): Range {
    const to = Math.min(from + RANGE, this.#count);
    const lists = new Map<number, number[]>();
    for (let index = from; index < to; index++) {
      const share = this.#shares.of(index);
      const list = lists.get(share);
      if (list === undefined) lists.set(share, [index]);
      else list.push(index);
    }
    const waiting = new Map([...lists].map(([share, list]) => [share, this.#partOf(share, from, list)]));
    const range: Range = { waiting, printed: [], missing: to - from };
    this.#ranges.set(from, range);
    return range;
  }
}

/** Where the lines of a part are read. */
interface Reader {
  readonly part: PrintedPart;
  line: number;
  /** Where the next line begins. */
  start: number;
}
