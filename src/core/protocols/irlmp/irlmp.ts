import { fields, UNDECODED } from '../../codec/field.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const SPEC = 'IrLMP 1.1 3.2';
/** Channel numbers of a connection: two selectors of 8 bits. */
const SELECTORS = 0x10000;
const OPCODES: Readonly<Record<number, string>> = {
  1: 'Connect Command',
  2: 'Disconnect',
  3: 'Access Mode Command',
  129: 'Connect Confirm',
  131: 'Access Mode Confirm',
};

const f = fields({
  irlmp: { filter: 'irlmp', type: 'protocol', label: 'IrLMP', doc: 'Infrared link management protocol.' },
  dst: {
    filter: 'irlmp.dst',
    type: 'uint',
    label: 'Destination',
    spec: SPEC,
    show: 'hex',
    doc: 'Control bit and selector of the receiver.',
  },
  control: {
    filter: 'irlmp.dst.c',
    bits: 1,
    type: 'bool',
    label: 'Control bit',
    spec: SPEC,
    doc: 'The frame is about the connection, not in it.',
  },
  destination: {
    filter: 'irlmp.dst.lsap',
    bits: 7,
    type: 'uint',
    label: 'Destination LSAP',
    spec: SPEC,
    doc: 'Service of the receiver; 0 is the information access service.',
  },
  src: { filter: 'irlmp.src', type: 'uint', label: 'Source', spec: SPEC, show: 'hex', doc: 'Selector of the sender.' },
  reserved: { filter: 'irlmp.src.r', bits: 1, type: 'uint', label: 'Reserved', spec: SPEC, doc: 'Must be 0.' },
  source: {
    filter: 'irlmp.src.lsap',
    bits: 7,
    type: 'uint',
    label: 'Source LSAP',
    spec: SPEC,
    doc: 'Service of the sender.',
  },
  opcode: {
    filter: 'irlmp.opcode',
    bits: 8,
    type: 'uint',
    label: 'Opcode',
    spec: SPEC,
    show: 'hex',
    names: OPCODES,
    doc: 'What is done to the connection.',
  },
});

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;
  const irlmp: Dissector = {
    id: 'irlmp',
    name: 'IrLMP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < 2) return;
      const dst = bytes[start]!;
      const src = bytes[start + 1]!;
      row.channel = row.channel * SELECTORS + dst * 256 + src;
      const isData = dst < 0x80 && dst !== 0 && (src & 0x7f) !== 0;
      if (isData && start + 2 < end) summarizeNext(layers.get('ttp'), bytes, start + 2, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.irlmp);
      if (!cursor.need(f.dst, 16)) {
        cursor.close(row);
        return;
      }
      const dst = cursor.open(f.dst);
      const to8 = cursor.peek(8) ?? 0;
      cursor.tree.setNum(dst, to8);
      const isControl = cursor.uint(f.control, 1) === 1;
      const destination = cursor.uint(f.destination, 7);
      cursor.close(dst);
      const src = cursor.open(f.src);
      const from8 = cursor.peek(8) ?? 0;
      cursor.tree.setNum(src, from8);
      cursor.uint(f.reserved, 1);
      const source = cursor.uint(f.source, 7);
      cursor.close(src);
      context.channel = context.channel * SELECTORS + to8 * 256 + from8;
      context.info = `LSAP ${source} → ${destination}`;
      if (isControl && cursor.octetsLeft > 0) {
        const opcode = cursor.uint(f.opcode, 8);
        context.info = `${OPCODES[opcode] ?? 'Control'} ${context.info}`;
      }
      cursor.close(row);
      cursor.tree.setNote(row, context.info);
      if (cursor.octetsLeft === 0) return;
      const isData = !isControl && destination !== 0 && source !== 0;
      const done = isData && layers.has('ttp') && context.next('layer', 'ttp', cursor);
      if (!done) context.undecoded(cursor, UNDECODED, isData ? 'data' : isControl ? 'parameters' : 'IAS');
    },
  };
  number = to.protocol(irlmp, Object.values(f));
  to.bind('layer', 'irlmp', irlmp);
}
