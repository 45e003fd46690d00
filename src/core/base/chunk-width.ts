export type NumericArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Rows in a chunk of a column. */
export const CHUNK = 65_536;

/** Values of a full chunk that are all the same: what is added to them says which. Nobody writes here. */
const SAME = new Uint8Array(CHUNK);

/** Rows of a column: each is `base` and the value at its place. */
export interface Chunk {
  readonly base: number;
  readonly values: NumericArray;
  /** Octets held. */
  readonly size: number;
}

/**
 * A full chunk in the narrowest width that holds its values, as distances from the least of them: times, places and lengths
 * of packets that follow each other lie close together.
 * @returns undefined where its width is the narrowest already
 */
export function narrowed(values: NumericArray): Chunk | undefined {
  let least = values[0]!;
  let most = least;
  let isWhole = true;
  if (values instanceof Float64Array) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < least) least = value;
      if (value > most) most = value;
      // Not what is no number, either.
      if (Math.floor(value) !== value) isWhole = false;
    }
    isWhole &&= Number.isSafeInteger(least) && Number.isSafeInteger(most);
  } else {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const range = most - least;
  if (range === 0 && isWhole) return allOf(least);
  if (!isWhole || range >= 2 ** 32) return undefined;
  const octets = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : 4;
  if (octets >= values.BYTES_PER_ELEMENT) return undefined;
  const narrow = octets === 1 ? new Uint8Array(CHUNK) : octets === 2 ? new Uint16Array(CHUNK) : new Uint32Array(CHUNK);
  // What is as narrow without a base is read without adding one.
  if (least >= 0 && most < 2 ** (8 * octets)) {
    narrow.set(values);
    return { base: 0, values: narrow, size: narrow.byteLength };
  }
  for (let i = 0; i < narrow.length; i++) narrow[i] = values[i]! - least;
  return { base: least, values: narrow, size: narrow.byteLength };
}

/** A full chunk of one value. */
export function allOf(value: number): Chunk {
  return { base: value, values: SAME, size: 0 };
}

/** True when the values of a chunk are these. */
export function holds({ base, values }: Chunk, wide: NumericArray): boolean {
  for (let i = 0; i < CHUNK; i++) if (values[i]! + base !== wide[i]) return false;
  return true;
}

/** Copies `count` values of a chunk, from place `from` on, to place `at` of `out`, which is wide enough. */
export function copyOf({ base, values }: Chunk, out: NumericArray, at: number, from: number, count: number): void {
  out.set(values.subarray(from, from + count), at);
  // In a loop of its own, so that it sees one kind of array at a time.
  if (base !== 0) for (let i = at; i < at + count; i++) out[i] = out[i]! + base;
}
