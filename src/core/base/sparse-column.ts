const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const MASK = CHUNK - 1;
/** Values from which on a chunk keeps one for each row: it takes 256 KiB then, half of what pairs would take at most. */
const MANY = 16_384;
const FIRST = 16;

/** Rows of a chunk that have a value, ascending, and these values; or a value for each row. */
interface Chunk {
  length: number;
  rows: Uint16Array | undefined;
  values: Uint32Array;
}

/** A number of 32 bits for some rows, 0 for all others: some 8 octets for each that has one, 4 a row where most have. */
export class SparseColumn {
  readonly #chunks: (Chunk | undefined)[] = [];

  /** Octets held, unused room included. */
  get size(): number {
    let size = 0;
    for (const chunk of this.#chunks) size += (chunk?.values.byteLength ?? 0) + (chunk?.rows?.byteLength ?? 0);
    return size;
  }

  /** Number of a row; 0 for one that has none. */
  get(row: number): number {
    const chunk = this.#chunks[row >>> CHUNK_BITS];
    if (chunk === undefined) return 0;
    const { rows, values } = chunk;
    const at = row & MASK;
    if (rows === undefined) return values[at]!;
    const place = placeOf(rows, chunk.length, at);
    return place < chunk.length && rows[place] === at ? values[place]! : 0;
  }

  /** Calls back for the rows from `from` up to but not including `to` that have a number, in their order. */
  forEach(from: number, to: number, take: (row: number, value: number) => void): void {
    for (let number = from >>> CHUNK_BITS; number < this.#chunks.length && number * CHUNK < to; number++) {
      const chunk = this.#chunks[number];
      if (chunk === undefined) continue;
      const { rows, values } = chunk;
      const base = number * CHUNK;
      const count = rows === undefined ? CHUNK : chunk.length;
      for (let i = 0; i < count; i++) {
        const row = base + (rows === undefined ? i : rows[i]!);
        const value = values[i]!;
        if (value > 0 && row >= from && row < to) take(row, value);
      }
    }
  }

  /** Rows may come in any order; those that ascend are added fastest. */
  set(row: number, value: number): void {
    const number = row >>> CHUNK_BITS;
    let chunk = this.#chunks[number];
    if (chunk === undefined) {
      // Not with holes: looking into one takes longer.
      while (this.#chunks.length < number) this.#chunks.push(undefined);
      chunk = { length: 0, rows: new Uint16Array(FIRST), values: new Uint32Array(FIRST) };
      this.#chunks[number] = chunk;
    }
    const at = row & MASK;
    if (chunk.rows !== undefined && chunk.length === MANY) spread(chunk);
    if (chunk.rows === undefined) chunk.values[at] = value;
    else insert(chunk, chunk.rows, at, value);
  }
}

/** First place of a row that is not before `at`. */
function placeOf(rows: Uint16Array, length: number, at: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(chunk: Chunk, known: Uint16Array, at: number, value: number): void {
  const { length } = chunk;
  const place = length > 0 && known[length - 1]! < at ? length : placeOf(known, length, at);
  if (place < length && known[place] === at) {
    chunk.values[place] = value;
    return;
  }
  let rows = known;
  if (length === rows.length) {
    rows = new Uint16Array(length * 2);
    rows.set(known);
    const values = new Uint32Array(length * 2);
    values.set(chunk.values);
    chunk.rows = rows;
    chunk.values = values;
  }
  rows.copyWithin(place + 1, place, length);
  chunk.values.copyWithin(place + 1, place, length);
  rows[place] = at;
  chunk.values[place] = value;
  chunk.length++;
}

/** Makes a chunk keep a value for each row. */
function spread(chunk: Chunk): void {
  const values = new Uint32Array(CHUNK);
  for (let i = 0; i < chunk.length; i++) values[chunk.rows![i]!] = chunk.values[i]!;
  chunk.values = values;
  chunk.rows = undefined;
}
