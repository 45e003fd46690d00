import { semiOctetDigits } from '../../base/semi-octets.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { type Element, elementsOf, integerOf, isConstructed, readElement } from './ber.ts';
import { f, MESSAGES, OPERATIONS, TAGS } from './fields.ts';
import { COMPONENTS, type Forward, findForward, findInComponents } from './forward.ts';

const MAX_DEPTH = 24;

const RULES = rules({
  'TCAP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'ITU-T X.690 8.1',
    text: 'Each element lies within the one around it.',
  },
});

const CONSTRUCTED = 0x20;

/** True when a TCAP message stands at `start`. */
function isMessage(bytes: Uint8Array, start: number, end: number): boolean {
  return MESSAGES[bytes[start] ?? 0] !== undefined && readElement(bytes, start, end) !== undefined;
}

/** Makes the rows of one message; what it forwards is handed on where it stands. */
class MessageReader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #forward: Forward | undefined;
  readonly #end: number;
  readonly #open: number[] = [];
  /** 0 where a TCAP message stands around the components, else 1. */
  #depth = 0;

  constructor(cursor: Cursor, context: Context, forward: Forward | undefined) {
    this.#cursor = cursor;
    this.#context = context;
    this.#forward = forward;
    this.#end = cursor.end;
  }

  read(): void {
    this.#push(f.protocol);
    this.#readRest([], 0);
  }

  /** Reads components that no TCAP message stands around. */
  readComponents(): void {
    this.#push(f.map);
    this.#readRest([COMPONENTS], 1);
  }

  #readRest(path: readonly number[], depth: number): void {
    this.#depth = depth;
    this.#readAll(this.#cursor.end >>> 3, path, depth);
    if (this.#cursor.octetsLeft > 0 && this.#open.length > 0) {
      const message = 'no element fits here';
      this.#cursor.find(RULES['TCAP-001'], message, this.#cursor.bit, this.#cursor.end);
    }
    while (this.#open.length > 0) this.#pop();
  }

  #push(field: Field): number {
    const row = this.#cursor.open(field);
    this.#open.push(row);
    return row;
  }

  #pop(): void {
    const row = this.#open.pop();
    if (row !== undefined) this.#cursor.close(row);
  }

  /** Elements up to octet `end`; `path` holds the tags around them. */
  #readAll(end: number, path: readonly number[], depth: number): void {
    const cursor = this.#cursor;
    const elements = depth > MAX_DEPTH ? [] : elementsOf(cursor.bytes, cursor.at, end);
    for (const [index, element] of elements.entries()) this.#readOne(element, path, index, depth);
  }

  #readOne(element: Element, path: readonly number[], index: number, depth: number): void {
    const cursor = this.#cursor;
    const { tag, lengthAt, contentAt, end, next } = element;
    const levels = this.#open.length;
    if (this.#depth === 0 && element.at === this.#forward?.argumentAt) this.#push(f.map);
    const row = this.#push(f.element);
    cursor.tree.setNote(row, TAGS[tag] ?? `tag 0x${tag.toString(16)}`);
    if (lengthAt - cursor.at === 1) cursor.uint(depth === 0 ? f.messageTag : f.tag, 8);
    else cursor.octets(f.longTag, lengthAt - cursor.at);
    const length = cursor.tree.length;
    cursor.octets(f.length, contentAt - lengthAt);
    cursor.tree.setNum(length, end - contentAt);
    if (contentAt === this.#forward?.at) this.#handOn(this.#forward);
    else if (isConstructed(element)) this.#readAll(end, [...path, tag], depth + 1);
    else if (end > contentAt) this.#readValue(element, path, index);
    if (cursor.at < end) cursor.octets(f.data, end - cursor.at);
    if (next > end) cursor.uint(f.end, (next - end) * 8);
    while (this.#open.length > levels) this.#pop();
  }

  #handOn(forward: Forward): void {
    const cursor = this.#cursor;
    const context = this.#context;
    const outer = cursor.end;
    cursor.end = forward.end * 8;
    // What follows the message belongs to the rows around it, so they can be closed early only when nothing does.
    if (cursor.end === this.#end) while (this.#open.length > 0) this.#pop();
    if (forward.imsi !== '') context.channel = context.state.addresses.named(forward.imsi);
    if (!context.next('dissector.name', forward.name, cursor)) context.undecoded(cursor, UNDECODED, 'TPDU');
    context.channel = 0;
    cursor.leave(outer);
  }

  #readValue(element: Element, path: readonly number[], index: number): void {
    const cursor = this.#cursor;
    const { tag, contentAt, end } = element;
    const octets = end - contentAt;
    const parent = path.at(-1);
    if (tag === 0x48) cursor.octets(f.originatingId, octets);
    else if (tag === 0x49) cursor.octets(f.destinationId, octets);
    else if (tag === 0x02 && octets <= 4 && isComponent(parent)) {
      cursor.uint(index === 0 ? f.invokeId : f.operation, octets * 8);
      if (index > 0) this.#inform(integerOf(cursor.bytes, element));
    } else if (tag === 0x02 && octets <= 4 && parent === 0x30 && path.at(-2) === 0xa2 && index === 0) {
      cursor.uint(f.operation, octets * 8);
      this.#inform(integerOf(cursor.bytes, element));
    } else if (this.#inArgument(parent, path) && tag === 0x80) {
      cursor.textAs(f.imsi, octets, semiOctetDigits(cursor.bytes, contentAt, end));
    } else if (this.#inArgument(parent, path) && (tag === 0x82 || tag === 0x84)) {
      cursor.textAs(f.number, octets, semiOctetDigits(cursor.bytes, contentAt + 1, end));
    } else cursor.octets(f.data, octets);
  }

  /** True directly inside the argument of an operation that forwards a short message. */
  #inArgument(parent: number | undefined, path: readonly number[]): boolean {
    return this.#forward !== undefined && parent === 0x30 && isComponent(path.at(-2));
  }

  #inform(operation: number): void {
    this.#context.info += `, ${OPERATIONS[operation] ?? `operation ${operation}`}`;
  }
}

