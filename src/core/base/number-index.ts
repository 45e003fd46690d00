/** Numbers of 32 bits in a slot: lower and upper half of the key, and what it stands for. */
const WIDTH = 4;

/**
 * Finds a number above 0 by a key of 64 bits: an open table in one typed array, so that a look-up touches one place in memory and makes
 * nothing. At most half of its slots are taken.
 */
export class NumberIndex {
  #slots = new Int32Array(256 * WIDTH);
  #length = 0;

  /** What a key stands for; 0 when it is not there. Both halves are signed numbers of 32 bits. */
  find(lower: number, upper: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = hashOf(lower, upper) & mask;
    for (let value = slots[at + 2]!; value !== 0; value = slots[at + 2]!) {
      if (slots[at] === lower && slots[at + 1] === upper) return value;
      at = (at + WIDTH) & mask;
    }
    return 0;
  }

  /** Adds a key that is not there. */
  add(lower: number, upper: number, value: number): void {
    this.#length++;
    if (this.#length * 2 * WIDTH > this.#slots.length) this.#grow();
    put(this.#slots, lower, upper, value);
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WIDTH)
      if (before[at + 2] !== 0) put(slots, before[at]!, before[at + 1]!, before[at + 2]!);
    this.#slots = slots;
  }
}

function put(slots: Int32Array, lower: number, upper: number, value: number): void {
  const mask = slots.length - 1;
  let at = hashOf(lower, upper) & mask;
  while (slots[at + 2] !== 0) at = (at + WIDTH) & mask;
  slots[at] = lower;
  slots[at + 1] = upper;
  slots[at + 2] = value;
}

/** First number of a slot, before the number of slots is taken off. */
function hashOf(lower: number, upper: number): number {
  let hash = Math.imul(lower ^ Math.imul(upper, 0x85ebca6b), 0x9e3779b1);
  hash ^= hash >>> 15;
  return Math.imul(hash, WIDTH);
}
