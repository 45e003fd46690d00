import { u16, u32 } from '../../base/bits.ts';
import { concatBytes } from '../../base/bytes.ts';
import { WAP_PORTS } from '../../base/wap-ports.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';
import { CHECKSUM_STATUS, ILLEGAL, NOT_PRESENT } from '../../dissect/checksum-status.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { transportChecksum, verifyTransport } from '../../dissect/transport-checksum.ts';
import { computeUdp } from './computed.ts';

const SPEC = 'RFC 768';
/** IP's number of the protocol. */
const UDP = 17;
const HEADER_OCTETS = 8;
/** Pseudo-header of IPv4 without length; IPv6's is longer. */
const IPV4_PSEUDO_OCTETS = 10;

const port = { spec: SPEC, names: WAP_PORTS, isOpen: true, also: ['udp.port'] } as const;

/** The header of a datagram; length and checksum are those of an empty one without checksum when left out. */
export const udpHeader = layout('udp')
  .bits('sourcePort', 16, { ...port, label: 'Source port', filter: 'udp.srcport', doc: 'Port of the sender.' })
  .bits('destinationPort', 16, {
    ...port,
    label: 'Destination port',
    filter: 'udp.dstport',
    doc: 'Port of the receiver.',
  })
  .auto('length', 16, { label: 'Length', spec: SPEC, doc: 'Octets of header and payload.' })
  .auto('checksum', 16, {
    label: 'Checksum',
    spec: SPEC,
    show: 'hex',
    doc: 'Internet checksum of pseudo-header, header and payload; 0 when not used (IPv4 only).',
  })
  .derive(() => ({ length: HEADER_OCTETS, checksum: 0 }));

const f = fields({
  udp: { filter: 'udp', type: 'protocol', label: 'UDP', doc: 'User Datagram Protocol.' },
  status: {
    filter: 'udp.checksum.status',
    type: 'uint',
    label: 'Checksum status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Whether the checksum is right.',
  },
  stream: {
    filter: 'udp.stream',
    type: 'uint',
    label: 'Stream index',
    generated: true,
    spec: SPEC,
    doc: 'Number of what the two ends send each other, from 0 in the order of their first packets.',
  },
});

const RULES = rules({
  'UDP-001': { level: 'MUST', severity: 'warning', section: SPEC, text: 'The checksum is right where one is used.' },
  'UDP-002': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 8200 8.1',
    text: 'A datagram on IPv6 has a checksum (not 0).',
  },
  'UDP-003': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The length is at least 8 and counts the octets that the IP packet has.',
  },
  'UDP-004': {
    level: 'text',
    severity: 'note',
    section: SPEC,
    text: 'Nothing follows the datagram in its IP packet.',
  },
});

/** A datagram with length and checksum worked out unless the draft gives them; `pseudo` is the pseudo-header without length. */
export function udpDatagram(draft: InputOf<typeof udpHeader>, payload: Uint8Array, pseudo: Uint8Array): Uint8Array {
  const out = concatBytes(encode(udpHeader, { length: HEADER_OCTETS + payload.length, ...draft }), payload);
  if (draft.checksum === undefined) {
    // 0 would mean "not used".
    const checksum = transportChecksum(out, pseudo) || 0xffff;
    out[6] = checksum >>> 8;
    out[7] = checksum & 0xff;
  }
  return out;
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < HEADER_OCTETS || u16(bytes, start + 4) !== end - start) return 0;
  const known = WAP_PORTS[u16(bytes, start)] !== undefined || WAP_PORTS[u16(bytes, start + 2)] !== undefined;
  return known ? 0.7 : 0.3;
}

