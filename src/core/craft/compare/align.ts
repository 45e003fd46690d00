/** How well two items fit: 0 for items that must not stand beside each other. */
export type Fit = (left: number, right: number) => number;

/** Cells of the table beyond which items are paired in one walk instead. */
const MAX_CELLS = 400_000;

/**
 * Pairs the items of two lists without crossing, so that the sum of fits is greatest.
 * @returns pairs of places in order; a place without partner stands beside -1
 */
export function align(left: number, right: number, fitOf: Fit): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let head = 0;
  while (head < left && head < right && fitOf(head, head) === BEST) pairs.push([head, head++]);
  let tail = 0;
  while (tail < left - head && tail < right - head && fitOf(left - 1 - tail, right - 1 - tail) === BEST) tail++;
  const rows = left - head - tail;
  const columns = right - head - tail;
  const between = (a: number, b: number): number => fitOf(head + a, head + b);
  const middle = rows * columns <= MAX_CELLS ? best(rows, columns, between) : inOneWalk(rows, columns, between);
  for (const [a, b] of middle) pairs.push([a < 0 ? -1 : head + a, b < 0 ? -1 : head + b]);
  for (let i = tail; i > 0; i--) pairs.push([left - i, right - i]);
  return pairs;
}

/** Fit of items that are alike in everything. */
export const BEST = 3;

function best(rows: number, columns: number, fitOf: Fit): readonly (readonly [number, number])[] {
  const width = columns + 1;
  const sums = new Int32Array((rows + 1) * width);
  for (let a = rows - 1; a >= 0; a--) {
    for (let b = columns - 1; b >= 0; b--) {
      const own = fitOf(a, b);
      const paired = own === 0 ? -1 : own + (sums[(a + 1) * width + b + 1] ?? 0);
      sums[a * width + b] = Math.max(paired, sums[(a + 1) * width + b] ?? 0, sums[a * width + b + 1] ?? 0);
    }
  }
  const pairs: [number, number][] = [];
  let a = 0;
  let b = 0;
  while (a < rows || b < columns) {
    const here = sums[a * width + b] ?? 0;
    const own = a < rows && b < columns ? fitOf(a, b) : 0;
    if (own > 0 && here === own + (sums[(a + 1) * width + b + 1] ?? 0)) pairs.push([a++, b++]);
    else if (a < rows && (b >= columns || here === (sums[(a + 1) * width + b] ?? 0))) pairs.push([a++, -1]);
    else pairs.push([-1, b++]);
  }
  return pairs;
}

/** For lists of thousands: each left item takes the next right one that fits, looked for a little way ahead. */
function inOneWalk(rows: number, columns: number, fitOf: Fit): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let b = 0;
  for (let a = 0; a < rows; a++) {
    let at = b;
    const limit = Math.min(columns, b + AHEAD);
    while (at < limit && fitOf(a, at) === 0) at++;
    if (at >= limit) {
      pairs.push([a, -1]);
      continue;
    }
    while (b < at) pairs.push([-1, b++]);
    pairs.push([a, b++]);
  }
  while (b < columns) pairs.push([-1, b++]);
  return pairs;
}

const AHEAD = 32;
