import { toUtf8 } from '../base/bytes.ts';
import type { Constant } from './literals.ts';
import type { Relation } from './typed.ts';
import { type Value, valueOctets } from './values.ts';

/**
 * Below 0, 0, above 0; undefined for values that have no common order. Text is ordered by its UTF-8 octets; of octets the
 * longer are above the shorter, as in Wireshark.
 */
export function compareValues(a: Value, b: Value): number | undefined {
  if (typeof a === 'object' && typeof b === 'object' && a.length !== b.length) return a.length - b.length;
  if (typeof a === 'object' || typeof b === 'object') {
    if (!isOctetsOrText(a) || !isOctetsOrText(b)) return undefined;
    return compareOctets(valueOctets(a), valueOctets(b));
  }
  if (typeof a === 'string' || typeof b === 'string') {
    if (typeof a !== 'string' || typeof b !== 'string') return undefined;
    return a === b ? 0 : compareOctets(toUtf8(a), toUtf8(b));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOctetsOrText(value: Value): boolean {
  return typeof value === 'object' || typeof value === 'string';
}

function compareOctets(a: Uint8Array, b: Uint8Array): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** True when the octets of `needle` stand somewhere in those of `value`. */
export function containsValue(value: Value, needle: Value): boolean {
  if (typeof value === 'string' && typeof needle === 'string') return value.includes(needle);
  if (!isOctetsOrText(value) || !isOctetsOrText(needle)) return false;
  const octets = valueOctets(value);
  const wanted = valueOctets(needle);
  const [first] = wanted;
  if (first === undefined) return true;
  const last = octets.length - wanted.length;
  for (let at = octets.indexOf(first); at >= 0 && at <= last; at = octets.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && octets[at + same] === wanted[same]) same++;
    if (same === wanted.length) return true;
  }
  return false;
}

/** One pair of values. What has no common order is unequal, and neither below nor above. */
export function related(relation: Relation, a: Value, b: Value): boolean {
  const order = relation === 'contains' ? undefined : compareValues(a, b);
  switch (relation) {
    case 'contains':
      return containsValue(a, b);
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order !== undefined && order < 0;
    case '<=':
      return order !== undefined && order <= 0;
    case '>':
      return order !== undefined && order > 0;
    case '>=':
      return order !== undefined && order >= 0;
  }
}

/** A value against a literal, which has a form for each kind that the value can have. */
export function relatedToConstant(relation: Relation, value: Value, constants: readonly Constant[]): boolean {
  if (relation === '!=') return !constants.some((constant) => relatedMasked('==', value, constant));
  return constants.some((constant) => relatedMasked(relation, value, constant));
}

function relatedMasked(relation: Relation, value: Value, { value: other, mask }: Constant): boolean {
  if (mask === undefined) return related(relation, value, other);
  if (typeof value !== 'object' || typeof other !== 'object' || value.length !== mask.length) return false;
  return related(relation, masked(value, mask), masked(other, mask));
}

/** The bits that both have; of octets of different length as many as the shorter has. */
export function masked(octets: Uint8Array, mask: Uint8Array): Uint8Array {
  return octets.subarray(0, mask.length).map((octet, i) => octet & (mask[i] ?? 0));
}

/** Pairs up to which each is looked at: two fields of one packet seldom have more than a few values. */
const MANY_PAIRS = 4096;
/** Pairs that a search among many values looks at, so that a packet made for it cannot hold up a filter. */
const MAX_SEARCHES = 1 << 16;

/** Any or all pairs of the values of two fields; bounded however many they are. */
export function relatedPairs(
  relation: Relation,
  mode: 'any' | 'all',
  left: readonly Value[],
  right: readonly Value[],
): boolean {
  if (left.length === 0 || right.length === 0) return false;
  if (left.length * right.length > MANY_PAIRS) return relatedMany(relation, mode, left, right);
  return mode === 'any'
    ? left.some((a) => right.some((b) => related(relation, a, b)))
    : left.every((a) => right.every((b) => related(relation, a, b)));
}

/** The same answer without looking at each pair: equal values by a table, order by the extremes. */
function relatedMany(
  relation: Relation,
  mode: 'any' | 'all',
  left: readonly Value[],
  right: readonly Value[],
): boolean {
  switch (relation) {
    case '==':
      return mode === 'any' ? shareOne(left, right) : allSame([...left, ...right]);
    case '!=':
      return mode === 'any' ? !allSame([...left, ...right]) : !shareOne(left, right);
    case 'contains': {
      let looked = 0;
      for (const a of left)
        for (const b of right) {
          if (++looked > MAX_SEARCHES) return mode === 'all';
          if (related(relation, a, b) === (mode === 'any')) return mode === 'any';
        }
      return mode === 'all';
    }
    case '<':
    case '<=':
      return related(relation, extreme(left, mode === 'any' ? -1 : 1), extreme(right, mode === 'any' ? 1 : -1));
    case '>':
    case '>=':
      return related(relation, extreme(left, mode === 'any' ? 1 : -1), extreme(right, mode === 'any' ? -1 : 1));
  }
}

/** The same for values that compare as equal, and for no others. */
export function keyOf(value: Value): string {
  return typeof value === 'object' || typeof value === 'string' ? `o${valueOctets(value).join()}` : `n${value}`;
}

function shareOne(left: readonly Value[], right: readonly Value[]): boolean {
  const known = new Set(left.map(keyOf));
  return right.some((value) => known.has(keyOf(value)));
}

function allSame([first, ...rest]: readonly Value[]): boolean {
  return first !== undefined && rest.every((value) => compareValues(first, value) === 0);
}

function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let best = values[0]!;
  for (const value of values) if ((compareValues(value, best) ?? 0) * sign > 0) best = value;
  return best;
}