export function register(to: Registry): void {
  computeUdp(to);
  const ports = to.table('udp.port');
  let number = 0;

  const payload = (cursor: Cursor, context: Context, source: number, destination: number) => {
    if (context.fragment && !context.alone) {
      context.undecoded(cursor, UNDECODED, 'fragment data');
      return;
    }
    if (cursor.octetsLeft === 0) return;
    // An exact binding of either side comes before any guess, the destination's first.
    const key = !ports.has(destination) && ports.has(source) ? source : destination;
    if (!context.next('udp.port', key, cursor)) context.undecoded(cursor, UNDECODED, 'UDP payload');
  };

  /** Octets of the datagram as far as they are here; undefined when the length cannot be. */
  const datagramOctets = (cursor: Cursor, context: Context, start: number, length: number): number | undefined => {
    const there = (cursor.end >>> 3) - start;
    const bits = [(start + 4) * 8, (start + 6) * 8] as const;
    if (length === 0) {
      cursor.find(RULES['UDP-003'], `the length is 0; the ${there} octets of the packet are taken`, ...bits);
      return there;
    }
    if (length < HEADER_OCTETS) {
      cursor.find(RULES['UDP-003'], `the length is ${length}; the least is 8`, ...bits, 'error');
      return undefined;
    }
    if (length > there) {
      const { cut, bytes } = cursor.tree.sources[cursor.source]!;
      const mayEnd =
        context.fragment ||
        context.quoting > 0 ||
        cursor.cutAt === cursor.end ||
        (cut && cursor.end === bytes.length * 8);
      if (!mayEnd) {
        cursor.find(RULES['UDP-003'], `the length is ${length}, but the packet has ${there} octets for it`, ...bits);
        cursor.cutAt = cursor.end;
      }
      return there;
    }
    if (length < there && !context.fragment) {
      cursor.find(
        RULES['UDP-004'],
        `${there - length} octets follow the datagram of ${length} octets in its packet`,
        (start + length) * 8,
        cursor.end,
      );
    }
    return length;
  };

  const udp: Dissector = {
    id: 'udp',
    name: 'UDP',
    header: { records: [udpHeader.record], at: () => udpHeader.record },
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      row.sourcePort = u16(bytes, start);
      row.destinationPort = u16(bytes, start + 2);
      row.transport = UDP;
      row.transportPorts = u32(bytes, start);
      if (!row.fragment && !row.alone && row.network !== 0)
        row.state.conversations('udp').meet(row.source, row.sourcePort, row.destination, row.destinationPort);
      const length = u16(bytes, start + 4);
      if ((row.fragment && !row.alone) || (length !== 0 && length < HEADER_OCTETS)) return;
      const at = start + HEADER_OCTETS;
      const stop = length === 0 ? end : Math.min(end, start + length);
      if (at === stop) return;
      if (start + length > end) row.missing = Math.max(row.missing, start + length - end);
      const next =
        ports.get(row.destinationPort) ?? ports.get(row.sourcePort) ?? ports.guess(bytes, at, stop)?.dissector;
      summarizeNext(next, bytes, at, stop, row);
    },
    dissect(cursor, context) {
      const { at: start, end, cutAt } = cursor;
      const row = cursor.open(f.udp);
      if (!udpHeader.lay(cursor)) {
        udpHeader.read(cursor);
        cursor.close(row);
        return;
      }
      const { source, bytes } = cursor;
      const sourcePort = u16(bytes, start);
      const destinationPort = u16(bytes, start + 2);
      const length = u16(bytes, start + 4);
      const checksum = u16(bytes, start + 6);
      context.sourcePort = { port: sourcePort, source, start: start * 8, end: start * 8 + 16 };
      context.destinationPort = { port: destinationPort, source, start: start * 8 + 16, end: start * 8 + 32 };
      if (context.asksInfo)
        context.info = `${sourcePort} → ${destinationPort} Len=${Math.max(0, length - HEADER_OCTETS)}`;
      if (cursor.tree.keepsNotes) cursor.tree.setNote(row, `${sourcePort} to ${destinationPort}`);
      const octets = datagramOctets(cursor, context, start, length);
      if (checksum !== 0) {
        const covered = {
          start,
          end: start + (octets ?? HEADER_OCTETS),
          fieldAt: start + 6,
          whole: octets !== undefined && (length === 0 || octets === length),
        };
        verifyTransport(cursor, context, covered, f.status, RULES['UDP-001'], true);
      } else if (context.pseudoHeader === undefined || context.pseudoHeader.length === IPV4_PSEUDO_OCTETS) {
        cursor.generated(f.status, NOT_PRESENT);
      } else {
        cursor.generated(f.status, ILLEGAL);
        cursor.find(RULES['UDP-002'], 'the checksum is 0, which IPv6 does not allow', (start + 6) * 8, (start + 8) * 8);
      }
      const stream = context.asks(f.stream) ? context.conversation('udp', sourcePort, destinationPort) : undefined;
      if (stream !== undefined) cursor.generated(f.stream, stream);
      cursor.close(row);
      if (octets === undefined) return;
      cursor.end = (start + octets) * 8;
      payload(cursor, context, sourcePort, destinationPort);
      if (cursor.bit < cursor.end) context.undecoded(cursor, UNDECODED, 'rest of the UDP payload');
      cursor.end = end;
      cursor.cutAt = cutAt;
    },
  };
  number = to.protocol(udp, [...Object.values(f), ...udpHeader.fields], Object.values(RULES));
  to.bind('ip.proto', UDP, udp)
    .bind('layer', 'udp', udp)
    .bind('dissector.name', 'udp', udp)
    .guessIn('layer', { dissector: udp, guess: likely });
}
