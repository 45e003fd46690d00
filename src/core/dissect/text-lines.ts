import { fromLatin1, fromUtf8 } from '../base/bytes.ts';

/*
 * Lines of text protocols and the headers on them, found without making rows: what pass 1 asks, and what pass 2 lays rows over
 * (`text-headers.ts`). Offsets are octets; line ends are CR LF or LF alone.
 */

export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const TAB = 0x09;
export const COLON = 0x3a;

/** A line: octets `start` to `end`, the next one begins at `next`. `next === end` where the octets end without a line end. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The line at octet `start`; its end is LF or CR LF. */
export function lineAt(bytes: Uint8Array, start: number, end: number): Line {
  const lf = find(bytes, LF, start, end);
  if (lf < 0) return { start, end, next: end };
  const stop = lf > start && bytes[lf - 1] === CR ? lf - 1 : lf;
  return { start, end: stop, next: lf + 1 };
}

/** Octet behind the empty line that ends the header section beginning at `start`; -1 when it is not there. */
export function headersEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const lf = find(bytes, LF, at, end);
    if (lf < 0) return -1;
    if (lf === at || (lf === at + 1 && bytes[at] === CR)) return lf + 1;
    at = lf + 1;
  }
  return -1;
}

/** Place of the first such octet; -1 when there is none. It never looks behind `end`: what follows may be megabytes of other packets. */
export function find(bytes: Uint8Array, octet: number, start: number, end: number): number {
  // Lines are short: a loop beats making a view for `indexOf` by far.
  for (let at = start; at < end; at++) if (bytes[at] === octet) return at;
  return -1;
}

export function isBlank(octet: number | undefined): boolean {
  return octet === SP || octet === TAB;
}

/** Lines from `start` up to `section`, the octet behind the empty line, that belong to one header: the first and those folded onto it. */
export function folded(bytes: Uint8Array, start: number, section: number): Line {
  let line = lineAt(bytes, start, section);
  while (line.next < section && isBlank(bytes[line.next])) {
    const more = lineAt(bytes, line.next, section);
    // A line of blanks alone ends what it is folded onto in no other way than an empty one.
    line = { start, end: more.end, next: more.next };
  }
  return line;
}

/**
 * Pass 1: value of the first header with this name (lower case) in octets `start` to `section`; undefined when there is none.
 */
export function headerValue(bytes: Uint8Array, start: number, section: number, name: string): string | undefined {
  const at = headerAt(bytes, start, section, name);
  return at < 0 ? undefined : valueAt(bytes, at, section, name);
}

/** Pass 1: values of all headers with this name, at most `most`. */
export function headerValues(
  bytes: Uint8Array,
  start: number,
  section: number,
  name: string,
  most: number,
): readonly string[] {
  const values: string[] = [];
  let at = headerAt(bytes, start, section, name);
  while (at >= 0 && values.length < most) {
    values.push(valueAt(bytes, at, section, name));
    at = headerAt(bytes, nextLine(bytes, at, section), section, name);
  }
  return values;
}

/** Where the line of the first header with this name begins, in or behind the line at `start`; -1 when there is none. */
function headerAt(bytes: Uint8Array, start: number, section: number, name: string): number {
  // Lines that are folded onto a header begin with a blank, so that no name matches there.
  for (let at = start; at < section; at = nextLine(bytes, at, section))
    if (isNamed(bytes, at, section, name)) return at;
  return -1;
}

function nextLine(bytes: Uint8Array, at: number, section: number): number {
  const lf = find(bytes, LF, at, section);
  return lf < 0 ? section : lf + 1;
}

function valueAt(bytes: Uint8Array, at: number, section: number, name: string): string {
  const { end } = folded(bytes, at, section);
  return unfold(bytes, find(bytes, COLON, at + name.length, end) + 1, end);
}

function isNamed(bytes: Uint8Array, at: number, end: number, name: string): boolean {
  if (at + name.length >= end) return false;
  for (let i = 0; i < name.length; i++) {
    const octet = bytes[at + i]!;
    const lower = octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
    if (lower !== name.charCodeAt(i)) return false;
  }
  let colon = at + name.length;
  while (isBlank(bytes[colon])) colon++;
  return colon < end && bytes[colon] === COLON;
}

/** Octets as text on one line, blanks around it taken off. */
export function unfold(bytes: Uint8Array, start: number, end: number): string {
  const view = bytes.subarray(start, end);
  const text = fromUtf8(view) ?? fromLatin1(view);
  return text.includes('\n') ? text.replace(/\r?\n[ \t]+/g, ' ').trim() : text.trim();
}
