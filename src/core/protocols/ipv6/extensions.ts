import { IP_PROTOCOLS } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';

export const HOP_BY_HOP = 0;
export const ROUTING = 43;
export const FRAGMENT = 44;
export const AUTHENTICATION = 51;
export const NO_NEXT = 59;
export const DESTINATION = 60;

const SPEC = 'RFC 8200 4';
const PAD1 = 0;
const ADDRESS_OCTETS = 16;

const next = (filter: string): Field => ({
  filter,
  type: 'uint',
  label: 'Next header',
  spec: SPEC,
  names: IP_PROTOCOLS,
  doc: 'What follows this header.',
});
const length = (filter: string): Field => ({
  filter,
  type: 'uint',
  label: 'Length',
  spec: SPEC,
  doc: 'Units of 8 octets behind the first 8.',
});

const OPTION_NAMES: Readonly<Record<number, string>> = {
  0: 'Pad1',
  1: 'PadN',
  4: 'Tunnel encapsulation limit',
  5: 'Router alert',
  48: 'Minimum path MTU',
  194: 'Jumbo payload',
  201: 'Home address',
};

const optionType = layout('ipv6.opt.type')
  .bits('action', 2, {
    label: 'Action',
    spec: 'RFC 8200 4.2',
    names: { 0: 'Skip', 1: 'Discard', 2: 'Discard and report', 3: 'Discard and report unless multicast' },
    doc: 'What a receiver does that does not know the option.',
  })
  .bits('change', 1, { label: 'May change', type: 'bool', spec: 'RFC 8200 4.2', doc: 'Whether routers may change it.' })
  .bits('rest', 5, { label: 'Low-order bits', spec: 'RFC 8200 4.2', show: 'hex', doc: 'Rest of the option type.' });

/** The fragment header. */
export const fragmentHeader = layout('ipv6.fraghdr')
  .bits('nextHeader', 8, {
    label: 'Next header',
    filter: 'ipv6.fraghdr.nxt',
    spec: 'RFC 8200 4.5',
    names: IP_PROTOCOLS,
    doc: 'What the packet carries behind this header.',
  })
  .auto('reserved', 8, {
    label: 'Reserved octet',
    filter: 'ipv6.fraghdr.reserved_octet',
    spec: 'RFC 8200 4.5',
    show: 'hex',
    doc: 'Always 0.',
  })
  .bits('offset', 13, { label: 'Offset', spec: 'RFC 8200 4.5', doc: 'Place of the fragment, in units of 8 octets.' })
  .auto('reservedBits', 2, { label: 'Reserved bits', spec: 'RFC 8200 4.5', doc: 'Always 0.' })
  .bits('more', 1, {
    label: 'More fragments',
    type: 'bool',
    spec: 'RFC 8200 4.5',
    doc: 'The packet goes on in another fragment.',
  })
  .bits('ident', 32, {
    label: 'Identification',
    spec: 'RFC 8200 4.5',
    show: 'hex',
    doc: 'Equal in the fragments of one packet.',
  })
  .derive(() => ({ reserved: 0, reservedBits: 0 }));

