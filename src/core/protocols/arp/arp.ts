import { toHex } from '../../base/bytes.ts';
import { ETHER_TYPES, HARDWARE_TYPES } from '../../base/internet-numbers.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { octets, uint } from '../../codec/leaves.ts';
import { rules } from '../../codec/rule.ts';
import { formatEther, formatIpv4 } from '../../codec/value.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';

const SPEC = 'RFC 826';
const ETHERNET = 1;
const IPV4 = 0x0800;
const ETHER_OCTETS = 6;
const IPV4_OCTETS = 4;
const REQUEST = 1;
const REPLY = 2;

const OPCODES: Readonly<Record<number, string>> = {
  1: 'request',
  2: 'reply',
  3: 'reverse request',
  4: 'reverse reply',
  8: 'inverse request',
  9: 'inverse reply',
  10: 'NAK',
};

const mac = { type: 'ether', spec: SPEC } as const;
const ipv4 = { type: 'ipv4', spec: SPEC } as const;
const other = { type: 'bytes', spec: SPEC } as const;

const f = fields({
  arp: { filter: 'arp', type: 'protocol', label: 'ARP', doc: 'Address Resolution Protocol.' },
  hardwareType: {
    filter: 'arp.hw.type',
    bits: 16,
    type: 'uint',
    label: 'Hardware type',
    spec: SPEC,
    names: HARDWARE_TYPES,
    doc: 'Kind of network.',
  },
  protocolType: {
    filter: 'arp.proto.type',
    bits: 16,
    type: 'uint',
    label: 'Protocol type',
    spec: SPEC,
    show: 'hex',
    names: ETHER_TYPES,
    doc: 'Kind of protocol address (EtherType).',
  },
  hardwareSize: {
    filter: 'arp.hw.size',
    bits: 8,
    type: 'uint',
    label: 'Hardware size',
    spec: SPEC,
    doc: 'Octets of a hardware address.',
  },
  protocolSize: {
    filter: 'arp.proto.size',
    bits: 8,
    type: 'uint',
    label: 'Protocol size',
    spec: SPEC,
    doc: 'Octets of a protocol address.',
  },
  opcode: {
    filter: 'arp.opcode',
    bits: 16,
    type: 'uint',
    label: 'Opcode',
    spec: SPEC,
    names: OPCODES,
    doc: 'Kind of message.',
  },
  gratuitous: {
    filter: 'arp.isgratuitous',
    type: 'bool',
    label: 'Is gratuitous',
    generated: true,
    ofPacket: true,
    spec: 'RFC 5227 1.1',
    doc: 'The sender tells its own address without being asked.',
  },
  sourceMac: { filter: 'arp.src.hw_mac', ...mac, label: 'Sender MAC address', doc: 'Hardware address of the sender.' },
  sourceHardware: {
    filter: 'arp.src.hw',
    ...other,
    label: 'Sender hardware address',
    doc: 'Hardware address of the sender.',
  },
  sourceIp: { filter: 'arp.src.proto_ipv4', ...ipv4, label: 'Sender IP address', doc: 'IPv4 address of the sender.' },
  sourceProtocol: {
    filter: 'arp.src.proto',
    ...other,
    label: 'Sender protocol address',
    doc: 'Address of the sender.',
  },
  targetMac: {
    filter: 'arp.dst.hw_mac',
    ...mac,
    label: 'Target MAC address',
    doc: 'Hardware address of the target; 0 when asked for.',
  },
  targetHardware: {
    filter: 'arp.dst.hw',
    ...other,
    label: 'Target hardware address',
    doc: 'Hardware address of the target.',
  },
  targetIp: { filter: 'arp.dst.proto_ipv4', ...ipv4, label: 'Target IP address', doc: 'IPv4 address of the target.' },
  targetProtocol: {
    filter: 'arp.dst.proto',
    ...other,
    label: 'Target protocol address',
    doc: 'Address of the target.',
  },
});

