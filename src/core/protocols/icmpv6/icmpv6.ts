import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';
import { formatIpv6 } from '../../codec/value.ts';
import { CHECKSUM_STATUS } from '../../dissect/checksum-status.ts';
import { dissectQuotedPacket } from '../../dissect/quoted.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { verifyTransport } from '../../dissect/transport-checksum.ts';
import { computeIcmpv6 } from './computed.ts';
import { listenerFields, QUERY_1_OCTETS, readQuery, readReport } from './listeners.ts';
import { OPTION_FIELDS, OPTION_RULES, readOptions } from './options.ts';

const SPEC = 'RFC 4443 2.1';
const ND = 'RFC 4861 4';
const ADDRESS_OCTETS = 16;
/** Types below this are errors and quote the packet they complain of. */
const FIRST_INFORMATION = 128;

const TYPES: Readonly<Record<number, string>> = {
  1: 'Destination unreachable',
  2: 'Packet too big',
  3: 'Time exceeded',
  4: 'Parameter problem',
  128: 'Echo (ping) request',
  129: 'Echo (ping) reply',
  130: 'Multicast listener query',
  131: 'Multicast listener report',
  132: 'Multicast listener done',
  133: 'Router solicitation',
  134: 'Router advertisement',
  135: 'Neighbor solicitation',
  136: 'Neighbor advertisement',
  137: 'Redirect',
  143: 'Multicast listener report v2',
};

const CODES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: {
    0: 'no route to destination',
    1: 'administratively prohibited',
    2: 'beyond scope of source address',
    3: 'address unreachable',
    4: 'port unreachable',
    5: 'source address failed policy',
    6: 'reject route to destination',
  },
  3: { 0: 'hop limit exceeded in transit', 1: 'fragment reassembly time exceeded' },
  4: { 0: 'erroneous header field', 1: 'unrecognized next header', 2: 'unrecognized option' },
};

/** Type, code and checksum; what follows depends on the type. */
export const icmpv6Header = layout('icmpv6')
  .bits('type', 8, { label: 'Type', spec: SPEC, names: TYPES, doc: 'Kind of message.' })
  .bits('code', 8, { label: 'Code', spec: SPEC, doc: 'Kind within the type.' })
  .auto('checksum', 16, {
    label: 'Checksum',
    spec: SPEC,
    show: 'hex',
    doc: 'Internet checksum of pseudo-header and message.',
  })
  .derive(() => ({ checksum: 0 }));

const advertisementFlags = layout('icmpv6.nd.na.flag')
  .bits('router', 1, {
    label: 'Router',
    filter: 'icmpv6.nd.na.flag.r',
    type: 'bool',
    spec: ND,
    doc: 'The sender is a router.',
  })
  .bits('solicited', 1, {
    label: 'Solicited',
    filter: 'icmpv6.nd.na.flag.s',
    type: 'bool',
    spec: ND,
    doc: 'It answers a question.',
  })
  .bits('override', 1, {
    label: 'Override',
    filter: 'icmpv6.nd.na.flag.o',
    type: 'bool',
    spec: ND,
    doc: 'It replaces what was known.',
  })
  .bits('reserved', 29, { label: 'Reserved', filter: 'icmpv6.nd.na.flag.rsv', spec: ND, doc: 'Always 0.' });

