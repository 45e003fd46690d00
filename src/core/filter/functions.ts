import { fromUtf8 } from '../base/bytes.ts';
import type { ArithmeticOp, SliceRange } from './ast.ts';
import { compareValues, masked } from './compare.ts';
import { type Value, valueOctets } from './values.ts';

/** Combinations of the values of several fields that a calculation tries. */
const MAX_TRIED = 1 << 16;

/** Every value of the left side with every one of the right; those that have no result are left out. */
export function calculated(op: ArithmeticOp, left: readonly Value[], right: readonly Value[]): Value[] {
  const out: Value[] = [];
  let tried = 0;
  for (const a of left)
    for (const b of right) {
      if (++tried > MAX_TRIED) return out;
      const value = calculatedOne(op, a, b);
      if (value !== undefined) out.push(value);
    }
  return out;
}

function calculatedOne(op: ArithmeticOp, a: Value, b: Value): Value | undefined {
  if (typeof a === 'object' && typeof b === 'object') return op === '&' ? masked(a, b) : undefined;
  if (!isNumeric(a) || !isNumeric(b)) return undefined;
  // Only times have fractions, and those are counted in nanoseconds.
  if (!isWhole(a) || !isWhole(b)) return undefined;
  if (typeof a === 'number' && typeof b === 'number') {
    const fast = small(op, a, b);
    if (fast !== undefined) return fast;
    // Beyond 2^53 exactly.
    const exact = large(op, BigInt(a), BigInt(b));
    return exact !== undefined && Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  return large(op, BigInt(a), BigInt(b));
}

function isNumeric(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** Undefined when the result is no exact number. */
function small(op: ArithmeticOp, a: number, b: number): number | undefined {
  const exact = (value: number) => (Number.isSafeInteger(value) ? value : undefined);
  switch (op) {
    case '+':
      return exact(a + b);
    case '-':
      return exact(a - b);
    case '*':
      return exact(a * b);
    case '/':
      return b === 0 ? undefined : exact(Math.trunc(a / b));
    case '%':
      return b === 0 ? undefined : exact(a % b);
    case '&':
      return a >= 0 && b >= 0 && a <= 0x7fffffff && b <= 0x7fffffff ? a & b : undefined;
  }
}

/** Numbers of this many bits are not multiplied further. */
const MAX_BITS = 1n << 4096n;

function large(op: ArithmeticOp, a: bigint, b: bigint): bigint | undefined {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a > MAX_BITS || b > MAX_BITS ? undefined : a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    case '&':
      return a & b;
  }
}

export function negated(value: Value): Value | undefined {
  return isNumeric(value) ? -value : undefined;
}

export function absolute(value: Value): Value | undefined {
  return isNumeric(value) ? (value < 0 ? -value : value) : undefined;
}

/** The largest value (`sign` 1) or the smallest (-1); nothing of nothing. */
export function outermost(values: readonly Value[], sign: 1 | -1): Value[] {
  let best: Value | undefined;
  for (const value of values) if (best === undefined || (compareValues(value, best) ?? 0) * sign > 0) best = value;
  return best === undefined ? [] : [best];
}

export function changedCase(value: Value, upper: boolean): Value | undefined {
  const text = typeof value === 'object' ? fromUtf8(value) : value;
  if (typeof text !== 'string') return undefined;
  return upper ? text.toUpperCase() : text.toLowerCase();
}

/** The octets that the ranges pick, one after the other; undefined when one of them lies outside. */
export function sliced(value: Value, ranges: readonly SliceRange[]): Uint8Array | undefined {
  const octets = valueOctets(value);
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const range of ranges) {
    const at = (offset: number) => (offset < 0 ? octets.length + offset : offset);
    const start = at(range.start);
    const end =
      'last' in range ? at(range.last) + 1 : range.length === undefined ? octets.length : start + range.length;
    if (start < 0 || end > octets.length || end <= start) return undefined;
    parts.push(octets.subarray(start, end));
    size += end - start;
    if (size > MAX_SLICE) return undefined;
  }
  const out = new Uint8Array(size);
  let to = 0;
  for (const part of parts) {
    out.set(part, to);
    to += part.length;
  }
  return out;
}

/** Octets that all ranges of a slice together may pick. */
const MAX_SLICE = 1 << 24;
