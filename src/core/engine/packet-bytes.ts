import type { ByteSource } from '../files/byte-source.ts';
import type { PacketTable } from '../store/packet-table.ts';

/** Octets of a block. Rows that lie far apart, in another order or of few matches, read a block each. */
const BLOCK = 256 * 1024;
/** Blocks that are kept when nobody looks at them. */
const KEPT_BLOCKS = 16;
/** Packets of so many octets are read by themselves: of their blocks nobody else would have much. */
const LARGE = BLOCK / 4;
/** Octets that are read at once for a part of many packets. */
const PART = 2 * 1024 * 1024;

interface Block {
  readonly bytes: Promise<Uint8Array>;
  /** How many look at it. */
  users: number;
  /** Kept for whoever comes, not kept any more, or without its octets. */
  state: 'kept' | 'forgotten' | 'released';
}

/** Octets of packets by index; a packet that the file no longer holds is missing. */
export class FetchedBytes extends Map<number, Uint8Array> {
  #releases: (() => void)[] = [];

  /** @param release is called when nobody looks at some of these octets any more */
  releasedBy(release: () => void): void {
    this.#releases.push(release);
  }

  /**
   * Nobody looks at any of these octets any more: their memory is free. Octets that are not released are freed as garbage, of which
   * a browser lets 64 MB come together.
   */
  release(): void {
    for (const release of this.#releases) release();
    this.#releases = [];
  }
}

/**
 * Octets of packets, read from the file when they are wanted and kept for a while in blocks.
 * A packet by itself costs a read of a block: neighbours, which are what a list shows, then cost nothing.
 */
export class PacketBytes {
  readonly #source: ByteSource;
  readonly #table: PacketTable;
  /** Blocks by number, least recently used first. */
  readonly #blocks = new Map<number, Block>();
  /** The file's first octets. */
  #head = new Uint8Array(0);

  constructor(source: ByteSource, table: PacketTable) {
    this.#source = source;
    this.#table = table;
  }

  /**
   * Keeps a copy of the file's first octets, which have been read to recognise it: the first rows are then there without a read
   * (the block of them took as long as walking and dissecting them together).
   */
  keepHead(octets: Uint8Array): void {
    this.#head = octets.slice();
  }

  /** Octets of the packets, by index; a packet that the file no longer holds is missing. */
  async fetch(indexes: Iterable<number>): Promise<FetchedBytes> {
    const out = new FetchedBytes();
    await Promise.all(
      [...new Set(indexes)].map(async (index) => {
        const bytes = await this.#packet(index, out);
        if (bytes !== undefined) out.set(index, bytes);
      }),
    );
    return out;
  }

  /** The same packets in parts, so that the octets of a part are few enough to be read at once: a screen of the largest packets has 20 MB. */
  *parts(indexes: Iterable<number>): Generator<readonly number[]> {
    let part: number[] = [];
    let octets = 0;
    // Packets of merged files, and of a list in another order, come back to blocks.
    const blocks = new Set<number>();
    for (const index of indexes) {
      const block = Math.floor(this.#table.offset.get(index) / BLOCK);
      const size = this.#table.captured.get(index);
      if (size >= LARGE) octets += size;
      else if (!blocks.has(block)) octets += BLOCK;
      blocks.add(block);
      if (octets > PART && part.length > 0) {
        yield part;
        part = [];
        blocks.clear();
        blocks.add(block);
        octets = Math.max(size, BLOCK);
      }
      part.push(index);
    }
    if (part.length > 0) yield part;
  }

  async #packet(index: number, out: FetchedBytes): Promise<Uint8Array | undefined> {
    if (index < 0 || index >= this.#table.length) return undefined;
    const offset = this.#table.offset.get(index);
    const size = this.#table.captured.get(index);
    if (offset + size <= this.#head.length) return this.#head.subarray(offset, offset + size);
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + Math.max(size, 1) - 1) / BLOCK);
    if (first === last)
      return (await this.#block(first, out)).subarray(offset - first * BLOCK, offset - first * BLOCK + size);
    if (size >= LARGE) {
      const bytes = await this.#source.read(offset, size);
      out.releasedBy(() => this.#source.reuse?.(bytes));
      return bytes;
    }
    const joined = new Uint8Array(size);
    for (let number = first; number <= last; number++) {
      const block = await this.#block(number, out);
      const from = Math.max(offset, number * BLOCK);
      joined.set(block.subarray(from - number * BLOCK, Math.min(offset + size - number * BLOCK, BLOCK)), from - offset);
    }
    return joined;
  }

  async #block(number: number, out: FetchedBytes): Promise<Uint8Array> {
    const block = this.#known(number) ?? this.#read(number);
    block.users++;
    const bytes = await block.bytes;
    out.releasedBy(() => {
      block.users--;
      this.#reuse(block, bytes);
    });
    return bytes;
  }

  #known(number: number): Block | undefined {
    const known = this.#blocks.get(number);
    if (known === undefined) return undefined;
    this.#blocks.delete(number);
    this.#blocks.set(number, known);
    return known;
  }

  #read(number: number): Block {
    const block: Block = { bytes: this.#source.read(number * BLOCK, BLOCK), users: 0, state: 'kept' };
    this.#blocks.set(number, block);
    const forget = (): void => {
      if (this.#blocks.get(number) === block) this.#blocks.delete(number);
      block.state = 'forgotten';
    };
    // A failed or short read must not be remembered: the file may still be growing.
    block.bytes.then((bytes) => {
      if (bytes.length < BLOCK) forget();
    }, forget);
    const oldest = this.#blocks.entries().next().value;
    if (this.#blocks.size > KEPT_BLOCKS && oldest !== undefined) {
      const [at, old] = oldest;
      this.#blocks.delete(at);
      old.state = 'forgotten';
      // Its failure has been told to who asked for it.
      old.bytes.then(
        (bytes) => this.#reuse(old, bytes),
        () => undefined,
      );
    }
    return block;
  }

  #reuse(block: Block, bytes: Uint8Array): void {
    if (block.state !== 'forgotten' || block.users > 0) return;
    block.state = 'released';
    this.#source.reuse?.(bytes);
  }
}