const f = fields({
  icmpv6: { filter: 'icmpv6', type: 'protocol', label: 'ICMPv6', doc: 'Internet Control Message Protocol version 6.' },
  status: {
    filter: 'icmpv6.checksum.status',
    type: 'uint',
    label: 'Checksum status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Whether the checksum is right.',
  },
  reserved: { filter: 'icmpv6.reserved', type: 'bytes', label: 'Reserved', spec: SPEC, doc: 'Always 0.' },
  mtu: {
    filter: 'icmpv6.mtu',
    type: 'uint',
    label: 'MTU',
    spec: 'RFC 4443 3.2',
    doc: 'Largest packet that fits (octets).',
  },
  pointer: {
    filter: 'icmpv6.pointer',
    bits: 32,
    type: 'uint',
    label: 'Pointer',
    spec: 'RFC 4443 3.4',
    doc: 'Octet of the quoted packet that is wrong.',
  },
  ident: {
    filter: 'icmpv6.echo.identifier',
    bits: 16,
    type: 'uint',
    label: 'Identifier',
    spec: 'RFC 4443 4.1',
    show: 'hex',
    doc: 'Ties a reply to its request.',
  },
  sequence: {
    filter: 'icmpv6.echo.sequence_number',
    bits: 16,
    type: 'uint',
    label: 'Sequence',
    spec: 'RFC 4443 4.1',
    doc: 'Counts requests.',
  },
  delay: {
    filter: 'icmpv6.mld.maximum_response_delay',
    bits: 16,
    type: 'uint',
    label: 'Maximum response delay',
    spec: 'RFC 2710 3',
    doc: 'Milliseconds.',
  },
  group: {
    filter: 'icmpv6.mld.multicast_address',
    type: 'ipv6',
    label: 'Multicast address',
    spec: 'RFC 2710 3',
    doc: 'Group.',
  },
  hopLimit: {
    filter: 'icmpv6.nd.ra.cur_hop_limit',
    bits: 8,
    type: 'uint',
    label: 'Current hop limit',
    spec: ND,
    doc: 'Hop limit to use.',
  },
  routerFlags: {
    filter: 'icmpv6.nd.ra.flag',
    bits: 8,
    type: 'uint',
    label: 'Flags',
    spec: ND,
    show: 'hex',
    doc: 'How hosts get addresses.',
  },
  lifetime: {
    filter: 'icmpv6.nd.ra.router_lifetime',
    bits: 16,
    type: 'uint',
    label: 'Router lifetime',
    spec: ND,
    doc: 'Seconds.',
  },
  reachable: {
    filter: 'icmpv6.nd.ra.reachable_time',
    bits: 32,
    type: 'uint',
    label: 'Reachable time',
    spec: ND,
    doc: 'Milliseconds.',
  },
  retransmit: {
    filter: 'icmpv6.nd.ra.retrans_timer',
    bits: 32,
    type: 'uint',
    label: 'Retransmission timer',
    spec: ND,
    doc: 'Milliseconds.',
  },
  solicited: {
    filter: 'icmpv6.nd.ns.target_address',
    type: 'ipv6',
    label: 'Target address',
    spec: ND,
    doc: 'Address that is asked for.',
  },
  naFlags: {
    filter: 'icmpv6.nd.na.flag',
    type: 'uint',
    label: 'Flags',
    spec: ND,
    show: 'hex',
    doc: 'Why and by whom.',
  },
  advertised: {
    filter: 'icmpv6.nd.na.target_address',
    type: 'ipv6',
    label: 'Target address',
    spec: ND,
    doc: 'Address that is told of.',
  },
  redirected: {
    filter: 'icmpv6.nd.rd.target_address',
    type: 'ipv6',
    label: 'Target address',
    spec: ND,
    doc: 'Better next hop.',
  },
  destination: {
    filter: 'icmpv6.rd.na.destination_address',
    type: 'ipv6',
    label: 'Destination address',
    spec: ND,
    doc: 'Where to.',
  },
});

const RULES = rules({
  'ICMP6-001': { level: 'MUST', severity: 'warning', section: 'RFC 4443 2.3', text: 'The checksum is right.' },
});

/** Query, report and end of version 1. */
function readListener(cursor: Cursor): string {
  cursor.uint(f.delay, 16);
  cursor.octets(f.reserved, 2);
  cursor.octets(f.group, ADDRESS_OCTETS);
  return '';
}