const f = fields({
  hopByHop: {
    filter: 'ipv6.hopopts',
    type: 'protocol',
    label: 'IPv6 hop-by-hop options',
    doc: 'Options for every router.',
  },
  hopNext: next('ipv6.hopopts.nxt'),
  hopLength: length('ipv6.hopopts.len'),
  destination: {
    filter: 'ipv6.dstopts',
    type: 'protocol',
    label: 'IPv6 destination options',
    doc: 'Options for the receiver.',
  },
  destinationNext: next('ipv6.dstopts.nxt'),
  destinationLength: length('ipv6.dstopts.len'),
  option: { filter: 'ipv6.opt', type: 'group', label: 'Option', spec: 'RFC 8200 4.2', doc: 'One option.' },
  optionType: {
    filter: 'ipv6.opt.type',
    type: 'uint',
    label: 'Type',
    spec: 'RFC 8200 4.2',
    show: 'hex',
    names: OPTION_NAMES,
    doc: 'Kind of option.',
  },
  optionLength: {
    filter: 'ipv6.opt.length',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: 'RFC 8200 4.2',
    doc: 'Octets of the content.',
  },
  padding: { filter: 'ipv6.opt.padn', type: 'bytes', label: 'PadN', spec: 'RFC 8200 4.2', doc: 'Padding.' },
  alert: {
    filter: 'ipv6.opt.router_alert',
    bits: 16,
    type: 'uint',
    label: 'Router alert',
    spec: 'RFC 2711 2.1',
    doc: 'Why routers should look.',
  },
  jumbo: {
    filter: 'ipv6.opt.jumbo',
    bits: 32,
    type: 'uint',
    label: 'Jumbo payload length',
    spec: 'RFC 2675 2',
    doc: 'Octets behind the IPv6 header.',
  },
  limit: {
    filter: 'ipv6.opt.tel',
    bits: 8,
    type: 'uint',
    label: 'Tunnel encapsulation limit',
    spec: 'RFC 2473 4.1.1',
    doc: 'Nested tunnels still allowed.',
  },
  home: {
    filter: 'ipv6.opt.mipv6.home_address',
    type: 'ipv6',
    label: 'Home address',
    spec: 'RFC 6275 6.3',
    doc: "The sender's home.",
  },
  unknown: {
    filter: 'ipv6.opt.unknown',
    type: 'bytes',
    label: 'Option content',
    spec: 'RFC 8200 4.2',
    doc: 'Content of the option.',
  },
  routing: { filter: 'ipv6.routing', type: 'protocol', label: 'IPv6 routing header', doc: 'Routers to pass.' },
  routingNext: next('ipv6.routing.nxt'),
  routingLength: length('ipv6.routing.len'),
  routingType: {
    filter: 'ipv6.routing.type',
    bits: 8,
    type: 'uint',
    label: 'Type',
    spec: 'RFC 8200 4.4',
    names: { 0: 'Source route', 2: 'Mobile IP', 3: 'RPL', 4: 'Segment routing' },
    doc: 'Kind of routing header.',
  },
  segmentsLeft: {
    filter: 'ipv6.routing.segleft',
    bits: 8,
    type: 'uint',
    label: 'Segments left',
    spec: 'RFC 8200 4.4',
    doc: 'Routers still to pass.',
  },
  routingReserved: {
    filter: 'ipv6.routing.src.reserved',
    type: 'bytes',
    label: 'Reserved',
    spec: 'RFC 2460 4.4',
    doc: 'Always 0.',
  },
  routingAddress: {
    filter: 'ipv6.routing.src.addr',
    type: 'ipv6',
    label: 'Address',
    spec: 'RFC 2460 4.4',
    doc: 'A router.',
  },
  routingData: {
    filter: 'ipv6.routing.unknown_data',
    type: 'bytes',
    label: 'Data',
    spec: 'RFC 8200 4.4',
    doc: 'Content by type.',
  },
  fragment: {
    filter: 'ipv6.fraghdr',
    type: 'protocol',
    label: 'IPv6 fragment header',
    doc: 'Place in a fragmented packet.',
  },
  ah: { filter: 'ah', type: 'protocol', label: 'Authentication header', doc: 'IPsec authentication.' },
  ahNext: { ...next('ah.next_header'), spec: 'RFC 4302 2' },
  ahLength: {
    filter: 'ah.length',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: 'RFC 4302 2.2',
    doc: 'Units of 4 octets, less 2.',
  },
  ahReserved: { filter: 'ah.reserved', type: 'bytes', label: 'Reserved', spec: 'RFC 4302 2.3', doc: 'Always 0.' },
  ahSpi: {
    filter: 'ah.spi',
    bits: 32,
    type: 'uint',
    label: 'SPI',
    spec: 'RFC 4302 2.4',
    show: 'hex',
    doc: 'Security parameters index.',
  },
  ahSequence: {
    filter: 'ah.sequence',
    bits: 32,
    type: 'uint',
    label: 'Sequence',
    spec: 'RFC 4302 2.5',
    doc: 'Sequence number.',
  },
  ahIcv: {
    filter: 'ah.icv',
    type: 'bytes',
    label: 'Integrity check value',
    spec: 'RFC 4302 2.6',
    doc: 'Not verified.',
  },
});

export const EXTENSION_FIELDS: readonly Field[] = [...Object.values(f), ...optionType.fields, ...fragmentHeader.fields];

export const EXTENSION_RULES = rules({
  'IP6-010': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 8200 4.3',
    text: 'The hop-by-hop options header stands right behind the IPv6 header.',
  },
  'IP6-011': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 8200 4.2',
    text: 'The length of an option of fixed size is the one that the specification gives.',
  },
});

