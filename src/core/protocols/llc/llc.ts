import { u16 } from '../../base/bits.ts';
import { ETHER_TYPES } from '../../base/internet-numbers.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'IEEE 802.2 3.2';
const SNAP_SAP = 0xaa;
const IP_SAP = 0x06;
/** Unnumbered information. */
const UI = 0x03;
const ETHERNET_OUI = 0;
/** Bridge-tunnel encapsulation (RFC 1042's successor for AppleTalk and IPX); the type is an EtherType too. */
const TUNNEL_OUI = 0x0000f8;
const ETHER_TYPE_IPV4 = 0x0800;

const SAPS: Readonly<Record<number, string>> = {
  0: 'Null',
  2: 'LLC sublayer management',
  6: 'IP',
  14: 'PROWAY',
  66: 'Spanning tree',
  126: 'ISO 8208',
  128: 'XNS',
  152: 'ARP',
  170: 'SNAP',
  188: 'Banyan VINES',
  224: 'NetWare',
  240: 'NetBIOS',
  254: 'OSI',
  255: 'Global',
};

/** The SNAP extension behind `aa aa 03`. */
export const snapHeader = layout('llc')
  .bits('oui', 24, {
    label: 'Organization code',
    spec: 'IEEE 802 9',
    show: 'hex',
    doc: 'Who assigns the type that follows; 0 means that it is an EtherType.',
  })
  .bits('type', 16, {
    label: 'Type',
    spec: 'IEEE 802 9',
    show: 'hex',
    names: ETHER_TYPES,
    isOpen: true,
    doc: 'What the frame carries.',
  });

const f = fields({
  llc: { filter: 'llc', type: 'protocol', label: 'LLC', doc: 'Logical link control header.' },
  dsap: {
    filter: 'llc.dsap',
    bits: 8,
    type: 'uint',
    label: 'DSAP',
    spec: SPEC,
    show: 'hex',
    names: SAPS,
    doc: 'Destination service access point.',
  },
  ssap: {
    filter: 'llc.ssap',
    bits: 8,
    type: 'uint',
    label: 'SSAP',
    spec: SPEC,
    show: 'hex',
    names: (value) => SAPS[value & 0xfe],
    doc: 'Source service access point; the low bit tells a response from a command.',
  },
  control: {
    filter: 'llc.control',
    bits: 8,
    type: 'uint',
    label: 'Control',
    spec: 'IEEE 802.2 5.2',
    show: 'hex',
    names: { 3: 'Unnumbered information' },
    doc: 'Frame type with poll bit, one octet (unnumbered) or two with sequence numbers.',
  },
});

export function register(to: Registry): void {
  const types = to.table('eth.type');
  let number = 0;
  const llc: Dissector = {
    id: 'llc',
    name: 'LLC',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < 3 || bytes[start + 2] !== UI) return;
      if (bytes[start] === IP_SAP) summarizeNext(types.get(ETHER_TYPE_IPV4), bytes, start + 3, end, row);
      if (bytes[start] !== SNAP_SAP || bytes[start + 1] !== SNAP_SAP || end - start < 8) return;
      const oui = (bytes[start + 3]! << 16) | u16(bytes, start + 4);
      if (oui !== ETHERNET_OUI && oui !== TUNNEL_OUI) return;
      summarizeNext(types.get(u16(bytes, start + 6)), bytes, start + 8, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.llc);
      const dsap = cursor.uint(f.dsap, 8);
      const ssap = cursor.uint(f.ssap, 8);
      const short = ((cursor.peek(8) ?? 3) & 3) === 3;
      const control = short ? cursor.uint(f.control, 8) : cursor.uintLittleEndian(f.control, 2);
      const snap =
        dsap === SNAP_SAP && ssap === SNAP_SAP && control === UI && !cursor.failed
          ? snapHeader.read(cursor)
          : undefined;
      cursor.close(row);
      if (cursor.failed) return;
      context.info = `LLC ${SAPS[dsap] ?? `0x${dsap.toString(16)}`}`;
      const type =
        snap !== undefined
          ? snap.oui === ETHERNET_OUI || snap.oui === TUNNEL_OUI
            ? snap.type
            : undefined
          : dsap === IP_SAP && control === UI
            ? ETHER_TYPE_IPV4
            : undefined;
      if (type === undefined || !context.next('eth.type', type, cursor))
        context.undecoded(cursor, UNDECODED, 'LLC payload');
    },
  };
  number = to.protocol(llc, [...Object.values(f), ...snapHeader.fields]);
  to.bind('layer', 'llc', llc).bind('dissector.name', 'llc', llc);
}
