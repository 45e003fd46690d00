import type { TextCache } from '../base/text-cache.ts';
import { unfold } from './text-lines.ts';

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const TAB = 0x09;
const COLON = 0x3a;
/** Sizes of names and their first letters are told apart by this many bits. */
const BITS = 5;
const MASK = (1 << BITS) - 1;

/** The names that headers may be written with, ready to be found. It holds nothing of a message: one serves all. */
export class HeaderNames {
  readonly #names: readonly Uint8Array[];
  readonly #keys: readonly number[];
  /** By size and first letter: one more than the place of the first name; the next one with the same. */
  readonly #heads = new Uint8Array(1 << (2 * BITS));
  readonly #chain: Uint8Array;
  /** Headers that have names. */
  readonly count: number;

  /** @param written lower-case names as they may be written, each with the number of the header: 0, 1, 2 ... */
  constructor(written: readonly (readonly [name: string, key: number])[]) {
    this.#names = written.map(([name]) => Uint8Array.from(name, (letter) => letter.charCodeAt(0)));
    this.#keys = written.map(([, key]) => key);
    this.#chain = new Uint8Array(written.length);
    for (const [i, name] of this.#names.entries()) {
      const slot = slotOf(name.length, name[0]!);
      this.#chain[i] = this.#heads[slot]!;
      this.#heads[slot] = i + 1;
    }
    this.count = Math.max(-1, ...this.#keys) + 1;
  }

  /** Number of the header whose name octets `start` to `end` are; -1 when it is none of these. */
  keyOf(bytes: Uint8Array, start: number, end: number): number {
    for (let i = this.#heads[slotOf(end - start, bytes[start]!)]!; i > 0; i = this.#chain[i - 1]!)
      if (isName(this.#names[i - 1]!, bytes, start, end)) return this.#keys[i - 1]!;
    return -1;
  }
}

/**
 * Pass 1 of a header section: one walk over its octets notes where the values of some headers stand. Nothing is made for a
 * message, so that one object serves all messages; places hold until the next `read`.
 */
export class HeaderPlaces {
  readonly #names: HeaderNames;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #counts: Int32Array;

  constructor(names: HeaderNames) {
    this.#names = names;
    this.#starts = new Int32Array(names.count);
    this.#ends = new Int32Array(names.count);
    this.#counts = new Int32Array(names.count);
  }

  /**
   * Reads the header section at octet `start`, no further than `end`.
   * @returns the octet behind the empty line that ends it; -1 when that is not there: what is there has been read
   */
  read(bytes: Uint8Array, start: number, end: number): number {
    const starts = this.#starts;
    const ends = this.#ends;
    const counts = this.#counts;
    for (let i = 0; i < starts.length; i++) {
      starts[i] = -1;
      counts[i] = 0;
    }
    /** The header that a folded line would go on; -1 for one that nobody asks for. */
    let current = -1;
    for (let at = start; at < end; ) {
      const first = bytes[at]!;
      const folded = first === SP || first === TAB;
      let stop = at;
      let octet = 0;
      for (; stop < end; stop++) {
        octet = bytes[stop]!;
        if (octet === COLON || octet === LF || octet === SP || octet === TAB) break;
      }
      const nameEnd = stop;
      let lf = stop;
      while (lf < end && bytes[lf] !== LF) lf++;
      const behind = lf > at && lf < end && bytes[lf - 1] === CR ? lf - 1 : lf;
      if (folded) {
        if (current >= 0) ends[current] = behind;
      } else if (behind === at && lf < end) return lf + 1;
      else {
        current = -1;
        const key = nameEnd > at && nameEnd < lf ? this.#names.keyOf(bytes, at, nameEnd) : -1;
        if (key >= 0) {
          let colon = nameEnd;
          while (colon < lf && (bytes[colon] === SP || bytes[colon] === TAB)) colon++;
          if (colon < lf && bytes[colon] === COLON && counts[key]!++ === 0) {
            current = key;
            starts[key] = colon + 1;
            ends[key] = behind;
          }
        }
      }
      at = lf + 1;
    }
    return -1;
  }

  has(key: number): boolean {
    return this.#starts[key]! >= 0;
  }

  /** How often the header stands there; the places are those of the first one. */
  count(key: number): number {
    return this.#counts[key]!;
  }

  /** Octet behind the colon; -1 when there is no such header. */
  start(key: number): number {
    return this.#starts[key]!;
  }

  /** Octet behind the value with the lines that are folded onto it, blanks around it included. */
  end(key: number): number {
    return this.#ends[key]!;
  }

  /** Value on one line, blanks around it taken off; undefined when there is no such header. */
  text(bytes: Uint8Array, key: number, texts?: TextCache): string | undefined {
    const start = this.#starts[key]!;
    if (start < 0) return undefined;
    const end = this.#ends[key]!;
    if (texts !== undefined) {
      let from = start;
      let to = end;
      while (from < to && bytes[from] === SP) from++;
      while (to > from && bytes[to - 1] === SP) to--;
      const known = texts.printable(bytes, from, to);
      if (known !== undefined) return known;
    }
    return unfold(bytes, start, end);
  }

  /** Value where it is a decimal number of `most` digits at most; -1 when it is none, or when there is no such header. */
  decimal(bytes: Uint8Array, key: number, most: number): number {
    const start = this.#starts[key]!;
    if (start < 0) return -1;
    let end = this.#ends[key]!;
    let at = start;
    while (at < end && (bytes[at] === SP || bytes[at] === TAB)) at++;
    while (end > at && (bytes[end - 1] === SP || bytes[end - 1] === TAB)) end--;
    let value = 0;
    for (let i = at; i < end; i++) {
      const digit = bytes[i]! - 0x30;
      if (digit < 0 || digit > 9) return decimalOf(unfold(bytes, start, end), most);
      value = value * 10 + digit;
    }
    return end === at || end - at > most ? -1 : value;
  }
}

/** Number that a text of 1 to `most` decimal digits stands for; -1 for any other text. */
function decimalOf(text: string, most: number): number {
  return text.length <= most && /^\d+$/.test(text) ? Number(text) : -1;
}

/** Small and capital letters differ in a bit that is left out. */
function slotOf(size: number, first: number): number {
  return ((size & MASK) << BITS) | (first & MASK);
}

function isName(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) {
    const octet = bytes[start + i]!;
    if ((octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet) !== name[i]) return false;
  }
  return true;
}