/** ARP for IPv4 on Ethernet, to be written. */
export const arpPacket = layout('arp')
  .field('hardwareType', uint(f.hardwareType, 16))
  .field('protocolType', uint(f.protocolType, 16))
  .field('hardwareSize', uint(f.hardwareSize, 8))
  .field('protocolSize', uint(f.protocolSize, 8))
  .field('opcode', uint(f.opcode, 16))
  .field('sourceMac', octets(f.sourceMac, ETHER_OCTETS))
  .field('sourceIp', octets(f.sourceIp, IPV4_OCTETS))
  .field('targetMac', octets(f.targetMac, ETHER_OCTETS))
  .field('targetIp', octets(f.targetIp, IPV4_OCTETS));

const RULES = rules({
  'ARP-001': {
    level: 'text',
    severity: 'note',
    section: 'RFC 5227 1.1',
    text: 'An address is announced only when it is asked for (else the packet is gratuitous).',
  },
});

/** Wireshark's words for a request or reply on IPv4. */
function describe(opcode: number, source: string, sourceHardware: string, target: string, gratuitous: boolean): string {
  if (gratuitous) return `Gratuitous ARP for ${source} (${opcode === REPLY ? 'Reply' : 'Request'})`;
  if (opcode === REPLY) return `${source} is at ${sourceHardware}`;
  if (opcode === REQUEST) {
    return source === '0.0.0.0' ? `Who has ${target}? (ARP Probe)` : `Who has ${target}? Tell ${source}`;
  }
  return OPCODES[opcode] ?? `ARP opcode ${opcode}`;
}

export function register(to: Registry): void {
  let number = 0;

  const address = (
    cursor: Cursor,
    size: number,
    known: boolean,
    usual: typeof f.sourceMac | typeof f.sourceIp,
    odd: typeof f.sourceMac,
  ) => {
    if (size === 0) return '';
    const found = cursor.octets(known ? usual : odd, size);
    if (cursor.failed) return '';
    if (!known) return toHex(found);
    return usual.type === 'ether' ? formatEther(found, 0) : formatIpv4(found, 0);
  };

  const arp: Dissector = {
    id: 'arp',
    name: 'ARP',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
    },
    dissect(cursor, context) {
      const row = cursor.open(f.arp);
      const hardwareType = cursor.uint(f.hardwareType, 16);
      const protocolType = cursor.uint(f.protocolType, 16);
      const hardwareSize = cursor.uint(f.hardwareSize, 8);
      const protocolSize = cursor.uint(f.protocolSize, 8);
      const opcode = cursor.uint(f.opcode, 16);
      const isMac = hardwareType === ETHERNET && hardwareSize === ETHER_OCTETS;
      const isIp = protocolType === IPV4 && protocolSize === IPV4_OCTETS;
      const sourceHardware = address(cursor, hardwareSize, isMac, f.sourceMac, f.sourceHardware);
      const source = address(cursor, protocolSize, isIp, f.sourceIp, f.sourceProtocol);
      address(cursor, hardwareSize, isMac, f.targetMac, f.targetHardware);
      const target = address(cursor, protocolSize, isIp, f.targetIp, f.targetProtocol);
      const gratuitous = isIp && !cursor.failed && source === target && source !== '0.0.0.0';
      if (!cursor.failed && isIp) cursor.generated(f.gratuitous, gratuitous ? 1 : 0);
      cursor.close(row);
      context.info = describe(opcode, source, sourceHardware, target, gratuitous);
      cursor.tree.setNote(row, OPCODES[opcode] ?? `opcode ${opcode}`);
      if (gratuitous) {
        cursor.find(
          RULES['ARP-001'],
          `the sender tells its own address ${source} unasked`,
          cursor.bit - 8 * IPV4_OCTETS,
          cursor.bit,
        );
      }
    },
  };
  number = to.protocol(arp, Object.values(f), Object.values(RULES));
  to.bind('eth.type', 0x0806, arp).bind('layer', 'arp', arp).bind('dissector.name', 'arp', arp);
}