/** Reads what stands behind the header, without data, options and quoted packet; gives what the Info column says of it. */
function readBody(cursor: Cursor, type: number): string {
  const { at, bytes } = cursor;
  switch (type) {
    case 2:
      cursor.uint(f.mtu, 32);
      return '';
    case 4:
      cursor.uint(f.pointer, 32);
      return '';
    case 1:
    case 3:
    case 133:
      cursor.octets(f.reserved, 4);
      return '';
    case 128:
    case 129: {
      const id = cursor.uint(f.ident, 16);
      return ` id=0x${id.toString(16).padStart(4, '0')}, seq=${cursor.uint(f.sequence, 16)}`;
    }
    case 143:
      return readReport(cursor);
    case 130:
      if (cursor.octetsLeft > QUERY_1_OCTETS) return readQuery(cursor);
      return readListener(cursor);
    case 131:
    case 132:
      return readListener(cursor);
    case 134:
      cursor.uint(f.hopLimit, 8);
      cursor.uint(f.routerFlags, 8);
      cursor.uint(f.lifetime, 16);
      cursor.uint(f.reachable, 32);
      cursor.uint(f.retransmit, 32);
      return '';
    case 135:
      cursor.octets(f.reserved, 4);
      cursor.octets(f.solicited, ADDRESS_OCTETS);
      return cursor.failed ? '' : ` for ${formatIpv6(bytes, at + 4)}`;
    case 136: {
      const row = cursor.open(f.naFlags);
      const value = cursor.peek(32) ?? 0;
      advertisementFlags.read(cursor);
      cursor.close(row);
      cursor.tree.setNum(row, value);
      cursor.octets(f.advertised, ADDRESS_OCTETS);
      return cursor.failed ? '' : ` ${formatIpv6(bytes, at + 4)}`;
    }
    case 137:
      cursor.octets(f.reserved, 4);
      cursor.octets(f.redirected, ADDRESS_OCTETS);
      cursor.octets(f.destination, ADDRESS_OCTETS);
      return '';
    default:
      return '';
  }
}

export function register(to: Registry): void {
  computeIcmpv6(to);
  let number = 0;
  const icmpv6: Dissector = {
    id: 'icmpv6',
    name: 'ICMPv6',
    hides: 'packets',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
      // The quoted packet is not traffic: the columns stay those of the message.
    },
    dissect(cursor, context) {
      const start = cursor.at;
      const row = cursor.open(f.icmpv6);
      const { type, code } = icmpv6Header.read(cursor);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      const covered = { start, end: cursor.end >>> 3, fieldAt: start + 2, whole: cursor.cutAt !== cursor.end };
      verifyTransport(cursor, context, covered, f.status, RULES['ICMP6-001']);
      const codeName = CODES[type]?.[code];
      const what = `${TYPES[type] ?? `ICMPv6 type ${type}`}${codeName === undefined ? '' : ` (${codeName})`}`;
      cursor.tree.setNote(row, what);
      context.info = `${what}${readBody(cursor, type)}`;
      if (type >= 133 && type <= 137 && !cursor.failed) readOptions(cursor);
      cursor.recover();
      cursor.close(row);
      if (cursor.octetsLeft === 0) return;
      if (type < FIRST_INFORMATION && TYPES[type] !== undefined && !context.fragment) {
        dissectQuotedPacket(context, cursor, 'ipv6', UNDECODED);
        return;
      }
      context.undecoded(cursor, UNDECODED, 'ICMPv6 data');
    },
  };
  number = to.protocol(
    icmpv6,
    [
      ...Object.values(f),
      ...Object.values(listenerFields),
      ...icmpv6Header.fields,
      ...advertisementFlags.fields,
      ...OPTION_FIELDS,
    ],
    [...Object.values(RULES), ...Object.values(OPTION_RULES)],
  );
  to.bind('ip.proto', 58, icmpv6).bind('layer', 'icmpv6', icmpv6).bind('dissector.name', 'icmpv6', icmpv6);
}
