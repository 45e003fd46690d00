/** Octets that are read in windows: a file on disk, a file of the browser, octets in memory. */
export interface ByteSource {
  /** Name for people. */
  readonly name: string;
  /** Octets in all. */
  readonly size: number;
  /** Octets `offset` to `offset + length`, fewer at the end. Rejects when the file has gone or changed. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Takes octets back that `read` gave and nobody looks at any more, so that their memory serves the next reading. */
  reuse?(bytes: Uint8Array): void;
  /** Nobody reads for a while: what is kept for the next reading can go. */
  rest?(): void;
  /** Where several files are read as one: the number of the one that has an octet, from 0. Packets behind each other lie in any of them. */
  partOf?(offset: number): number;
  /** Of which another thread of this platform can make the same source; undefined where none can. It can be posted. */
  readonly handle?: unknown;
}

/** Octets in memory: a paste, a sample, a test. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly #bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.#bytes.subarray(offset, offset + length));
  }
}
