import { type Codec, encode, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { addressRecords } from './address.ts';
import { capabilities } from './capabilities.ts';
import { contentTypeField } from './header-table.ts';
import { headerFields, headers, readHeaders } from './headers.ts';
import { uintvar } from './integers.ts';
import { contentType, draftContentType } from './media.ts';
import { f, layoutOf, type Pdu, type ReadPdu } from './pdu-layout.ts';
import { RULES } from './rules.ts';
import { STATUS_CODES } from './tables/status-codes.ts';
import { decodeText, encodeText, hex, isCut, leaf } from './value.ts';

type Building = { -readonly [K in keyof ReadPdu]: ReadPdu[K] };

const uriLength = uintvar(f.uriLength);
const headersLength = uintvar(f.headersLength);
const capabilitiesLength = uintvar(f.capabilitiesLength);
const sessionId = uintvar(f.sessionId);

/** Reads the PDU whose type octet is next, up to its data. */
export function readPdu(cursor: Cursor, inSession: boolean): ReadPdu {
  const typeStart = cursor.bit;
  const type = cursor.uint(f.type, 8);
  const layout = layoutOf(type);
  const read: Building = {
    type,
    status: undefined,
    uri: undefined,
    version: undefined,
    sessionId: undefined,
    redirectFlags: undefined,
    capabilities: undefined,
    addresses: undefined,
    contentType: undefined,
    headersLength: undefined,
    headers: [],
    hasData: layout?.includes('data') ?? false,
  };
  if (layout === undefined) {
    if (!cursor.failed) cursor.find(RULES['WSP-003'], `${hex(type)} is no assigned PDU type`, typeStart, typeStart + 8);
    return read;
  }
  let uriOctets = 0;
  let capabilityOctets = 0;
  for (const part of layout) {
    if (cursor.failed) break;
    switch (part) {
      case 'version':
        read.version = readVersion(cursor);
        break;
      case 'sessionId':
        read.sessionId = Number(sessionId.read(cursor).value);
        break;
      case 'redirectFlags':
        read.redirectFlags = readRedirectFlags(cursor);
        break;
      case 'addresses':
        read.addresses = group(cursor, f.addresses, () => addressRecords.read(cursor));
        break;
      case 'status':
        read.status = readStatus(cursor);
        break;
      case 'capabilitiesLength':
        capabilityOctets = Number(capabilitiesLength.read(cursor).value);
        break;
      case 'headersLength': {
        const start = cursor.bit;
        const octets = Number(headersLength.read(cursor).value);
        if (!cursor.failed) read.headersLength = { octets, start, end: cursor.bit };
        break;
      }
      case 'uriLength':
        uriOctets = Number(uriLength.read(cursor).value);
        break;
      case 'uri':
        read.uri = readUri(cursor, uriOctets);
        break;
      case 'capabilities': {
        const outer = cursor.enter(f.capabilitiesLength, capabilityOctets);
        if (cursor.octetsLeft > 0)
          read.capabilities = group(cursor, f.capabilities, () => capabilities(type !== 0x02).read(cursor));
        cursor.leave(outer);
        break;
      }
      case 'content':
      case 'headers':
        readContent(cursor, read, part === 'content', inSession);
        break;
      case 'data':
        break;
    }
  }
  if (!read.hasData && !cursor.failed && cursor.octetsLeft > 0)
    cursor.find(RULES['WSP-032'], `${cursor.octetsLeft} octets follow the last field`, cursor.bit, cursor.end);
  return read;
}

function group<T>(cursor: Cursor, field: Field, inside: () => T): T {
  const row = cursor.open(field);
  const value = inside();
  // What could not be read belongs to the group too.
  cursor.tree.close(row, cursor.failed ? cursor.end : cursor.bit);
  return value;
}

function readVersion(cursor: Cursor): number {
  const start = cursor.bit;
  const major = cursor.uint(f.major, 4);
  const minor = cursor.uint(f.minor, 4);
  if (!cursor.failed && (major !== 1 || minor !== 0))
    cursor.find(RULES['WSP-028'], `protocol version ${major}.${minor}; 1.0 is the only one`, start, cursor.bit);
  return major * 16 + minor;
}

function readRedirectFlags(cursor: Cursor): number {
  const value = cursor.peek(8);
  if (value === undefined) {
    cursor.need(f.redirectFlags, 8);
    return 0;
  }
  const row = cursor.open(f.redirectFlags);
  cursor.uint(f.permanent, 1);
  cursor.uint(f.reuse, 1);
  if (cursor.uint(f.redirectReserved, 6) !== 0)
    cursor.find(
      RULES['WSP-024'],
      `redirect flags ${hex(value)}: only 0x80 and 0x40 have a meaning`,
      cursor.bit - 6,
      cursor.bit,
    );
  cursor.close(row);
  cursor.tree.setNum(row, value);
  return value;
}

function readStatus(cursor: Cursor): number {
  const start = cursor.bit;
  const status = cursor.uint(f.status, 8);
  if (!cursor.failed && !STATUS_CODES.has(status))
    cursor.find(RULES['WSP-025'], `${hex(status)} is no assigned status`, start, cursor.bit);
  return status;
}

function readUri(cursor: Cursor, octets: number): string {
  if (octets === 0) return '';
  if (!cursor.need(f.uri, octets * 8)) {
    // The part of the URI that is there is worth showing.
    cursor.failed = false;
    const { text } = decodeText(cursor.rest());
    if (cursor.octetsLeft > 0) leaf(cursor, f.uri, cursor.octetsLeft, Number.NaN, text);
    cursor.failed = true;
    return text;
  }
  const { text } = decodeText(cursor.bytes.subarray(cursor.at, cursor.at + octets));
  leaf(cursor, f.uri, octets, Number.NaN, text);
  return text;
}

/** Content type (where the PDU has one) and headers, in HeadersLen octets or to the end. */
function readContent(cursor: Cursor, read: Building, withType: boolean, inSession: boolean): void {
  const { headersLength: length } = read;
  const outer = length === undefined ? cursor.end : cursor.enter(f.headersLength, length.octets);
  if (length !== undefined && length.octets === 0 && withType)
    cursor.find(RULES['WSP-007'], 'HeadersLen is 0: there is no content type', length.start, length.end);
  if (withType && cursor.octetsLeft > 0) read.contentType = readContentType(cursor);
  if (cursor.octetsLeft > 0) {
    const placed = group(cursor, f.headers, () => readHeaders(cursor, inSession));
    read.headers = placed;
  }
  if (length !== undefined && cursor.failed && !isCut(cursor))
    cursor.find(
      RULES['WSP-006'],
      `the headers do not end where HeadersLen (${length.octets} octets) ends; the data begin there all the same`,
      length.start,
      length.end,
    );
  if (length === undefined) cursor.recover();
  else cursor.leave(outer);
}

/** Reads a content type that stands alone, before headers; undefined when it could not be read. */
export function readContentType(cursor: Cursor): ReadPdu['contentType'] {
  const start = cursor.bit;
  const row = cursor.open(contentTypeField);
  const value = contentType.read(cursor);
  cursor.close(row);
  if (cursor.failed) {
    cursor.tree.setText(row, '');
    return undefined;
  }
  cursor.tree.setText(row, contentType.text(value));
  const note = contentType.note?.(value);
  if (note !== undefined) cursor.tree.setNote(row, note);
  return { value, start, end: cursor.bit };
}

const NOTHING = new Uint8Array(0);

function contentTypeOctets(pdu: Pdu): Uint8Array {
  const type = pdu.contentType;
  if (type === undefined) return NOTHING;
  return typeof type === 'object' ? encode(contentType, type) : draftContentType(type, pdu.parameters);
}

/** Writes a PDU from its type octet to the end of its data; lengths are worked out, everything else is as given. */
export function writePdu(out: Writer, pdu: Pdu): void {
  out.bits(8, pdu.type);
  const list = new Writer();
  headers.write(list, pdu.headers ?? []);
  const headerOctets = list.done();
  const layout = layoutOf(pdu.type) ?? ['data'];
  const typeOctets = layout.includes('content') ? contentTypeOctets(pdu) : NOTHING;
  const uri = encodeText(pdu.uri ?? '', false);
  const capabilityOctets = encode(capabilities(pdu.type !== 0x02), pdu.capabilities ?? []);
  for (const part of layout) {
    switch (part) {
      case 'version':
        out.bits(8, pdu.version ?? 0x10);
        break;
      case 'sessionId':
        sessionId.write(out, pdu.sessionId ?? 0);
        break;
      case 'redirectFlags':
        out.bits(8, pdu.redirectFlags ?? 0);
        break;
      case 'addresses':
        addressRecords.write(out, pdu.addresses ?? []);
        break;
      case 'status':
        out.bits(8, pdu.status ?? 0x20);
        break;
      case 'capabilitiesLength':
        capabilitiesLength.write(out, capabilityOctets.length);
        break;
      case 'headersLength':
        headersLength.write(out, typeOctets.length + headerOctets.length);
        break;
      case 'uriLength':
        uriLength.write(out, uri.length);
        break;
      case 'uri':
        out.octets(uri);
        break;
      case 'capabilities':
        out.octets(capabilityOctets);
        break;
      case 'content':
        out.octets(typeOctets);
        out.octets(headerOctets);
        break;
      case 'headers':
        out.octets(headerOctets);
        break;
      case 'data':
        out.octets(pdu.data ?? NOTHING);
        break;
    }
  }
}

/** A connectionless PDU: TID and PDU. */
export type ConnectionlessPdu = Pdu & { readonly tid: number };

export const pduFields: readonly Field[] = [
  ...Object.values(f),
  contentTypeField,
  ...contentType.fields,
  ...headerFields,
  ...capabilities(true).fields,
];

/** Connection-oriented PDUs (no TID), data included. */
export const pdu: Codec<Pdu> = {
  width: undefined,
  shape: {
    kind: 'layout',
    entries: [{ key: 'type', shape: { kind: 'uint', field: f.type, bits: 8 }, optional: false }],
  },
  fields: pduFields,
  read: (cursor) => toValue(readPdu(cursor, true), cursor),
  write: writePdu,
};

/** Connectionless PDUs: the TID comes first. */
export const connectionlessPdu: Codec<ConnectionlessPdu> = {
  ...pdu,
  read(cursor) {
    const tid = cursor.uint(f.tid, 8);
    return { tid, ...toValue(readPdu(cursor, false), cursor) };
  },
  write(out, value) {
    out.bits(8, value.tid);
    writePdu(out, value);
  },
};

/** The value of a PDU whose data are next; takes the data. */
function toValue(read: ReadPdu, cursor: Cursor): Pdu {
  const { contentType: type, headers: placed, hasData, headersLength: _length, ...rest } = read;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const data = hasData || layoutOf(read.type) === undefined ? { data: cursor.rest().slice() } : {};
  return {
    type: read.type,
    ...present,
    ...(type === undefined ? {} : { contentType: type.value }),
    ...(placed.length === 0 ? {} : { headers: placed.map(({ header }) => header) }),
    ...data,
  };
}
