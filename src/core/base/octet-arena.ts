const BLOCK_BITS = 16;
const BLOCK = 1 << BLOCK_BITS;

/** Keeps small runs of octets one behind the other in blocks of 64 KiB: an array of its own takes a hundred octets besides. */
export class OctetArena {
  readonly #blocks: Uint8Array[] = [];
  /** Octets used of the last block. */
  #used = 0;

  /** Copies octets, 65 536 at most. @returns where they are */
  put(octets: Uint8Array): number {
    if (this.#blocks.length === 0 || this.#used + octets.length > BLOCK) {
      this.#blocks.push(new Uint8Array(BLOCK));
      this.#used = 0;
    }
    const at = this.#used;
    this.#blocks[this.#blocks.length - 1]!.set(octets, at);
    this.#used += octets.length;
    return (this.#blocks.length - 1) * BLOCK + at;
  }

  /** A view of `size` octets that were put at `place`. */
  get(place: number, size: number): Uint8Array {
    const at = place & (BLOCK - 1);
    return this.#blocks[Math.floor(place / BLOCK)]!.subarray(at, at + size);
  }
}
