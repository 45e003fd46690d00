import type { ByteSource } from '../files/byte-source.ts';
import type { PacketTable } from '../store/packet-table.ts';

const BLOCK = 1024 * 1024;
const KEPT_BLOCKS = 8;

/**
 * Octets of packets, read from the file when they are wanted and kept for a while in blocks.
 * A packet by itself costs a read of a block: neighbours, which are what a list shows, then cost nothing.
 */
export class PacketBytes {
  readonly #source: ByteSource;
  readonly #table: PacketTable;
  /** Blocks by number, least recently used first. */
  readonly #blocks = new Map<number, Promise<Uint8Array>>();
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
  async fetch(indexes: Iterable<number>): Promise<Map<number, Uint8Array>> {
    const out = new Map<number, Uint8Array>();
    await Promise.all(
      [...new Set(indexes)].map(async (index) => {
        const bytes = await this.#packet(index);
        if (bytes !== undefined) out.set(index, bytes);
      }),
    );
    return out;
  }

  async #packet(index: number): Promise<Uint8Array | undefined> {
    if (index < 0 || index >= this.#table.length) return undefined;
    const offset = this.#table.offset.get(index);
    const size = this.#table.captured.get(index);
    if (offset + size <= this.#head.length) return this.#head.subarray(offset, offset + size);
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + Math.max(size, 1) - 1) / BLOCK);
    if (first === last)
      return (await this.#block(first)).subarray(offset - first * BLOCK, offset - first * BLOCK + size);
    const out = new Uint8Array(size);
    for (let number = first; number <= last; number++) {
      const block = await this.#block(number);
      const from = Math.max(offset, number * BLOCK);
      out.set(block.subarray(from - number * BLOCK, Math.min(offset + size - number * BLOCK, BLOCK)), from - offset);
    }
    return out;
  }

  #block(number: number): Promise<Uint8Array> {
    const known = this.#blocks.get(number);
    if (known !== undefined) {
      this.#blocks.delete(number);
      this.#blocks.set(number, known);
      return known;
    }
    const block = this.#source.read(number * BLOCK, BLOCK);
    this.#blocks.set(number, block);
    // A failed or short read must not be remembered: the file may still be growing.
    block.then(
      (bytes) => {
        if (bytes.length < BLOCK) this.#blocks.delete(number);
      },
      () => this.#blocks.delete(number),
    );
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > KEPT_BLOCKS && oldest.done !== true) this.#blocks.delete(oldest.value);
    return block;
  }
}
