import { keyOf } from './compare.ts';
import type { Operand } from './typed.ts';
import type { Value } from './values.ts';

/** An element of a set: a value, or a range with both of its ends. */
export interface Element {
  readonly from: Operand;
  readonly to: Operand | undefined;
}

type Holds = (value: Value) => boolean;

/** Sets that programs write have tens of thousands of elements; to try them one after the other for a million packets took minutes. */
export const FEW = 8;

/**
 * Those elements of a set that are constants, as one test that looks a value up; the others are to be asked one by one.
 * Of few elements all are others.
 */
export function lookUpElements(set: readonly Element[]): {
  readonly known: Holds | undefined;
  readonly others: readonly Element[];
} {
  if (set.length <= FEW) return { known: undefined, others: set };
  const kept: Kept = { ranges: [], texts: new Set(), keys: new Set(), hasOctets: false };
  const others = set.filter((element) => !take(element, kept));
  if (others.length === set.length) return { known: undefined, others };
  const { texts, keys, hasOctets } = kept;
  const isInRange = inRanges(kept.ranges);
  const known = (value: Value): boolean => {
    if (isNumber(value)) return isInRange(value);
    // The octets of a text are asked for only where it may be equal to octets.
    if (typeof value === 'string') return texts.has(value) || (hasOctets && keys.has(keyOf(value)));
    return keys.size > 0 && keys.has(keyOf(value));
  };
  return { known, others };
}

interface Kept {
  readonly ranges: NumberRange[];
  readonly texts: Set<string>;
  /** Of texts and octets. */
  readonly keys: Set<string>;
  hasOctets: boolean;
}

/** False for an element of which neither a key nor a range of numbers says all. */
function take({ from, to }: Element, kept: Kept): boolean {
  if (from.kind !== 'constant' || (to !== undefined && to.kind !== 'constant')) return false;
  if ([...from.constants, ...(to?.constants ?? [])].some(({ mask }) => mask !== undefined)) return false;
  if (to === undefined) {
    for (const { value } of from.constants) keep(value, kept);
    return true;
  }
  const [first, ...more] = from.constants;
  const [last, ...evenMore] = to.constants;
  if (more.length > 0 || evenMore.length > 0 || first === undefined || last === undefined) return false;
  if (!isNumber(first.value) || !isNumber(last.value)) return false;
  kept.ranges.push([first.value, last.value]);
  return true;
}

function keep(value: Value, kept: Kept): void {
  if (isNumber(value)) {
    kept.ranges.push([value, value]);
    return;
  }
  kept.keys.add(keyOf(value));
  if (typeof value === 'string') kept.texts.add(value);
  else kept.hasOctets = true;
}

const isNumber = (value: Value): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

/** Both ends belong to it. */
export type NumberRange = readonly [first: number | bigint, last: number | bigint];

/** The same numbers as ranges that ascend and do not meet; those that end before they begin hold none. */
export function joinedRanges(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const joined: [number | bigint, number | bigint][] = [];
  const ascending = ranges.filter(([first, last]) => first <= last).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [first, last] of ascending) {
    const before = joined.at(-1);
    if (before === undefined || first > before[1]) joined.push([first, last]);
    else if (last > before[1]) before[1] = last;
  }
  return joined;
}

/** Place of the first of some joined ranges that does not end below a value, found by halving. */
export function rangeFrom(joined: readonly NumberRange[], value: number | bigint): number {
  let from = 0;
  for (let to = joined.length; from < to; ) {
    const middle = (from + to) >>> 1;
    if (joined[middle]![1] < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** True of numbers in one of the ranges. */
export function inRanges(ranges: readonly NumberRange[]): (value: number | bigint) => boolean {
  const joined = joinedRanges(ranges);
  return (value) => {
    const range = joined[rangeFrom(joined, value)];
    return range !== undefined && range[0] <= value;
  };
}
