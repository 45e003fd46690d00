const CHUNK_BITS = 19;
/** Indexes in a chunk: 64 KiB of bits. */
const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;

/** A set of packet indexes as bits, in chunks that exist only where something is in them. */
export class IndexSet {
  readonly #chunks = new Map<number, Uint8Array>();
  #size = 0;

  /** Number of indexes in the set. */
  get size(): number {
    return this.#size;
  }

  has(index: number): boolean {
    if (this.#size === 0) return false;
    const bits = this.#chunks.get(index >>> CHUNK_BITS);
    return bits !== undefined && ((bits[(index & MASK) >>> 3]! >>> (index & 7)) & 1) === 1;
  }

  set(index: number, isIn: boolean): void {
    if (this.has(index) === isIn) return;
    let bits = this.#chunks.get(index >>> CHUNK_BITS);
    if (bits === undefined) {
      bits = new Uint8Array(CHUNK >>> 3);
      this.#chunks.set(index >>> CHUNK_BITS, bits);
    }
    bits[(index & MASK) >>> 3]! ^= 1 << (index & 7);
    this.#size += isIn ? 1 : -1;
  }

  clear(): void {
    this.#chunks.clear();
    this.#size = 0;
  }

  /** The indexes in ascending order. */
  *values(): Generator<number> {
    for (const chunk of [...this.#chunks.keys()].sort((a, b) => a - b)) {
      const bits = this.#chunks.get(chunk)!;
      for (let at = 0; at < bits.length; at++) {
        const octet = bits[at]!;
        for (let bit = 0; octet >>> bit !== 0; bit++) if ((octet >>> bit) & 1) yield chunk * CHUNK + at * 8 + bit;
      }
    }
  }
}
