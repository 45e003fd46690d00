import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const PSEUDO = 'LINKTYPE_LINUX_IRDA';
const SPEC = 'IrLAP 1.1 5.2';
const PSEUDO_OCTETS = 16;
const IRDA_HARDWARE = 783;
const IRDA_PROTOCOL = 0x0017;

const SUPERVISORY: Readonly<Record<number, string>> = { 0: 'RR', 1: 'RNR', 2: 'REJ', 3: 'SREJ' };
/** Unnumbered frames by their control octet without the P/F bit. */
const UNNUMBERED: Readonly<Record<number, string>> = {
  3: 'UI',
  15: 'DM',
  47: 'XID',
  67: 'DISC',
  99: 'UA',
  131: 'SNRM',
  135: 'FRMR',
  227: 'TEST',
};

const f = fields({
  irlap: { filter: 'irlap', type: 'protocol', label: 'IrLAP', doc: 'Infrared link access protocol.' },
  packetType: {
    filter: 'irlap.pkttype',
    bits: 16,
    type: 'uint',
    label: 'Packet type',
    spec: PSEUDO,
    names: { 0: 'received', 4: 'sent by us' },
    doc: 'Direction, as the capturing machine saw it; not part of the frame.',
  },
  hardware: {
    filter: 'irlap.hatype',
    bits: 16,
    type: 'uint',
    label: 'Hardware type',
    spec: PSEUDO,
    names: { [IRDA_HARDWARE]: 'IrDA' },
    doc: 'Kind of interface (ARPHRD).',
  },
  addressLength: {
    filter: 'irlap.halen',
    bits: 16,
    type: 'uint',
    label: 'Address length',
    spec: PSEUDO,
    doc: 'Octets of the address that follows.',
  },
  hardwareAddress: {
    filter: 'irlap.hwaddr',
    type: 'bytes',
    label: 'Address',
    spec: PSEUDO,
    doc: 'Address of the interface, filled to 8 octets.',
  },
  protocol: {
    filter: 'irlap.etype',
    bits: 16,
    type: 'uint',
    label: 'Protocol',
    spec: PSEUDO,
    show: 'hex',
    doc: 'Always 0x0017.',
  },
  a: {
    filter: 'irlap.a',
    type: 'uint',
    label: 'Address field',
    spec: SPEC,
    show: 'hex',
    doc: 'Connection, and whether the frame is a command.',
  },
  address: {
    filter: 'irlap.a.address',
    bits: 7,
    type: 'uint',
    label: 'Address',
    spec: SPEC,
    show: 'hex',
    names: { 127: 'Broadcast', 0: 'NULL' },
    doc: 'Address of the connection.',
  },
  cr: { filter: 'irlap.a.cr', bits: 1, type: 'bool', label: 'C/R', spec: SPEC, doc: 'The frame is a command.' },
  c: {
    filter: 'irlap.c',
    type: 'uint',
    label: 'Control field',
    spec: SPEC,
    show: 'hex',
    doc: 'Type and numbers of the frame.',
  },
  nr: {
    filter: 'irlap.c.n_r',
    bits: 3,
    type: 'uint',
    label: 'N(R)',
    spec: SPEC,
    doc: 'Number of the frame that is expected next.',
  },
  poll: {
    filter: 'irlap.c.p',
    bits: 1,
    type: 'bool',
    label: 'P/F',
    spec: SPEC,
    doc: 'Poll in commands, final in responses.',
  },
  ns: { filter: 'irlap.c.n_s', bits: 3, type: 'uint', label: 'N(S)', spec: SPEC, doc: 'Number of this frame.' },
  supervisory: {
    filter: 'irlap.c.s_ftype',
    bits: 2,
    type: 'uint',
    label: 'Supervisory frame type',
    spec: SPEC,
    names: SUPERVISORY,
    doc: 'What the frame acknowledges or asks.',
  },
  modifierHigh: {
    filter: 'irlap.c.u_modifier_high',
    bits: 3,
    type: 'uint',
    label: 'Modifier, high bits',
    spec: SPEC,
    show: 'bin',
    doc: 'High 3 bits of the type of an unnumbered frame.',
  },
  modifierLow: {
    filter: 'irlap.c.u_modifier_low',
    bits: 2,
    type: 'uint',
    label: 'Modifier, low bits',
    spec: SPEC,
    show: 'bin',
    doc: 'Low 2 bits of the type of an unnumbered frame.',
  },
  information: {
    filter: 'irlap.c.ftype',
    type: 'uint',
    label: 'Frame type',
    spec: SPEC,
    show: 'hex',
    names: { 0: 'Information frame' },
    doc: '0 in information frames.',
  },
  frameType: {
    filter: 'irlap.c.ftype',
    type: 'uint',
    label: 'Frame type',
    spec: SPEC,
    show: 'hex',
    names: { 1: 'Supervisory frame', 3: 'Unnumbered frame' },
    doc: 'Kind of the frame.',
  },
});

