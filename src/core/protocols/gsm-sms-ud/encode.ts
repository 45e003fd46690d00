import { concatBytes } from '../../base/bytes.ts';
import { packSeptets, toSeptets } from '../../base/gsm-alphabet.ts';

/** An information element of the user data header. */
export interface ElementDraft {
  readonly id: number;
  readonly data: Uint8Array;
}

/** Port numbers of an application (TS 23.040 9.2.3.24.3 and .4). */
export interface PortsDraft {
  readonly destination: number;
  readonly originator: number;
  /** Bits of each number: 16 when left out. */
  readonly bits?: 8 | 16;
}

export interface SegmentDraft {
  readonly ports?: PortsDraft;
  /** Reference number of a concatenated message. */
  readonly reference: number;
  /** Bits of the reference: 8 when left out. */
  readonly referenceBits?: 8 | 16;
  /** Elements in every segment, behind ports and concatenation. */
  readonly elements?: readonly ElementDraft[];
}

/** User data of one short message. */
export interface UserData {
  readonly bytes: Uint8Array;
  /** What TP-UDL counts: septets of 7-bit text, else octets. */
  readonly length: number;
  readonly hasHeader: boolean;
  /** Octets of the header, its length octet included; 0 without one. */
  readonly headerOctets: number;
}

/** Content to be carried. */
export type Content =
  | { readonly coding: 'octets' | 'ucs2'; readonly bytes: Uint8Array }
  | { readonly coding: 'septets'; readonly septets: Uint8Array };

const USER_DATA_OCTETS = 140;
const MOST_SEGMENTS = 255;

/** A user data header: its length, and the elements; nothing without elements. */
export function userDataHeader(elements: readonly ElementDraft[]): Uint8Array {
  if (elements.length === 0) return new Uint8Array(0);
  const parts = elements.map(({ id, data }) => concatBytes(Uint8Array.of(id, data.length), data));
  const body = concatBytes(...parts);
  return concatBytes(Uint8Array.of(body.length), body);
}

export function portsElement({ destination, originator, bits = 16 }: PortsDraft): ElementDraft {
  if (bits === 8) return { id: 0x04, data: Uint8Array.of(destination, originator) };
  return { id: 0x05, data: Uint8Array.of(destination >>> 8, destination, originator >>> 8, originator) };
}

/** @param number from 1 to `total` */
export function concatenationElement(reference: number, bits: 8 | 16, total: number, number: number): ElementDraft {
  if (bits === 8) return { id: 0x00, data: Uint8Array.of(reference, total, number) };
  return { id: 0x08, data: Uint8Array.of(reference >>> 8, reference, total, number) };
}

/** Text as content: 7-bit where the default alphabet has all its characters, else UCS2. */
export function textContent(text: string): Content {
  const septets = toSeptets(text);
  if (septets !== undefined) return { coding: 'septets', septets };
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i] = text.charCodeAt(i) >>> 8;
    bytes[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return { coding: 'ucs2', bytes };
}

/** Header and content of one message. */
export function userData(header: Uint8Array, content: Content): UserData {
  const hasHeader = header.length > 0;
  const headerOctets = header.length;
  if (content.coding !== 'septets') {
    const bytes = concatBytes(header, content.bytes);
    return { bytes, length: bytes.length, hasHeader, headerOctets };
  }
  // Fill bits take the text to the next whole septet (TS 23.040 9.2.3.24).
  const first = Math.ceil((headerOctets * 8) / 7);
  const bytes = packSeptets(content.septets, first * 7);
  bytes.set(header);
  return { bytes, length: first + content.septets.length, hasHeader, headerOctets };
}

/** Units (septets, octets) of content that fit behind a header. */
function roomFor(content: Content, headerOctets: number): number {
  if (content.coding === 'septets') return Math.floor((USER_DATA_OCTETS * 8) / 7) - Math.ceil((headerOctets * 8) / 7);
  const octets = USER_DATA_OCTETS - headerOctets;
  return content.coding === 'ucs2' ? octets - (octets % 2) : octets;
}

const unitsOf = (content: Content): number =>
  content.coding === 'septets' ? content.septets.length : content.bytes.length;

function cut(content: Content, from: number, to: number): Content {
  if (content.coding === 'septets') return { coding: 'septets', septets: content.septets.subarray(from, to) };
  return { coding: content.coding, bytes: content.bytes.subarray(from, to) };
}

const ESCAPE = 0x1b;

/** Where a segment that begins at `from` ends: not between the halves of a character. */
function endOf(content: Content, from: number, room: number): number {
  const end = Math.min(from + room, unitsOf(content));
  if (end === unitsOf(content)) return end;
  if (content.coding === 'septets') return content.septets[end - 1] === ESCAPE ? end - 1 : end;
  if (content.coding === 'octets') return end;
  const high = content.bytes[end - 2] ?? 0;
  return high >= 0xd8 && high < 0xdc ? end - 2 : end;
}

/**
 * User data of as many messages as the content needs: one without concatenation when it fits, else numbered ones (TS 23.040 9.2.3.24.1).
 * @throws RangeError when 255 messages do not hold it
 */
export function segments(content: Content, draft: SegmentDraft): readonly UserData[] {
  const { ports, reference, referenceBits = 8, elements = [] } = draft;
  const fixed = [...(ports === undefined ? [] : [portsElement(ports)]), ...elements];
  const single = userDataHeader(fixed);
  if (unitsOf(content) <= roomFor(content, single.length)) return [userData(single, content)];
  const headerOf = (total: number, number: number): Uint8Array =>
    userDataHeader([...fixed, concatenationElement(reference, referenceBits, total, number)]);
  const room = roomFor(content, headerOf(0, 0).length);
  if (room < 2) throw new RangeError('the user data header leaves no room for content');
  const pieces: Content[] = [];
  for (let at = 0; at < unitsOf(content); ) {
    const end = endOf(content, at, room);
    pieces.push(cut(content, at, end));
    at = end;
  }
  if (pieces.length > MOST_SEGMENTS) throw new RangeError(`${pieces.length} messages are more than 255`);
  return pieces.map((piece, i) => userData(headerOf(pieces.length, i + 1), piece));
}
