import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import {
  CONNECTION_ID,
  COUNT,
  FOUR_OCTETS,
  headerName,
  LENGTH,
  NAME,
  OBJECT_CLASS,
  OCTETS,
  ONE_OCTET,
  TEXT,
  TIME,
  TYPE,
} from './codes.ts';
import { f } from './fields.ts';
import { hasParameters, readParameters } from './parameters.ts';
import { RULES } from './rules.ts';
import { headerOctets, type Packet, utf16, valueOffset } from './scan.ts';

const TEXT_FIELDS: Readonly<Record<number, Field>> = {
  [NAME]: f.name,
  [TYPE]: f.type,
  [TIME]: f.time,
  [OBJECT_CLASS]: f.objectClass,
};
const NUMBER_FIELDS: Readonly<Record<number, Field>> = {
  [COUNT]: f.count,
  [LENGTH]: f.objectLength,
  [CONNECTION_ID]: f.connectionId,
};
const ISO_TIME = /^\d{8}T\d{6}Z?$/;

/** Reads the headers of a packet; the value of the one at `bodyAt` is left, because its content is shown behind the packet. */
export function readHeaders(cursor: Cursor, packet: Packet, bodyAt: number): void {
  if (cursor.octetsLeft === 0) return;
  const group = cursor.open(f.headers);
  let first = true;
  while (cursor.octetsLeft > 0) {
    const id = cursor.peek(8) ?? 0;
    const octets = headerOctets(cursor.bytes, cursor.at, cursor.end >>> 3);
    if (octets < valueOffset(id) || octets > cursor.octetsLeft) {
      brokenHeader(cursor, id, octets, packet);
      break;
    }
    if (id === CONNECTION_ID && !first) {
      cursor.find(RULES['OBEX-010'], 'the Connection Id is not the first header', cursor.bit, cursor.bit + 40);
    }
    readHeader(cursor, id, octets, cursor.at + valueOffset(id) === bodyAt);
    if (cursor.at === bodyAt) break;
    first = false;
  }
  cursor.close(group);
}

function readId(cursor: Cursor, id: number): void {
  const row = cursor.open(f.id);
  cursor.uint(f.encoding, 2);
  cursor.uint(f.meaning, 6);
  cursor.close(row);
  cursor.tree.setNum(row, id);
}

/** A header whose end does not lie in the packet: its identifier, and the rest as it is. */
function brokenHeader(cursor: Cursor, id: number, octets: number, packet: Packet): void {
  const row = cursor.open(f.header);
  cursor.tree.setNote(row, headerName(id) ?? 'unknown');
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  // What the capture cut off, or what the packet's length has a finding for already, is no fault of the header.
  const isCut = cut && cursor.end === bytes.length * 8;
  if (!isCut && packet.at + packet.length === packet.end) {
    const least = valueOffset(id);
    const what = octets < least ? `${octets} octets, fewer than the ${least} before its value` : `${octets} octets`;
    cursor.find(
      RULES['OBEX-002'],
      `header 0x${id.toString(16)} states ${what}; ${cursor.octetsLeft} are left of the packet`,
      cursor.bit,
      Math.min(cursor.end, cursor.bit + 24),
    );
  }
  readId(cursor, id);
  cursor.bit = cursor.end;
  cursor.close(row);
}

function readHeader(cursor: Cursor, id: number, octets: number, leaveValue: boolean): void {
  const row = cursor.open(f.header);
  cursor.tree.setNote(row, headerName(id) ?? 'unknown');
  readId(cursor, id);
  const form = id >>> 6;
  if (form === ONE_OCTET) cursor.uint(f.octet, 8);
  else if (form === FOUR_OCTETS) cursor.uint(NUMBER_FIELDS[id] ?? f.four, 32);
  else {
    cursor.uint(f.headerLength, 16);
    const size = octets - 3;
    if (form === TEXT) readText(cursor, id, size);
    else if (!leaveValue) readOctets(cursor, id, size);
  }
  cursor.close(row);
}

function readText(cursor: Cursor, id: number, size: number): void {
  if (size === 0) return;
  const { at, bit, bytes } = cursor;
  const end = at + size;
  cursor.textAs(TEXT_FIELDS[id] ?? f.text, size, utf16(bytes, at, end));
  const wrong =
    size % 2 !== 0
      ? `the text has ${size} octets, which is no whole number of characters`
      : bytes[end - 1] !== 0 || bytes[end - 2] !== 0
        ? 'the text has no zero character at its end'
        : undefined;
  if (wrong !== undefined) cursor.find(RULES['OBEX-005'], wrong, bit, cursor.bit);
}

function readOctets(cursor: Cursor, id: number, size: number): void {
  if (size === 0) return;
  const { at, bit, bytes } = cursor;
  const value = bytes.subarray(at, at + size);
  if (hasParameters(id)) {
    const outer = cursor.enter(f.octets, size);
    readParameters(cursor, id);
    cursor.leave(outer);
    return;
  }
  const field = id >>> 6 === OCTETS ? TEXT_FIELDS[id] : undefined;
  if (field === undefined) {
    cursor.octets(f.octets, size);
    return;
  }
  const text = fromLatin1(value).replace(/\0+$/, '');
  cursor.textAs(field, size, text);
  if (id === TYPE) judgeType(cursor, value, bit);
  else if (id === TIME && !ISO_TIME.test(text)) {
    cursor.find(RULES['OBEX-012'], `${JSON.stringify(text)} is not of the form 20261121T050000Z`, bit, cursor.bit);
  }
}

function judgeType(cursor: Cursor, value: Uint8Array, start: number): void {
  const wrong = value.some((octet) => octet >= 0x80)
    ? 'the type has octets that are not ASCII'
    : value.at(-1) !== 0
      ? 'the type has no zero octet at its end'
      : undefined;
  if (wrong !== undefined) cursor.find(RULES['OBEX-006'], wrong, start, cursor.bit);
}
