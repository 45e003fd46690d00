/** Stable sorting of places by whole numbers, in time linear in their count (a comparator takes ten times as long). */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Orders `order` by the keys of what it names, ascending, keeping the order of equal keys.
 * @param order what is sorted: numbers that `keys` is indexed with; replaced by the result
 * @param keys 0 to 2^32 - 1
 * @param scratch as long as `order`
 * @returns the array that holds the result: `order` or `scratch`
 */
export function sortByKeys(order: Uint32Array, keys: Uint32Array, scratch: Uint32Array): Uint32Array {
  if (isAscending(order, keys)) return order;
  let most = 0;
  for (const index of order) most = Math.max(most, keys[index]!);
  let from = order;
  let to = scratch;
  for (let shift = 0; shift < 32 && most >>> shift > 0; shift += DIGIT_BITS) {
    const starts = new Uint32Array(Math.min(DIGITS, (most >>> shift) + 1));
    const mask = DIGITS - 1;
    for (const index of from) starts[(keys[index]! >>> shift) & mask]!++;
    let sum = 0;
    for (let digit = 0; digit < starts.length; digit++) {
      const count = starts[digit]!;
      starts[digit] = sum;
      sum += count;
    }
    for (const index of from) to[starts[(keys[index]! >>> shift) & mask]!++] = index;
    [from, to] = [to, from];
  }
  return from;
}

function isAscending(order: Uint32Array, keys: Uint32Array): boolean {
  let before = 0;
  for (const index of order) {
    const key = keys[index]!;
    if (key < before) return false;
    before = key;
  }
  return true;
}
