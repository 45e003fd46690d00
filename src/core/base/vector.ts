import type { NumericArray } from './chunk-width.ts';

const FIRST = 16;

/** A growing array of numbers for what most captures have little of: it doubles, where a `Column` begins with 65 536 rows. */
export class Vector<A extends NumericArray = NumericArray> {
  readonly #make: new (
    length: number,
  ) => A;
  #values: A;
  #length = 0;

  constructor(make: new (length: number) => A) {
    this.#make = make;
    this.#values = new make(FIRST);
  }

  get length(): number {
    return this.#length;
  }

  /** Octets held, unused room included. */
  get size(): number {
    return this.#values.byteLength;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow(this.#length + 1);
    this.#values[this.#length++] = value;
  }

  /** Adds zeros. @returns where they begin */
  extend(count: number): number {
    const from = this.#length;
    if (from + count > this.#values.length) this.#grow(from + count);
    this.#length += count;
    return from;
  }

  /** Value at `index`; 0 for an index that is not there. */
  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  /** The place must be there. */
  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Copies `count` values within; both places must be there. */
  copy(to: number, from: number, count: number): void {
    this.#values.copyWithin(to, from, from + count);
  }

  #grow(least: number): void {
    let size = this.#values.length;
    while (size < least) size *= 2;
    const values = new this.#make(size);
    values.set(this.#values);
    this.#values = values;
  }
}