interface OptionKind {
  readonly fixed: number;
  readonly read: (cursor: Cursor) => void;
}

const OPTIONS: Readonly<Record<number, OptionKind>> = {
  4: { fixed: 1, read: (cursor) => cursor.uint(f.limit, 8) },
  5: { fixed: 2, read: (cursor) => cursor.uint(f.alert, 16) },
  194: { fixed: 4, read: (cursor) => cursor.uint(f.jumbo, 32) },
  201: { fixed: ADDRESS_OCTETS, read: (cursor) => cursor.octets(f.home, ADDRESS_OCTETS) },
};

function readOptions(cursor: Cursor): void {
  while (cursor.octetsLeft > 0) {
    const row = cursor.open(f.option);
    const type = cursor.peek(8)!;
    const typeRow = cursor.open(f.optionType);
    optionType.read(cursor);
    cursor.close(typeRow);
    cursor.tree.setNum(typeRow, type);
    cursor.tree.setNote(row, OPTION_NAMES[type] ?? `type ${type}`);
    if (type === PAD1) {
      cursor.close(row);
      continue;
    }
    const octets = cursor.uint(f.optionLength, 8);
    const outer = cursor.enter(f.unknown, octets);
    const kind = OPTIONS[type];
    if (kind !== undefined && octets !== kind.fixed) {
      cursor.find(
        EXTENSION_RULES['IP6-011'],
        `the option length is ${octets}; ${OPTION_NAMES[type]} has ${kind.fixed}`,
        cursor.bit - 8,
        cursor.bit,
      );
    }
    if (kind !== undefined && cursor.octetsLeft >= kind.fixed) kind.read(cursor);
    if (cursor.octetsLeft > 0) cursor.octets(type === 1 ? f.padding : f.unknown, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
  }
}

/** Reads an options header (hop-by-hop or destination); gives the next header. */
export function readOptionsHeader(cursor: Cursor, hopByHop: boolean): number {
  const row = cursor.open(hopByHop ? f.hopByHop : f.destination);
  const following = cursor.uint(hopByHop ? f.hopNext : f.destinationNext, 8);
  const units = cursor.uint(hopByHop ? f.hopLength : f.destinationLength, 8);
  if (!cursor.failed) {
    const outer = cursor.enter(f.unknown, units * 8 + 6);
    readOptions(cursor);
    cursor.leave(outer);
  }
  cursor.close(row);
  return following;
}

/** Reads a routing header; gives the next header and whether the destination address is not the final one. */
export function readRoutingHeader(cursor: Cursor): { readonly next: number; readonly underway: boolean } {
  const row = cursor.open(f.routing);
  const following = cursor.uint(f.routingNext, 8);
  const units = cursor.uint(f.routingLength, 8);
  const type = cursor.uint(f.routingType, 8);
  const left = cursor.uint(f.segmentsLeft, 8);
  if (!cursor.failed) {
    const outer = cursor.enter(f.routingData, units * 8 + 4);
    if (type === 0 && cursor.octetsLeft >= 4) {
      cursor.octets(f.routingReserved, 4);
      while (cursor.octetsLeft >= ADDRESS_OCTETS) cursor.octets(f.routingAddress, ADDRESS_OCTETS);
    }
    if (cursor.octetsLeft > 0) cursor.octets(f.routingData, cursor.octetsLeft);
    cursor.leave(outer);
  }
  cursor.close(row);
  return { next: following, underway: left > 0 };
}

/** Reads an authentication header; gives the next header. */
export function readAuthenticationHeader(cursor: Cursor): number {
  const row = cursor.open(f.ah);
  const following = cursor.uint(f.ahNext, 8);
  const units = cursor.uint(f.ahLength, 8);
  if (!cursor.failed) {
    const outer = cursor.enter(f.ahIcv, Math.max(0, (units + 2) * 4 - 2));
    cursor.octets(f.ahReserved, 2);
    cursor.uint(f.ahSpi, 32);
    cursor.uint(f.ahSequence, 32);
    if (cursor.octetsLeft > 0) cursor.octets(f.ahIcv, cursor.octetsLeft);
    cursor.leave(outer);
  }
  cursor.close(row);
  return following;
}

/** Reads a fragment header under its row. */
export function readFragmentHeader(cursor: Cursor) {
  const row = cursor.open(f.fragment);
  const header = fragmentHeader.read(cursor);
  cursor.close(row);
  return header;
}
