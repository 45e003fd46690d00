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

/** What narrowing must know of the values of a chunk. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  /** False when a value is no whole number. */
  readonly isWhole: boolean;
}

/**
 * A full chunk in the narrowest width that holds its values, as distances from the least of them: times, places and lengths
 * of packets that follow each other lie close together.
 * @param values overwritten when there is a narrower width: they are not needed any more then
 * @returns undefined where its width is the narrowest already
 */
export function narrowed(values: NumericArray): Chunk | undefined {
  const { least, most, isWhole } = boundsOf(values);
  const range = most - least;
  if (range === 0 && isWhole) return allOf(least);
  if (!isWhole || range >= 2 ** 32) return undefined;
  const octets = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : 4;
  if (octets >= values.BYTES_PER_ELEMENT) return undefined;
  const narrow = octets === 1 ? new Uint8Array(CHUNK) : octets === 2 ? new Uint16Array(CHUNK) : new Uint32Array(CHUNK);
  // What is as narrow without a base is read without adding one.
  const base = least >= 0 && most < 2 ** (8 * octets) ? 0 : least;
  if (base !== 0) lower(values, base);
  narrow.set(values);
  return { base, values: narrow, size: narrow.byteLength };
}

/**
 * Loops over one kind of array each: one loop for all of them was compiled and thrown away nine times while a million packets
 * were read, and took twice as long.
 */
function boundsOf(values: NumericArray): Bounds {
  if (values instanceof Float64Array) return boundsOfDoubles(values);
  if (values instanceof Uint32Array) return boundsOfWords(values);
  if (values instanceof Uint16Array) return boundsOfHalfWords(values);
  return boundsOfOthers(values);
}

function boundsOfDoubles(values: Float64Array): Bounds {
  let least = values[0]!;
  let most = least;
  let isWhole = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
    // Not what is no number, either.
    if (Math.floor(value) !== value) isWhole = false;
  }
  return { least, most, isWhole: isWhole && Number.isSafeInteger(least) && Number.isSafeInteger(most) };
}

function boundsOfWords(values: Uint32Array): Bounds {
  let least = values[0]!;
  let most = least;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most, isWhole: true };
}

function boundsOfHalfWords(values: Uint16Array): Bounds {
  let least = values[0]!;
  let most = least;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most, isWhole: true };
}

function boundsOfOthers(values: Uint8Array | Int32Array): Bounds {
  let least = values[0]!;
  let most = least;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most, isWhole: true };
}

/** Takes `base` from each value. What is more than a width of 32 bits with a sign holds wraps, and is right again without one. */
function lower(values: NumericArray, base: number): void {
  if (values instanceof Float64Array) lowerDoubles(values, base);
  else if (values instanceof Uint32Array) lowerWords(values, base);
  else for (let i = 0; i < values.length; i++) values[i] = values[i]! - base;
}

function lowerDoubles(values: Float64Array, base: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! - base;
}

function lowerWords(values: Uint32Array, base: number): void {
  for (let i = 0; i < values.length; i++) values[i] = values[i]! - base;
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
