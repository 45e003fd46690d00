import { u16 } from '../../base/bits.ts';
import { internetSum } from '../../base/internet-checksum.ts';
import { IP_PROTOCOLS } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { formatIpv4 } from '../../codec/value.ts';
import { BAD, CHECKSUM_STATUS, GOOD, UNVERIFIED } from '../../dissect/checksum-status.ts';
import type { Addresses, Context } from '../../dissect/context.ts';
import {
  addFragment,
  dissectFirst,
  FRAGMENT_RULES,
  type Fragment,
  fragmentFieldList,
  fragmentFields,
  showFragment,
  summarizeFirst,
} from '../../dissect/fragments.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeIpv4 } from './computed.ts';
import { HEADER_OCTETS, ipv4Checksum, ipv4Header } from './header.ts';
import { OPTION_FIELDS, OPTION_RULES, readOptions } from './options.ts';

const SPEC = 'RFC 791 3.1';

const f = fields({
  ip: { filter: 'ip', type: 'protocol', label: 'IPv4', doc: 'Internet Protocol version 4.' },
  options: {
    filter: 'ip.options',
    type: 'group',
    label: 'Options',
    spec: SPEC,
    doc: 'Header octets behind the fixed 20.',
  },
  status: {
    filter: 'ip.checksum.status',
    type: 'uint',
    label: 'Header checksum status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Whether the header checksum is right.',
  },
});
const fragmentNames = fragmentFields('ip', 'ip.reassembled_in', 'RFC 791 3.2');
const FRAGMENT_FIELDS = fragmentFieldList(fragmentNames);

const RULES = rules({
  'IP-001': { level: 'MUST', severity: 'error', section: SPEC, text: 'The version is 4.' },
  'IP-002': { level: 'MUST', severity: 'error', section: SPEC, text: 'The header has at least 20 octets.' },
  'IP-003': { level: 'MUST', severity: 'warning', section: SPEC, text: 'The header checksum is right.' },
  'IP-004': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The total length counts the header and the octets that follow it in the packet.',
  },
  'IP-005': {
    level: 'text',
    severity: 'info',
    section: SPEC,
    text: 'The total length is not left to the network hardware (0).',
  },
  'IP-006': { level: 'MUST', severity: 'note', section: SPEC, text: 'The reserved flag is 0.' },
});

const versionOf = ipv4Header.getter('version');
const headerLengthOf = ipv4Header.getter('headerLength');
const totalLengthOf = ipv4Header.getter('totalLength');
const idOf = ipv4Header.getter('id');
const flagsOf = ipv4Header.getter('flags');
const fragmentOffsetOf = ipv4Header.getter('fragmentOffset');
const protocolOf = ipv4Header.getter('protocol');

/** What is needed of the header. */
const HEADER_LENGTH = ipv4Header.fields.filter(({ filter }) => filter === 'ip.hdr_len');

/** Octets of the header at octet `start`, as it states them. */
const headerOctets = (bytes: Uint8Array, start: number): number => headerLengthOf(bytes, start * 8) * 4;

/** Octet at which a packet of `total` octets ends; all octets are its own where it states none (hardware segmentation). */
function stopOf(total: number, start: number, end: number): number {
  return total === 0 ? end : Math.min(end, start + total);
}

/** The same as the packet states it; undefined where that is inside its header. */
function endAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  const total = u16(bytes, start + 2);
  return total !== 0 && total < headerOctets(bytes, start) ? undefined : stopOf(total, start, end);
}

function headerAt(bytes: Uint8Array, bit: number) {
  const flags = flagsOf(bytes, bit);
  return {
    version: versionOf(bytes, bit),
    headerLength: headerLengthOf(bytes, bit),
    totalLength: totalLengthOf(bytes, bit),
    id: idOf(bytes, bit),
    reservedFlag: flags >>> 2,
    moreFragments: flags & 1,
    fragmentOffset: fragmentOffsetOf(bytes, bit),
    protocol: protocolOf(bytes, bit),
  };
}

type Header = ReturnType<typeof headerAt>;

function pseudoHeader(bytes: Uint8Array, at: number): Uint8Array {
  const out = new Uint8Array(10);
  for (let i = 0; i < 8; i++) out[i] = bytes[at + 12 + i]!;
  out[9] = bytes[at + 9]!;
  return out;
}

const fragmentKey = (bytes: Uint8Array, at: number) =>
  `${formatIpv4(bytes, at + 12)} ${formatIpv4(bytes, at + 16)} ${bytes[at + 9]} ${u16(bytes, at + 4)}`;

