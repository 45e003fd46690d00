import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';

const SPEC = 'ITU-T Q.703';
const HEADER_OCTETS = 3;
const PSEUDO_OCTETS = 4;
/** The length indicator cannot say more. */
const MANY = 63;
const FIRST_MESSAGE = 3;

const f = fields({
  protocol: { filter: 'mtp2', type: 'protocol', label: 'MTP2', spec: SPEC, doc: 'A signal unit of an SS7 link.' },
  sent: {
    filter: 'mtp2.pseudo.sent',
    bits: 8,
    type: 'bool',
    label: 'Sent',
    spec: 'link type 139',
    doc: '1 when the capturing side sent the signal unit.',
  },
  annexA: {
    filter: 'mtp2.pseudo.annex_a',
    bits: 8,
    type: 'uint',
    label: 'Annex A',
    spec: 'link type 139',
    names: { 0: 'not used', 1: 'used', 2: 'unknown' },
    doc: 'Whether sequence numbers have 12 bits.',
  },
  link: {
    filter: 'mtp2.pseudo.link',
    bits: 16,
    type: 'uint',
    label: 'Link number',
    spec: 'link type 139',
    doc: 'Number of the link in the capturing device.',
  },
  bib: {
    filter: 'mtp2.bib',
    bits: 1,
    type: 'bool',
    label: 'Backward indicator bit',
    spec: `${SPEC} 2.3`,
    doc: 'Changes to ask for repetition.',
  },
  bsn: {
    filter: 'mtp2.bsn',
    bits: 7,
    type: 'uint',
    label: 'Backward sequence number',
    spec: `${SPEC} 2.3`,
    doc: 'Number of the last signal unit that came.',
  },
  fib: {
    filter: 'mtp2.fib',
    bits: 1,
    type: 'bool',
    label: 'Forward indicator bit',
    spec: `${SPEC} 2.3`,
    doc: 'Answers the backward indicator bit.',
  },
  fsn: {
    filter: 'mtp2.fsn',
    bits: 7,
    type: 'uint',
    label: 'Forward sequence number',
    spec: `${SPEC} 2.3`,
    doc: 'Number of this signal unit.',
  },
  spare: {
    filter: 'mtp2.spare',
    bits: 2,
    type: 'uint',
    label: 'Spare',
    spec: `${SPEC} 2.3`,
    doc: 'Two bits without a meaning.',
  },
  length: {
    filter: 'mtp2.li',
    bits: 6,
    type: 'uint',
    label: 'Length indicator',
    spec: `${SPEC} 2.3.3`,
    doc: 'Octets that follow: 0 fill, 1 and 2 link status, 3 and more a message; 63 for 63 and more.',
  },
  status: {
    filter: 'mtp2.sf',
    bits: 8,
    type: 'uint',
    label: 'Status field',
    spec: `${SPEC} 11.1`,
    names: {
      0: 'out of alignment',
      1: 'normal alignment',
      2: 'emergency alignment',
      3: 'out of service',
      4: 'processor outage',
      5: 'busy',
    },
    doc: 'State of the link.',
  },
  statusExtra: {
    filter: 'mtp2.sf_extra',
    bits: 8,
    type: 'uint',
    label: 'Status field, second octet',
    spec: `${SPEC} 11.1`,
    doc: 'Second octet of a link status.',
  },
  trailer: {
    filter: 'mtp2.trailer',
    type: 'bytes',
    label: 'Trailer',
    spec: SPEC,
    doc: 'Octets behind the message, perhaps the check sequence.',
  },
});

const RULES = rules({
  'MTP2-001': {
    level: 'SHALL',
    severity: 'warning',
    section: `${SPEC} 2.3.3`,
    text: 'The length indicator counts no more octets than there are.',
  },
});

class Mtp2 implements Dissector {
  readonly id = 'mtp2';
  readonly name = 'MTP2';
  readonly #names: Table<string>;
  readonly #hasPseudo: boolean;
  number = 0;

  constructor(names: Table<string>, hasPseudo: boolean) {
    this.#names = names;
    this.#hasPseudo = hasPseudo;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (this.#hasPseudo && bytes[start + 1] === 1) return;
    const at = start + (this.#hasPseudo ? PSEUDO_OCTETS : 0);
    if (end - at <= HEADER_OCTETS) return;
    const length = bytes[at + 2]! & MANY;
    if (length < FIRST_MESSAGE) return;
    const from = at + HEADER_OCTETS;
    const to = length === MANY ? end : Math.min(end, from + length);
    summarizeNext(this.#names.get('mtp3'), bytes, from, to, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    context.info = 'MTP2';
    if (this.#hasPseudo) {
      cursor.uint(f.sent, 8);
      const annexA = cursor.uint(f.annexA, 8);
      cursor.uint(f.link, 16);
      if (annexA === 1) {
        context.undecoded(cursor, UNDECODED, 'signal unit with 12-bit sequence numbers');
        cursor.close(row);
        return;
      }
    }
    cursor.uint(f.bib, 1);
    cursor.uint(f.bsn, 7);
    cursor.uint(f.fib, 1);
    cursor.uint(f.fsn, 7);
    cursor.uint(f.spare, 2);
    const start = cursor.bit;
    const length = cursor.uint(f.length, 6);
    if (cursor.failed) {
      cursor.close(row);
      return;
    }
    const left = cursor.octetsLeft;
    if (length < MANY && length > left)
      cursor.find(RULES['MTP2-001'], `length ${length}, ${left} octets are left`, start, start + 6);
    const outer = cursor.end;
    if (length < MANY && length < left) cursor.end = cursor.bit + length * 8;
    if (length === 0) context.info = 'Fill in signal unit';
    else if (length < FIRST_MESSAGE) {
      context.info = 'Link status signal unit';
      cursor.uint(f.status, 8);
      if (cursor.octetsLeft > 0) cursor.uint(f.statusExtra, 8);
    } else context.info = 'Message signal unit';
    cursor.tree.setNote(row, context.info);
    cursor.close(row);
    if (length >= FIRST_MESSAGE && cursor.octetsLeft > 0 && !context.next('dissector.name', 'mtp3', cursor))
      context.undecoded(cursor, UNDECODED, 'MTP3');
    cursor.leave(outer);
    if (cursor.octetsLeft > 0) cursor.octets(f.trailer, cursor.octetsLeft);
  }
}

export function register(to: Registry): void {
  const names = to.table('dissector.name');
  const mtp2 = new Mtp2(names, false);
  const withPseudo = new Mtp2(names, true);
  mtp2.number = to.protocol(mtp2, Object.values(f), Object.values(RULES));
  withPseudo.number = mtp2.number;
  to.bind('link.type', 140, mtp2).bind('link.type', 139, withPseudo).bind('dissector.name', 'mtp2', mtp2);
}
