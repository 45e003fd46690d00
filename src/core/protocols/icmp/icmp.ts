import { u16 } from '../../base/bits.ts';
import { expectedChecksum, internetSum } from '../../base/internet-checksum.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';
import { BAD, CHECKSUM_STATUS, GOOD, UNVERIFIED } from '../../dissect/checksum-status.ts';
import type { Context } from '../../dissect/context.ts';
import { dissectQuotedPacket } from '../../dissect/quoted.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { computeIcmp } from './computed.ts';

const SPEC = 'RFC 792';
const UNREACHABLE = 3;
const REDIRECT = 5;
const ECHO_REPLY = 0;
const ECHO_REQUEST = 8;
const PARAMETER = 12;
const TIMESTAMPS = [13, 14];
const MASKS = [17, 18];
const NEEDS_FRAGMENTATION = 4;
/** Types that quote the packet they complain of. */
const ERRORS = [UNREACHABLE, 4, REDIRECT, 11, PARAMETER];

const TYPES: Readonly<Record<number, string>> = {
  0: 'Echo (ping) reply',
  3: 'Destination unreachable',
  4: 'Source quench',
  5: 'Redirect',
  8: 'Echo (ping) request',
  9: 'Router advertisement',
  10: 'Router solicitation',
  11: 'Time-to-live exceeded',
  12: 'Parameter problem',
  13: 'Timestamp request',
  14: 'Timestamp reply',
  15: 'Information request',
  16: 'Information reply',
  17: 'Address mask request',
  18: 'Address mask reply',
  30: 'Traceroute',
  42: 'Extended echo request',
  43: 'Extended echo reply',
};

const CODES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  3: {
    0: 'Network unreachable',
    1: 'Host unreachable',
    2: 'Protocol unreachable',
    3: 'Port unreachable',
    4: 'Fragmentation needed',
    5: 'Source route failed',
    6: 'Network unknown',
    7: 'Host unknown',
    8: 'Source host isolated',
    9: 'Network administratively prohibited',
    10: 'Host administratively prohibited',
    11: 'Network unreachable for TOS',
    12: 'Host unreachable for TOS',
    13: 'Communication administratively filtered',
    14: 'Host precedence violation',
    15: 'Precedence cutoff in effect',
  },
  5: {
    0: 'Redirect for network',
    1: 'Redirect for host',
    2: 'Redirect for TOS and network',
    3: 'Redirect for TOS and host',
  },
  11: { 0: 'Time to live exceeded in transit', 1: 'Fragment reassembly time exceeded' },
  12: { 0: 'Pointer indicates the error', 1: 'Required option missing', 2: 'Bad length' },
};

/** Type, code and checksum; what follows depends on the type. */
export const icmpHeader = layout('icmp')
  .bits('type', 8, { label: 'Type', spec: SPEC, names: TYPES, doc: 'Kind of message.' })
  .bits('code', 8, { label: 'Code', spec: SPEC, doc: 'Kind within the type.' })
  .auto('checksum', 16, { label: 'Checksum', spec: SPEC, show: 'hex', doc: 'Internet checksum of the message.' })
  .derive(() => ({ checksum: 0 }));

const word = (filter: string, label: string, doc: string) =>
  ({ filter, type: 'uint', label, spec: SPEC, doc }) as const;

const f = fields({
  icmp: { filter: 'icmp', type: 'protocol', label: 'ICMP', doc: 'Internet Control Message Protocol.' },
  status: {
    filter: 'icmp.checksum.status',
    type: 'uint',
    label: 'Checksum status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Whether the checksum is right.',
  },
  ident: word('icmp.ident', 'Identifier', 'Ties a reply to its request.'),
  sequence: word('icmp.seq', 'Sequence number', 'Counts requests.'),
  unused: { filter: 'icmp.unused', type: 'bytes', label: 'Unused', spec: SPEC, doc: 'Always 0.' },
  gateway: {
    filter: 'icmp.redir_gw',
    type: 'ipv4',
    label: 'Gateway address',
    spec: SPEC,
    doc: 'Router to use instead.',
  },
  length: word('icmp.length', 'Length', 'Units of 4 octets of the quoted packet (RFC 4884); 0 when not stated.'),
  mtu: word('icmp.mtu', 'MTU of next hop', 'Largest packet that fits (octets).'),
  pointer: word('icmp.pointer', 'Pointer', 'Octet of the quoted packet that is wrong.'),
  originate: word('icmp.originate_timestamp', 'Originate timestamp', 'Milliseconds since midnight UTC.'),
  receive: word('icmp.receive_timestamp', 'Receive timestamp', 'Milliseconds since midnight UTC.'),
  transmit: word('icmp.transmit_timestamp', 'Transmit timestamp', 'Milliseconds since midnight UTC.'),
  mask: {
    filter: 'icmp.address_mask',
    type: 'ipv4',
    label: 'Address mask',
    spec: 'RFC 950',
    doc: 'Mask of the subnet.',
  },
});