function isComponent(tag: number | undefined): boolean {
  return tag === 0xa1 || tag === 0xa2 || tag === 0xa3;
}

class Tcap implements Dissector {
  readonly id = 'tcap';
  readonly name = 'TCAP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (!isMessage(bytes, start, end)) return;
    summarizeForward(this.#names, findForward(bytes, start, end), bytes, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const { bytes, at, end } = cursor;
    const stop = end >>> 3;
    context.info = `TCAP ${MESSAGES[bytes[at]!] ?? 'message'}`;
    if (!isMessage(bytes, at, stop)) {
      const row = cursor.open(f.protocol);
      if ((bytes[at]! & CONSTRUCTED) !== 0 && MESSAGES[bytes[at]!] !== undefined)
        cursor.find(RULES['TCAP-001'], 'the message is longer than the octets that are left', cursor.bit, cursor.end);
      context.undecoded(cursor, UNDECODED, 'not TCAP');
      cursor.close(row);
      return;
    }
    new MessageReader(cursor, context, findForward(bytes, at, stop)).read();
  }
}

/** MAP components as they are exported by themselves. */
class LoneMap implements Dissector {
  readonly id = 'gsm_map';
  readonly name = 'GSM MAP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (isComponentAt(bytes, start, end))
      summarizeForward(this.#names, findInComponents(bytes, start, end), bytes, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const { bytes, at, end } = cursor;
    context.info = 'GSM MAP';
    if (isComponentAt(bytes, at, end >>> 3)) {
      new MessageReader(cursor, context, findInComponents(bytes, at, end >>> 3)).readComponents();
      return;
    }
    const row = cursor.open(f.map);
    context.undecoded(cursor, UNDECODED, 'not a component');
    cursor.close(row);
  }
}

/** True when a component with all its octets stands at `start`. */
function isComponentAt(bytes: Uint8Array, start: number, end: number): boolean {
  return (bytes[start] ?? 0) >= 0xa1 && (bytes[start] ?? 0) <= 0xa4 && readElement(bytes, start, end) !== undefined;
}

/** Pass 1 of a message that an operation forwards. */
function summarizeForward(names: Table<string>, forward: Forward | undefined, bytes: Uint8Array, row: Summary): void {
  if (forward === undefined) return;
  if (forward.imsi !== '') row.channel = row.state.addresses.named(forward.imsi);
  summarizeNext(names.get(forward.name), bytes, forward.at, forward.end, row);
  row.channel = 0;
}

export function register(to: Registry): void {
  const tcap = new Tcap(to.table('dissector.name'));
  const map = new LoneMap(to.table('dissector.name'));
  map.number = to.protocol(map, []);
  to.bind('dissector.name', 'gsm_map', map);
  tcap.number = to.protocol(tcap, Object.values(f), Object.values(RULES));
  to.bind('dissector.name', 'tcap', tcap).bind('layer', 'tcap', tcap);
}
