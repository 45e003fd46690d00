import { allOf, CHUNK, type Chunk, copyOf, holds, type NumericArray, narrowed } from './chunk-width.ts';

export { CHUNK } from './chunk-width.ts';

const CHUNK_BITS = 16;
const MASK = CHUNK - 1;

/** Number of rows, shared by the columns of a table. */
export class RowCount {
  rows = 0;
}

/**
 * A growing column of numbers. It grows by chunks of 65 536 values, so that growth never copies what is there. A chunk that is full
 * takes the narrowest width that holds its values, until one of them is changed.
 */
export class Column<A extends NumericArray = NumericArray> {
  readonly #make: new (
    length: number,
  ) => A;
  /** Those but the last may be narrow, and then nobody writes to them. */
  readonly #chunks: Chunk[] = [];
  /** The chunks that are as wide as the column, by their number: these are written to. */
  readonly #wide: (A | undefined)[] = [];
  readonly #count: RowCount;
  /** Values of a chunk, as wide as the column, and whose they are: made when they are asked for. */
  #shown: A | undefined;
  #shownOf: Chunk | undefined;

  /** @param count the rows of the table that the column belongs to; its own when left out */
  constructor(make: new (length: number) => A, count: RowCount = new RowCount()) {
    this.#make = make;
    this.#count = count;
  }

  get length(): number {
    return this.#count.rows;
  }

  /**
   * Adds an empty chunk and gives it, for a table that writes a row of all its columns at once; the one before is full then.
   * @param like a column that mostly has the same values: a chunk of which that is true is kept once
   */
  extend(like?: Column<A>): A {
    const last = this.#chunks.length - 1;
    const full = this.#wide[last];
    const isNarrowed = full !== undefined && this.#narrow(last, full, like);
    // Its memory has been touched already.
    const chunk = isNarrowed ? full : new this.#make(CHUNK);
    if (isNarrowed) full.fill(0);
    this.#chunks.push({ base: 0, values: chunk, size: chunk.byteLength });
    this.#wide.push(chunk);
    return chunk;
  }

  /** Octets held, unused room included. */
  get size(): number {
    return this.#chunks.reduce((sum, { size }) => sum + size, 0);
  }

  push(value: number): void {
    this.append(value);
    this.#count.rows++;
  }

  /** Adds values as `push` does, all at once. */
  pushAll(values: ArrayLike<number>): void {
    for (let done = 0; done < values.length; ) {
      const at = this.#count.rows;
      const offset = at & MASK;
      const chunk = offset === 0 ? this.extend() : this.#wide[at >>> CHUNK_BITS]!;
      const more = Math.min(CHUNK - offset, values.length - done);
      if (more === values.length) chunk.set(values, offset);
      else for (let i = 0; i < more; i++) chunk[offset + i] = values[done + i]!;
      done += more;
      this.#count.rows += more;
    }
  }

  /** Writes the value of the row behind the last one, for a table that counts its rows itself. */
  append(value: number): void {
    const at = this.#count.rows;
    const offset = at & MASK;
    if (offset === 0) this.extend();
    this.#wide[at >>> CHUNK_BITS]![offset] = value;
  }

  /** Value at `index`; 0 for an index that is not there. */
  get(index: number): number {
    const chunk = this.#chunks[index >>> CHUNK_BITS];
    return chunk === undefined ? 0 : chunk.base + chunk.values[index & MASK]!;
  }

  set(index: number, value: number): void {
    if (index < 0 || index >= this.#count.rows) throw new RangeError(`no row ${index}`);
    const number = index >>> CHUNK_BITS;
    (this.#wide[number] ?? this.#widen(number))[index & MASK] = value;
  }

  /** Sets every value. */
  fill(value: number): void {
    const one = new this.#make(1).fill(value);
    const full = this.#count.rows >>> CHUNK_BITS;
    for (let number = 0; number < full; number++) {
      this.#chunks[number] = allOf(one[0]!);
      this.#wide[number] = undefined;
    }
    if ((this.#count.rows & MASK) > 0) this.#wide[full]!.fill(value, 0, this.#count.rows & MASK);
  }

  /** Copies rows `from` up to but not including `to` into one new array, to be moved to another thread. */
  slice(from: number, to: number): A {
    const end = Math.min(to, this.#count.rows);
    const out = new this.#make(Math.max(0, end - from));
    for (let i = from; i < end; ) {
      const number = i >>> CHUNK_BITS;
      const stop = Math.min(end, (i | MASK) + 1);
      const wide = this.#wide[number];
      if (wide === undefined) copyOf(this.#chunks[number]!, out, i - from, i & MASK, stop - i);
      else out.set(wide.subarray(i & MASK, (i & MASK) + stop - i), i - from);
      i = stop;
    }
    return out;
  }

  /**
   * Rows `from` up to `to`, at most those of one chunk, which ends before a multiple of `CHUNK`: as they lie in memory, or a copy
   * in memory that the next view of another chunk uses again.
   */
  view(from: number, to: number): A {
    return this.#all(from >>> CHUNK_BITS).subarray(from & MASK, (from & MASK) + to - from) as A;
  }

  /** Chunk by chunk the rows that are there, for passes over all of them; each is valid until the next one. */
  *chunks(): Generator<{ readonly from: number; readonly values: A }> {
    for (let number = 0; number < this.#chunks.length; number++) {
      const from = number * CHUNK;
      yield { from, values: this.#all(number).subarray(0, Math.min(CHUNK, this.#count.rows - from)) as A };
    }
  }

  /** Values of a chunk, as wide as the column. */
  #all(number: number): A {
    const wide = this.#wide[number];
    if (wide !== undefined) return wide;
    const chunk = this.#chunks[number]!;
    this.#shown ??= new this.#make(CHUNK);
    if (this.#shownOf !== chunk) {
      copyOf(chunk, this.#shown, 0, 0, CHUNK);
      this.#shownOf = chunk;
    }
    return this.#shown;
  }

  /** Makes a full chunk as narrow as it can be. @returns false when it is no narrower than before */
  #narrow(number: number, full: A, like?: Column<A>): boolean {
    // A chunk that somebody may write to is not shared.
    const other = like !== undefined && like.#wide[number] === undefined ? like.#chunks[number] : undefined;
    const narrow = other !== undefined && holds(other, full) ? { ...other, size: 0 } : narrowed(full);
    if (narrow === undefined) return false;
    this.#chunks[number] = narrow;
    this.#wide[number] = undefined;
    return true;
  }

  /** Makes a chunk as wide as the column again, to be written to. */
  #widen(number: number): A {
    const wide = new this.#make(CHUNK);
    copyOf(this.#chunks[number]!, wide, 0, 0, CHUNK);
    this.#chunks[number] = { base: 0, values: wide, size: wide.byteLength };
    this.#wide[number] = wide;
    return wide;
  }
}