function verifyChecksum(cursor: Cursor, context: Context, start: number, size: number): void {
  if (!context.asks(f.status)) return;
  const { bytes } = cursor;
  if (start + size > cursor.end >>> 3) {
    cursor.generated(f.status, UNVERIFIED);
    return;
  }
  const good = internetSum(bytes, start, start + size) === 0xffff;
  cursor.generated(f.status, good ? GOOD : BAD);
  if (good) return;
  const text = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;
  const right = ipv4Checksum(bytes.subarray(start, start + size));
  const offload = context.outbound ? '; the sender may have left it to its hardware' : '';
  cursor.find(
    RULES['IP-003'],
    `the header checksum is ${text(u16(bytes, start + 10))} and should be ${text(right)}${offload}`,
    (start + 10) * 8,
    (start + 12) * 8,
    context.outbound ? 'note' : 'warning',
  );
}

/** True when it is no fault that octets are missing at the end of the cursor's window: the capture or a quotation left them out. */
function mayBeShort(cursor: Cursor, context: Context): boolean {
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  return context.quoting > 0 || (cut && cursor.end === bytes.length * 8);
}

/** Octets of the packet by its total length, as far as they are here; undefined when the length cannot be. */
function totalOctets(
  cursor: Cursor,
  context: Context,
  start: number,
  size: number,
  header: Header,
): number | undefined {
  const there = (cursor.end >>> 3) - start;
  const bits = [(start + 2) * 8, (start + 4) * 8] as const;
  if (header.totalLength === 0) {
    cursor.find(
      RULES['IP-005'],
      'the total length is 0: segmentation was left to the hardware, all octets are taken',
      ...bits,
    );
    return there;
  }
  if (header.totalLength < size) {
    cursor.find(
      RULES['IP-004'],
      `the total length is ${header.totalLength}, less than the ${size} of the header`,
      ...bits,
      'error',
    );
    return undefined;
  }
  if (header.totalLength <= there) {
    cursor.cutAt = -1;
    return header.totalLength;
  }
  if (!mayBeShort(cursor, context)) {
    cursor.find(
      RULES['IP-004'],
      `the total length is ${header.totalLength}, but the packet has ${there} octets`,
      ...bits,
    );
  }
  cursor.cutAt = cursor.end;
  return there;
}

const idIn: NonNullable<Addresses['idIn']> = (pool, bytes, at) => pool.findIpv4(bytes, at);

