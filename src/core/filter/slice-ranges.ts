import type { SliceRange } from './ast.ts';

/** The one layer or offset with these digits. */
export function numbered(digits: string, negative: boolean): SliceRange {
  return { start: (negative ? -1 : 1) * Math.min(Number(digits), MAX_OFFSET), length: 1 };
}

const MAX_OFFSET = 2 ** 31 - 1;
/** Decimal, hexadecimal with 0x, octal with 0. */
const NUMBER = String.raw`(-?(?:0x[0-9a-fA-F]+|0[0-7]*|[1-9]\d*))`;
const RANGE = new RegExp(`^\\s*${NUMBER}?\\s*(?:([:-])\\s*${NUMBER}?\\s*)?$`);

/** One range of a slice; a message when it is none. */
export function rangeOf(text: string): SliceRange | string {
  const found = RANGE.exec(text);
  const [, first, sign, second] = found ?? [];
  if (found === null || (first === undefined && sign === undefined))
    return 'expected an offset, offset:length, first-last, :length or offset:';
  const start = offset(first ?? '0');
  const end = offset(second ?? '0');
  if (Math.max(Math.abs(start), Math.abs(end)) > MAX_OFFSET) return `an offset or length is at most ${MAX_OFFSET}`;
  if (sign === undefined) return { start, length: 1 };
  if (sign === '-') {
    if (first === undefined || second === undefined) return 'expected the first and the last offset';
    return start > end && start < 0 === end < 0 ? 'the first offset is above the last' : { start, last: end };
  }
  if (second === undefined) return { start, length: undefined };
  return end <= 0 ? 'a length is above 0' : { start, length: end };
}

function offset(text: string): number {
  const size = text.replace('-', '');
  const value = Number(/^0[0-7]/.test(size) ? `0o${size.slice(1)}` : size);
  return text.startsWith('-') ? -value : value;
}
