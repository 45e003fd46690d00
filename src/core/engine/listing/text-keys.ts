import type { Slices } from './slices.ts';

/** Octets of keys that are kept together; no key lies across two of these. */
const CHUNK_BITS = 20;
const CHUNK = 1 << CHUNK_BITS;
/** Characters of a text that decide its order. */
const MOST_CHARACTERS = 256;
/** Octets of a key at most: three a character, the end, and what tells apart texts that differ in case and zeros only. */
const MOST_OCTETS = 5 * MOST_CHARACTERS;
/** What stands in a key for a number, below all characters above digits; a character is its code and one. */
const NUMBER = 0x31;
/** A character that has no octet of its own: its two follow. */
const WIDE = 0xff;
const NO_TEXT = 0xffff;
/** Places that are sorted by inserting. */
const FEW = 20;
/** From so many places on, counters of 16 bits are cheaper than two times those of 8. */
const MANY = 1 << 15;
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
  readonly #rest = new Uint8Array(2 * MOST_CHARACTERS);
  #restBits = 0;

  /** Texts so far, those that are not there included. */
  get length(): number {
    return this.#length;
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
    this.#rest.fill(0);
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
    to.set(this.#rest.subarray(0, octets), at);
    return at + octets;
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

  /** Appends bits to what tells apart texts of the same key. */
  #more(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      const at = this.#restBits++;
      if ((value >>> bit) & 1) this.#rest[at >>> 3]! |= 0x80 >>> (at & 7);
    }
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
    const sorting = new Sorting(this.#chunks, this.#starts, this.#sizes, this.#length, this.#valued);
    while (!sorting.isDone) {
      sorting.goOn(LOOK_EVERY);
      await slices.rest();
      if (!isOn()) return undefined;
    }
    return sorting;
  }
}

/** The sort of one set of keys: groups of places with the same begin, each split by its next four octets. */
class Sorting {
  readonly order: Uint32Array;
  readonly begins: Uint8Array;
  readonly #chunks: readonly Uint8Array[];
  readonly #starts: Uint32Array;
  readonly #sizes: Uint16Array;
  readonly #words: Uint32Array;
  readonly #spareOrder: Uint32Array;
  readonly #spareWords: Uint32Array;
  /** Groups that are not yet in order: from, to, octets that are the same. */
  readonly #groups: number[];
  #mostSize = 0;

  constructor(chunks: readonly Uint8Array[], starts: Uint32Array, sizes: Uint16Array, length: number, valued: number) {
    this.#chunks = chunks;
    this.#starts = starts;
    this.#sizes = sizes;
    this.order = new Uint32Array(length);
    this.begins = new Uint8Array(length);
    this.#words = new Uint32Array(valued);
    this.#spareOrder = new Uint32Array(valued);
    this.#spareWords = new Uint32Array(valued);
    let at = 0;
    let behind = valued;
    for (let place = 0; place < length; place++) {
      if (sizes[place] === NO_TEXT) this.order[behind++] = place;
      else this.order[at++] = place;
    }
    if (valued > 0 && valued < length) this.begins[valued] = 1;
    this.#groups = valued > 1 ? [0, valued, 0] : [];
  }

  get isDone(): boolean {
    return this.#groups.length === 0;
  }

  /** Splits groups until about `places` places have been looked at. */
  goOn(places: number): void {
    const groups = this.#groups;
    for (let left = places; left > 0 && groups.length > 0; ) {
      const depth = groups.pop()!;
      const to = groups.pop()!;
      const from = groups.pop()!;
      left -= to - from;
      if (to - from <= FEW) this.#insert(from, to, depth);
      else this.#split(from, to, depth);
    }
  }

  #split(from: number, to: number, depth: number): void {
    const words = this.#words;
    const differing = this.#load(from, to, depth);
    if (differing !== 0) {
      if (to - from < MANY) this.#byDigits(from, to, differing, 8);
      else this.#byDigits(from, to, differing, 16);
    }
    const next = depth + 4;
    const goesOn = next < this.#mostSize;
    for (let start = from; start < to; ) {
      const word = words[start]!;
      let end = start + 1;
      while (end < to && words[end] === word) end++;
      if (end < to) this.begins[end] = 1;
      if (goesOn && end - start > 1) this.#groups.push(start, end, next);
      start = end;
    }
  }

  /** Loads the next four octets of places. @returns the bits in which they differ */
  #load(from: number, to: number, depth: number): number {
    const { order } = this;
    const words = this.#words;
    let most = 0;
    let differing = 0;
    const first = this.#word(order[from]!, depth);
    for (let i = from; i < to; i++) {
      const place = order[i]!;
      const word = this.#word(place, depth);
      words[i] = word;
      differing |= word ^ first;
      const size = this.#sizes[place]!;
      if (size > most) most = size;
    }
    this.#mostSize = most;
    return differing;
  }

  #word(place: number, depth: number): number {
    const left = this.#sizes[place]! - depth;
    if (left <= 0) return 0;
    const start = this.#starts[place]!;
    const chunk = this.#chunks[start >>> CHUNK_BITS]!;
    const at = (start & (CHUNK - 1)) + depth;
    const word = (chunk[at]! << 24) | (chunk[at + 1]! << 16) | (chunk[at + 2]! << 8) | chunk[at + 3]!;
    // Octets of the next key do not count.
    return (left >= 4 ? word : word & (-1 << (8 * (4 - left)))) >>> 0;
  }

  /** A stable sort by the loaded words, from their last digit that differs to their first. */
  #byDigits(from: number, to: number, differing: number, bits: 8 | 16): void {
    const { order } = this;
    const words = this.#words;
    const spareOrder = this.#spareOrder;
    const spareWords = this.#spareWords;
    const mask = (1 << bits) - 1;
    const starts = new Uint32Array(1 << bits);
    for (let shift = 0; shift < 32; shift += bits) {
      if (((differing >>> shift) & mask) === 0) continue;
      starts.fill(0);
      for (let i = from; i < to; i++) starts[(words[i]! >>> shift) & mask]!++;
      let sum = from;
      for (let digit = 0; digit < starts.length; digit++) {
        const count = starts[digit]!;
        starts[digit] = sum;
        sum += count;
      }
      for (let i = from; i < to; i++) {
        const word = words[i]!;
        const at = starts[(word >>> shift) & mask]!++;
        spareWords[at] = word;
        spareOrder[at] = order[i]!;
      }
      words.set(spareWords.subarray(from, to), from);
      order.set(spareOrder.subarray(from, to), from);
    }
  }

  #insert(from: number, to: number, depth: number): void {
    const { order } = this;
    for (let i = from + 1; i < to; i++) {
      const place = order[i]!;
      let at = i;
      while (at > from && this.#compare(order[at - 1]!, place, depth) > 0) {
        order[at] = order[at - 1]!;
        at--;
      }
      order[at] = place;
    }
    for (let i = from + 1; i < to; i++) if (this.#compare(order[i - 1]!, order[i]!, depth) !== 0) this.begins[i] = 1;
  }

  #compare(a: number, b: number, from: number): number {
    const size = Math.max(this.#sizes[a]!, this.#sizes[b]!);
    for (let depth = from; depth < size; depth += 4) {
      const difference = this.#word(a, depth) - this.#word(b, depth);
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function doubled<A extends Uint32Array | Uint16Array>(values: A, more: A): A {
  more.set(values);
  return more;
}
