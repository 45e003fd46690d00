import { CODE, HEADERS } from './headers.ts';
import { MESSAGE_TYPES } from './tables.ts';

const MESSAGE_TYPE = 0x80 | CODE.messageType;
const CONTENT_TYPE = 0x80 | CODE.contentType;
const LIKELY = 0.9;

/** Octet behind the text at `at`; -1 when it does not end. */
function afterText(bytes: Uint8Array, at: number, end: number): number {
  const nul = bytes.indexOf(0, at);
  return nul < 0 || nul >= end ? -1 : nul + 1;
}

/** Octet behind the value at `at`; -1 when it does not fit. */
function afterValue(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const octet = bytes[at]!;
  if (octet >= 0x80) return at + 1;
  if (octet === 0 || octet > 0x1f) return afterText(bytes, at, end);
  let behind = at + 1 + octet;
  if (octet === 0x1f) {
    // Two octets of a uintvar tell more than any header needs.
    if (at + 2 >= end) return -1;
    const high = bytes[at + 1]!;
    behind = high < 0x80 ? at + 2 + high : at + 3 + (high & 0x7f) * 128 + (bytes[at + 2]! & 0x7f);
  }
  return behind <= end ? behind : -1;
}

/** How likely octets are an MMS message: it begins with its type, and its headers fill it (or a body follows). */
export function guessMms(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 4 || bytes[start] !== MESSAGE_TYPE || MESSAGE_TYPES[bytes[start + 1]!] === undefined) return 0;
  let headers = 0;
  for (let at = start; at < end; headers++) {
    const octet = bytes[at]!;
    if (octet === CONTENT_TYPE) return headers > 1 ? LIKELY : 0;
    if (octet < 0x20 || (octet >= 0x80 && !HEADERS.has(octet & 0x7f))) return 0;
    at = afterValue(bytes, octet < 0x80 ? afterText(bytes, at, end) : at + 1, end);
    if (at < 0) return 0;
  }
  return headers > 1 ? LIKELY : 0;
}
