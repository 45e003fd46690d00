/**
 * Numbers pairs of numbers, in the order in which they are first met. A million look-ups make no objects, unlike those of a
 * map, which keeps an object for every number beyond 2^30.
 */
export class PairIndex {
  /** Two numbers a pair. */
  #keys = new Float64Array(128);
  /** One more than the number of a pair; 0 is free. At most half of them are taken. */
  #slots = new Uint32Array(128);
  #length = 0;

  /** Pairs so far. */
  get length(): number {
    return this.#length;
  }

  first(id: number): number {
    return this.#keys[id * 2] ?? 0;
  }

  second(id: number): number {
    return this.#keys[id * 2 + 1] ?? 0;
  }

  /** Number of a pair; undefined when it is not there. */
  find(first: number, second: number): number | undefined {
    const mask = this.#slots.length - 1;
    let slot = hashOf(first, second) & mask;
    for (let known = this.#slots[slot]!; known !== 0; known = this.#slots[slot]!) {
      const at = (known - 1) * 2;
      if (this.#keys[at] === first && this.#keys[at + 1] === second) return known - 1;
      slot = (slot + 1) & mask;
    }
    return undefined;
  }

  /** Number of a pair, which is added unless it is there. */
  id(first: number, second: number): number {
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(first, second) & mask;
    for (let known = slots[slot]!; known !== 0; known = slots[slot]!) {
      const at = (known - 1) * 2;
      if (keys[at] === first && keys[at + 1] === second) return known - 1;
      slot = (slot + 1) & mask;
    }
    const id = this.#length++;
    keys[id * 2] = first;
    keys[id * 2 + 1] = second;
    slots[slot] = id + 1;
    if (this.#length * 2 === keys.length) this.#grow();
    return id;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    const slots = new Uint32Array(keys.length);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#length; id++) {
      let slot = hashOf(keys[id * 2]!, keys[id * 2 + 1]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#keys = keys;
    this.#slots = slots;
  }
}

/** Mixes the low 32 bits of each with those above. */
function hashOf(first: number, second: number): number {
  let hash = Math.imul((first | 0) ^ (first / 2 ** 32), 0x9e3779b1);
  hash = Math.imul((hash ^ (hash >>> 15) ^ (second | 0)) + ((second / 2 ** 32) | 0), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
