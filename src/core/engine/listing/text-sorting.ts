const CHUNK_BITS = 20;
/** Octets of keys that are kept together; no key lies across two of these. */
export const CHUNK = 1 << CHUNK_BITS;
/** The size of a key that is not there. */
export const NO_TEXT = 0xffff;
/** Places that are sorted by inserting. */
const FEW = 20;
/** Octets in which keys are compared at once. */
const MOST_SAME = 64;
/** From so many places on, counters of 16 bits are cheaper than two times those of 8. */
const MANY = 1 << 15;

/** The sort of one set of keys: groups of places with the same begin, each split by its next four octets. */
export class TextSorting {
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
    const next = depth + 4;
    if (differing === 0) {
      const first = this.#firstDifference(from, to, next);
      if (first < this.#mostSize) this.#groups.push(from, to, first);
      return;
    }
    this.#byDigits(from, to, differing, to - from < MANY ? 8 : 16);
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

  /**
   * Where keys that are the same up to `depth` begin to differ, in steps of four octets from there: each key is gone through once, and
   * not once for every four octets that all have. At most the size of the longest of them, and what one slice of work bears.
   */
  #firstDifference(from: number, to: number, depth: number): number {
    const { order } = this;
    const first = order[from]!;
    let limit = Math.min(this.#mostSize, depth + MOST_SAME);
    for (let i = from + 1; i < to && limit > depth; i++) {
      const place = order[i]!;
      let at = depth;
      while (at < limit && this.#word(place, at) === this.#word(first, at)) at += 4;
      if (at < limit) limit = at;
    }
    return limit;
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
