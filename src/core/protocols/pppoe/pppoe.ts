import { u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { computePppoe } from './computed.ts';
import { TAG_FIELDS, tagFields } from './tags.ts';

const SPEC = 'RFC 2516 4';
const HEADER_OCTETS = 6;

const CODES: Readonly<Record<number, string>> = {
  0: 'Session data',
  7: 'Active discovery offer (PADO)',
  9: 'Active discovery initiation (PADI)',
  25: 'Active discovery request (PADR)',
  101: 'Active discovery session-confirmation (PADS)',
  167: 'Active discovery terminate (PADT)',
};

const TAGS: Readonly<Record<number, string>> = {
  0: 'End-Of-List',
  257: 'Service-Name',
  258: 'AC-Name',
  259: 'Host-Uniq',
  260: 'AC-Cookie',
  261: 'Vendor-Specific',
  272: 'Relay-Session-Id',
  513: 'Service-Name-Error',
  514: 'AC-System-Error',
  515: 'Generic-Error',
};

export const pppoeHeader = layout('pppoe')
  .bits('version', 4, { label: 'Version', spec: SPEC, doc: 'Always 1.' })
  .bits('type', 4, { label: 'Type', spec: SPEC, doc: 'Always 1.' })
  .bits('code', 8, { label: 'Code', spec: SPEC, show: 'hex', names: CODES, doc: 'Kind of packet.' })
  .bits('sessionId', 16, {
    label: 'Session ID',
    spec: SPEC,
    show: 'hex',
    doc: 'Number of the session; 0 in discovery.',
  })
  .bits('payloadLength', 16, { label: 'Payload length', spec: SPEC, doc: 'Octets behind this header.' });

const f = fields({
  session: { filter: 'pppoes', type: 'protocol', label: 'PPPoE session', doc: 'PPP over Ethernet, session stage.' },
  discovery: {
    filter: 'pppoed',
    type: 'protocol',
    label: 'PPPoE discovery',
    doc: 'PPP over Ethernet, discovery stage.',
  },
  tags: { filter: 'pppoed.tags', type: 'group', label: 'Tag', spec: 'RFC 2516 appendix A', doc: 'One discovery tag.' },
  tag: {
    filter: 'pppoed.tag',
    bits: 16,
    type: 'uint',
    label: 'Tag type',
    spec: 'RFC 2516 appendix A',
    show: 'hex',
    names: TAGS,
    doc: 'Kind of tag.',
  },
  tagLength: {
    filter: 'pppoed.tag_length',
    bits: 16,
    type: 'uint',
    label: 'Tag length',
    spec: SPEC,
    doc: 'Octets of the value.',
  },
  tagData: {
    filter: 'pppoed.tag.unknown_data',
    type: 'bytes',
    label: 'Tag value',
    spec: SPEC,
    doc: 'Value of the tag.',
  },
});

const RULES = rules({
  'PPPOE-001': {
    level: 'MUST',
    severity: 'warning',
    section: SPEC,
    text: 'The payload length counts the octets behind the header.',
  },
});

export function register(to: Registry): void {
  computePppoe(to);
  const layers = to.table('layer');
  let sessionNumber = 0;
  let discoveryNumber = 0;

  const tags = (cursor: Cursor) => {
    while (cursor.octetsLeft > 0) {
      const row = cursor.open(f.tags);
      const tag = cursor.uint(f.tag, 16);
      const length = cursor.uint(f.tagLength, 16);
      if (length > 0) cursor.octets(TAG_FIELDS.get(tag) ?? f.tagData, length);
      cursor.close(row);
      cursor.tree.setNote(row, TAGS[tag] ?? 'unknown');
    }
  };

  const make = (discovery: boolean): Dissector => ({
    id: discovery ? 'pppoed' : 'pppoes',
    name: discovery ? 'PPPoE discovery' : 'PPPoE',
    summarize(bytes, start, end, row) {
      row.protocol = discovery ? discoveryNumber : sessionNumber;
      if (discovery || end - start < HEADER_OCTETS) return;
      const at = start + HEADER_OCTETS;
      summarizeNext(layers.get('ppp'), bytes, at, Math.min(end, at + u16(bytes, start + 4)), row);
    },
    dissect(cursor, context) {
      const row = cursor.open(discovery ? f.discovery : f.session);
      const header = pppoeHeader.read(cursor);
      if (cursor.failed) {
        cursor.close(row);
        return;
      }
      const outer = cursor.end;
      const there = cursor.octetsLeft;
      const { cut, bytes } = cursor.tree.sources[cursor.source]!;
      if (header.payloadLength > there && !(cut && outer === bytes.length * 8) && context.quoting === 0) {
        cursor.find(
          RULES['PPPOE-001'],
          `the payload length is ${header.payloadLength}, but ${there} octets follow`,
          cursor.bit - 16,
          cursor.bit,
        );
      }
      cursor.end = cursor.bit + Math.min(there, header.payloadLength) * 8;
      context.info = CODES[header.code] ?? `PPPoE code ${header.code}`;
      cursor.tree.setNote(row, `${context.info}, session 0x${header.sessionId.toString(16).padStart(4, '0')}`);
      if (discovery) tags(cursor);
      cursor.recover();
      cursor.close(row);
      if (!discovery && !context.next('layer', 'ppp', cursor)) context.undecoded(cursor, UNDECODED, 'PPP');
      cursor.end = outer;
    },
  });

  const session = make(false);
  const discovery = make(true);
  sessionNumber = to.protocol(session, [f.session, ...pppoeHeader.fields], Object.values(RULES));
  discoveryNumber = to.protocol(discovery, [
    f.discovery,
    f.tags,
    f.tag,
    f.tagLength,
    f.tagData,
    ...Object.values(tagFields),
  ]);
  to.bind('eth.type', 0x8863, discovery)
    .bind('eth.type', 0x8864, session)
    .bind('link.type', 51, session)
    .bind('layer', 'pppoe', session)
    .bind('dissector.name', 'pppoes', session)
    .bind('dissector.name', 'pppoed', discovery);
}
