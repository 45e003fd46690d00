import { u16 } from '../../base/bits.ts';
import { internetSum } from '../../base/internet-checksum.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const IPV4_HEADER_OCTETS = 20;
const IPV6_HEADER_OCTETS = 40;
const UDP = 17;
/** Ports under which pushes and their answers travel (the UDP row of a paste counts more when it has one). */
const PUSH_PORTS = [2948, 9200];

const f = fields({
  raw: { filter: 'raw', type: 'protocol', label: 'Raw IP', doc: 'The link layer has no header: the packet is IP.' },
});

const RULES = rules({
  'RAW-001': {
    level: 'text',
    severity: 'error',
    section: 'link types 101, 228, 229',
    text: 'A raw IP packet begins with version 4 or 6, and with the one that the link type states.',
  },
});

function pushPort(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 4 <= end && (PUSH_PORTS.includes(u16(bytes, at)) || PUSH_PORTS.includes(u16(bytes, at + 2)));
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  const size = end - start;
  if (size < IPV4_HEADER_OCTETS) return 0;
  const version = bytes[start]! >>> 4;
  if (version === 4) {
    const header = (bytes[start]! & 15) * 4;
    if (header < IPV4_HEADER_OCTETS || header > size) return 0;
    const total = u16(bytes, start + 2);
    const fits = total === size;
    const sumRight = internetSum(bytes, start, start + header) === 0xffff;
    if (fits && sumRight) return bytes[start + 9] === UDP && pushPort(bytes, start + header, end) ? 0.97 : 0.95;
    if (sumRight) return 0.85;
    return fits ? 0.7 : 0.1;
  }
  if (version === 6 && size >= IPV6_HEADER_OCTETS) {
    if (u16(bytes, start + 4) !== size - IPV6_HEADER_OCTETS) return 0.1;
    return bytes[start + 6] === UDP && pushPort(bytes, start + IPV6_HEADER_OCTETS, end) ? 0.95 : 0.85;
  }
  return 0;
}

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;

  const next = (cursor: Cursor, context: Context, stated: number | undefined) => {
    const row = cursor.open(f.raw);
    cursor.close(row);
    const version = cursor.peek(4);
    if (version === undefined) return;
    if ((version !== 4 && version !== 6) || (stated !== undefined && version !== stated)) {
      const right = stated === undefined ? '4 or 6' : String(stated);
      cursor.find(RULES['RAW-001'], `the IP version is ${version} and should be ${right}`, cursor.bit, cursor.bit + 4);
    }
    context.info = 'Raw IP';
    const key = version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : '';
    if (key === '' || !context.next('layer', key, cursor)) context.undecoded(cursor, UNDECODED, 'not an IP packet');
  };

  const make = (stated: number | undefined): Dissector => ({
    id: 'raw',
    name: 'Raw IP',
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end === start) return;
      const version = bytes[start]! >>> 4;
      if (version === 4) summarizeNext(layers.get('ipv4'), bytes, start, end, row);
      else if (version === 6) summarizeNext(layers.get('ipv6'), bytes, start, end, row);
    },
    dissect: (cursor, context) => next(cursor, context, stated),
  });

  const raw = make(undefined);
  number = to.protocol(raw, Object.values(f), Object.values(RULES));
  for (const type of [12, 14, 101]) to.bind('link.type', type, raw);
  to.bind('link.type', 228, make(4))
    .bind('link.type', 229, make(6))
    .bind('layer', 'ip', raw)
    .bind('dissector.name', 'ip', raw)
    .guessIn('layer', { dissector: raw, guess: likely });
}
