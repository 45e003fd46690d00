import type { Slices } from './slices.ts';

/** Merged between two looks at the clock. */
const BLOCK = 4096;

/**
 * Stable sorting by a comparison, in slices, so that a million texts keep nobody waiting.
 * @param order what is sorted; it is written over
 * @param isOn asked after each pause; once false the sort ends
 * @returns the sorted numbers, undefined when it was given up
 */
export async function mergeSort(
  order: Uint32Array,
  compare: (a: number, b: number) => number,
  slices: Slices,
  isOn: () => boolean,
): Promise<Uint32Array | undefined> {
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  let untilLook = BLOCK;
  for (let width = 1; width < order.length; width *= 2) {
    for (let start = 0; start < order.length; start += 2 * width) {
      const middle = Math.min(start + width, order.length);
      const end = Math.min(start + 2 * width, order.length);
      let i = start;
      let j = middle;
      // Runs that already follow each other are taken as they are.
      if (middle === end || compare(from[middle - 1]!, from[middle]!) <= 0) {
        to.set(from.subarray(start, end), start);
        untilLook -= 1;
      } else {
        for (let at = start; at < end; at++) {
          to[at] = i < middle && (j === end || compare(from[i]!, from[j]!) <= 0) ? from[i++]! : from[j++]!;
          if (--untilLook > 0) continue;
          untilLook = BLOCK;
          await slices.rest();
          if (!isOn()) return undefined;
        }
      }
      if (untilLook <= 0) {
        untilLook = BLOCK;
        await slices.rest();
        if (!isOn()) return undefined;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