export function register(to: Registry): void {
  computeIpv4(to);
  const protocols = to.table('ip.proto');
  let number = 0;

  const payload = (
    cursor: Cursor,
    context: Context,
    header: Header,
    pseudo: Uint8Array | undefined,
    octets?: number,
  ) => {
    context.pseudoHeader = pseudo;
    context.statedOctets = octets;
    if (context.next('ip.proto', header.protocol, cursor)) return;
    context.undecoded(cursor, UNDECODED, IP_PROTOCOLS[header.protocol] ?? `IP protocol ${header.protocol}`);
  };

  const fragmented = (cursor: Cursor, context: Context, header: Header, start: number, whole: boolean) => {
    const pseudo = pseudoHeader(cursor.bytes, start);
    const { at } = cursor;
    const fragment: Fragment = {
      kind: 'ip',
      key: fragmentKey(cursor.bytes, start),
      at,
      size: cursor.octetsLeft,
      offset: header.fragmentOffset * 8,
      last: header.moreFragments === 0,
    };
    const bits = { start: (start + 6) * 8, end: (start + 8) * 8 };
    const fate = whole
      ? showFragment(fragment, fragmentNames, cursor, context, bits)
      : { whole: undefined, frame: undefined };
    const id = header.id.toString(16).padStart(4, '0');
    const name = IP_PROTOCOLS[header.protocol] ?? 'protocol';
    const where = fate.frame === undefined || fate.whole !== undefined ? '' : ` [Reassembled in #${fate.frame}]`;
    const info = `Fragmented IP protocol (proto=${name} ${header.protocol}, off=${fragment.offset}, ID=${id})${where}`;
    context.info = info;
    if (fate.whole !== undefined) {
      context.undecoded(cursor, UNDECODED, 'fragment data');
      payload(fate.whole, context, header, pseudo, fate.whole.octetsLeft);
      return;
    }
    if (header.fragmentOffset === 0)
      dissectFirst(cursor, context, bits, fate.frame, () => payload(cursor, context, header, pseudo));
    context.undecoded(cursor, UNDECODED, 'fragment data');
  };

  // By itself: a function that makes closures takes memory for what they see at each call, made or not.
  const summarizeLone = (
    next: Dissector | undefined,
    bytes: Uint8Array,
    at: number,
    stop: number,
    row: Summary,
  ): void => summarizeFirst(row, (aside) => summarizeNext(next, bytes, at, stop, aside));

  const ipv4: Dissector = {
    id: 'ip',
    isBounded: true,
    name: 'IPv4',
    header: {
      records: [ipv4Header.record],
      at: () => ipv4Header.record,
      endAt,
      numbers: new Map(HEADER_LENGTH.map((field) => [field, headerOctets])),
    },
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      row.source = row.state.addresses.ipv4(bytes, start + 12);
      row.destination = row.state.addresses.ipv4(bytes, start + 16);
      row.network = 4;
      const size = (bytes[start]! & 15) * 4;
      const total = u16(bytes, start + 2);
      if (size < HEADER_OCTETS || start + size > end || (total !== 0 && total < size)) return;
      const stop = stopOf(total, start, end);
      row.missing = Math.max(0, start + total - end);
      const next = protocols.get(bytes[start + 9]!);
      const place = u16(bytes, start + 6);
      if ((place & 0x3fff) === 0) {
        summarizeNext(next, bytes, start + size, stop, row);
        return;
      }
      const offset = (place & 0x1fff) * 8;
      const at = start + size;
      if (total !== 0 && start + total <= end && !row.alone) {
        const last = (place & 0x2000) === 0;
        const key = fragmentKey(bytes, start);
        const whole = addFragment({ kind: 'ip', key, at, size: stop - at, offset, last }, bytes, row);
        if (whole !== undefined) {
          row.reassembled = true;
          summarizeNext(next, whole, 0, whole.length, row);
          return;
        }
      }
      if (offset === 0) summarizeLone(next, bytes, at, stop, row);
    },
    dissect(cursor, context) {
      const start = cursor.at;
      const { end, cutAt, tree, bytes } = cursor;
      const row = cursor.open(f.ip);
      if (!ipv4Header.lay(cursor)) {
        ipv4Header.read(cursor);
        cursor.close(row);
        return;
      }
      const header = headerAt(bytes, start * 8);
      const size = headerOctets(bytes, start);
      tree.setNum(row + 2, size);
      context.setAddresses({ format: formatIpv4, idIn, bytes, source: start + 12, destination: start + 16 });
      context.info = IP_PROTOCOLS[header.protocol] ?? `IP protocol ${header.protocol}`;
      if (tree.keepsNotes) tree.setNote(row, `${context.source} to ${context.destination}`);
      if (header.version !== 4)
        cursor.find(RULES['IP-001'], `the version is ${header.version} and should be 4`, start * 8, start * 8 + 4);
      if (header.reservedFlag !== 0)
        cursor.find(RULES['IP-006'], 'the reserved flag is 1 and should be 0', (start + 6) * 8, (start + 6) * 8 + 1);
      if (size < HEADER_OCTETS) {
        cursor.find(
          RULES['IP-002'],
          `the header length is ${size} octets; the least is 20`,
          start * 8 + 4,
          start * 8 + 8,
        );
        cursor.close(row);
        context.undecoded(cursor, UNDECODED, 'payload');
        return;
      }
      if (size > HEADER_OCTETS) {
        const options = cursor.open(f.options);
        const outer = cursor.enter(f.options, size - HEADER_OCTETS);
        readOptions(cursor);
        cursor.leave(outer);
        cursor.close(options);
      }
      verifyChecksum(cursor, context, start, size);
      cursor.close(row);
      const total = totalOctets(cursor, context, start, size, header);
      if (total !== undefined && total >= size) {
        const whole = total === header.totalLength;
        cursor.end = (start + total) * 8;
        if (context.isDone && !context.asksAny(FRAGMENT_FIELDS)) cursor.bit = cursor.end;
        else if (header.moreFragments === 1 || header.fragmentOffset > 0)
          fragmented(cursor, context, header, start, whole);
        else {
          const stated = mayBeShort(cursor, context) ? header.totalLength : total;
          const octets = Math.max(total, stated) - size;
          const pseudo = tree.isSilent ? undefined : pseudoHeader(bytes, start);
          payload(cursor, context, header, pseudo, octets);
        }
        // What the inner protocol left belongs to this packet, what follows the total length to the layer below.
        if (cursor.bit < cursor.end) context.undecoded(cursor, UNDECODED, 'rest of the IP payload');
      }
      cursor.end = end;
      cursor.cutAt = cutAt;
    },
  };
  number = to.protocol(
    ipv4,
    [...Object.values(f), ...ipv4Header.fields, ...OPTION_FIELDS, ...FRAGMENT_FIELDS],
    [...Object.values(RULES), ...Object.values(OPTION_RULES), ...Object.values(FRAGMENT_RULES)],
  );
  to.bind('layer', 'ipv4', ipv4)
    .bind('eth.type', 0x0800, ipv4)
    .bind('ppp.protocol', 0x0021, ipv4)
    .bind('ip.proto', 4, ipv4);
}
