import { NO, opposite, UNKNOWN, YES } from './verdict.ts';

/*
 * Loops over the rows of a block: a million rows go through each of them. They stand by themselves, so that the platform compiles
 * them whole after a few blocks (inside of longer functions they were compiled, and given up, block after block: three times
 * as slow), and what is rare is left to the caller. All verdicts have the bit of "no".
 */

/**
 * Looks up the verdict of each key. Keys behind the end of the table take its last place.
 * @returns false when there is none for some: 0 is written there
 */
export function lookUp(kept: Uint8Array, keys: Uint32Array, verdicts: Uint8Array, length: number): boolean {
  const last = kept.length - 1;
  let all = YES;
  for (let i = 0; i < length; i++) {
    const key = keys[i]!;
    const verdict = kept[key < last ? key : last]!;
    verdicts[i] = verdict;
    all &= verdict;
  }
  return (all & NO) !== 0;
}

/** The same for shapes: each number of 16 bits has its place. */
export function lookUpShapes(kept: Uint8Array, shapes: Uint16Array, verdicts: Uint8Array, length: number): boolean {
  let all = YES;
  for (let i = 0; i < length; i++) {
    const verdict = kept[shapes[i]!]!;
    verdicts[i] = verdict;
    all &= verdict;
  }
  return (all & NO) !== 0;
}

/** Beside verdicts in `byShape`: the packet's flow has it. */
export const IN_FLOW = 1;

/**
 * Looks up the verdict of each row by its shape, and where that says so by its flow.
 * @returns false when there is none for some: what is written there is below all verdicts
 */
export function lookUpFlows(
  byShape: Uint8Array,
  shapes: Uint16Array,
  byFlow: Uint8Array,
  flows: Uint32Array,
  verdicts: Uint8Array,
  length: number,
): boolean {
  let all = YES;
  for (let i = 0; i < length; i++) {
    let verdict = byShape[shapes[i]!]!;
    if (verdict === IN_FLOW) verdict = byFlow[flows[i]!]!;
    verdicts[i] = verdict;
    all &= verdict;
  }
  return (all & NO) !== 0;
}

/** Beside verdicts of flows: the flow does not tell. */
export const BY_ROW = 1;

/** Looks up the verdict of the value of each flow, below 0 where the flow has none; 0 is written where there is none of the value. */
export function lookUpValues(byValue: Uint8Array, values: Int32Array, verdicts: Uint8Array, length: number): void {
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    verdicts[i] = value < 0 ? BY_ROW : byValue[value]!;
  }
}

/** Joins what both ends of flows say: where `decisive` is "yes" by "or", else by "and". */
export function joinEnds(verdicts: Uint8Array, more: Uint8Array, decisive: number, length: number): void {
  for (let i = 0; i < length; i++) {
    const a = verdicts[i]!;
    const b = more[i]!;
    verdicts[i] = a === BY_ROW || b === BY_ROW ? BY_ROW : decisive === YES ? a | b : a & b;
  }
}

/** What a row's number is compared with: verdicts of those below, at and above it. */
export interface Order {
  readonly below: number;
  readonly same: number;
  readonly above: number;
}

/** Compares two numbers of each flow, below 0 where it has none. */
export function comparePairs(
  left: Int32Array,
  right: Int32Array,
  order: Order,
  verdicts: Uint8Array,
  length: number,
): void {
  const { below, same, above } = order;
  for (let i = 0; i < length; i++) {
    const a = left[i]!;
    const b = right[i]!;
    verdicts[i] = a < 0 || b < 0 ? BY_ROW : a < b ? below : a > b ? above : same;
  }
}

/** Compares the numbers of rows that follow each other. */
export function compareNumbers(first: number, wanted: number, order: Order, verdicts: Uint8Array, length: number) {
  const { below, same, above } = order;
  for (let i = 0; i < length; i++) {
    const number = first + i;
    verdicts[i] = number < wanted ? below : number > wanted ? above : same;
  }
}

const NANOS = 1e9;

/** Compares times with one in whole seconds and nanoseconds below 1e9. */
export function compareTimes(
  seconds: Float64Array,
  nanos: Uint32Array,
  wanted: number,
  wantedNanos: number,
  order: Order,
  verdicts: Uint8Array,
  length: number,
) {
  const { below, same, above } = order;
  for (let i = 0; i < length; i++) {
    // A file may say more nanoseconds than a second has.
    const more = nanos[i]!;
    const over = more < NANOS ? 0 : Math.floor(more / NANOS);
    const difference = Math.trunc(seconds[i]!) + over - wanted || more - over * NANOS - wantedNanos;
    verdicts[i] = difference < 0 ? below : difference > 0 ? above : same;
  }
}

/** Joins verdicts by "and". */
export function andAll(verdicts: Uint8Array, more: Uint8Array, length: number): void {
  const words = sharedWords(verdicts, more, length);
  if (words > 0) andWords(wordsOf(verdicts, words), wordsOf(more, words));
  for (let i = 4 * words; i < length; i++) verdicts[i]! &= more[i]!;
}

/** Joins verdicts by "or". */
export function orAll(verdicts: Uint8Array, more: Uint8Array, length: number): void {
  const words = sharedWords(verdicts, more, length);
  if (words > 0) orWords(wordsOf(verdicts, words), wordsOf(more, words));
  for (let i = 4 * words; i < length; i++) verdicts[i]! |= more[i]!;
}

function andWords(verdicts: Uint32Array, more: Uint32Array): void {
  for (let i = 0; i < verdicts.length; i++) verdicts[i]! &= more[i]!;
}

function orWords(verdicts: Uint32Array, more: Uint32Array): void {
  for (let i = 0; i < verdicts.length; i++) verdicts[i]! |= more[i]!;
}

/** How many words of four verdicts both have from their first on: none where one of them does not lie at a word's beginning. */
function sharedWords(verdicts: Uint8Array, more: Uint8Array, length: number): number {
  return ((verdicts.byteOffset | more.byteOffset) & 3) === 0 ? length >>> 2 : 0;
}

function wordsOf(verdicts: Uint8Array, words: number): Uint32Array {
  return new Uint32Array(verdicts.buffer, verdicts.byteOffset, words);
}

export function xorAll(verdicts: Uint8Array, more: Uint8Array, length: number): void {
  for (let i = 0; i < length; i++) {
    const isUnknown = verdicts[i] === UNKNOWN || more[i] === UNKNOWN;
    verdicts[i] = isUnknown ? UNKNOWN : verdicts[i] === more[i] ? NO : YES;
  }
}

export function notAll(verdicts: Uint8Array, length: number): void {
  for (let i = 0; i < length; i++) verdicts[i] = opposite(verdicts[i]!);
}
