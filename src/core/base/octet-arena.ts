const BLOCK_BITS = 16;
const BLOCK = 1 << BLOCK_BITS;
/** Fewer octets are copied faster by a loop than by a view and `set`. */
const SHORT = 256;

/** Keeps small runs of octets one behind the other in blocks of 64 KiB: an array of its own takes a hundred octets besides. */
export class OctetArena {
  readonly #blocks: Uint8Array[] = [];
  /** Octets used of the last block. */
  #used = 0;

  /** Copies octets `start` to `end`, 65 536 at most. @returns where they are */
  put(octets: Uint8Array, start = 0, end = octets.length): number {
    const size = end - start;
    // Nothing, too, must lie in a block that is there.
    if (this.#blocks.length === 0 || this.#used === BLOCK || this.#used + size > BLOCK) {
      this.#blocks.push(new Uint8Array(BLOCK));
      this.#used = 0;
    }
    const at = this.#used;
    const block = this.#blocks[this.#blocks.length - 1]!;
    if (size > SHORT) block.set(octets.subarray(start, end), at);
    else for (let i = 0; i < size; i++) block[at + i] = octets[start + i]!;
    this.#used += size;
    return (this.#blocks.length - 1) * BLOCK + at;
  }

  /** A view of `size` octets that were put at `place`. */
  get(place: number, size: number): Uint8Array {
    const at = this.offsetOf(place);
    return this.blockOf(place).subarray(at, at + size);
  }

  /** The block that holds what was put at `place`, and the octet of it where that begins: for readers that make no view. */
  blockOf(place: number): Uint8Array {
    return this.#blocks[Math.floor(place / BLOCK)]!;
  }

  offsetOf(place: number): number {
    return place & (BLOCK - 1);
  }
}
