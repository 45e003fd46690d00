import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { addSegment, viewSegment } from '../../dissect/stated-length.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'Bluetooth 5.4 Vol 4 Part E 5.4.2';
const KIND = 'bthci_acl';
const HEADER_OCTETS = 4;
/** Octets of length and channel before an L2CAP payload. */
const L2CAP_HEADER_OCTETS = 4;
const CONTINUES = 1;
/** Directions that the layer below tells apart, as channel numbers. */
const DIRECTIONS = 4;

const f = fields({
  acl: { filter: 'bthci_acl', type: 'protocol', label: 'HCI ACL', doc: 'Data on an asynchronous connection.' },
  handle: {
    filter: 'bthci_acl.chandle',
    bits: 8,
    type: 'uint',
    label: 'Connection handle',
    spec: SPEC,
    show: 'hex',
    doc: 'Connection: all 12 bits, of which the low 8 stand here.',
  },
  handleHigh: {
    filter: 'bthci_acl.chandle_high',
    bits: 4,
    type: 'uint',
    label: 'Connection handle, high bits',
    spec: SPEC,
    show: 'hex',
    doc: 'The high 4 bits of the connection handle.',
  },
  broadcast: {
    filter: 'bthci_acl.bc_flag',
    bits: 2,
    type: 'uint',
    label: 'Broadcast flag',
    spec: SPEC,
    names: { 0: 'Point-To-Point', 1: 'Active Broadcast', 2: 'Piconet Broadcast' },
    doc: 'To whom the packet goes.',
  },
  boundary: {
    filter: 'bthci_acl.pb_flag',
    bits: 2,
    type: 'uint',
    label: 'Packet boundary flag',
    spec: SPEC,
    names: {
      0: 'First, not to be flushed',
      1: 'Continuing fragment',
      2: 'First, may be flushed',
      3: 'Complete packet',
    },
    doc: 'Whether an L2CAP packet begins here.',
  },
  length: {
    filter: 'bthci_acl.length',
    type: 'uint',
    label: 'Data total length',
    spec: SPEC,
    doc: 'Octets of data, least significant octet first.',
  },
  data: {
    filter: 'bthci_acl.fragment',
    type: 'bytes',
    label: 'Fragment',
    spec: SPEC,
    doc: 'A piece of an L2CAP packet.',
  },
  reassembledIn: {
    filter: 'bthci_acl.reassembled_in',
    type: 'frame',
    leadsTo: 'whole',
    label: 'L2CAP packet is put together in',
    generated: true,
    doc: 'Packet in which the L2CAP packet is whole.',
  },
});

const RULES = rules({
  'ACL-001': {
    level: 'text',
    severity: 'note',
    section: SPEC,
    text: 'All fragments of an L2CAP packet are in the capture.',
    see: 'C',
  },
});

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;

  const upper = (cursor: Cursor, context: Context) => {
    const done = layers.has('btl2cap') && context.next('layer', 'btl2cap', cursor);
    if (!done) context.undecoded(cursor, UNDECODED, 'L2CAP packet');
  };

  const acl: Dissector = {
    id: 'bthci_acl',
    name: 'HCI ACL',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      const second = bytes[start + 1]!;
      const handle = bytes[start]! | ((second & 15) << 8);
      const direction = row.channel % DIRECTIONS;
      const at = start + HEADER_OCTETS;
      const stop = Math.min(end, at + (bytes[start + 2]! | (bytes[start + 3]! << 8)));
      row.channel = handle * DIRECTIONS + direction;
      const begins = ((second >>> 4) & 3) !== CONTINUES;
      if (begins && stop - at < 2) return;
      const octets = begins ? (bytes[at]! | (bytes[at + 1]! << 8)) + L2CAP_HEADER_OCTETS : undefined;
      const done = addSegment(row, KIND, String(row.channel), bytes, at, stop, octets);
      if (done !== undefined) {
        row.reassembled = true;
        summarizeNext(layers.get('btl2cap'), done.bytes, 0, done.bytes.length, row);
      } else if (octets !== undefined && (octets <= stop - at || row.cut)) {
        summarizeNext(layers.get('btl2cap'), bytes, at, stop, row);
      }
    },
    dissect(cursor, context) {
      const row = cursor.open(f.acl);
      const low = cursor.peek(8) ?? 0;
      const high = cursor.peek(4, 12) ?? 0;
      const handle = (high << 8) | low;
      cursor.uint(f.handle, 8);
      if (!cursor.failed) cursor.tree.setNum(cursor.tree.length - 1, handle);
      cursor.uint(f.broadcast, 2);
      const boundary = cursor.uint(f.boundary, 2);
      cursor.uint(f.handleHigh, 4);
      const length = cursor.uintLittleEndian(f.length, 2);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      context.channel = handle * DIRECTIONS + (context.channel % DIRECTIONS);
      context.info = `ACL handle 0x${handle.toString(16).padStart(4, '0')}, ${length} octets`;
      cursor.tree.setNote(row, context.info);
      const outer = cursor.enter(f.data, length);
      const view = viewSegment(context, KIND, String(context.channel), 'Reassembled L2CAP packet');
      if (view === undefined && boundary !== CONTINUES && cursor.octetsLeft >= 2) {
        cursor.close(row);
        upper(cursor, context);
      } else {
        if (view?.wholeIn === undefined) {
          if (view?.isFirst !== false && cursor.octetsLeft > 0) {
            const message = 'the rest of this L2CAP packet is not in the capture';
            cursor.find(RULES['ACL-001'], message, cursor.bit, cursor.end);
          }
        } else if (view.message === undefined) cursor.generated(f.reassembledIn, view.wholeIn);
        if (cursor.octetsLeft > 0) cursor.octets(f.data, cursor.octetsLeft);
        cursor.close(row);
        if (view?.message !== undefined) upper(view.message, context);
      }
      cursor.leave(outer);
    },
  };
  number = to.protocol(acl, Object.values(f), Object.values(RULES));
  to.bind('layer', 'bthci_acl', acl);
}
