import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import { formatIpv6 } from '../../codec/value.ts';

const QUERY = 'RFC 3810 5.1';
const REPORT = 'RFC 3810 5.2';
const ADDRESS_OCTETS = 16;
/** Octets of a query of version 1 behind type, code and checksum: a longer one is of version 2. */
export const QUERY_1_OCTETS = 20;

const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: 'MODE_IS_INCLUDE',
  2: 'MODE_IS_EXCLUDE',
  3: 'CHANGE_TO_INCLUDE_MODE',
  4: 'CHANGE_TO_EXCLUDE_MODE',
  5: 'ALLOW_NEW_SOURCES',
  6: 'BLOCK_OLD_SOURCES',
};

/** Multicast listener discovery, version 2. */
export const listenerFields = fields({
  responseCode: {
    filter: 'icmpv6.mld.maximum_response_code',
    bits: 16,
    type: 'uint',
    label: 'Maximum response code',
    spec: QUERY,
    doc: 'Milliseconds below 32768; above, an exponent and a mantissa.',
  },
  reserved: { filter: 'icmpv6.reserved', type: 'bytes', label: 'Reserved', spec: QUERY, doc: 'Zero when sent.' },
  group: {
    filter: 'icmpv6.mld.multicast_address',
    type: 'ipv6',
    label: 'Multicast address',
    spec: QUERY,
    doc: 'Group that is asked for; 0 for all.',
  },
  flags: { filter: 'icmpv6.mld.flag', type: 'uint', label: 'Flags', spec: QUERY, show: 'hex', doc: 'S and QRV.' },
  flagsReserved: {
    filter: 'icmpv6.mld.flag.reserved',
    bits: 4,
    type: 'uint',
    label: 'Reserved',
    spec: QUERY,
    doc: 'Zero when sent.',
  },
  suppress: {
    filter: 'icmpv6.mld.flag.s',
    bits: 1,
    type: 'bool',
    label: 'Suppress router-side processing',
    spec: QUERY,
    doc: 'Routers do not update their timers.',
  },
  robustness: {
    filter: 'icmpv6.mld.flag.qrv',
    bits: 3,
    type: 'uint',
    label: 'QRV',
    spec: QUERY,
    doc: "Querier's robustness variable.",
  },
  interval: {
    filter: 'icmpv6.mld.qqi',
    bits: 8,
    type: 'uint',
    label: 'QQIC',
    spec: QUERY,
    doc: "Querier's query interval code: seconds below 128.",
  },
  sourceCount: {
    filter: 'icmpv6.mld.nb_sources',
    bits: 16,
    type: 'uint',
    label: 'Number of sources',
    spec: QUERY,
    doc: 'Source addresses that follow.',
  },
  source: {
    filter: 'icmpv6.mld.source_address',
    type: 'ipv6',
    label: 'Source address',
    spec: QUERY,
    doc: 'A source that is asked for.',
  },
  recordCount: {
    filter: 'icmpv6.mldr.nb_mcast_records',
    bits: 16,
    type: 'uint',
    label: 'Number of records',
    spec: REPORT,
    doc: 'Multicast address records that follow.',
  },
  record: {
    filter: 'icmpv6.mldr.mar',
    type: 'group',
    label: 'Multicast address record',
    spec: REPORT,
    doc: 'What the listener takes of a group.',
  },
  recordType: {
    filter: 'icmpv6.mldr.mar.record_type',
    bits: 8,
    type: 'uint',
    label: 'Record type',
    spec: REPORT,
    names: RECORD_TYPES,
    doc: 'State, or change of it.',
  },
  auxiliaryLength: {
    filter: 'icmpv6.mldr.mar.aux_data_len',
    bits: 8,
    type: 'uint',
    label: 'Auxiliary data length',
    spec: REPORT,
    doc: 'Words of 4 octets behind the sources.',
  },
  recordSources: {
    filter: 'icmpv6.mldr.mar.nb_sources',
    bits: 16,
    type: 'uint',
    label: 'Number of sources',
    spec: REPORT,
    doc: 'Source addresses in the record.',
  },
  recordGroup: {
    filter: 'icmpv6.mldr.mar.multicast_address',
    type: 'ipv6',
    label: 'Multicast address',
    spec: REPORT,
    doc: 'Group of the record.',
  },
  recordSource: {
    filter: 'icmpv6.mldr.mar.source_address',
    type: 'ipv6',
    label: 'Source address',
    spec: REPORT,
    doc: 'A source of the record.',
  },
  auxiliary: {
    filter: 'icmpv6.mldr.mar.auxiliary_data',
    type: 'bytes',
    label: 'Auxiliary data',
    spec: REPORT,
    doc: 'Nothing that is defined.',
  },
});

const f = listenerFields;

/** A query of version 2; gives what the Info column says of it. */
export function readQuery(cursor: Cursor): string {
  cursor.uint(f.responseCode, 16);
  cursor.octets(f.reserved, 2);
  const group = cursor.octetsLeft >= ADDRESS_OCTETS ? formatIpv6(cursor.bytes, cursor.at) : '';
  cursor.octets(f.group, ADDRESS_OCTETS);
  const row = cursor.open(f.flags);
  cursor.tree.setNum(row, cursor.peek(8) ?? 0);
  cursor.uint(f.flagsReserved, 4);
  cursor.uint(f.suppress, 1);
  cursor.uint(f.robustness, 3);
  cursor.close(row);
  cursor.uint(f.interval, 8);
  const count = cursor.uint(f.sourceCount, 16);
  for (let i = 0; i < count && !cursor.failed; i++) cursor.octets(f.source, ADDRESS_OCTETS);
  return group === '' ? '' : ` v2, ${group}`;
}

/** A report of version 2; gives what the Info column says of it. */
export function readReport(cursor: Cursor): string {
  cursor.octets(f.reserved, 2);
  const count = cursor.uint(f.recordCount, 16);
  const groups: string[] = [];
  for (let i = 0; i < count && !cursor.failed; i++) {
    const row = cursor.open(f.record);
    const type = cursor.uint(f.recordType, 8);
    const words = cursor.uint(f.auxiliaryLength, 8);
    const sources = cursor.uint(f.recordSources, 16);
    const group = cursor.octetsLeft >= ADDRESS_OCTETS ? formatIpv6(cursor.bytes, cursor.at) : '';
    cursor.octets(f.recordGroup, ADDRESS_OCTETS);
    for (let s = 0; s < sources && !cursor.failed; s++) cursor.octets(f.recordSource, ADDRESS_OCTETS);
    if (words > 0) cursor.octets(f.auxiliary, words * 4);
    if (!cursor.failed) {
      cursor.tree.setNote(row, `${group}, ${RECORD_TYPES[type] ?? `type ${type}`}`);
      if (groups.length < MOST_NAMED) groups.push(group);
    }
    cursor.close(row);
  }
  return groups.length === 0 ? '' : ` ${groups.join(', ')}`;
}

const MOST_NAMED = 3;
