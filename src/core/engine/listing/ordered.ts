/**
 * Packets in the ascending order of a column. Equal values stay in the order of the capture, and packets without a value
 * come last, whatever the direction: turning the order over moves groups of equal values.
 */
export class Ordered {
  /** Packet indexes, ascending by their value. */
  readonly ascending: Uint32Array;
  /** Per place: 1 where a value begins that the packet before does not have. */
  readonly #begins: Uint8Array;
  /** Packets that have a value. */
  readonly #valued: number;

  constructor(ascending: Uint32Array, begins: Uint8Array, valued = ascending.length) {
    this.ascending = ascending;
    this.#begins = begins;
    this.#valued = valued;
  }

  /** The same with packets behind them that have no value, which all packets here have. */
  with(others: readonly number[]): Ordered {
    const all = new Uint32Array(this.ascending.length + others.length);
    all.set(this.ascending);
    all.set(others, this.ascending.length);
    const begins = new Uint8Array(all.length);
    begins.set(this.#begins);
    return new Ordered(all, begins, this.ascending.length);
  }

  /** Some of the packets, in the same order. @param some their indexes */
  only(some: Uint32Array): Ordered {
    const isWanted = new Uint8Array(some.reduce((most, index) => Math.max(most, index + 1), 0));
    for (const index of some) isWanted[index] = 1;
    const ascending = new Uint32Array(some.length);
    const begins = new Uint8Array(some.length);
    let at = 0;
    let valued = 0;
    let isOther = 0;
    for (let place = 0; place < this.ascending.length; place++) {
      if (place === this.#valued) valued = at;
      isOther |= this.#begins[place]!;
      const index = this.ascending[place]!;
      if (index >= isWanted.length || isWanted[index] === 0) continue;
      // A value begins where it, or one that nobody wants, has begun since the packet before.
      begins[at] = isOther;
      isOther = 0;
      ascending[at++] = index;
    }
    return new Ordered(ascending, begins, this.#valued === this.ascending.length ? at : valued);
  }

  /** The same packets, descending by their value. */
  descending(): Uint32Array {
    const { ascending } = this;
    const turned = new Uint32Array(ascending.length);
    const begins = this.#begins;
    let at = 0;
    for (let end = this.#valued; end > 0; ) {
      let start = end - 1;
      while (start > 0 && begins[start] === 0) start--;
      for (let place = start; place < end; place++) turned[at++] = ascending[place]!;
      end = start;
    }
    turned.set(ascending.subarray(this.#valued), this.#valued);
    return turned;
  }
}
