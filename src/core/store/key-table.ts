/** Slots per key that is there, at least: short chains. */
const MIN_FREE = 2;

/**
 * Gives each distinct key of a few numbers a small number, from 0 in the order of arrival: an open table in typed arrays, with
 * no object and no string a key. A million look-ups take some 50 ms.
 */
export class KeyTable {
  /** Numbers in a key. */
  readonly width: number;
  readonly #most: number;
  #keys: Float64Array;
  /**
   * Number of the key in a slot plus one, and above it bits of the key's hash, so that other keys are seldom looked at; 0 in
   * a free slot.
   */
  #slots: Uint32Array;
  /** Bits for the number. */
  readonly #bits: number;
  #length = 0;

  /** @param most keys that are told apart at most */
  constructor(width: number, most: number) {
    this.width = width;
    this.#most = most;
    this.#bits = 32 - Math.clz32(most + 1);
    this.#keys = new Float64Array(256 * width);
    this.#slots = new Uint32Array(256 * MIN_FREE);
  }

  /** Distinct keys so far. */
  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#length >= this.#most;
  }

  /** Part `part` of key `id`. */
  part(id: number, part: number): number {
    return this.#keys[id * this.width + part]!;
  }

  /** Number of a key, which is added unless it is there; -1 when it is not and the table is full. */
  id(key: Float64Array): number {
    const { width } = this;
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = hashOf(key, 0, width);
    const bits = this.#bits;
    const numbers = (1 << bits) - 1;
    const tag = hash >>> bits;
    let slot = slotOf(hash) & mask;
    for (let known = slots[slot]!; known !== 0; known = slots[slot]!) {
      if (known >>> bits === tag) {
        const at = ((known & numbers) - 1) * width;
        let part = 0;
        while (part < width && keys[at + part] === key[part]) part++;
        if (part === width) return (known & numbers) - 1;
      }
      slot = (slot + 1) & mask;
    }
    if (this.isFull) return -1;
    const id = this.#length++;
    slots[slot] = (tag << bits) | (id + 1);
    this.#keys.set(key, id * width);
    if (this.#length * width === this.#keys.length) this.#grow();
    return id;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const { width } = this;
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    const bits = this.#bits;
    for (let id = 0; id < this.#length; id++) {
      const hash = hashOf(keys, id * width, width);
      let slot = slotOf(hash) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = ((hash >>> bits) << bits) | (id + 1);
    }
  }
}

function hashOf(keys: Float64Array, from: number, width: number): number {
  let hash = 0;
  for (let i = from; i < from + width; i++) hash = Math.imul(hash ^ (keys[i]! | 0), 0x9e3779b1) ^ (hash >>> 15);
  return hash;
}

function slotOf(hash: number): number {
  return hash ^ (hash >>> 13);
}
