import { u16, u32 } from '../../base/bits.ts';
import { crc32 } from '../../base/crc32.ts';
import { internetSum } from '../../base/internet-checksum.ts';
import { ETHER_TYPES } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { octets, uint } from '../../codec/leaves.ts';
import { rules } from '../../codec/rule.ts';
import { formatEther } from '../../codec/value.ts';
import { BAD, CHECKSUM_STATUS, GOOD, UNVERIFIED } from '../../dissect/checksum-status.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { computeEthernet } from './computed.ts';

const SPEC = 'IEEE 802.3 3.2';
const HEADER_OCTETS = 14;
/** Smallest frame on the wire without its frame check sequence; shorter ones are padded. */
const MIN_FRAME_OCTETS = 60;
const FCS_OCTETS = 4;
const TYPE_IPV4 = 0x0800;
const TYPE_IPV6 = 0x86dd;
const IPV6_HEADER_OCTETS = 40;
/** From this value on, octets 12 and 13 are a type, below 1501 a length. */
const MIN_TYPE = 0x0600;
const MAX_LENGTH = 1500;

const address = { type: 'ether', also: ['eth.addr'], spec: SPEC } as const;

const f = fields({
  eth: { filter: 'eth', type: 'protocol', label: 'Ethernet', doc: 'An Ethernet frame.' },
  end: { filter: 'eth', type: 'protocol', label: 'Ethernet', doc: 'An Ethernet frame.', atEnd: true },
  dst: { filter: 'eth.dst', ...address, label: 'Destination', doc: 'Hardware address of the receiver.' },
  src: { filter: 'eth.src', ...address, label: 'Source', doc: 'Hardware address of the sender.' },
  type: {
    filter: 'eth.type',
    bits: 16,
    type: 'uint',
    label: 'Type',
    spec: SPEC,
    show: 'hex',
    names: ETHER_TYPES,
    isOpen: true,
    doc: 'What the frame carries (EtherType).',
  },
  length: {
    filter: 'eth.len',
    bits: 16,
    type: 'uint',
    label: 'Length',
    spec: SPEC,
    doc: 'Octets of the LLC frame that follows, without padding.',
  },
  invalid: {
    filter: 'eth.invalid_lentype',
    type: 'uint',
    label: 'Invalid length or type',
    spec: SPEC,
    show: 'hex',
    doc: 'A value too large for a length and too small for a type.',
  },
  padding: {
    filter: 'eth.padding',
    type: 'bytes',
    label: 'Padding',
    spec: SPEC,
    doc: 'Octets that fill a short frame up to 60 octets.',
  },
  trailer: {
    filter: 'eth.trailer',
    type: 'bytes',
    label: 'Trailer',
    doc: 'Octets behind the packet and its padding that no protocol claims.',
  },
  fcs: {
    filter: 'eth.fcs',
    type: 'uint',
    label: 'Frame check sequence',
    spec: 'IEEE 802.3 3.2.9',
    show: 'hex',
    doc: 'CRC-32 of the frame, least significant octet first on the wire; shown as the wire has it.',
  },
  fcsStatus: {
    filter: 'eth.fcs.status',
    type: 'uint',
    label: 'Frame check sequence status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    doc: 'Whether the frame check sequence is right.',
  },
});

/** Fields of what follows the packet in the frame. */
const TRAILING = [f.padding, f.trailer, f.fcs, f.fcsStatus];

const addresses = layout('eth').field('destination', octets(f.dst, 6)).field('source', octets(f.src, 6));
/** The addresses and the type of an Ethernet II frame. */
export const ethernetHeader = addresses.field('type', uint(f.type, 16));
const lengthHeader = addresses.field('length', uint(f.length, 16));
const invalidHeader = addresses.field('invalid', uint(f.invalid, 16));
const HEADERS = [ethernetHeader, lengthHeader, invalidHeader];

/** The header by what octets 12 and 13 hold. */
function headerOf(kind: number) {
  return kind >= MIN_TYPE ? ethernetHeader : kind <= MAX_LENGTH ? lengthHeader : invalidHeader;
}

const RULES = rules({
  'ETH-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'IEEE 802.3 3.2.9',
    text: 'The frame check sequence is the CRC-32 of the frame.',
  },
  'ETH-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'IEEE 802.3 3.2.6',
    text: 'The length or type field is at most 1500 (a length) or at least 1536 (a type).',
  },
  'ETH-003': {
    level: 'SHALL',
    severity: 'warning',
    section: 'IEEE 802.3 3.2.6',
    text: 'The length field counts no more octets than the frame has.',
  },
});

