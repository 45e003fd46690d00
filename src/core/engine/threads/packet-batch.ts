/** Packets that another thread asks, as plain data: where their octets lie in the file, and what pass 1 knows of them. */
export interface PacketBatch {
  /** Octet of the file from which `offsets` count. */
  readonly base: number;
  /** Of each packet, ascending: first octet, and captured octets; 0 where none of them are needed. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly sizes: Uint32Array<ArrayBuffer>;
  /** Contents of each packet, in the order of the packets. */
  readonly counts: Uint32Array<ArrayBuffer>;
  /** Of each content: its dissector by `DissectorNumbers`, its destination port, and `CUT` and `KEPT`. */
  readonly dissectors: Uint16Array<ArrayBuffer>;
  readonly ports: Uint16Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  /** Its first octet in its packet, or in `kept`; and its octets. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** Octets that do not lie in one packet. */
  readonly kept: Uint8Array<ArrayBuffer>;
}

/** Octets are missing at the end of a content. */
export const CUT = 1;
/** The content's octets lie in `kept`. */
export const KEPT = 2;

/** The buffers of a batch, to be moved. */
export function buffersOf(batch: PacketBatch): ArrayBuffer[] {
  return Object.values(batch).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  );
}

/** A content of a packet. */
export interface BatchedContent {
  readonly dissector: number;
  readonly port: number;
  readonly isCut: boolean;
  /** Octets that hold it; undefined where they are the packet's. */
  readonly kept: Uint8Array | undefined;
  readonly at: number;
  readonly size: number;
}

/** Puts packets into a batch. */
export class PacketBatchWriter {
  readonly #base: number;
  readonly #offsets: number[] = [];
  readonly #sizes: number[] = [];
  readonly #counts: number[] = [];
  readonly #dissectors: number[] = [];
  readonly #ports: number[] = [];
  readonly #flags: number[] = [];
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  #kept = new Uint8Array(0);
  #used = 0;

  /** @param base octet of the file at or before the first packet */
  constructor(base: number) {
    this.#base = base;
  }

  get packets(): number {
    return this.#counts.length;
  }

  /** Begins with the next packet. @param offset of its first octet in the file */
  begin(offset: number, size: number): void {
    this.#offsets.push(offset - this.#base);
    this.#sizes.push(size);
    this.#counts.push(0);
  }

  /** Adds a content to the packet that was begun last. */
  add({ dissector, port, isCut, kept, at, size }: BatchedContent): void {
    this.#counts[this.#counts.length - 1]!++;
    this.#dissectors.push(dissector);
    this.#ports.push(port);
    this.#flags.push((isCut ? CUT : 0) | (kept === undefined ? 0 : KEPT));
    this.#starts.push(kept === undefined ? at : this.#keep(kept.subarray(at, at + size)));
    this.#lengths.push(size);
  }

  /** The batch; the writer is of no use any more. */
  finish(): PacketBatch {
    return {
      base: this.#base,
      offsets: Uint32Array.from(this.#offsets),
      sizes: Uint32Array.from(this.#sizes),
      counts: Uint32Array.from(this.#counts),
      dissectors: Uint16Array.from(this.#dissectors),
      ports: Uint16Array.from(this.#ports),
      flags: Uint8Array.from(this.#flags),
      starts: Uint32Array.from(this.#starts),
      lengths: Uint32Array.from(this.#lengths),
      kept: this.#kept.slice(0, this.#used),
    };
  }

  #keep(octets: Uint8Array): number {
    const start = this.#used;
    this.#used += octets.length;
    if (this.#used > this.#kept.length) {
      const larger = new Uint8Array(2 * this.#used);
      larger.set(this.#kept.subarray(0, start));
      this.#kept = larger;
    }
    this.#kept.set(octets, start);
    return start;
  }
}

/** A read of the file that gives the octets of some packets of a batch. */
export interface BatchRange {
  /** Packets `from` up to but not including `to` of the batch. */
  readonly from: number;
  readonly to: number;
  /** What is read of the file, in octets; nothing is when `length` is 0. */
  readonly offset: number;
  readonly length: number;
}

/** Answers a question for the packets of batches. */
export interface BatchTester {
  /**
   * Writes 1 into `matches` for each packet of a range that matches; ranges of a batch come in their order.
   * @param bytes what the range was read as; undefined when nothing is read for it
   * @throws when it cannot be said of this batch
   */
  test(batch: PacketBatch, range: BatchRange, bytes: Uint8Array | undefined, matches: Uint8Array): void;
}

/** Octets of a packet of a range; undefined for a packet that is not read, or that the file no longer holds. */
export function octetsOf(
  { base, offsets, sizes }: PacketBatch,
  place: number,
  range: BatchRange,
  bytes: Uint8Array | undefined,
): Uint8Array | undefined {
  const at = base + offsets[place]! - range.offset;
  const size = sizes[place]!;
  return bytes !== undefined && size > 0 && at + size <= bytes.length ? bytes.subarray(at, at + size) : undefined;
}

/** Octets between two packets that are read along rather than skipped: a read of its own costs more. */
const GAP = 64 * 1024;
/** Octets of one read. */
const READ = 4 * 1024 * 1024;

/** The reads that a batch takes, in the order of its packets; each packet is in one. */
export function rangesOf({ base, offsets, sizes }: PacketBatch): readonly BatchRange[] {
  const ranges: BatchRange[] = [];
  let from = 0;
  let start = 0;
  let end = 0;
  const flush = (to: number): void => {
    if (to > from) ranges.push({ from, to, offset: base + start, length: end - start });
    from = to;
  };
  for (let place = 0; place < offsets.length; place++) {
    const size = sizes[place]!;
    if (size === 0) continue;
    const offset = offsets[place]!;
    if (end > start && (offset > end + GAP || offset < start || offset + size - start > READ)) {
      flush(place);
      start = offset;
      end = start;
    }
    if (end === start) start = offset;
    end = Math.max(end, offset + size);
  }
  flush(offsets.length);
  return ranges;
}
