import { u32 } from '../base/bits.ts';

const FIRST_ROOM = 256;

/**
 * What a learner needs of a message, as octets: pass 1 puts it aside instead of the whole message (see `Summary.learn`). One object
 * serves all messages. Numbers are of 32 bits; a run of octets has its size before it.
 */
export class Extract {
  bytes = new Uint8Array(FIRST_ROOM);
  /** Octets that are used. */
  size = 0;

  clear(): void {
    this.size = 0;
  }

  /** Adds a number, of which 32 bits count. */
  number(value: number): void {
    const at = this.#room(4);
    const { bytes } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  /** Adds octets `start` to `end`. */
  run(octets: Uint8Array, start: number, end: number): void {
    this.number(end - start);
    const at = this.#room(end - start);
    const { bytes } = this;
    // Values of headers are short: a loop is faster than a view and `set`.
    for (let i = start; i < end; i++) bytes[at + i - start] = octets[i]!;
  }

  /** Makes room for so many octets. @returns where they begin */
  #room(octets: number): number {
    const at = this.size;
    this.size += octets;
    if (this.size > this.bytes.length) {
      const bytes = new Uint8Array(Math.max(this.size, this.bytes.length * 2));
      bytes.set(this.bytes.subarray(0, at));
      this.bytes = bytes;
    }
    return at;
  }
}

/** Reads an extract in the order in which it was written. */
export class ExtractReader {
  readonly bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes;
    this.#at = start;
  }

  /** A number of 32 bits without a sign. */
  number(): number {
    const value = u32(this.bytes, this.#at);
    this.#at += 4;
    return value;
  }

  /** Goes over a run of octets. @returns where it begins; `at` is behind it */
  run(): number {
    const size = this.number();
    const start = this.#at;
    this.#at += size;
    return start;
  }

  /** Octet that comes next. */
  get at(): number {
    return this.#at;
  }
}
