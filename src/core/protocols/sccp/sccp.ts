import { u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { addressFields, readAddress } from './address.ts';
import { FORMS, type Form, f, SPEC } from './fields.ts';

const SEGMENTATION = 0x10;

const called = addressFields('called');
const calling = addressFields('calling');

const RULES = rules({
  'SCCP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: `${SPEC} 1.5`,
    text: 'Pointers lead to parameters that lie in the message and do not overlap.',
  },
});

/** Positions of the parameters, from the pointers; -1 where one leads out of the message. */
interface Places {
  readonly form: Form;
  readonly called: number;
  readonly calling: number;
  /** Behind the addresses. */
  readonly calledEnd: number;
  readonly callingEnd: number;
  readonly data: number;
  readonly dataEnd: number;
  readonly optional: number;
  /** True when the data are one of several segments. */
  readonly segmented: boolean;
}

function placesOf(bytes: Uint8Array, start: number, end: number): Places | undefined {
  const form = FORMS.get(bytes[start] ?? 0);
  if (form === undefined) return undefined;
  const { width, pointers } = form;
  const first = start + (form.fixed.includes('hops') ? 3 : 2);
  if (first + pointers * width > end) return undefined;
  const place = (index: number): number => {
    const at = first + index * width;
    // Pointers of two octets have the least significant one first and count from their second octet.
    const value = width === 1 ? bytes[at]! : bytes[at]! | (bytes[at + 1]! << 8);
    const to = at + value + (width - 1);
    return value === 0 || to >= end ? -1 : to;
  };
  const data = place(2);
  const length =
    data < 0 || data + width > end ? 0 : width === 1 ? bytes[data]! : bytes[data]! | (bytes[data + 1]! << 8);
  const optional = pointers > 3 ? place(3) : -1;
  const dataEnd = Math.min(end, data + width + length);
  const calledAt = place(0);
  const callingAt = place(1);
  return {
    form,
    called: calledAt,
    calling: callingAt,
    calledEnd: calledAt + 1 + (bytes[calledAt] ?? 0),
    callingEnd: callingAt + 1 + (bytes[callingAt] ?? 0),
    data,
    dataEnd,
    optional,
    segmented: optional >= 0 && isSegmented(bytes, optional, end),
  };
}

/** True when the segmentation parameter says that more than this message belongs to the data. */
function isSegmented(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at + 2 < end && bytes[at] !== 0; at += 2 + bytes[at + 1]!) {
    if (bytes[at] !== SEGMENTATION) continue;
    const octet = bytes[at + 2]!;
    return (octet & 0x80) === 0 || (octet & 15) > 0;
  }
  return false;
}

class Sccp implements Dissector {
  readonly id = 'sccp';
  readonly name = 'SCCP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    const places = placesOf(bytes, start, end);
    if (places === undefined || places.segmented || !inOrder(places)) return;
    const from = places.data + places.form.width;
    if (places.data >= 0 && from < places.dataEnd)
      summarizeNext(this.#names.get('tcap'), bytes, from, places.dataEnd, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    const { bytes, at, end } = cursor;
    const places = placesOf(bytes, at, end >>> 3);
    const type = cursor.uint(f.type, 8);
    context.info = FORMS.get(type)?.name ?? `SCCP message type ${type}`;
    cursor.tree.setNote(row, context.info);
    if (places === undefined) {
      if (FORMS.has(type)) cursor.need(f.pointer1, cursor.left + 8);
      else context.undecoded(cursor, UNDECODED, context.info);
      cursor.close(row);
      return;
    }
    this.#readFixed(cursor, places.form);
    if (!inOrder(places)) {
      cursor.find(RULES['SCCP-001'], 'the parameters overlap or are not in the message', cursor.bit, cursor.end);
      cursor.close(row);
      return;
    }
    this.#readAt(cursor, places.called, () => readAddress(cursor, called));
    this.#readAt(cursor, places.calling, () => readAddress(cursor, calling));
    let open = true;
    this.#readAt(cursor, places.data, () => {
      if (places.form.width === 1) cursor.uint(f.dataLength, 8);
      else cursor.uintLittleEndian(f.dataLength, 2);
      const outer = cursor.end;
      cursor.end = places.dataEnd * 8;
      // What follows the data belongs to this row, so it can be closed early only when nothing does.
      if (cursor.end === outer && places.optional < 0) {
        cursor.close(row);
        open = false;
      }
      if (places.segmented && cursor.octetsLeft > 0) cursor.octets(f.segment, cursor.octetsLeft);
      else if (cursor.octetsLeft > 0 && !context.next('dissector.name', 'tcap', cursor))
        context.undecoded(cursor, UNDECODED, 'SCCP data');
      cursor.leave(outer);
    });
    this.#readAt(cursor, places.optional, () => this.#readOptional(cursor));
    if (open) cursor.close(row);
  }

  #readAt(cursor: Cursor, at: number, read: () => void): void {
    if (at < 0) return;
    cursor.bit = at * 8;
    read();
    cursor.recover();
  }

  #readFixed(cursor: Cursor, form: Form): void {
    if (form.fixed.startsWith('class')) {
      cursor.uint(f.handling, 4);
      cursor.uint(f.class, 4);
    } else cursor.uint(f.cause, 8);
    if (form.fixed.includes('hops')) cursor.uint(f.hops, 8);
    const pointers = [f.pointer1, f.pointer2, f.pointer3, f.optionalPointer].slice(0, form.pointers);
    for (const pointer of pointers) {
      if (form.width === 1) cursor.uint(pointer, 8);
      else cursor.uintLittleEndian(pointer, 2);
    }
  }

  #readOptional(cursor: Cursor): void {
    while (cursor.octetsLeft > 0) {
      const row = cursor.open(f.optional);
      const name = cursor.uint(f.optionalName, 8);
      if (name === 0) {
        cursor.close(row);
        return;
      }
      const octets = cursor.uint(f.optionalLength, 8);
      const outer = cursor.enter(f.optionalValue, octets);
      if (cursor.octetsLeft > 0) cursor.octets(f.optionalValue, cursor.octetsLeft);
      cursor.leave(outer);
      cursor.close(row);
    }
  }
}

/** True when the parameters lie behind each other in the usual order and do not overlap. */
function inOrder({ called: first, calledEnd, calling: second, callingEnd, data, dataEnd, optional }: Places): boolean {
  if (first < 0 || second < calledEnd || data < callingEnd) return false;
  return optional < 0 || optional >= dataEnd;
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  const places = placesOf(bytes, start, end);
  return places !== undefined && inOrder(places) && places.dataEnd === end && u16(bytes, start) < 0x1500 ? 0.4 : 0;
}

export function register(to: Registry): void {
  const sccp = new Sccp(to.table('dissector.name'));
  const all = [...Object.values(f), ...Object.values(called), ...Object.values(calling)];
  sccp.number = to.protocol(sccp, all, Object.values(RULES));
  to.bind('link.type', 142, sccp)
    .bind('dissector.name', 'sccp', sccp)
    .bind('layer', 'sccp', sccp)
    .guessIn('layer', { dissector: sccp, guess: likely });
}
