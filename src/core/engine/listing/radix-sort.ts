/** Stable sorting of places by whole numbers, in time linear in their count (a comparator takes ten times as long). */
import type { Slices } from './slices.ts';

/** Counters of one pass at most: they fit the second cache, and the numbers of addresses take one pass. */
const MOST_COUNTERS = 1 << 18;
const DIGIT_BITS = 16;

/**
 * Orders places 0 to `keys.length - 1` by their keys, ascending; equal keys keep their order.
 * @param keys 0 to 2^32 - 1
 * @param before places in the order that equal keys keep, written over; as they are when left out
 * @returns the places in their order; may be `before`
 */
export async function sortByKeys(keys: Uint32Array, slices: Slices, before?: Uint32Array): Promise<Uint32Array> {
  const { length } = keys;
  let most = 0;
  for (let place = 0; place < length; place++) if (keys[place]! > most) most = keys[place]!;
  let from = before;
  let spare: Uint32Array | undefined;
  if (most < MOST_COUNTERS) return sortByDigit(keys, 0, most, from, new Uint32Array(length));
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += DIGIT_BITS) {
    const sorted = sortByDigit(keys, shift, Math.min(most >>> shift, 0xffff), from, spare ?? new Uint32Array(length));
    spare = from;
    from = sorted;
    await slices.rest();
  }
  return from ?? placesUpTo(length);
}

/** Places in the order of several keys, and which of them have other keys than the place before. */
export interface KeyOrder {
  readonly order: Uint32Array;
  /** 1 where keys begin that the place before does not have; 0 at the first. */
  readonly begins: Uint8Array;
}

/**
 * Orders places by several keys, the most telling one first; equal places keep their order.
 * @param keys one array or more of the same length
 * @param isOn asked after each pause; once false the sort ends
 * @returns undefined when it was given up
 */
export async function sortByAllKeys(
  keys: readonly Uint32Array[],
  slices: Slices,
  isOn: () => boolean,
): Promise<KeyOrder | undefined> {
  const length = keys[0]?.length ?? 0;
  const begins = new Uint8Array(length);
  // Times mostly ascend as they were captured: then one walk is all (150 ms less for a million).
  if (beginsOfAscending(keys, begins)) return { order: placesUpTo(length), begins };
  let order: Uint32Array | undefined;
  // The least telling key first: a stable sort by the next one keeps its order among equals.
  for (const some of keys.toReversed()) {
    order = await sortByKeys(some, slices, order);
    await slices.rest();
    if (!isOn()) return undefined;
  }
  order ??= placesUpTo(length);
  begins.fill(0);
  for (const some of keys) {
    for (let i = 1; i < order.length; i++) if (some[order[i]!] !== some[order[i - 1]!]) begins[i] = 1;
  }
  return { order, begins };
}

/** Fills in where keys begin while they ascend. @returns false when they do not, all the way */
function beginsOfAscending(keys: readonly Uint32Array[], begins: Uint8Array): boolean {
  for (const some of keys) {
    for (let place = 1; place < begins.length; place++) {
      if (begins[place] === 1) continue;
      const key = some[place]!;
      const last = some[place - 1]!;
      if (key < last) return false;
      if (key > last) begins[place] = 1;
    }
  }
  return true;
}

/** One pass: by the part of the keys from bit `shift` on that is at most `most`. */
function sortByDigit(
  keys: Uint32Array,
  shift: number,
  most: number,
  from: Uint32Array | undefined,
  to: Uint32Array,
): Uint32Array {
  const { length } = keys;
  const mask = most > 0xffff ? 0xffffffff : 0xffff;
  const starts = new Uint32Array(most + 1);
  for (let place = 0; place < length; place++) starts[(keys[place]! >>> shift) & mask]!++;
  let sum = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const count = starts[digit]!;
    starts[digit] = sum;
    sum += count;
  }
  if (from === undefined) {
    for (let place = 0; place < length; place++) to[starts[(keys[place]! >>> shift) & mask]!++] = place;
  } else {
    for (let i = 0; i < length; i++) {
      const place = from[i]!;
      to[starts[(keys[place]! >>> shift) & mask]!++] = place;
    }
  }
  return to;
}

/** 0 to `length - 1`. */
export function placesUpTo(length: number): Uint32Array {
  const places = new Uint32Array(length);
  for (let place = 0; place < length; place++) places[place] = place;
  return places;
}
