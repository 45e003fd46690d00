import { u32 } from '../../base/bits.ts';
import { ETHER_TYPES } from '../../base/internet-numbers.ts';
import { type Field, fields, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';

const HEADER_OCTETS = 4;
const IPV4 = 2;
const IPV6 = [24, 28, 30];
/** Above this value the field is taken for an EtherType, as Wireshark does. */
const MAX_FAMILY = 1500;

const FAMILIES: Readonly<Record<number, string>> = {
  2: 'IPv4',
  7: 'OSI',
  16: 'AppleTalk',
  23: 'IPX',
  24: 'IPv6 (NetBSD, OpenBSD)',
  28: 'IPv6 (FreeBSD)',
  30: 'IPv6 (macOS)',
};

const f = fields({
  header: { filter: 'null', type: 'protocol', label: 'Loopback', doc: 'Header of the BSD loopback device.' },
  family: {
    filter: 'null.family',
    type: 'uint',
    label: 'Family',
    names: FAMILIES,
    doc: 'Address family of the system that made the capture, in its own octet order.',
  },
  type: {
    filter: 'null.type',
    type: 'uint',
    label: 'Type',
    show: 'hex',
    names: ETHER_TYPES,
    isOpen: true,
    doc: 'EtherType, where a system writes one in place of the family.',
  },
});

const RULES = rules({
  'NULL-001': {
    level: 'text',
    severity: 'warning',
    section: 'link type 0',
    text: 'The address family is a known one in either octet order.',
  },
});

type Kind = 'ppp' | 'ip' | 'type' | 'guessed' | 'unknown';

interface Reading {
  kind: Kind;
  /** Family or EtherType. */
  value: number;
  little: boolean;
}

function known(value: number): boolean {
  return value === IPV4 || IPV6.includes(value);
}

/** Fills `out` with what the four octets at `start` mean. */
function interpret(bytes: Uint8Array, start: number, end: number, bigEndian: boolean, out: Reading): void {
  const big = u32(bytes, start);
  const little =
    (bytes[start]! | (bytes[start + 1]! << 8) | (bytes[start + 2]! << 16) | (bytes[start + 3]! << 24)) >>> 0;
  out.little = !bigEndian && little < big;
  out.value = out.little ? little : big;
  if (!bigEndian && bytes[start] === 0xff && bytes[start + 1] === 0x03) {
    out.kind = 'ppp';
    return;
  }
  if (!bigEndian && !known(out.value)) {
    // Some systems write 16 bits: they stand in one half of the field, in either order.
    const half = (big & 0xffff) === 0 ? big >>> 16 : big >>> 16 === 0 ? big & 0xffff : 0;
    const swapped = ((half & 0xff) << 8) | (half >>> 8);
    if (known(half)) out.value = half;
    else if (known(swapped)) out.value = swapped;
  }
  if (known(out.value)) {
    out.kind = 'ip';
    return;
  }
  if (out.value > MAX_FAMILY && out.value <= 0xffff) {
    out.kind = 'type';
    return;
  }
  const version = end - start > HEADER_OCTETS ? bytes[start + HEADER_OCTETS]! >>> 4 : 0;
  out.kind = version === 4 || version === 6 ? 'guessed' : 'unknown';
}

export function register(to: Registry): void {
  const layers = to.table('layer');
  const types = to.table('eth.type');
  let number = 0;

  const make = (bigEndian: boolean): Dissector => {
    const reading: Reading = { kind: 'unknown', value: 0, little: false };
    return {
      id: 'null',
      name: 'Loopback',
      summarize(bytes, start, end, row) {
        row.protocol = number;
        if (end - start < HEADER_OCTETS) return;
        interpret(bytes, start, end, bigEndian, reading);
        const { kind, value } = reading;
        const at = start + HEADER_OCTETS;
        if (kind === 'ppp') summarizeNext(layers.get('ppp'), bytes, start, end, row);
        else if (kind === 'type') summarizeNext(types.get(value), bytes, at, end, row);
        else if (kind === 'ip') summarizeNext(layers.get(value === IPV4 ? 'ipv4' : 'ipv6'), bytes, at, end, row);
        else if (kind === 'guessed') summarizeNext(layers.get('ip'), bytes, at, end, row);
      },
      dissect(cursor, context) {
        const { bytes, at } = cursor;
        const row = cursor.open(f.header);
        if (!cursor.need(f.family, 32)) {
          cursor.close(row);
          return;
        }
        interpret(bytes, at, cursor.end >>> 3, bigEndian, reading);
        const { kind, value, little } = reading;
        if (kind === 'ppp') {
          cursor.close(row);
          cursor.tree.setNote(row, 'PPP');
          if (!context.next('layer', 'ppp', cursor)) context.undecoded(cursor, UNDECODED, 'PPP');
          return;
        }
        const field: Field = kind === 'type' ? f.type : f.family;
        if (little) cursor.uintLittleEndian(field, 4);
        else cursor.uint(field, 32);
        cursor.tree.setNum(row + 1, value);
        cursor.close(row);
        cursor.tree.setNote(row, kind === 'type' ? (ETHER_TYPES[value] ?? 'unknown type') : (FAMILIES[value] ?? ''));
        context.info = FAMILIES[value] ?? `address family ${value}`;
        if (kind === 'guessed') {
          cursor.find(
            RULES['NULL-001'],
            `address family ${value} is unknown (2 is IPv4; 24, 28 and 30 are IPv6); what follows looks like IP and is read as IP`,
            cursor.bit - 32,
            cursor.bit,
          );
        }
        const done =
          kind === 'type'
            ? context.next('eth.type', value, cursor)
            : kind === 'ip'
              ? context.next('layer', value === IPV4 ? 'ipv4' : 'ipv6', cursor)
              : kind === 'guessed' && context.next('layer', 'ip', cursor);
        if (!done) context.undecoded(cursor, UNDECODED, 'payload');
      },
    };
  };

  const loopback = make(false);
  number = to.protocol(loopback, Object.values(f), Object.values(RULES));
  to.bind('link.type', 0, loopback)
    .bind('link.type', 108, make(true))
    .bind('layer', 'null', loopback)
    .bind('dissector.name', 'null', loopback);
}
