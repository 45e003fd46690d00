import { u16, u32 } from '../../base/bits.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import type { UserDataCoding } from '../../dissect/short-message.ts';
import { BODIES } from './bodies.ts';
import { f } from './fields.ts';
import { COMMANDS, RESPONSE_BIT, TAGS } from './values.ts';

export const HEADER_OCTETS = 16;
/** Larger PDUs are taken for something else; message_payload has at most 65535 octets. */
const MAX_OCTETS = 0x11000;
const UDHI = 0x40;

/** A value of an optional parameter and the octet where it stands. */
interface Found {
  readonly value: number;
  readonly at: number;
}

/** Where the parts of a PDU lie and what carries its message: what both passes need before they come to the text. */
export interface Scan {
  readonly command: number;
  readonly esm: number;
  readonly coding: number;
  readonly source: string;
  readonly destination: string;
  /** Octets of short_message; empty when there is none. */
  readonly messageAt: number;
  readonly messageEnd: number;
  readonly payloadAt: number;
  readonly payloadEnd: number;
  readonly sourcePort: Found | undefined;
  readonly destinationPort: Found | undefined;
  readonly reference: Found | undefined;
  readonly total: Found | undefined;
  readonly number: Found | undefined;
}

/** True when a length that can be and a known command stand at `start`. */
export function isHeader(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < HEADER_OCTETS) return false;
  const length = u32(bytes, start);
  if (length < HEADER_OCTETS || length > MAX_OCTETS) return false;
  return COMMANDS.has(u32(bytes, start + 4));
}

/**
 * Octets of the PDU at `start`: what a TCP stream must bring before it can be dissected.
 * @returns 4 while the length itself is not there, undefined when no PDU can begin here
 */
export function pduOctets(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < 4) return 4;
  const length = u32(bytes, start);
  if (length < HEADER_OCTETS || length > MAX_OCTETS) return undefined;
  return end - start >= 8 && !COMMANDS.has(u32(bytes, start + 4)) ? undefined : length;
}

/** Octets of a C-octet string with its NUL; without a NUL, as many as it may have. */
export function textOctets(bytes: Uint8Array, at: number, end: number, max: number): number {
  const stop = Math.min(end, at + max);
  for (let i = at; i < stop; i++) if (bytes[i] === 0) return i + 1 - at;
  return Math.max(0, stop - at);
}

/** How the user data are coded; octets for alphabets that are not read here. */
export function codingOf(coding: number): UserDataCoding {
  if (coding >= 0xf0) return (coding & 4) === 0 ? 'characters' : 'octets';
  if (coding >= 0xe0) return 'ucs2';
  if (coding >= 0xc0) return 'characters';
  if (coding === 8) return 'ucs2';
  return coding === 0 || coding === 1 || coding === 3 ? 'characters' : 'octets';
}

/** Scans one PDU of `bytes`. */
export function scanPdu(bytes: Uint8Array, start: number, end: number): Scan {
  const command = u32(bytes, start + 4);
  const out = {
    command,
    esm: 0,
    coding: 0,
    source: '',
    destination: '',
    messageAt: end,
    messageEnd: end,
    payloadAt: end,
    payloadEnd: end,
    sourcePort: undefined as Found | undefined,
    destinationPort: undefined as Found | undefined,
    reference: undefined as Found | undefined,
    total: undefined as Found | undefined,
    number: undefined as Found | undefined,
  };
  let at = start + HEADER_OCTETS;
  const skipText = (max: number): void => {
    at += textOctets(bytes, at, end, max);
  };
  const readText = (max: number): string => {
    const start = at;
    skipText(max);
    return fromLatin1(bytes.subarray(start, at > start && bytes[at - 1] === 0 ? at - 1 : at));
  };
  for (const part of BODIES.get(command) ?? []) {
    if (at >= end) return out;
    if (part.kind === 'text') {
      if (part.field === f.source) out.source = readText(part.max);
      else if (part.field === f.destination) out.destination = readText(part.max);
      else skipText(part.max);
    } else if (part.kind === 'time') skipText(17);
    else if (part.kind === 'message') {
      out.messageAt = at + 1;
      out.messageEnd = Math.min(end, at + 1 + bytes[at]!);
      at = at + 1 + bytes[at]!;
    } else if (part.kind === 'destinations') {
      out.destination = skipDestinations();
    } else if (part.kind === 'failures') {
      const count = bytes[at++]!;
      for (let i = 0; i < count && at < end; i++) {
        at += 2;
        skipText(21);
        at += 4;
      }
    } else {
      if (part.kind === 'esm') out.esm = bytes[at]!;
      else if (part.kind === 'coding') out.coding = bytes[at]!;
      at++;
    }
  }
  while (at + 4 <= end) {
    const tag = u16(bytes, at);
    const size = u16(bytes, at + 2);
    at += 4;
    if (at + size > end) break;
    if (tag === TAGS.payload) {
      out.payloadAt = at;
      out.payloadEnd = at + size;
    } else if (size === 2) {
      const found = { value: u16(bytes, at), at };
      if (tag === TAGS.sourcePort) out.sourcePort = found;
      else if (tag === TAGS.destinationPort) out.destinationPort = found;
      else if (tag === TAGS.reference) out.reference = found;
    } else if (size === 1) {
      const found = { value: bytes[at]!, at };
      if (tag === TAGS.total) out.total = found;
      else if (tag === TAGS.number) out.number = found;
    }
    at += size;
  }
  return out;

  /** Receivers of a submit_multi; gives the first one. */
  function skipDestinations(): string {
    const count = bytes[at++]!;
    let first = '';
    for (let i = 0; i < count && at < end; i++) {
      if (bytes[at++] === 1) at += 2;
      if (i === 0) first = readText(21);
      else skipText(21);
    }
    return first;
  }
}

/** True for PDUs that carry a short message. */
export function carriesMessage(command: number): boolean {
  return command === 4 || command === 5 || command === 7 || command === 0x21 || command === 0x103 || command === 0x111;
}

export function hasHeader(scan: Scan): boolean {
  return (scan.esm & UDHI) !== 0;
}

/** True when the user data need more than to be shown: a header, ports or segments. */
export function isStructured(scan: Scan): boolean {
  return hasHeader(scan) || scan.destinationPort !== undefined || segmentOf(scan) !== undefined;
}

/** The segment numbers of the sar parameters, when all three are there and fit. */
export function segmentOf(scan: Scan): { reference: number; total: number; number: number } | undefined {
  const { reference, total, number } = scan;
  if (reference === undefined || total === undefined || number === undefined) return undefined;
  if (number.value < 1 || number.value > total.value) return undefined;
  return { reference: reference.value, total: total.value, number: number.value };
}

/** Sender and receiver: what tells apart concatenated messages with the same reference. */
export function threadOf(scan: Scan): string {
  return `smpp/${scan.source}/${scan.destination}`;
}

/** How likely the octets are PDUs and nothing else. */
export function likelySmpp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < HEADER_OCTETS) return 0;
  let at = start;
  while (at < end) {
    const isRequest = isHeader(bytes, at, end) && u32(bytes, at + 4) < RESPONSE_BIT;
    if (!isHeader(bytes, at, end) || (isRequest && u32(bytes, at + 8) !== 0)) return at === start ? 0 : 0.3;
    at += u32(bytes, at);
  }
  return at === end ? 0.95 : 0.4;
}
