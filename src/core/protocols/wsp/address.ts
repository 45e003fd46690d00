import type { Codec } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { formatIpv4, formatIpv6 } from '../../codec/value.ts';
import { RULES } from './rules.ts';
import { BEARER_TYPES } from './tables/bearer-types.ts';
import { PORTS } from './tables/ports.ts';

const SPEC = 'WAP-230 8.2.2.3';

const f = fields({
  address: {
    filter: 'wsp.address',
    type: 'uint',
    label: 'Address record',
    spec: SPEC,
    doc: 'Address, port and bearer of a place to go to; the value counts the records from 1.',
  },
  flags: {
    filter: 'wsp.address.flags',
    type: 'uint',
    label: 'Flags and length',
    show: 'hex',
    spec: SPEC,
    doc: 'What the record holds, and octets of the address.',
  },
  bearerIncluded: {
    filter: 'wsp.address.flags.bearer_type_included',
    bits: 1,
    type: 'bool',
    label: 'Bearer type included',
    spec: SPEC,
    doc: 'A bearer type follows; else it is the bearer in use.',
  },
  portIncluded: {
    filter: 'wsp.address.flags.port_number_included',
    bits: 1,
    type: 'bool',
    label: 'Port number included',
    spec: SPEC,
    doc: 'A port number follows; else it is the port in use.',
  },
  length: {
    filter: 'wsp.address.flags.length',
    bits: 6,
    type: 'uint',
    label: 'Address length',
    spec: SPEC,
    doc: 'Octets of the address.',
  },
  bearer: {
    filter: 'wsp.address.bearer_type',
    bits: 8,
    type: 'uint',
    label: 'Bearer type',
    show: 'hex',
    names: new Map(BEARER_TYPES.map(({ number, name }) => [number, name])),
    spec: SPEC,
    doc: 'Bearer type of WDP.',
  },
  port: {
    filter: 'wsp.address.port',
    bits: 16,
    type: 'uint',
    label: 'Port number',
    names: PORTS,
    isOpen: true,
    spec: SPEC,
    doc: 'Port at that address.',
  },
  ipv4: {
    filter: 'wsp.address.ipv4',
    type: 'ipv4',
    label: 'IPv4 address',
    spec: SPEC,
    doc: 'Address of an IPv4 bearer.',
  },
  ipv6: {
    filter: 'wsp.address.ipv6',
    type: 'ipv6',
    label: 'IPv6 address',
    spec: SPEC,
    doc: 'Address of an IPv6 bearer.',
  },
  unknown: {
    filter: 'wsp.address.unknown',
    type: 'bytes',
    label: 'Address',
    spec: SPEC,
    doc: 'Address of a bearer with addresses of another kind.',
  },
});

/** One address record. */
export interface AddressRecord {
  readonly bearer?: number | undefined;
  readonly port?: number | undefined;
  readonly address: Uint8Array;
}

const bearers = new Map(BEARER_TYPES.map((type) => [type.number, type]));

function kindOf(bearer: number | undefined, octets: number): Field {
  const kind = bearer === undefined ? undefined : bearers.get(bearer);
  if (octets === 4 && (kind === undefined || kind.octets === 4)) return f.ipv4;
  if (octets === 16 && (kind === undefined || kind.octets === 16)) return f.ipv6;
  return f.unknown;
}

function readRecord(cursor: Cursor, index: number): AddressRecord {
  const row = cursor.open(f.address);
  cursor.tree.setNum(row, index);
  const flags = cursor.open(f.flags);
  const bits = cursor.peek(8);
  const hasBearer = cursor.uint(f.bearerIncluded, 1) === 1;
  const hasPort = cursor.uint(f.portIncluded, 1) === 1;
  const octets = cursor.uint(f.length, 6);
  cursor.close(flags);
  if (bits !== undefined) cursor.tree.setNum(flags, bits);
  const bearer = hasBearer ? cursor.uint(f.bearer, 8) : undefined;
  const port = hasPort ? cursor.uint(f.port, 16) : undefined;
  const field = kindOf(bearer, octets);
  const start = cursor.bit;
  const address = cursor.octets(field, octets).slice();
  cursor.close(row);
  if (cursor.failed) return { address };
  const kind = bearer === undefined ? undefined : bearers.get(bearer);
  if (kind !== undefined && kind.octets > 0 && kind.octets !== octets)
    cursor.find(
      RULES['WSP-023'],
      `an address of ${kind.name} has ${kind.octets} octets, not ${octets}`,
      octets === 0 ? start - 8 : start,
      cursor.bit,
    );
  const text = field === f.ipv4 ? formatIpv4(address, 0) : field === f.ipv6 ? formatIpv6(address, 0) : hexText(address);
  cursor.tree.setNote(row, port === undefined ? text : `${text} port ${port}`);
  return { bearer, port, address };
}

function hexText(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** Address records up to the end of the window. */
export const addressRecords: Codec<readonly AddressRecord[]> = {
  width: undefined,
  shape: { kind: 'list', of: { kind: 'bytes', field: f.address, octets: undefined } },
  fields: Object.values(f),
  read(cursor) {
    const records: AddressRecord[] = [];
    while (cursor.octetsLeft > 0) {
      const record = readRecord(cursor, records.length + 1);
      if (cursor.failed) break;
      records.push(record);
    }
    return records;
  },
  write(out, records) {
    for (const { bearer, port, address } of records) {
      out.bits(1, bearer === undefined ? 0 : 1);
      out.bits(1, port === undefined ? 0 : 1);
      out.bits(6, address.length);
      if (bearer !== undefined) out.bits(8, bearer);
      if (port !== undefined) out.bits(16, port);
      out.octets(address);
    }
  },
};
