import type { SliceRange } from './ast.ts';

/** The one layer or offset with these digits. */
export function numbered(digits: string, negative: boolean): SliceRange {
  return { start: (negative ? -1 : 1) * Math.min(Number(digits), MAX_OFFSET), length: 1 };
}

const MAX_OFFSET = 2 ** 31 - 1;
const NUMBER = String.raw`(-?(?:0x[0-9a-fA-F]+|\d+))`;
const RANGE = new RegExp(`^\\s*${NUMBER}?\\s*(?:([:-])\\s*${NUMBER}?\\s*)?$`);

/** One range of a slice; a message when it is none. */
export function rangeOf(text: string): SliceRange | string {
  const found = RANGE.exec(text);
  const [, first, sign, second] = found ?? [];
  if (found === null || (first === undefined && second === undefined))
    return 'expected an offset, offset:length, first-last, :length or offset:';
  const start = offset(first ?? '0');
  if (sign === undefined) return { start, length: 1 };
  if (sign === '-') {
    if (first === undefined || second === undefined) return 'expected the first and the last offset';
    return { start, last: offset(second) };
  }
  if (second === undefined) return { start, length: undefined };
  const length = offset(second);
  return length < 0 ? 'a length is not negative' : { start, length };
}

function offset(text: string): number {
  const negative = text.startsWith('-');
  const size = Math.min(Number(negative ? text.slice(1) : text), MAX_OFFSET);
  return negative ? -size : size;
}
