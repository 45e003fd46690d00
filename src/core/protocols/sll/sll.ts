import { u16 } from '../../base/bits.ts';
import { ETHER_TYPES, HARDWARE_TYPES } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { formatEther, formatIpv4 } from '../../codec/value.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'LINKTYPE_LINUX_SLL';
const SLL_OCTETS = 16;
const SLL2_OCTETS = 20;
const ADDRESS_OCTETS = 8;
const SENT_BY_US = 4;
const GRE = 778;
/** Below this value the protocol is one of Linux's own numbers, not an EtherType. */
const MIN_TYPE = 0x0600;

/** Linux's protocol numbers that are no EtherTypes, and the layer that follows. */
const LINUX_PROTOCOLS: Readonly<Record<number, { readonly name: string; readonly layer: string }>> = {
  1: { name: 'Novell 802.3 without LLC', layer: 'ipx' },
  3: { name: 'Ethernet', layer: 'ethernet' },
  4: { name: 'LLC', layer: 'llc' },
  7: { name: 'PPP', layer: 'ppp' },
  12: { name: 'CAN', layer: 'can' },
  23: { name: 'IrDA', layer: 'irlap' },
};

const f = fields({
  sll: { filter: 'sll', type: 'protocol', label: 'Linux cooked capture', doc: 'Header of the "any" device of Linux.' },
  packetType: {
    filter: 'sll.pkttype',
    type: 'uint',
    label: 'Packet type',
    spec: SPEC,
    names: {
      0: 'to us',
      1: 'broadcast',
      2: 'multicast',
      3: 'to another host',
      4: 'sent by us',
    },
    doc: 'Which way the packet went, seen from the capturing machine.',
  },
  hardwareType: {
    filter: 'sll.hatype',
    bits: 16,
    type: 'uint',
    label: 'Link-layer address type',
    spec: SPEC,
    names: HARDWARE_TYPES,
    doc: 'Kind of device (ARPHRD number).',
  },
  addressLength: {
    filter: 'sll.halen',
    type: 'uint',
    label: 'Link-layer address length',
    spec: SPEC,
    doc: 'Octets of the address; longer addresses are cut to 8.',
  },
  ether: {
    filter: 'sll.src.eth',
    type: 'ether',
    label: 'Source',
    spec: SPEC,
    also: ['eth.addr'],
    doc: 'Hardware address of the sender.',
  },
  ipv4: { filter: 'sll.src.ipv4', type: 'ipv4', label: 'Source', spec: SPEC, doc: 'Tunnel address of the sender.' },
  other: { filter: 'sll.src.other', type: 'bytes', label: 'Source', spec: SPEC, doc: 'Address of the sender.' },
  unused: { filter: 'sll.unused', type: 'bytes', label: 'Unused', spec: SPEC, doc: 'Rest of the address field.' },
  etherType: {
    filter: 'sll.etype',
    bits: 16,
    type: 'uint',
    label: 'Protocol',
    spec: SPEC,
    show: 'hex',
    names: ETHER_TYPES,
    isOpen: true,
    doc: 'EtherType of the packet.',
  },
  linuxType: {
    filter: 'sll.ltype',
    type: 'uint',
    label: 'Protocol',
    spec: SPEC,
    show: 'hex',
    names: (value) => LINUX_PROTOCOLS[value]?.name,
    doc: 'A protocol number of Linux that is no EtherType.',
  },
  greType: {
    filter: 'sll.gretype',
    type: 'uint',
    label: 'Protocol',
    spec: SPEC,
    show: 'hex',
    names: ETHER_TYPES,
    isOpen: true,
    doc: 'Protocol inside a GRE tunnel.',
  },
  interfaceIndex: {
    filter: 'sll.ifindex',
    bits: 32,
    type: 'uint',
    label: 'Interface index',
    spec: 'LINKTYPE_LINUX_SLL2',
    doc: 'Number of the interface on the capturing machine.',
  },
  reserved: {
    filter: 'sll.reserved',
    bits: 16,
    type: 'uint',
    label: 'Reserved',
    spec: 'LINKTYPE_LINUX_SLL2',
    doc: 'Always 0.',
  },
});

