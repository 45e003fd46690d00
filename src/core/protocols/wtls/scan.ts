import { u16 } from '../../base/bits.ts';
import {
  ALERT,
  APPLICATION_DATA,
  CHANGE_CIPHER_SPEC,
  CLIENT_HELLO,
  CONTENT_TYPES,
  HANDSHAKE,
  HANDSHAKE_TYPES,
  HAS_LENGTH,
  HAS_SEQUENCE,
  IS_PROTECTED,
  RESERVED,
  SERVER_HELLO,
} from './values.ts';

/* Stepping over records without rows, for the column pass and to tell records from other octets. */

const ALERT_OCTETS = 6;

export const contentTypeAt = (bytes: Uint8Array, at: number): number => bytes[at]! & 0x0f;
export const isProtected = (bytes: Uint8Array, at: number): boolean => (bytes[at]! & IS_PROTECTED) !== 0;

/** True for a record type octet that can be one. */
export function isRecordType(octet: number): boolean {
  return (octet & RESERVED) === 0 && CONTENT_TYPES[octet & 0x0f] !== undefined;
}

/** Octets of the record header at `at`: 1 to 5. */
export function headerOctets(bytes: Uint8Array, at: number): number {
  const octet = bytes[at]!;
  return 1 + ((octet & HAS_SEQUENCE) === 0 ? 0 : 2) + ((octet & HAS_LENGTH) === 0 ? 0 : 2);
}

/** Octet behind the record at `at` by its header, which has been found to fit; it may lie behind `end`. */
export function recordEnd(bytes: Uint8Array, at: number, end: number): number {
  const header = headerOctets(bytes, at);
  if ((bytes[at]! & HAS_LENGTH) === 0) return end;
  return at + header + u16(bytes, at + header - 2);
}

/**
 * How well octets fill records: 0 they do not; 1 they may; 2 lengths or plain contents fit exactly.
 * @param cut true when octets are missing at the end
 */
export function recordFit(bytes: Uint8Array, start: number, end: number, cut: boolean): 0 | 1 | 2 {
  if (start >= end) return 0;
  let sure = true;
  for (let at = start; at < end; ) {
    if (!isRecordType(bytes[at]!)) return 0;
    const header = headerOctets(bytes, at);
    if (at + header > end) return cut ? 1 : 0;
    const stop = recordEnd(bytes, at, end);
    if (stop > end) return cut ? 1 : 0;
    const fits = contentFit(bytes, at, at + header, stop);
    if (fits === 0 && !cut) return 0;
    if (fits < 2 && (bytes[at]! & HAS_LENGTH) === 0) sure = false;
    at = stop;
  }
  return sure ? 2 : 1;
}

/** As `recordFit`, for the content of one record. */
function contentFit(bytes: Uint8Array, at: number, content: number, end: number): 0 | 1 | 2 {
  const octets = end - content;
  const type = contentTypeAt(bytes, at);
  if (isProtected(bytes, at)) return 1;
  switch (type) {
    case CHANGE_CIPHER_SPEC:
      return octets === 1 ? 2 : 0;
    case ALERT:
      return octets === ALERT_OCTETS ? 2 : 0;
    case HANDSHAKE: {
      if (octets < 3 || HANDSHAKE_TYPES[bytes[content]!] === undefined) return 0;
      return 3 + u16(bytes, content + 1) <= octets ? 2 : 0;
    }
    default:
      return type === APPLICATION_DATA ? 1 : 0;
  }
}

/** Octets of unknown origin: only records whose lengths fit and that begin with a hello are likely enough. */
export function guessHandshake(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 6 || !isRecordType(bytes[start]!)) return 0;
  if (contentTypeAt(bytes, start) !== HANDSHAKE || isProtected(bytes, start)) return 0;
  const type = bytes[start + headerOctets(bytes, start)];
  if (type !== CLIENT_HELLO && type !== SERVER_HELLO) return 0;
  return recordFit(bytes, start, end, false) === 2 ? 0.7 : 0;
}