const RULES = rules({
  'ICMP-001': { level: 'MUST', severity: 'warning', section: SPEC, text: 'The checksum is right.' },
});

export function register(to: Registry): void {
  computeIcmp(to);
  let number = 0;

  const verify = (cursor: Cursor, context: Context, start: number) => {
    const end = cursor.end >>> 3;
    const { cut, bytes } = cursor.tree.sources[cursor.source]!;
    if (context.fragment || cursor.cutAt === cursor.end || (cut && end === bytes.length)) {
      cursor.generated(f.status, UNVERIFIED);
      return;
    }
    const good = internetSum(bytes, start, end) === 0xffff;
    cursor.generated(f.status, good ? GOOD : BAD);
    if (good) return;
    const text = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;
    cursor.find(
      RULES['ICMP-001'],
      `the checksum is ${text(u16(bytes, start + 2))} and should be ${text(expectedChecksum(bytes, start, end, start + 2))}`,
      (start + 2) * 8,
      (start + 4) * 8,
      context.outbound ? 'note' : 'warning',
    );
  };

  const rest = (cursor: Cursor, type: number, code: number): string => {
    if (type === ECHO_REQUEST || type === ECHO_REPLY) {
      const id = cursor.uint(f.ident, 16);
      const sequence = cursor.uint(f.sequence, 16);
      const swapped = ((sequence & 0xff) << 8) | (sequence >>> 8);
      return `  id=0x${id.toString(16).padStart(4, '0')}, seq=${sequence}/${swapped}`;
    }
    if (TIMESTAMPS.includes(type) || MASKS.includes(type)) {
      cursor.uint(f.ident, 16);
      cursor.uint(f.sequence, 16);
      if (MASKS.includes(type)) cursor.octets(f.mask, 4);
      else for (const field of [f.originate, f.receive, f.transmit]) cursor.uint(field, 32);
      return '';
    }
    if (type === REDIRECT) cursor.octets(f.gateway, 4);
    else if (type === PARAMETER) {
      cursor.uint(f.pointer, 8);
      cursor.uint(f.length, 8);
      cursor.octets(f.unused, 2);
    } else if (type === UNREACHABLE) {
      cursor.octets(f.unused, 1);
      cursor.uint(f.length, 8);
      if (code === NEEDS_FRAGMENTATION) cursor.uint(f.mtu, 16);
      else cursor.octets(f.unused, 2);
    } else if (ERRORS.includes(type)) {
      cursor.octets(f.unused, 1);
      cursor.uint(f.length, 8);
      cursor.octets(f.unused, 2);
    }
    return '';
  };

  const icmp: Dissector = {
    id: 'icmp',
    name: 'ICMP',
    hides: 'packets',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
      // The quoted packet is not traffic: the columns stay those of the message.
    },
    dissect(cursor, context) {
      const start = cursor.at;
      const row = cursor.open(f.icmp);
      const { type, code } = icmpHeader.read(cursor);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      verify(cursor, context, start);
      const codeName = CODES[type]?.[code];
      context.info = `${TYPES[type] ?? `ICMP type ${type}`}${codeName === undefined ? '' : ` (${codeName})`}`;
      cursor.tree.setNote(row, context.info);
      context.info += rest(cursor, type, code);
      cursor.close(row);
      if (cursor.failed || cursor.octetsLeft === 0) return;
      if (ERRORS.includes(type) && !context.fragment) {
        dissectQuotedPacket(context, cursor, 'ipv4', UNDECODED);
        return;
      }
      context.undecoded(cursor, UNDECODED, 'ICMP data');
    },
  };
  number = to.protocol(icmp, [...Object.values(f), ...icmpHeader.fields], Object.values(RULES));
  to.bind('ip.proto', 1, icmp).bind('layer', 'icmp', icmp).bind('dissector.name', 'icmp', icmp);
}
