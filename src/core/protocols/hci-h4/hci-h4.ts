import { u32 } from '../../base/bits.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'Bluetooth 5.4 Vol 4 Part A 2';
const ACL = 2;
const TYPES: Readonly<Record<number, string>> = {
  1: 'HCI Command',
  [ACL]: 'ACL Data',
  3: 'SCO Data',
  4: 'HCI Event',
  5: 'ISO Data',
};
/** Channel numbers of the directions: sent by the host, received by it, not told. */
const UNKNOWN_DIRECTION = 2;
const PSEUDO_OCTETS = 4;

const f = fields({
  h4: {
    filter: 'hci_h4',
    type: 'protocol',
    label: 'HCI H4',
    doc: 'Bluetooth host controller interface, UART transport.',
  },
  direction: {
    filter: 'hci_h4.direction',
    bits: 32,
    type: 'uint',
    label: 'Direction',
    spec: 'LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR',
    show: 'hex',
    names: { 0: 'Sent', 1: 'Rcvd' },
    doc: 'Whether the host sent or received the packet; not part of it.',
  },
  type: {
    filter: 'hci_h4.type',
    bits: 8,
    type: 'uint',
    label: 'HCI packet type',
    spec: SPEC,
    show: 'hex',
    names: TYPES,
    doc: 'What follows.',
  },
});

const RULES = rules({
  'H4-001': { level: 'text', severity: 'warning', section: SPEC, text: 'The packet type is 1 to 5.', see: 'P' },
});

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;
  const make = (hasDirection: boolean): Dissector => ({
    id: 'hci_h4',
    name: 'HCI H4',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const at = hasDirection ? start + PSEUDO_OCTETS : start;
      if (at >= end) return;
      row.channel = hasDirection ? Math.min(u32(bytes, start), UNKNOWN_DIRECTION) : UNKNOWN_DIRECTION;
      if (bytes[at] === ACL) summarizeNext(layers.get('bthci_acl'), bytes, at + 1, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.h4);
      context.channel = hasDirection ? Math.min(cursor.uint(f.direction, 32), UNKNOWN_DIRECTION) : UNKNOWN_DIRECTION;
      const type = cursor.uint(f.type, 8);
      cursor.close(row);
      if (cursor.failed) return;
      const name = TYPES[type] ?? `HCI packet type ${type}`;
      context.info = name;
      cursor.tree.setNote(row, name);
      if (TYPES[type] === undefined) {
        cursor.find(RULES['H4-001'], `the packet type is ${type}`, cursor.bit - 8, cursor.bit);
      }
      const done = type === ACL && layers.has('bthci_acl') && context.next('layer', 'bthci_acl', cursor);
      if (!done) context.undecoded(cursor, UNDECODED, name);
    },
  });
  const plain = make(false);
  number = to.protocol(plain, Object.values(f), Object.values(RULES));
  to.bind('link.type', 187, plain).bind('link.type', 201, make(true)).bind('layer', 'hci_h4', plain);
}