/** The frame check sequence of a frame, as the four octets on the wire read big-endian. */
export function frameCheckSequence(frame: Uint8Array, end: number = frame.length, start = 0): number {
  const crc = crc32(frame, start, end);
  return (((crc & 0xff) << 24) | ((crc & 0xff00) << 8) | ((crc >>> 8) & 0xff00) | (crc >>> 24)) >>> 0;
}

const valueAt = (bytes: Uint8Array, at: number) => u16(bytes, at) * 0x10000 + u16(bytes, at + 2);

/**
 * True when the frame's IP packet says that it ends where the frame does: nothing follows it, as pass 1 reads it too. Most frames
 * are such, and working out their check sequence took 3 % of all dissecting.
 */
function isFilled(bytes: Uint8Array, startAt: number, endAt: number): boolean {
  const type = u16(bytes, startAt + HEADER_OCTETS - 2);
  const at = startAt + HEADER_OCTETS;
  if (type === TYPE_IPV4) return u16(bytes, at + 2) === endAt - at;
  return type === TYPE_IPV6 && u16(bytes, at + 4) === endAt - at - IPV6_HEADER_OCTETS;
}

/** Octets of frame check sequence at `end`: as the capture says, else found by its value behind a frame of full size. */
function fcsOctets(cursor: Cursor, context: Context, startAt: number, endAt: number, cut: boolean): number {
  if (cut || context.quoting > 0) return 0;
  const stated = context.frame.fcsOctets;
  if (stated !== undefined) return stated === FCS_OCTETS && endAt - startAt >= HEADER_OCTETS + FCS_OCTETS ? stated : 0;
  if (endAt - startAt < MIN_FRAME_OCTETS + FCS_OCTETS) return 0;
  const { bytes } = cursor;
  if (isFilled(bytes, startAt, endAt)) return 0;
  return frameCheckSequence(bytes, endAt - FCS_OCTETS, startAt) === valueAt(bytes, endAt - FCS_OCTETS) ? FCS_OCTETS : 0;
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < HEADER_OCTETS + 20) return 0;
  const type = u16(bytes, start + 12);
  const at = start + HEADER_OCTETS;
  if (type === TYPE_IPV4) {
    if (bytes[at]! >>> 4 !== 4) return 0;
    const size = (bytes[at]! & 15) * 4;
    if (size < 20 || at + size > end || u16(bytes, at + 2) > end - at) return 0.2;
    return internetSum(bytes, at, at + size) === 0xffff ? 0.9 : 0.6;
  }
  if (type === TYPE_IPV6) {
    if (end - at < 40 || bytes[at]! >>> 4 !== 6) return 0;
    return u16(bytes, at + 4) <= end - at - 40 ? 0.85 : 0.4;
  }
  // A tag is plausible when an EtherType that this tool knows follows it.
  if (type === 0x8100 || type === 0x88a8) return ETHER_TYPES[u16(bytes, at + 2)] === undefined ? 0 : 0.6;
  if (type === 0x0806) return u16(bytes, at) === 1 && u16(bytes, at + 2) === 0x0800 ? 0.85 : 0;
  return 0;
}