const RULES = rules({
  'IRLAP-001': {
    level: 'text',
    severity: 'warning',
    section: PSEUDO,
    text: 'Hardware type is 783 and protocol 0x0017.',
    see: 'P',
  },
});

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;
  const irlap: Dissector = {
    id: 'irlap',
    name: 'IrLAP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const at = start + PSEUDO_OCTETS;
      if (end - at < 2) return;
      row.channel = bytes[at]! >>> 1;
      const isData = (bytes[at + 1]! & 1) === 0;
      if (isData && at + 2 < end) summarizeNext(layers.get('irlmp'), bytes, at + 2, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.irlap);
      const start = cursor.bit;
      cursor.uint(f.packetType, 16);
      const hardware = cursor.uint(f.hardware, 16);
      cursor.uint(f.addressLength, 16);
      cursor.octets(f.hardwareAddress, 8);
      const protocol = cursor.uint(f.protocol, 16);
      if (!cursor.need(f.a, 16)) {
        cursor.close(row);
        return;
      }
      if (hardware !== IRDA_HARDWARE || protocol !== IRDA_PROTOCOL) {
        const message = `hardware type ${hardware}, protocol 0x${protocol.toString(16)}`;
        cursor.find(RULES['IRLAP-001'], message, start, start + PSEUDO_OCTETS * 8);
      }
      const a = cursor.open(f.a);
      cursor.tree.setNum(a, cursor.peek(8) ?? 0);
      const address = cursor.uint(f.address, 7);
      cursor.uint(f.cr, 1);
      cursor.close(a);
      const control = cursor.peek(8) ?? 0;
      const c = cursor.open(f.c);
      cursor.tree.setNum(c, control);
      const isData = (control & 1) === 0;
      let name = 'I frame';
      if ((control & 3) === 3) {
        name = UNNUMBERED[control & ~0x10] ?? 'unnumbered frame';
        cursor.uint(f.modifierHigh, 3);
        cursor.uint(f.poll, 1);
        cursor.uint(f.modifierLow, 2);
        cursor.uint(f.frameType, 2);
      } else {
        cursor.uint(f.nr, 3);
        cursor.uint(f.poll, 1);
        if (isData) {
          cursor.uint(f.ns, 3);
          cursor.uint(f.information, 1);
        } else {
          name = SUPERVISORY[cursor.uint(f.supervisory, 2)] ?? '';
          cursor.uint(f.frameType, 2);
        }
      }
      cursor.close(c);
      cursor.close(row);
      context.channel = address;
      context.info = `${name}, connection ${address}`;
      cursor.tree.setNote(row, context.info);
      if (cursor.octetsLeft === 0) return;
      const done = isData && layers.has('irlmp') && context.next('layer', 'irlmp', cursor);
      if (!done) context.undecoded(cursor, UNDECODED, name);
    },
  };
  number = to.protocol(irlap, Object.values(f), Object.values(RULES));
  to.bind('link.type', 144, irlap);
}
