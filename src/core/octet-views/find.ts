import { toUtf8 } from '../base/bytes.ts';
import type { Charset } from './charsets.ts';
import { fromHexText } from './codings.ts';

/** What is looked for. */
export interface FindInOctets {
  /** `hex`: the digits of octets. */
  readonly kind: 'text' | 'hex';
  readonly text: string;
  readonly isCaseSensitive: boolean;
}

/** Places that are told at most. */
export const MOST_MATCHES = 10_000;

/** Where it was found: first octets, and octets behind the last, in ascending order. */
export interface Matches {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** There are more than are told. */
  readonly isMore: boolean;
}

/** One after the other; each is one of several strings of octets. */
type Pattern = readonly (readonly Uint8Array[])[];

/** Finds text as the charset writes it, or octets; places do not overlap. A string is told when what is asked for cannot be looked for. */
export function findInOctets(bytes: Uint8Array, wish: FindInOctets, charset: Charset): Matches | string {
  const pattern = wish.kind === 'hex' ? octetPattern(wish.text) : textPattern(wish, charset);
  if (typeof pattern === 'string') return pattern;
  const starts: number[] = [];
  const ends: number[] = [];
  const [first] = pattern;
  if (first === undefined) return { starts: new Uint32Array(), ends: new Uint32Array(), isMore: false };
  const begins = new Uint8Array(256);
  for (const [octet] of first) if (octet !== undefined) begins[octet] = 1;
  for (let at = 0; at < bytes.length; at++) {
    if (begins[bytes[at]!] === 0) continue;
    const end = endOf(bytes, at, pattern);
    if (end < 0 || (wish.kind === 'text' && !charset.begins(bytes, at))) continue;
    if (starts.length === MOST_MATCHES) return matches(starts, ends, true);
    starts.push(at);
    ends.push(end);
    at = end - 1;
  }
  return matches(starts, ends, false);
}

const matches = (starts: readonly number[], ends: readonly number[], isMore: boolean): Matches => ({
  starts: Uint32Array.from(starts),
  ends: Uint32Array.from(ends),
  isMore,
});

/** Octet behind the pattern at `at`; -1 when it does not stand there. */
function endOf(bytes: Uint8Array, at: number, pattern: Pattern): number {
  let end = at;
  for (const choices of pattern) {
    const found = choices.find((octets) => octets.every((octet, i) => bytes[end + i] === octet));
    if (found === undefined) return -1;
    end += found.length;
  }
  return end;
}

function octetPattern(text: string): Pattern | string {
  const { bytes, problem } = fromHexText(toUtf8(text));
  if (problem !== undefined) return 'Pairs of digits are needed';
  return Array.from(bytes, (octet) => [Uint8Array.of(octet)]);
}

function textPattern({ text, isCaseSensitive }: FindInOctets, charset: Charset): Pattern | string {
  const pattern: Uint8Array[][] = [];
  for (const character of text) {
    const forms = isCaseSensitive ? [character] : [character, character.toLowerCase(), character.toUpperCase()];
    const octets = [...new Set(forms)].flatMap((form) => charset.write(form) ?? []).filter(({ length }) => length > 0);
    if (octets.length === 0) return `No "${character}" in this charset`;
    pattern.push(octets);
  }
  return pattern;
}
