/**
 * Stepping over WSP octets without rows and without garbage: for the pass that fills columns and for guessing.
 * Positions are octets; -1 says that the octets do not fit.
 */
import { CONTENT_TYPES } from './tables/content-types.ts';

/** Value of a uintvar; -1 when it does not end before `end` or within 5 octets. */
export function uintvarAt(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = at; i < end && i < at + 5; i++) {
    value = value * 128 + (bytes[i]! & 0x7f);
    if (bytes[i]! < 0x80) return value;
  }
  return -1;
}

/** Octet behind a uintvar that `uintvarAt` could read. */
export function afterUintvar(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next]! >= 0x80) next++;
  return next + 1;
}

/** Octet behind the value at `at`, whatever it means; -1 when it does not end before `end`. */
export function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const octet = bytes[at]!;
  if (octet >= 0x80) return at + 1;
  if (octet >= 0x20) {
    const nul = bytes.indexOf(0, at);
    return nul >= 0 && nul < end ? nul + 1 : -1;
  }
  if (octet < 0x1f) return at + 1 + octet <= end ? at + 1 + octet : -1;
  const octets = uintvarAt(bytes, at + 1, end);
  if (octets < 0) return -1;
  const next = afterUintvar(bytes, at + 1) + octets;
  return next <= end ? next : -1;
}

/** Header number 0x2F X-Wap-Application-Id and 0x0B Content-Encoding as octets. */
const APPLICATION_ID = 0xaf;
const CONTENT_ENCODING = 0x8b;

/** What a walk over headers finds out. */
export const HAS_APPLICATION_ID = 1;

/** Walks over headers up to `end`; -1 when they do not end there, else what was seen. */
export function walkHeaders(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let seen = 0;
  let page = 1;
  while (at < end) {
    const octet = bytes[at]!;
    if (octet === 0) return -1;
    if (octet < 0x20) {
      page = octet;
      at++;
    } else if (octet === 0x7f) {
      if (at + 1 >= end) return -1;
      page = bytes[at + 1]!;
      at += 2;
    } else if (octet < 0x7f) {
      const name = valueEnd(bytes, at, end);
      if (name < 0) return -1;
      at = valueEnd(bytes, name, end);
    } else {
      if (page === 1 && octet === APPLICATION_ID) seen |= HAS_APPLICATION_ID;
      at = valueEnd(bytes, at + 1, end);
    }
    if (at < 0) return -1;
  }
  return seen;
}

/** True when Content-Encoding is among the headers before they end or stop making sense. */
export function isContentEncoded(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  let page = 1;
  while (at >= 0 && at < end) {
    const octet = bytes[at]!;
    if (octet === 0) return false;
    if (octet < 0x20) page = bytes[at++]!;
    else if (octet === 0x7f) {
      page = bytes[at + 1]!;
      at += 2;
    } else {
      const value = octet < 0x7f ? valueEnd(bytes, at, end) : at + 1;
      if (value < 0) return false;
      if (page === 1 && octet === CONTENT_ENCODING) return true;
      at = valueEnd(bytes, value, end);
    }
  }
  return false;
}

/** Content type number at `at` (short, or in the general form); -1 when it is text or no content type. */
export function mediaNumberAt(bytes: Uint8Array, at: number, end: number): number {
  const media = mediaStart(bytes, at, end);
  if (media < 0 || media >= end) return -1;
  const octet = bytes[media]!;
  if (octet >= 0x80) return octet & 0x7f;
  // A long-integer stands in the general form only; longer ones are no content type.
  if (media === at || octet === 0 || octet > 4 || media + octet >= end) return -1;
  let number = 0;
  for (let i = 1; i <= octet; i++) number = number * 256 + bytes[media + i]!;
  return number;
}

