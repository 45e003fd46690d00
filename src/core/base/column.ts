type NumericArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

const CHUNK_BITS = 16;
/** Rows in a chunk. */
export const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;

/** Number of rows, shared by the columns of a table. */
export class RowCount {
  rows = 0;
}

/** A growing column of numbers. It grows by chunks of 65 536 values, so that growth never copies what is there. */
export class Column<A extends NumericArray = NumericArray> {
  readonly #make: new (
    length: number,
  ) => A;
  readonly #chunks: A[] = [];
  readonly #count: RowCount;

  /** @param count the rows of the table that the column belongs to; its own when left out */
  constructor(make: new (length: number) => A, count: RowCount = new RowCount()) {
    this.#make = make;
    this.#count = count;
  }

  get length(): number {
    return this.#count.rows;
  }

  /** Adds an empty chunk and gives it, for a table that writes a row of all its columns at once. */
  extend(): A {
    const chunk = new this.#make(CHUNK);
    this.#chunks.push(chunk);
    return chunk;
  }

  /** Octets held, unused room included. */
  get size(): number {
    return this.#chunks.length * CHUNK * (this.#chunks[0]?.BYTES_PER_ELEMENT ?? 0);
  }

  push(value: number): void {
    const at = this.#count.rows++;
    const offset = at & MASK;
    if (offset === 0) this.#chunks.push(new this.#make(CHUNK));
    this.#chunks[at >>> CHUNK_BITS]![offset] = value;
  }

  /** Adds values as `push` does, all at once. */
  pushAll(values: ArrayLike<number>): void {
    for (let done = 0; done < values.length; ) {
      const at = this.#count.rows;
      const offset = at & MASK;
      if (offset === 0) this.#chunks.push(new this.#make(CHUNK));
      const chunk = this.#chunks[at >>> CHUNK_BITS]!;
      const more = Math.min(CHUNK - offset, values.length - done);
      for (let i = 0; i < more; i++) chunk[offset + i] = values[done + i]!;
      done += more;
      this.#count.rows += more;
    }
  }

  /** Writes the value of the row behind the last one, for a table that counts its rows itself. */
  append(value: number): void {
    const at = this.#count.rows;
    const offset = at & MASK;
    if (offset === 0) this.#chunks.push(new this.#make(CHUNK));
    this.#chunks[at >>> CHUNK_BITS]![offset] = value;
  }

  /** Value at `index`; 0 for an index that is not there. */
  get(index: number): number {
    return this.#chunks[index >>> CHUNK_BITS]?.[index & MASK] ?? 0;
  }

  set(index: number, value: number): void {
    if (index < 0 || index >= this.#count.rows) throw new RangeError(`no row ${index}`);
    this.#chunks[index >>> CHUNK_BITS]![index & MASK] = value;
  }

  /** Sets every value. */
  fill(value: number): void {
    for (const chunk of this.#chunks) chunk.fill(value);
  }

  /** Copies rows `from` up to but not including `to` into one new array, to be moved to another thread. */
  slice(from: number, to: number): A {
    const end = Math.min(to, this.#count.rows);
    const out = new this.#make(Math.max(0, end - from));
    for (let i = from; i < end; ) {
      const chunk = this.#chunks[i >>> CHUNK_BITS]!;
      const stop = Math.min(end, (i | MASK) + 1);
      out.set(chunk.subarray(i & MASK, (i & MASK) + stop - i), i - from);
      i = stop;
    }
    return out;
  }

  /** Rows `from` up to `to` as they lie in memory; at most those of one chunk, which ends before a multiple of `CHUNK`. */
  view(from: number, to: number): A {
    const chunk = this.#chunks[from >>> CHUNK_BITS]!;
    return chunk.subarray(from & MASK, (from & MASK) + to - from) as A;
  }

  /** The raw chunks with the number of rows in each, for passes over all rows. */
  *chunks(): Generator<{ readonly from: number; readonly values: A }> {
    for (let c = 0; c < this.#chunks.length; c++) {
      const from = c * CHUNK;
      yield { from, values: this.#chunks[c]!.subarray(0, Math.min(CHUNK, this.#count.rows - from)) as A };
    }
  }
}
