import type { Slices } from './slices.ts';
import { CHUNK, NO_TEXT, TextSorting } from './text-sorting.ts';

/** Characters of a text that decide its order. */
const MOST_CHARACTERS = 256;
/** Octets of a key at most: three a character, the end, and what tells apart texts that differ in case and zeros only. */
const MOST_OCTETS = 5 * MOST_CHARACTERS;
/** What stands in a key for a number, below all characters above digits; a character is its code and one. */
const NUMBER = 0x31;
/** A character that has no octet of its own: its two follow. */
const WIDE = 0xff;
/** Places between two looks at the clock. */
const LOOK_EVERY = 50_000;

/**
 * Texts as octets whose plain order is the order of `compareNatural`: letters without case, numbers by how many digits they have
 * and then by these; behind an end, what that leaves out. A million texts of 60 characters are some 50 MB in a few arrays, and
 * are sorted four octets at a time, without a comparison of texts.
 */
export class TextKeys {
  readonly #chunks: Uint8Array[] = [];
  #used = CHUNK;
  /** Where keys begin, and their octets. */
  #starts = new Uint32Array(1024);
  #sizes = new Uint16Array(1024);
  #length = 0;
  #valued = 0;
  /** Bits that tell apart texts of the same key, of the text that is added. */
  readonly #rest = new Uint8Array(2 * MOST_CHARACTERS + 1);

  /** Texts so far, those that are not there included. */
  get length(): number {
    return this.#length;
  }

  /** Octets of the keys. */
  get octets(): number {
    return this.#chunks.length * CHUNK;
  }

  /** Texts that are there. */
  get valued(): number {
    return this.#valued;
  }

  /** Adds a text of which the first 256 characters count; undefined comes last, whatever the others are. */
  add(text: string | undefined): void {
    const place = this.#length++;
    if (place === this.#starts.length) {
      this.#starts = doubled(this.#starts, new Uint32Array(2 * place));
      this.#sizes = doubled(this.#sizes, new Uint16Array(2 * place));
    }
    if (text === undefined) {
      this.#sizes[place] = NO_TEXT;
      return;
    }
    if (this.#used + MOST_OCTETS > CHUNK) {
      this.#chunks.push(new Uint8Array(CHUNK));
      this.#used = 0;
    }
    const from = this.#used;
    this.#used = this.#write(text, this.#chunks.at(-1)!, from);
    this.#starts[place] = (this.#chunks.length - 1) * CHUNK + from;
    this.#sizes[place] = this.#used - from;
    this.#valued++;
  }

  /** Writes the key of a text. @returns the octet behind it */
  #write(text: string, to: Uint8Array, from: number): number {
    const length = Math.min(text.length, MOST_CHARACTERS);
    const rest = this.#rest;
    let at = from;
    /** Octets of `rest` that are full, and the bits behind them: in variables, for nearly every character has one. */
    let full = 0;
    let bits = 0;
    let waiting = 0;
    for (let i = 0; i < length; ) {
      const code = text.charCodeAt(i);
      if (code >= 0x30 && code <= 0x39) {
        let first = i;
        while (i < length && isDigit(text.charCodeAt(i))) i++;
        const zeros = leadingZeros(text, first, i);
        bits = (bits << 8) | restOfNumber(text, first, zeros, i, length);
        rest[full++] = bits >>> waiting;
        bits &= (1 << waiting) - 1;
        first += zeros;
        to[at++] = NUMBER;
        to[at++] = i - first - 1;
        for (let digit = first; digit < i; digit += 2) {
          const low = digit + 1 < i ? text.charCodeAt(digit + 1) - 0x30 : 0;
          to[at++] = ((text.charCodeAt(digit) - 0x30) << 4) | low;
        }
        continue;
      }
      i++;
      if (code >= WIDE - 1) {
        to[at++] = WIDE;
        to[at++] = code >>> 8;
        to[at++] = code & 0xff;
        continue;
      }
      const isCapital = code >= 0x41 && code <= 0x5a;
      to[at++] = isCapital ? code + 0x21 : code + 1;
      if (!isCapital && (code < 0x61 || code > 0x7a)) continue;
      bits = (bits << 1) | (isCapital ? 0 : 1);
      if (++waiting < 8) continue;
      rest[full++] = bits;
      bits = 0;
      waiting = 0;
    }
    if (waiting > 0) rest[full++] = bits << (8 - waiting);
    to[at++] = 0;
    for (let i = 0; i < full; i++) to[at++] = rest[i]!;
    return at;
  }

  /**
   * Sorts the texts, in slices; equal ones stay in their order.
   * @param isOn asked after each pause; once false the sort ends
   * @returns places in their order, and per place of that 1 where a text begins that the one before is not; undefined when
   *   it was given up
   */
  async sort(
    slices: Slices,
    isOn: () => boolean,
  ): Promise<{ readonly order: Uint32Array; readonly begins: Uint8Array } | undefined> {
    const sorting = new TextSorting(this.#chunks, this.#starts, this.#sizes, this.#length, this.#valued);
    while (!sorting.isDone) {
      sorting.goOn(LOOK_EVERY);
      await slices.rest();
      if (!isOn()) return undefined;
    }
    return sorting;
  }
}

/** Zeros before the first digit that counts; the last digit always does. */
function leadingZeros(text: string, begin: number, end: number): number {
  let first = begin;
  while (first < end - 1 && text.charCodeAt(first) === 0x30) first++;
  return first - begin;
}

/** What tells a number apart from those that are the same without leading zeros, 8 bits. @param length characters of the text that count */
function restOfNumber(text: string, begin: number, zeros: number, end: number, length: number): number {
  // One more zero stands before a larger digit, or, in a number of zeros, before what follows.
  const isZero = text.charCodeAt(begin + zeros) === 0x30;
  const isBelow = isZero && (end === length || text.charCodeAt(end) < 0x30);
  return (isBelow ? zeros : 0xff - zeros) & 0xff;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function doubled<A extends Uint32Array | Uint16Array>(values: A, more: A): A {
  more.set(values);
  return more;
}