/** Where the media type begins: behind the value length of the general form. */
function mediaStart(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const octet = bytes[at]!;
  if (octet === 0 || octet >= 0x20) return at;
  if (octet < 0x1f) return at + 1;
  return uintvarAt(bytes, at + 1, end) < 0 ? -1 : afterUintvar(bytes, at + 1);
}

/** Media type at `at` in lower case without parameters; '' when there is none. Makes a string for textual types only. */
export function mediaTypeAt(bytes: Uint8Array, at: number, end: number): string {
  const whole = valueEnd(bytes, at, end);
  const stop = whole < 0 ? end : whole;
  const number = mediaNumberAt(bytes, at, stop);
  if (number >= 0) return LOWER.get(number) ?? '';
  let from = mediaStart(bytes, at, stop);
  if (from < 0 || from >= stop || bytes[from]! < 0x20) return '';
  const nul = bytes.indexOf(0, from);
  if (nul < 0 || nul >= stop) return '';
  if (bytes[from] === QUOTE) from++;
  let text = '';
  for (let i = from; i < nul && bytes[i] !== SEMICOLON; i++) text += String.fromCharCode(bytes[i]!);
  return text.trim().toLowerCase();
}

const QUOTE = 0x7f;
const SEMICOLON = 0x3b;

const LOWER: ReadonlyMap<number, string> = new Map(
  [...CONTENT_TYPES].map(([number, name]) => [number, name.split(';', 1)[0]!.toLowerCase()]),
);

/** True for a known number, or text of the form `type/subtype`. */
export function isLikelyMedia(bytes: Uint8Array, at: number, end: number): boolean {
  const number = mediaNumberAt(bytes, at, end);
  if (number >= 0) return CONTENT_TYPES.has(number);
  let slash = false;
  for (let i = Math.max(at, mediaStart(bytes, at, end)); i < end; i++) {
    const octet = bytes[i]!;
    if (octet === 0) return slash;
    if (octet < 0x20 || octet > 0x7e) return false;
    if (octet === 0x2f && i > at) slash = true;
  }
  return false;
}

/** How well a content type and headers fill octets `start` to `end`: 0 not at all, 1 well, 2 with an application id. */
export function headersFit(bytes: Uint8Array, start: number, end: number): number {
  if (!isLikelyMedia(bytes, start, end)) return 0;
  const headers = valueEnd(bytes, start, end);
  if (headers < 0) return 0;
  const seen = walkHeaders(bytes, headers, end);
  return seen < 0 ? 0 : seen & HAS_APPLICATION_ID ? 2 : 1;
}

/** As `headersFit`, for a Push or ConfirmedPush whose type octet is at `at`. */
export function pushFit(bytes: Uint8Array, at: number, end: number): number {
  if (at + 2 >= end || (bytes[at] !== 0x06 && bytes[at] !== 0x07)) return 0;
  const octets = uintvarAt(bytes, at + 1, end);
  if (octets < 1) return 0;
  const headers = afterUintvar(bytes, at + 1);
  return headers + octets > end ? 0 : headersFit(bytes, headers, headers + octets);
}

const MAX_SKIPPED = 4;
const PUSH_PORT = 2948;

/**
 * Octets in front of the TID: some carriers put up to four there. 0 when the PDU begins at `start`, or when nothing is found.
 * @param port destination port; 0 when unknown
 */
export function octetsBefore(bytes: Uint8Array, start: number, end: number, port: number): number {
  const type = bytes[start + 1];
  if (type === 0x06 || type === 0x07) return 0;
  if (port !== PUSH_PORT && (type === undefined || isConnectionless(type))) return 0;
  for (let skip = 1; skip <= MAX_SKIPPED; skip++) if (pushFit(bytes, start + skip + 1, end) > 0) return skip;
  return 0;
}

/** PDU types of connectionless mode. */
export function isConnectionless(type: number): boolean {
  return type === 0x04 || type === 0x06 || (type >= 0x40 && type <= 0x44) || type === 0x60 || type === 0x61;
}
