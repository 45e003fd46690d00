import { u16 } from '../../base/bits.ts';
import { ABORT, ACK, INVOKE, NEGATIVE_ACK, RESULT, SEGMENTED_INVOKE, SEGMENTED_RESULT } from './values.ts';

/* Stepping over PDUs without rows, for the column pass and for guesses. */

const LAST = 1;
const NO_SAR = 3;

export const typeAt = (bytes: Uint8Array, at: number): number => (bytes[at]! >>> 3) & 0x0f;
export const trailerAt = (bytes: Uint8Array, at: number): number => (bytes[at]! >>> 1) & 3;
export const isResent = (bytes: Uint8Array, at: number): boolean => (bytes[at]! & 1) !== 0;
export const isResponse = (bytes: Uint8Array, at: number): boolean => (bytes[at + 1]! & 0x80) !== 0;
export const tidAt = (bytes: Uint8Array, at: number): number => u16(bytes, at + 1) & 0x7fff;

export function carriesData(type: number): boolean {
  return type === INVOKE || type === RESULT || type === SEGMENTED_INVOKE || type === SEGMENTED_RESULT;
}

/** True for PDUs that are a message of their own, not a packet of one. */
export function isWholeMessage(type: number, trailer: number): boolean {
  return (type === INVOKE || type === RESULT) && (trailer === LAST || trailer === NO_SAR);
}

/** True for the last packet of a message. */
export function isLastPacket(trailer: number): boolean {
  return (trailer & LAST) !== 0;
}

/** Octets of the fixed header of the PDU at `at`; -1 when it does not fit or the type is unknown. */
export function fixedOctets(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 3) return -1;
  let octets = -1;
  switch (typeAt(bytes, at)) {
    case RESULT:
    case ACK:
      octets = 3;
      break;
    case INVOKE:
    case ABORT:
    case SEGMENTED_INVOKE:
    case SEGMENTED_RESULT:
      octets = 4;
      break;
    case NEGATIVE_ACK:
      octets = end - at < 4 ? 4 : 4 + bytes[at + 3]!;
      break;
    default:
      break;
  }
  return octets <= end - at ? octets : -1;
}

/** Octet behind fixed header and items of the PDU at `at`; -1 when they do not fit. */
export function dataStart(bytes: Uint8Array, at: number, end: number): number {
  const fixed = fixedOctets(bytes, at, end);
  if (fixed < 0) return -1;
  let next = at + fixed;
  let more = (bytes[at]! & 0x80) !== 0;
  while (more) {
    if (next >= end) return -1;
    const first = bytes[next]!;
    more = (first & 0x80) !== 0;
    if ((first & 0x04) === 0) next += 1 + (first & 3);
    else if (next + 1 < end) next += 2 + bytes[next + 1]!;
    else return -1;
    if (next > end) return more ? -1 : end;
  }
  return next;
}

/** Octets of the length at `at` in a concatenation: 1 or 2; 0 when it does not fit. */
export function lengthOctets(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0;
  if ((bytes[at]! & 0x80) === 0) return 1;
  return at + 2 <= end ? 2 : 0;
}

/** The length at `at`, which `lengthOctets` has found to fit. */
export function lengthAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! & 0x80) === 0 ? bytes[at]! : u16(bytes, at) & 0x7fff;
}
