import { u16, u32 } from '../../base/bits.ts';
import { IP_PROTOCOLS } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import { formatIpv6 } from '../../codec/value.ts';
import type { Addresses, Context } from '../../dissect/context.ts';
import {
  addFragment,
  dissectFirst,
  type Fragment,
  fragmentFieldList,
  fragmentFields,
  showFragment,
  summarizeFirst,
} from '../../dissect/fragments.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeIpv6 } from './computed.ts';
import {
  AUTHENTICATION,
  DESTINATION,
  EXTENSION_FIELDS,
  EXTENSION_RULES,
  FRAGMENT,
  HOP_BY_HOP,
  NO_NEXT,
  ROUTING,
  readAuthenticationHeader,
  readFragmentHeader,
  readOptionsHeader,
  readRoutingHeader,
} from './extensions.ts';
import { HEADER_OCTETS, ipv6Header, pseudoHeader } from './header.ts';

const SPEC = 'RFC 8200 3';
const TCP = 6;
/** A packet whose reassembled content is a fragment again: followed this often. */
const MAX_NESTING = 4;

const f = fields({ ipv6: { filter: 'ipv6', type: 'protocol', label: 'IPv6', doc: 'Internet Protocol version 6.' } });
const fragmentNames = fragmentFields('ipv6', 'ipv6.reassembled.in', 'RFC 8200 4.5');

const RULES = rules({
  'IP6-001': { level: 'MUST', severity: 'error', section: SPEC, text: 'The version is 6.' },
  'IP6-002': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The payload length counts the octets that follow the header in the packet.',
  },
  'IP6-003': {
    level: 'text',
    severity: 'info',
    section: 'RFC 2675',
    text: 'The payload length is stated (not 0 for a jumbogram or for hardware segmentation).',
  },
});

const fragmentKey = (bytes: Uint8Array, header: number, ident: number) =>
  `${formatIpv6(bytes, header + 8)} ${formatIpv6(bytes, header + 24)} ${ident}`;

/** True when a payload length of 0 stands for "all that follows": a jumbogram, or segmentation left to the hardware. */
const unstated = (payloadLength: number, nextHeader: number) =>
  payloadLength === 0 && (nextHeader === HOP_BY_HOP || nextHeader === TCP);

/** Octet at which a packet ends; all octets are its own where it states none. */
function endAt(bytes: Uint8Array, start: number, end: number): number {
  const size = u16(bytes, start + 4);
  return unstated(size, bytes[start + 6]!) ? end : Math.min(end, start + HEADER_OCTETS + size);
}

/** What dissecting the headers behind the fixed one needs to know of it. */
interface Packet {
  /** Source octets and place of the fixed header. */
  readonly bytes: Uint8Array;
  readonly start: number;
  /** False when octets of the packet are missing. */
  readonly whole: boolean;
  /** Octet of the cursor's source behind the packet by its stated length, which may lie behind what is here. */
  readonly end: number;
  /** How many times its content was put together so far. */
  readonly nesting: number;
}

/** A first fragment whose rest has not come: its next header, its data, and where its fixed header stands. */
interface LoneFragment {
  readonly inner: number;
  readonly bytes: Uint8Array;
  readonly data: number;
  readonly end: number;
  readonly outer: Uint8Array;
  readonly header: number;
  readonly nesting: number;
}

const idIn: NonNullable<Addresses['idIn']> = (pool, bytes, at) => pool.findIpv6(bytes, at);

