import { u16 } from '../../base/bits.ts';
import { PPP_PROTOCOLS } from '../../base/internet-numbers.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const HDLC = 'RFC 1662 3.1';
const FIRST_CONTROL_PROTOCOL = 0x8000;

const f = fields({
  ppp: { filter: 'ppp', type: 'protocol', label: 'PPP', doc: 'Point-to-point protocol.' },
  address: {
    filter: 'ppp.address',
    bits: 8,
    type: 'uint',
    label: 'Address',
    spec: HDLC,
    show: 'hex',
    doc: 'Always 0xFF.',
  },
  control: {
    filter: 'ppp.control',
    bits: 8,
    type: 'uint',
    label: 'Control',
    spec: HDLC,
    show: 'hex',
    doc: '3: unnumbered information.',
  },
  protocol: {
    filter: 'ppp.protocol',
    bits: 16,
    type: 'uint',
    label: 'Protocol',
    spec: 'RFC 1661 2',
    show: 'hex',
    names: PPP_PROTOCOLS,
    doc: 'What the frame carries; one octet instead of two when its low bit is 1.',
  },
});

/** Code, identifier and length that the control protocols (LCP, IPCP, PAP, CHAP ...) share. */
export const controlHeader = layout('ppp')
  .bits('code', 8, {
    label: 'Code',
    spec: 'RFC 1661 5',
    doc: 'Kind of control packet; its meaning depends on the protocol.',
  })
  .bits('identifier', 8, { label: 'Identifier', spec: 'RFC 1661 5', doc: 'Ties an answer to its request.' })
  .bits('length', 16, { label: 'Length', spec: 'RFC 1661 5', doc: 'Octets of the control packet with this header.' });

export function register(to: Registry): void {
  const protocols = to.table('ppp.protocol');
  let number = 0;

  const ppp: Dissector = {
    id: 'ppp',
    name: 'PPP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const skip = end - start >= 2 && bytes[start] === 0xff && bytes[start + 1] === 0x03 ? 2 : 0;
      const first = start + skip;
      if (first >= end) return;
      const short = bytes[first]! % 2 === 1;
      const at = first + (short ? 1 : 2);
      if (at > end) return;
      const protocol = short ? bytes[first]! : u16(bytes, first);
      summarizeNext(protocols.get(protocol), bytes, at, end, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.ppp);
      if (cursor.peek(16) === 0xff03) {
        cursor.uint(f.address, 8);
        cursor.uint(f.control, 8);
      }
      const short = (cursor.peek(8) ?? 0) % 2 === 1;
      const protocol = cursor.uint(f.protocol, short ? 8 : 16);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      const name = PPP_PROTOCOLS[protocol] ?? `protocol 0x${protocol.toString(16).padStart(4, '0')}`;
      context.info = `PPP ${name}`;
      cursor.tree.setNote(row, name);
      if (protocol >= FIRST_CONTROL_PROTOCOL && cursor.octetsLeft >= 4 && !protocols.has(protocol)) {
        const { code, identifier } = controlHeader.read(cursor);
        context.info = `PPP ${name}, code ${code}, identifier ${identifier}`;
      }
      cursor.close(row);
      if (!context.next('ppp.protocol', protocol, cursor)) context.undecoded(cursor, UNDECODED, name);
    },
  };
  number = to.protocol(ppp, [...Object.values(f), ...controlHeader.fields]);
  to.bind('link.type', 9, ppp)
    .bind('link.type', 50, ppp)
    .bind('layer', 'ppp', ppp)
    .bind('dissector.name', 'ppp', ppp)
    .bind('dissector.name', 'ppp_hdlc', ppp);
}
