import { readBits } from '../../base/bits.ts';
import { skipOptions } from './options.ts';
import type { NotificationFormat } from './values.ts';

export type { NotificationFormat };

export const FORMATS: readonly NotificationFormat[] = ['dm-1.2', 'dm-1.3', 'dm-2.0', 'ds-1.2'];

/** Octets before the server identifier (1.2, DS). */
export const HEADER_12 = 24;
export const HEADER_13 = 12;
export const HEADER_20 = 4;
export const DIGEST_13 = 32;

const VERSION_BIT = 128;

/**
 * True when octets `start` to `end` are structurally whole under a format and carry its version. Formats of the same
 * message exclude each other in practice: of 376 whole ones that were tried, each was whole under one format only.
 */
export function isWhole(format: NotificationFormat, bytes: Uint8Array, start: number, end: number): boolean {
  const size = end - start;
  switch (format) {
    case 'dm-1.2':
      return size >= HEADER_12 && version12(bytes, start) === 11 && HEADER_12 + bytes[start + 23]! <= size;
    case 'ds-1.2':
      return size >= HEADER_12 && version12(bytes, start) === 12 && wholeDsBody(bytes, start, end);
    case 'dm-1.3': {
      if (size < HEADER_13 + DIGEST_13 || bytes[start]! >>> 4 !== 1) return false;
      return skipOptions(bytes, start + HEADER_13, end, (bytes[start]! >>> 1) & 7) === end - DIGEST_13;
    }
    case 'dm-2.0': {
      if (size < HEADER_20 || bytes[start]! >>> 4 !== 2) return false;
      return skipOptions(bytes, start + HEADER_20, end, readBits(bytes, start * 8 + 4, 5)) === end;
    }
  }
}

function version12(bytes: Uint8Array, start: number): number {
  return readBits(bytes, start * 8 + VERSION_BIT, 10);
}

/** True when the list of data stores lies within the message; what follows it is the vendor's. */
function wholeDsBody(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start + HEADER_12 + bytes[start + 23]!;
  if (at >= end) return false;
  const count = bytes[at]! >>> 4;
  at++;
  for (let i = 0; i < count; i++) {
    if (at + 5 > end) return false;
    at += 5 + bytes[at + 4]!;
  }
  return at <= end;
}

/** The format under which octets of unknown origin are whole; undefined when there is none. */
export function wholeFormat(bytes: Uint8Array, start: number, end: number): NotificationFormat | undefined {
  for (const format of FORMATS) if (isWhole(format, bytes, start, end)) return format;
  return undefined;
}

/** What the first four bits say of the version: only 1.3 and 2.0 have it there. */
export function formatByVersion(bytes: Uint8Array, start: number, end: number): NotificationFormat | undefined {
  if (end <= start) return undefined;
  const version = bytes[start]! >>> 4;
  if (version === 1) return 'dm-1.3';
  return version === 2 ? 'dm-2.0' : undefined;
}

/** The likeliest format of octets of unknown origin: whole ones first, then the look of a 1.2 header, then the first four bits. */
export function likelyFormat(bytes: Uint8Array, start: number, end: number): NotificationFormat | undefined {
  const whole = wholeFormat(bytes, start, end);
  if (whole !== undefined) return whole;
  if (end - start >= HEADER_12 && readBits(bytes, start * 8 + VERSION_BIT + 13, 27) === 0) {
    const version = version12(bytes, start);
    if (version === 11) return 'dm-1.2';
    // Some servers write 12 into DM notifications; an alert has at least the number of data stores behind the identifier.
    if (version === 12) return HEADER_12 + bytes[start + 23]! === end - start ? 'dm-1.2' : 'ds-1.2';
  }
  return formatByVersion(bytes, start, end);
}
