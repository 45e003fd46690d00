import { hexDigit } from '../../base/bytes.ts';
import {
  type Line,
  Octets,
  octetsOfDigits,
  oddDigitWarning,
  type PastedText,
  type PastePacket,
  type Reading,
  type TextRange,
} from './form.ts';

/** Digits with or without separators: `0f0609`, `0F 06 09`, `0f:06:09`, `0x0f, 0x06`, with text around them. */

/** Octets that a run within other text must have, so that words are not taken for digits. */
const LEAST_RUN = 4;

export interface HexRun {
  readonly tokens: readonly string[];
  readonly zeroX: boolean;
  readonly range: TextRange;
  /** Nothing but blanks stands beside it in its line. */
  readonly alone: boolean;
}

function isSeparator(code: number): boolean {
  // Blank, tab, comma, minus, dot, colon, semicolon, backslash at the end of a line.
  return (
    code === 0x20 || code === 0x09 || (code >= 0x2c && code <= 0x2e) || code === 0x3a || code === 0x3b || code === 0x5c
  );
}

/** What may stand behind the octets of a line: blanks, comma, semicolon, backslash. */
function isTrailing(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0x3b || code === 0x5c;
}

function isWord(code: number): boolean {
  const letter = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (letter >= 0x61 && letter <= 0x7a) || code === 0x5f || code > 0x7f;
}

/** Longest runs of hexadecimal tokens in a line. */
export function hexRuns({ text, start }: Line): HexRun[] {
  const runs: HexRun[] = [];
  const first = text.length - text.trimStart().length;
  let last = text.length;
  while (last > 0 && isTrailing(text.charCodeAt(last - 1))) last--;
  let tokens: string[] = [];
  let zeroX = false;
  let from = 0;
  let to = 0;
  const close = () => {
    let digits = 0;
    for (const { length } of tokens) digits += length;
    const alone = from === first && to === last;
    if (tokens.length > 0 && (alone || (digits >= 2 * LEAST_RUN && !areWords(tokens)))) {
      runs.push({ tokens, zeroX, range: { start: start + from, end: start + to }, alone });
    }
    tokens = [];
    zeroX = false;
  };
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (isSeparator(code)) {
      at++;
      continue;
    }
    if (!isWord(code)) {
      close();
      at++;
      continue;
    }
    let end = at;
    while (end < text.length && isWord(text.charCodeAt(end))) end++;
    const prefixed = text[at] === '0' && (text[at + 1] === 'x' || text[at + 1] === 'X') && end > at + 2;
    const digitsAt = prefixed ? at + 2 : at;
    let isHex = true;
    for (let i = digitsAt; i < end && isHex; i++) isHex = hexDigit(text.charCodeAt(i)) >= 0;
    // Prefixed numbers and bare digits do not mix.
    if (!isHex || (tokens.length > 0 && prefixed !== zeroX)) close();
    if (isHex) {
      if (tokens.length === 0) from = at;
      zeroX = prefixed;
      tokens.push(text.slice(digitsAt, end));
      to = end;
    }
    at = end;
  }
  close();
  return runs;
}

/** Words of the letters a to f alone, as in "facade, decade". */
function areWords(tokens: readonly string[]): boolean {
  return tokens.length > 1 && tokens.every((token) => token.length > 2 && !/[0-9]/.test(token));
}

interface Group {
  readonly runs: HexRun[];
}

export function recognisePlainHex({ lines }: PastedText): readonly Reading[] {
  // Lines of nothing but digits belong together; blank lines and text part packets.
  const groups: Group[] = [];
  let group: Group | undefined;
  for (const line of lines) {
    const runs = hexRuns(line);
    if (runs.length === 0 || !runs[0]!.alone) group = undefined;
    for (const run of runs) {
      if (run.alone && group !== undefined && group.runs[0]!.zeroX === run.zeroX) group.runs.push(run);
      else {
        group = { runs: [run] };
        groups.push(group);
        if (!run.alone) group = undefined;
      }
    }
  }
  // A number on a line of its own is no packet when others are there.
  const long = groups.filter(({ runs }) => digitsOf(runs) >= 2 * LEAST_RUN);
  const kept = long.length > 0 ? long : groups;
  if (kept.length === 0) return [];
  const readings = [together(kept)];
  const runs = kept.flatMap((one) => one.runs);
  if (runs.length > kept.length) readings.push(lineByLine(kept, runs));
  return readings;
}

function digitsOf(runs: readonly HexRun[]): number {
  let digits = 0;
  for (const { tokens } of runs) for (const { length } of tokens) digits += length;
  return digits;
}

function together(groups: readonly Group[]): Reading {
  const warnings: string[] = [];
  const packets = groups.map(({ runs }) => ({ bytes: octetsOf(runs, warnings) }));
  const name = groups[0]!.runs[0]!.zeroX ? 'list of 0x numbers' : 'hexadecimal digits';
  return reading(
    name,
    packets,
    groups.flatMap(({ runs }) => runs),
    warnings,
    0.85,
  );
}

/** Each line a packet of its own: likelier when the lines are not all as long as a wrapped text's. */
function lineByLine(groups: readonly Group[], runs: readonly HexRun[]): Reading {
  const warnings: string[] = [];
  const packets = runs.map((run) => ({ bytes: octetsOf([run], warnings) }));
  const wrapped = groups.every(({ runs: lines }) => {
    const sizes = lines.map((run) => digitsOf([run]));
    return sizes.every((size, i) => size === sizes[0] || (i === sizes.length - 1 && size < sizes[0]!));
  });
  const strength = wrapped || warnings.length > 0 ? 0.5 : 0.87;
  return reading('hexadecimal digits, a packet on each line', packets, runs, warnings, strength);
}

function reading(
  form: string,
  packets: readonly PastePacket[],
  runs: readonly HexRun[],
  warnings: readonly string[],
  strength: number,
): Reading {
  return { form, packets, understood: runs.map(({ range }) => range), warnings, strength };
}

/** Octets of runs that belong together. */
function octetsOf(runs: readonly HexRun[], warnings: string[]): Uint8Array {
  const tokens = runs.flatMap((run) => run.tokens);
  const oneOctetEach = tokens.every(({ length }) => length <= 2) && tokens.length > 1;
  if (runs[0]!.zeroX || oneOctetEach) {
    const octets = new Octets();
    for (const [i, token] of tokens.entries()) {
      // A lone digit inside of a list is a small number; at the end of digits that were cut off it is half an octet.
      const cutOff = token.length === 1 && i === tokens.length - 1 && !runs[0]!.zeroX && allPairs(tokens.slice(0, -1));
      if (cutOff) warnings.push(oddDigitWarning(token));
      octets.pushAll(octetsOfDigits(cutOff || token.length % 2 === 0 ? token : `0${token}`));
    }
    return octets.take();
  }
  const digits = tokens.join('');
  if (digits.length % 2 === 1) warnings.push(oddDigitWarning(digits.at(-1)!));
  return octetsOfDigits(digits);
}

function allPairs(tokens: readonly string[]): boolean {
  return tokens.every(({ length }) => length === 2);
}
