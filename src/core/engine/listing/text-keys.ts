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
  #restBits = 0;

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
    let at = from;
    this.#restBits = 0;
    for (let i = 0; i < length; ) {
      const code = text.charCodeAt(i);
      if (code >= 0x30 && code <= 0x39) {
        const begin = i;
        while (i < length && isDigit(text.charCodeAt(i))) i++;
        at = this.#number(text, begin, i, length, to, at);
        continue;
      }
      i++;
      if (code >= WIDE - 1) {
        to[at++] = WIDE;
        to[at++] = code >>> 8;
        to[at++] = code & 0xff;
      } else if (code >= 0x41 && code <= 0x5a) {
        to[at++] = code + 0x21;
        this.#more(0, 1);
      } else {
        to[at++] = code + 1;
        if (code >= 0x61 && code <= 0x7a) this.#more(1, 1);
      }
    }
    to[at++] = 0;
    const octets = (this.#restBits + 7) >>> 3;
    const rest = this.#rest;
    for (let i = 0; i < octets; i++) to[at++] = rest[i]!;
    return at;
  }

  /** A number: how many digits, then these; leading zeros only tell apart what is the same without them. */
  #number(text: string, begin: number, end: number, length: number, to: Uint8Array, from: number): number {
    let first = begin;
    while (first < end - 1 && text.charCodeAt(first) === 0x30) first++;
    let at = from;
    to[at++] = NUMBER;
    to[at++] = end - first - 1;
    for (let i = first; i < end; i += 2) {
      const low = i + 1 < end ? text.charCodeAt(i + 1) - 0x30 : 0;
      to[at++] = ((text.charCodeAt(i) - 0x30) << 4) | low;
    }
    // One more zero stands before a larger digit, or, in a number of zeros, before what follows.
    const isZero = text.charCodeAt(first) === 0x30;
    const isBelow = isZero && (end === length || text.charCodeAt(end) < 0x30);
    this.#more(isBelow ? first - begin : 0xff - (first - begin), 8);
    return at;
  }

  /** Appends bits, 8 at most, to what tells apart texts of the same key. */
  #more(value: number, bits: number): void {
    const begin = this.#restBits;
    this.#restBits += bits;
    const at = begin >>> 3;
    const used = begin & 7;
    // Together they lie in two octets; the first keeps what it has, and the rest of both is 0 until more comes.
    const two = value << (16 - used - bits);
    if (used === 0) this.#rest[at] = two >>> 8;
    else this.#rest[at]! |= two >>> 8;
    if (used + bits > 8) this.#rest[at + 1] = two & 0xff;
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

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function doubled<A extends Uint32Array | Uint16Array>(values: A, more: A): A {
  more.set(values);
  return more;
}