export function register(to: Registry): void {
  computeEthernet(to);
  const types = to.table('eth.type');
  const layers = to.table('layer');
  let number = 0;

  const make = (mayHaveFcs: boolean): Dissector => ({
    id: 'eth',
    name: 'Ethernet',
    trailing: TRAILING,
    header: {
      records: HEADERS.map(({ record }) => record),
      at: (bytes, start) => headerOf(u16(bytes, start + 12)).record,
      isFilled,
    },
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      row.etherDestination = u16(bytes, start) * 2 ** 32 + u32(bytes, start + 2);
      row.etherSource = u16(bytes, start + 6) * 2 ** 32 + u32(bytes, start + 8);
      const type = u16(bytes, start + 12);
      const at = start + HEADER_OCTETS;
      if (type >= MIN_TYPE) summarizeNext(types.get(type), bytes, at, end, row);
      else if (type <= MAX_LENGTH) summarizeNext(layers.get('llc'), bytes, at, Math.min(end, at + type), row);
      // Hardware addresses count only where nothing above has better ones, so they are looked up last.
      if (row.destination === 0) row.destination = row.state.addresses.ether(bytes, start);
      if (row.source === 0) row.source = row.state.addresses.ether(bytes, start + 6);
    },
    dissect(cursor, context) {
      const startAt = cursor.at;
      const { tree, end, bytes } = cursor;
      const endAt = end >>> 3;
      const cut = tree.sources[cursor.source]!.cut && endAt === bytes.length;
      const row = cursor.open(f.eth);
      const kind = cursor.peek(16, (HEADER_OCTETS - 2) * 8) ?? 0;
      if (!headerOf(kind).lay(cursor)) {
        cursor.octets(f.dst, 6);
        cursor.octets(f.src, 6);
        cursor.uint(f.length, 16);
      }
      cursor.close(row);
      if (cursor.failed) return;
      context.setAddresses({ format: formatEther, bytes, source: startAt + 6, destination: startAt });
      context.info = ETHER_TYPES[kind] ?? `EtherType 0x${kind.toString(16).padStart(4, '0')}`;
      if (tree.keepsNotes) tree.setNote(row, `${context.source} to ${context.destination}`);
      const fcs = mayHaveFcs ? fcsOctets(cursor, context, startAt, endAt, cut) : 0;
      cursor.end = end - fcs * 8;
      if (kind >= MIN_TYPE) {
        if (!context.next('eth.type', kind, cursor)) context.undecoded(cursor, UNDECODED, 'Ethernet payload');
      } else if (kind <= MAX_LENGTH) llc(cursor, context, kind, cut);
      else {
        cursor.find(
          RULES['ETH-002'],
          `${kind} is neither a length (0 to 1500) nor a type (1536 and up)`,
          cursor.bit - 16,
          cursor.bit,
        );
        context.undecoded(cursor, UNDECODED, 'Ethernet payload');
      }
      trailing(cursor, context, startAt, fcs);
      cursor.end = end;
    },
  });

  const llc = (cursor: Cursor, context: Context, length: number, cut: boolean) => {
    const outer = cursor.end;
    const there = cursor.octetsLeft;
    if (length > there && !cut) {
      cursor.find(
        RULES['ETH-003'],
        `the length is ${length}, but ${there} octets follow`,
        cursor.bit - 16,
        cursor.bit,
        context.quoting > 0 ? 'note' : 'warning',
      );
    }
    cursor.end = cursor.bit + Math.min(length, there) * 8;
    context.info = 'IEEE 802.3 frame';
    if (!context.next('layer', 'llc', cursor)) context.undecoded(cursor, UNDECODED, '802.3 payload');
    if (cursor.bit < cursor.end) context.undecoded(cursor, UNDECODED, 'rest of the LLC frame');
    cursor.end = outer;
  };

  const trailing = (cursor: Cursor, context: Context, startAt: number, fcs: number) => {
    const left = cursor.octetsLeft;
    if ((left === 0 && fcs === 0) || cursor.bit % 8 !== 0) return;
    const row = cursor.open(f.end);
    const padding = Math.min(left, Math.max(0, MIN_FRAME_OCTETS - (cursor.at - startAt)));
    if (padding > 0) cursor.octets(f.padding, padding);
    if (left > padding) cursor.octets(f.trailer, left - padding);
    if (fcs > 0) {
      const { bit, bytes } = cursor;
      cursor.end = bit + fcs * 8;
      const right = frameCheckSequence(bytes, bit >>> 3, startAt);
      const found = cursor.uint(f.fcs, fcs * 8);
      const known = fcs === FCS_OCTETS;
      cursor.generated(f.fcsStatus, known ? (found === right ? GOOD : BAD) : UNVERIFIED);
      if (known && found !== right) {
        const text = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
        cursor.find(
          RULES['ETH-001'],
          `the frame check sequence is ${text(found)}; the frame's CRC-32 is ${text(right)}`,
          bit,
          cursor.bit,
        );
      }
    }
    cursor.close(row);
    cursor.tree.setNote(row, 'end of the frame');
    // Padding is no protocol of its own: the columns stay those of the packet in the frame.
    if (context.info === '') context.info = 'Ethernet frame';
  };

  const ethernet = make(true);
  number = to.protocol(ethernet, Object.values(f), Object.values(RULES));
  to.bind('link.type', 1, ethernet)
    .bind('layer', 'ethernet', ethernet)
    .bind('layer', 'eth', ethernet)
    .bind('dissector.name', 'eth', ethernet)
    .bind('dissector.name', 'eth_maybefcs', ethernet)
    .bind('dissector.name', 'eth_withfcs', ethernet)
    .bind('dissector.name', 'eth_withoutfcs', make(false))
    .guessIn('layer', { dissector: ethernet, guess: likely });
}