export function register(to: Registry): void {
  computeIpv6(to);
  const protocols = to.table('ip.proto');
  let number = 0;

  /** Pass 1 of the headers from `from` on; the fixed header stands at `header` of `outer`. */
  const summarizeChain = (
    first: number,
    bytes: Uint8Array,
    from: number,
    end: number,
    row: Summary,
    outer: Uint8Array,
    header: number,
    whole: boolean,
    nesting: number,
  ): void => {
    let next = first;
    let at = from;
    for (;;) {
      const known = next === HOP_BY_HOP || next === DESTINATION || next === ROUTING || next === AUTHENTICATION;
      // A fragment header that says "all of it" is a header like the others.
      const atomic = next === FRAGMENT && at + 8 <= end && (u16(bytes, at + 2) & 0xfff9) === 0;
      if (!known && !atomic) break;
      if (at + 8 > end) return;
      const units = atomic ? 0 : bytes[at + 1]!;
      const size = next === AUTHENTICATION ? units * 4 + 8 : units * 8 + 8;
      next = bytes[at]!;
      at += size;
      if (at > end) return;
    }
    if (next !== FRAGMENT) {
      if (next !== NO_NEXT) summarizeNext(protocols.get(next), bytes, at, end, row);
      return;
    }
    if (at + 8 > end || row.fragment || nesting >= MAX_NESTING) return;
    const inner = bytes[at]!;
    const place = u16(bytes, at + 2);
    const offset = (place >>> 3) * 8;
    const last = (place & 1) === 0;
    const data = at + 8;
    if (whole) {
      const key = fragmentKey(outer, header, u32(bytes, at + 4));
      const joined = addFragment({ kind: 'ipv6', key, at: data, size: end - data, offset, last }, bytes, row);
      if (joined !== undefined) {
        row.reassembled = true;
        summarizeChain(inner, joined, 0, joined.length, row, outer, header, true, nesting + 1);
        return;
      }
    }
    if (offset > 0) return;
    summarizeLone({ inner, bytes, data, end, outer, header, nesting }, row);
  };

  // By itself: a function that makes closures takes memory for what they see at each call, made or not.
  const summarizeLone = ({ inner, bytes, data, end, outer, header, nesting }: LoneFragment, row: Summary): void =>
    summarizeFirst(row, (aside) => summarizeChain(inner, bytes, data, end, aside, outer, header, false, nesting));

  /** Pass 2 of the headers at the cursor; the fixed header is that of `packet`. */
  const dissectChain = (first: number, cursor: Cursor, context: Context, packet: Packet): void => {
    let next = first;
    let underway = false;
    for (let place = first === HOP_BY_HOP ? 0 : 1; !cursor.failed; place++) {
      if (next === HOP_BY_HOP) {
        if (place > 0) {
          const rule = EXTENSION_RULES['IP6-010'];
          cursor.find(rule, 'a hop-by-hop options header stands behind another one', cursor.bit, cursor.bit);
        }
        next = readOptionsHeader(cursor, true);
      } else if (next === DESTINATION) next = readOptionsHeader(cursor, false);
      else if (next === AUTHENTICATION) next = readAuthenticationHeader(cursor);
      else if (next === ROUTING) {
        const header = readRoutingHeader(cursor);
        next = header.next;
        underway = header.underway;
      } else if (next === FRAGMENT && ((cursor.peek(16, 16) ?? 1) & 0xfff9) === 0) {
        // A fragment header that says "all of it" is a header like the others.
        next = readFragmentHeader(cursor).nextHeader;
      } else break;
    }
    if (cursor.failed) return;
    if (next === FRAGMENT) {
      fragmented(cursor, context, packet);
      return;
    }
    // While routers are still to be passed, the checksum covers an address that is not in the destination field.
    context.statedOctets = context.fragment ? undefined : Math.max(cursor.octetsLeft, packet.end - cursor.at);
    context.pseudoHeader = underway ? undefined : pseudoHeader(packet.bytes, packet.start, next);
    context.info = IP_PROTOCOLS[next] ?? `IP protocol ${next}`;
    if (next === NO_NEXT || !context.next('ip.proto', next, cursor))
      context.undecoded(cursor, UNDECODED, IP_PROTOCOLS[next] ?? `IP protocol ${next}`);
  };

  const fragmented = (cursor: Cursor, context: Context, packet: Packet) => {
    const { bit } = cursor;
    const header = readFragmentHeader(cursor);
    if (cursor.failed) return;
    const offset = header.offset * 8;
    if (context.fragment || packet.nesting >= MAX_NESTING) {
      context.undecoded(cursor, UNDECODED, 'fragment inside a fragment');
      return;
    }
    const fragment: Fragment = {
      kind: 'ipv6',
      key: fragmentKey(packet.bytes, packet.start, header.ident),
      at: cursor.at,
      size: cursor.octetsLeft,
      offset,
      last: header.more === 0,
    };
    const fate = packet.whole
      ? showFragment(fragment, fragmentNames, cursor, context, { start: bit + 16, end: bit + 32 })
      : { whole: undefined, frame: undefined };
    const where = fate.frame === undefined || fate.whole !== undefined ? '' : ` [Reassembled in #${fate.frame}]`;
    const ident = `0x${header.ident.toString(16).padStart(8, '0')}`;
    const more = header.more === 1 ? 'y' : 'n';
    const info = `IPv6 fragment (off=${offset} more=${more} ident=${ident} nxt=${header.nextHeader})${where}`;
    context.info = info;
    if (fate.whole !== undefined) {
      context.undecoded(cursor, UNDECODED, 'fragment data');
      dissectChain(header.nextHeader, fate.whole, context, {
        ...packet,
        whole: true,
        end: 0,
        nesting: packet.nesting + 1,
      });
      return;
    }
    if (offset === 0) {
      dissectFirst(cursor, context, { start: bit + 16, end: bit + 32 }, fate.frame, () =>
        dissectChain(header.nextHeader, cursor, context, { ...packet, whole: false }),
      );
    }
    context.undecoded(cursor, UNDECODED, 'fragment data');
  };

  const ipv6: Dissector = {
    id: 'ipv6',
    isBounded: true,
    header: { records: [ipv6Header.record], at: () => ipv6Header.record, endAt },
    name: 'IPv6',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      row.source = row.state.addresses.ipv6(bytes, start + 8);
      row.destination = row.state.addresses.ipv6(bytes, start + 24);
      row.network = 6;
      const size = u16(bytes, start + 4);
      const next = bytes[start + 6]!;
      const at = start + HEADER_OCTETS;
      const all = unstated(size, next);
      const stop = endAt(bytes, start, end);
      row.missing = all ? 0 : Math.max(0, at + size - end);
      summarizeChain(next, bytes, at, stop, row, bytes, start, !all && at + size <= end, 0);
    },
    dissect(cursor, context) {
      const { at: start, end, cutAt, tree, bytes } = cursor;
      const row = cursor.open(f.ipv6);
      const header = ipv6Header.read(cursor);
      cursor.close(row);
      if (cursor.failed) return;
      context.setAddresses({ format: formatIpv6, idIn, bytes, source: start + 8, destination: start + 24 });
      if (tree.keepsNotes) tree.setNote(row, `${context.source} to ${context.destination}`);
      if (header.version !== 6)
        cursor.find(RULES['IP6-001'], `the version is ${header.version} and should be 6`, start * 8, start * 8 + 4);
      const there = cursor.octetsLeft;
      const bits = [(start + 4) * 8, (start + 6) * 8] as const;
      const all = unstated(header.payloadLength, header.nextHeader);
      const { cut } = tree.sources[cursor.source]!;
      const mayEnd = context.quoting > 0 || (cut && end === bytes.length * 8);
      const whole = !all && header.payloadLength <= there;
      if (all) {
        cursor.find(
          RULES['IP6-003'],
          'the payload length is 0 (jumbogram or hardware segmentation): all octets are taken',
          ...bits,
        );
      } else if (!whole) {
        if (!mayEnd)
          cursor.find(
            RULES['IP6-002'],
            `the payload length is ${header.payloadLength}, but ${there} octets follow`,
            ...bits,
          );
        cursor.cutAt = end;
      } else {
        cursor.cutAt = -1;
        cursor.end = cursor.bit + header.payloadLength * 8;
      }
      dissectChain(header.nextHeader, cursor, context, {
        bytes,
        start,
        whole,
        end: mayEnd ? start + HEADER_OCTETS + header.payloadLength : 0,
        nesting: 0,
      });
      cursor.recover();
      // What the inner protocol left belongs to this packet, what follows the payload length to the layer below.
      if (cursor.bit < cursor.end) context.undecoded(cursor, UNDECODED, 'rest of the IPv6 payload');
      cursor.end = end;
      cursor.cutAt = cutAt;
    },
  };
  number = to.protocol(
    ipv6,
    [...Object.values(f), ...ipv6Header.fields, ...EXTENSION_FIELDS, ...fragmentFieldList(fragmentNames)],
    [...Object.values(RULES), ...Object.values(EXTENSION_RULES)],
  );
  to.bind('layer', 'ipv6', ipv6)
    .bind('eth.type', 0x86dd, ipv6)
    .bind('ppp.protocol', 0x0057, ipv6)
    .bind('ip.proto', 41, ipv6)
    .bind('dissector.name', 'ipv6', ipv6);
}