function protocolField(protocol: number, hardwareType: number) {
  if (hardwareType === GRE) return f.greType;
  return protocol < MIN_TYPE ? f.linuxType : f.etherType;
}

export function register(to: Registry): void {
  const types = to.table('eth.type');
  const layers = to.table('layer');

  /** Reads the address field; gives the address where its kind is known. */
  const address = (cursor: Cursor, length: number): string => {
    const { at, bytes } = cursor;
    if (!cursor.need(f.other, ADDRESS_OCTETS * 8)) return '';
    let text = '';
    const used = Math.min(length, ADDRESS_OCTETS);
    if (length === 6) {
      cursor.octets(f.ether, 6);
      text = formatEther(bytes, at);
    } else if (length === 4) {
      cursor.octets(f.ipv4, 4);
      text = formatIpv4(bytes, at);
    } else if (used > 0) cursor.octets(f.other, used);
    if (used < ADDRESS_OCTETS) cursor.octets(f.unused, ADDRESS_OCTETS - used);
    return text;
  };

  const make = (second: boolean): Dissector => ({
    id: second ? 'sll2' : 'sll',
    name: second ? 'Linux cooked v2' : 'Linux cooked',
    summarize(bytes, start, end, row) {
      row.protocol = second ? number2 : number;
      const header = second ? SLL2_OCTETS : SLL_OCTETS;
      if (end - start < header) return;
      const length = second ? bytes[start + 11]! : u16(bytes, start + 4);
      const at = start + (second ? 12 : 6);
      if (length === 6) row.source = row.state.addresses.ether(bytes, at);
      else if (length === 4) row.source = row.state.addresses.ipv4(bytes, at);
      const protocol = u16(bytes, second ? start : start + 14);
      const hardwareType = u16(bytes, second ? start + 8 : start + 2);
      const next =
        protocol >= MIN_TYPE || hardwareType === GRE
          ? types.get(protocol)
          : layers.get(LINUX_PROTOCOLS[protocol]?.layer ?? '');
      summarizeNext(next, bytes, start + header, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.sll);
      let protocol = 0;
      let hardwareType = 0;
      let packetType = 0;
      let source = '';
      if (second) {
        protocol = cursor.peek(16) ?? 0;
        hardwareType = cursor.peek(16, 64) ?? 0;
        cursor.uint(protocolField(protocol, hardwareType), 16);
        cursor.uint(f.reserved, 16);
        cursor.uint(f.interfaceIndex, 32);
        cursor.uint(f.hardwareType, 16);
        packetType = cursor.uint(f.packetType, 8);
        source = address(cursor, cursor.uint(f.addressLength, 8));
      } else {
        packetType = cursor.uint(f.packetType, 16);
        hardwareType = cursor.uint(f.hardwareType, 16);
        source = address(cursor, cursor.uint(f.addressLength, 16));
        protocol = cursor.peek(16) ?? 0;
        cursor.uint(protocolField(protocol, hardwareType), 16);
      }
      cursor.close(row);
      if (cursor.failed) return;
      if (source !== '') context.source = source;
      if (packetType === SENT_BY_US) context.outbound = true;
      const isType = protocol >= MIN_TYPE || hardwareType === GRE;
      const name = (isType ? ETHER_TYPES[protocol] : LINUX_PROTOCOLS[protocol]?.name) ?? `0x${protocol.toString(16)}`;
      context.info = name;
      cursor.tree.setNote(row, name);
      const layer = LINUX_PROTOCOLS[protocol]?.layer ?? '';
      const done = isType
        ? context.next('eth.type', protocol, cursor)
        : layers.has(layer) && context.next('layer', layer, cursor);
      if (!done) context.undecoded(cursor, UNDECODED, name);
    },
  });

  const sll = make(false);
  const sll2 = make(true);
  const number = to.protocol(sll, Object.values(f));
  const number2 = to.protocol(sll2, []);
  to.bind('link.type', 113, sll)
    .bind('link.type', 276, sll2)
    .bind('layer', 'sll', sll)
    .bind('layer', 'sll2', sll2)
    .bind('dissector.name', 'sll', sll);
}
