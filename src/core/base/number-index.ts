/** Numbers of 32 bits in a slot: what it stands for, behind the key. */
const WIDTH = 4;
const VALUE = 3;

/**
 * Finds a number above 0 by a key of three numbers of 32 bits: an open table in one typed array, so that a look-up touches one place in memory and makes
 * nothing. At most half of its slots are taken.
 */
export class NumberIndex {
  #slots = new Int32Array(256 * WIDTH);
  #length = 0;

  /** What a key of signed numbers stands for; 0 when it is not there. */
  find(first: number, second: number, third: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = hashOf(first, second, third) & mask;
    for (let value = slots[at + VALUE]!; value !== 0; value = slots[at + VALUE]!) {
      if (slots[at] === first && slots[at + 1] === second && slots[at + 2] === third) return value;
      at = (at + WIDTH) & mask;
    }
    return 0;
  }

  /** Adds a key that is not there. */
  add(first: number, second: number, third: number, value: number): void {
    this.#length++;
    if (this.#length * 2 * WIDTH > this.#slots.length) this.#grow();
    put(this.#slots, first, second, third, value);
  }

  #grow(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WIDTH)
      if (before[at + VALUE] !== 0) put(slots, before[at]!, before[at + 1]!, before[at + 2]!, before[at + VALUE]!);
    this.#slots = slots;
  }
}

function put(slots: Int32Array, first: number, second: number, third: number, value: number): void {
  const mask = slots.length - 1;
  let at = hashOf(first, second, third) & mask;
  while (slots[at + VALUE] !== 0) at = (at + WIDTH) & mask;
  slots[at] = first;
  slots[at + 1] = second;
  slots[at + 2] = third;
  slots[at + VALUE] = value;
}

/** First number of a slot, before the number of slots is taken off. */
function hashOf(first: number, second: number, third: number): number {
  let hash = Math.imul(first ^ Math.imul(second ^ Math.imul(third, 0xc2b2ae35), 0x85ebca6b), 0x9e3779b1);
  hash ^= hash >>> 15;
  return Math.imul(hash, WIDTH);
}
