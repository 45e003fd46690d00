import { u16, u32 } from '../../base/bits.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { type Measure, MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import {
  BODY,
  CONNECT,
  DESTINATION_NAME,
  END_OF_BODY,
  FOUR_OCTETS,
  LENGTH,
  NAME,
  OCTETS,
  ONE_OCTET,
  OPCODES,
  RESPONSES,
  SET_PATH,
  TEXT,
  TYPE,
} from './codes.ts';

/** Octets of opcode and length. */
export const HEAD_OCTETS = 3;
const CONNECT_OCTETS = HEAD_OCTETS + 4;
const SET_PATH_OCTETS = HEAD_OCTETS + 2;

/** A header that ends within its packet; positions are octets. */
export interface Header {
  readonly id: number;
  readonly at: number;
  readonly valueAt: number;
  readonly end: number;
}

/** What a packet is, as far as its octets go: both passes read it with this. */
export interface Packet {
  readonly at: number;
  /** Octets that it states. */
  readonly length: number;
  /** Behind the last octet of it that is here. */
  readonly end: number;
  /** Opcode or response code, without the final bit. */
  readonly code: number;
  readonly final: boolean;
  readonly isRequest: boolean;
  /** True for a request or response to connect, which has version, flags and maximum length. */
  readonly connects: boolean;
  readonly headersAt: number;
  readonly headers: readonly Header[];
  /** True when the packet is here to its end and its headers fill it. */
  readonly whole: boolean;
}

/** Octets of form and value of a header; 0 when it has not even its length. */
export function headerOctets(bytes: Uint8Array, at: number, end: number): number {
  switch (bytes[at]! >>> 6) {
    case ONE_OCTET:
      return 2;
    case FOUR_OCTETS:
      return 5;
    default:
      return end - at < 3 ? 0 : u16(bytes, at + 1);
  }
}

/** Where the value begins behind the identifier. */
export function valueOffset(id: number): number {
  return id >>> 6 === TEXT || id >>> 6 === OCTETS ? 3 : 1;
}

function readHeaders(bytes: Uint8Array, start: number, end: number): { headers: Header[]; whole: boolean } {
  const headers: Header[] = [];
  let at = start;
  while (at < end) {
    const id = bytes[at]!;
    const octets = headerOctets(bytes, at, end);
    const valueAt = at + valueOffset(id);
    if (at + octets < valueAt || at + octets > end) return { headers, whole: false };
    headers.push({ id, at, valueAt, end: at + octets });
    at += octets;
  }
  return { headers, whole: true };
}

function isRequest(code: number): boolean {
  return code < 0x10 || code >= 0x70;
}

/** The packet at `start`; undefined when it has not three octets. */
export function scan(bytes: Uint8Array, start: number, stop: number): Packet | undefined {
  if (stop - start < HEAD_OCTETS) return undefined;
  const code = bytes[start]! & 0x7f;
  const length = u16(bytes, start + 1);
  const end = Math.min(stop, start + Math.max(length, HEAD_OCTETS));
  const request = isRequest(code);
  let headersAt = start + HEAD_OCTETS;
  let connects = request && code === CONNECT;
  if (connects) headersAt = start + CONNECT_OCTETS;
  else if (request && code === SET_PATH) headersAt = start + SET_PATH_OCTETS;
  let read = readHeaders(bytes, headersAt, end);
  // Nothing in a response to connect says that it is one, but its version is no identifier of a header (except 0x15).
  if (!request && looksConnected(bytes, start, end) && (!read.whole || bytes[headersAt] !== DESTINATION_NAME)) {
    const behind = readHeaders(bytes, start + CONNECT_OCTETS, end);
    if (behind.whole) {
      connects = true;
      headersAt = start + CONNECT_OCTETS;
      read = behind;
    }
  }
  const whole = read.whole && headersAt <= end && length >= HEAD_OCTETS && start + length <= stop;
  return {
    at: start,
    length,
    end,
    code,
    final: bytes[start]! >= 0x80,
    isRequest: request,
    connects,
    headersAt,
    headers: read.headers,
    whole,
  };
}

function looksConnected(bytes: Uint8Array, start: number, end: number): boolean {
  const version = bytes[start + HEAD_OCTETS] ?? 0;
  return end - start >= CONNECT_OCTETS && version >= 0x10 && version <= 0x20 && u16(bytes, start + 5) >= 255;
}

/** True for octets that a packet can begin with. */
function isKnownHead(octet: number): boolean {
  const code = octet & 0x7f;
  if (isRequest(code)) return OPCODES[code] !== undefined && (octet >= 0x80 || code === 2 || code === 3);
  return octet >= 0x80 && RESPONSES[code] !== undefined;
}

/** Cuts packets out of a stream by their length. */
export const measure: Measure = (bytes, start, end) => {
  if (start >= end) return MORE_NEEDED;
  if (!isKnownHead(bytes[start]!)) return NOT_OURS;
  if (end - start < HEAD_OCTETS) return MORE_NEEDED;
  const length = u16(bytes, start + 1);
  return length < HEAD_OCTETS ? NOT_OURS : length;
};

/** How likely octets are packets: known first octets, lengths and headers that come out even. */
export function likely(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < HEAD_OCTETS || !isKnownHead(bytes[start]!)) return 0;
  const packet = scan(bytes, start, end);
  if (packet === undefined || !packet.whole || packet.end !== end) return 0;
  // Three octets alone say little.
  return packet.headers.length > 0 || packet.connects ? 0.7 : 0.3;
}

/** The first header with this id. */
export function headerOf(packet: Packet, id: number): Header | undefined {
  return packet.headers.find((header) => header.id === id);
}

/** Body and End of Body, in the order in which they stand. */
export function bodiesOf(packet: Packet): readonly Header[] {
  return packet.headers.filter(({ id }) => id === BODY || id === END_OF_BODY);
}

/** The Type header without its final zero octet; undefined without one. */
export function typeOf(bytes: Uint8Array, packet: Packet): string | undefined {
  const header = headerOf(packet, TYPE);
  return header && fromLatin1(bytes.subarray(header.valueAt, header.end)).replace(/\0+$/, '');
}

export function nameOf(bytes: Uint8Array, packet: Packet): string | undefined {
  const header = headerOf(packet, NAME);
  return header && utf16(bytes, header.valueAt, header.end);
}

export function lengthOf(bytes: Uint8Array, packet: Packet): number | undefined {
  const header = headerOf(packet, LENGTH);
  return header && u32(bytes, header.valueAt);
}

/** UTF-16BE text without its final zero character; an odd octet at the end is left out. */
export function utf16(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at + 1 < end; at += 2) text += String.fromCharCode(u16(bytes, at));
  return text.replace(/\0+$/, '');
}
