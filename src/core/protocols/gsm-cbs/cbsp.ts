import { u16 } from '../../base/bits.ts';
import { concatBytes } from '../../base/bytes.ts';
import { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { ELEMENTS, f, TYPES } from './cbsp-fields.ts';
import { contentEnd, contentText, PAGE_OCTETS, type PageCoding, pageCoding } from './coding.ts';
import { computeCbsp } from './computed.ts';
import { readCoding, readPageText } from './page.ts';
import { RULES } from './rules.ts';

const PORT = 48_049;
const HEADER_OCTETS = 4;
const CONTENT = 0x01;
const CELLS = 0x04;
const DCS = 0x0c;
const REPETITION = 0x06;

function isPeriod(id: number): boolean {
  return id === 0x17 || id === 0x18;
}

/** The steps in which periods are coded: up to which code, how many seconds a step from the end of the one before. */
const STEPS = [
  [10, 1],
  [20, 2],
  [38, 5],
  [86, 10],
  [186, 30],
] as const;

/** Seconds of a warning or keep-alive period (TS 48.049 8.2.25); 0 is no limit, codes above the last step mean nothing. */
export function secondsOf(code: number): number {
  let seconds = 0;
  let before = 0;
  for (const [to, step] of STEPS) {
    seconds += Math.max(0, Math.min(code, to) - before) * step;
    before = to;
  }
  return seconds;
}

function readRepetition(cursor: Cursor): void {
  const leaf = cursor.tree.length;
  const high = cursor.uint(f.repetition, 8);
  cursor.uint(f.spare, 4);
  const low = cursor.uint(f.repetitionLow, 4);
  if (!cursor.failed) cursor.tree.setNum(leaf, high * 16 + low);
}

/** Octets of the message at `start`, as a TCP stream must bring them; undefined when none can begin here. */
export function messageOctets(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < HEADER_OCTETS) return HEADER_OCTETS;
  if (TYPES[bytes[start]!] === undefined) return undefined;
  return HEADER_OCTETS + bytes[start + 1]! * 65_536 + u16(bytes, start + 2);
}

/** Calls back with each element's identifier and the octets of its content. */
function walk(bytes: Uint8Array, start: number, end: number, each: (id: number, at: number, to: number) => void): void {
  for (let at = start; at < end; ) {
    const form = ELEMENTS.get(bytes[at]!);
    if (form === undefined) return;
    const isFixed = form.octets !== undefined;
    if (!isFixed && at + 3 > end) return;
    const from = at + (isFixed ? 1 : 3);
    const to = from + (form.octets ?? u16(bytes, at + 1));
    if (to > end) return;
    each(bytes[at]!, from, to);
    at = to;
  }
}

/** Coding and content of all pages of a message. */
function pagesOf(bytes: Uint8Array, start: number, end: number): { coding: PageCoding; content: Uint8Array } {
  let coding = pageCoding(0x0f);
  const pages: Uint8Array[] = [];
  walk(bytes, start, end, (id, at, to) => {
    if (id === DCS) coding = pageCoding(bytes[at]!);
    else if (id === CONTENT) pages.push(bytes.subarray(at + 1, Math.min(to, at + 1 + bytes[at]!)));
  });
  return { coding, content: concatBytes(...pages) };
}

class Cbsp implements Dissector {
  readonly id = 'cbsp';
  readonly lays = ['gsm_sms_ud', 'gsm_cbs'];
  readonly hides = 'noted';
  readonly name = 'CBSP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    for (let at = start; end - at >= HEADER_OCTETS; ) {
      const octets = messageOctets(bytes, at, end);
      if (octets === undefined || at + octets > end) return;
      const { coding, content } = pagesOf(bytes, at + HEADER_OCTETS, at + octets);
      const stop = coding.coding === 'octets' ? contentEnd(content, 0, content.length) : content.length;
      if (coding.hasHeader && stop > 0) {
        const outer = row.reassembled;
        row.reassembled = true;
        row.shortMessage = {
          hasHeader: true,
          coding: coding.coding,
          septets: coding.coding === 'septets' ? Math.floor((content.length * 8) / 7) : -1,
          thread: 'cbsp',
        };
        row.state.contents.hide(row.frame);
        this.#names.get('gsm_sms_ud')?.summarize?.(content, 0, stop, row);
        row.reassembled = outer;
      }
      at += octets;
    }
  }

  dissect(cursor: Cursor, context: Context): void {
    const infos: string[] = [];
    while (cursor.left > 0) {
      const { bytes, at, end } = cursor;
      const octets = messageOctets(bytes, at, end >>> 3);
      if (octets === undefined) {
        cursor.find(RULES['CBSP-001'], `message type ${bytes[at]} is not one of CBSP`, cursor.bit, cursor.bit + 8);
        context.undecoded(cursor, UNDECODED, 'not CBSP');
        break;
      }
      const whole = octets <= cursor.octetsLeft;
      const { cutAt } = cursor;
      if (whole) cursor.end = cursor.bit + octets * 8;
      // The rest of the message comes in another segment.
      else cursor.cutAt = end;
      context.info = '';
      this.#readMessage(cursor, context, whole);
      infos.push(context.info);
      cursor.recover();
      cursor.bit = cursor.end;
      cursor.end = end;
      cursor.cutAt = cutAt;
    }
    context.info = infos.length === 0 ? 'CBSP' : infos.join(', ');
  }

  #readMessage(cursor: Cursor, context: Context, whole: boolean): void {
    const row = cursor.open(f.protocol);
    const type = cursor.uint(f.type, 8);
    cursor.uint(f.length, 24);
    context.info = TYPES[type] ?? 'CBSP';
    cursor.tree.setNote(row, context.info);
    const { coding, content } = pagesOf(cursor.bytes, cursor.at, cursor.end >>> 3);
    while (cursor.left > 0 && this.#readElement(cursor, coding));
    cursor.recover();
    cursor.close(row);
    if (whole && coding.hasHeader && content.length > 0) this.#readContent(cursor, context, content, coding);
  }

  #readContent(cursor: Cursor, context: Context, content: Uint8Array, coding: PageCoding): void {
    const stop = coding.coding === 'octets' ? contentEnd(content, 0, content.length) : content.length;
    if (stop === 0) return;
    const bytes = content.subarray(0, stop);
    const source = cursor.tree.addSource({ label: 'Content of all pages', bytes, cut: false });
    const septets = coding.coding === 'septets' ? Math.floor((content.length * 8) / 7) : -1;
    context.shortMessage = {
      hasHeader: true,
      coding: coding.coding,
      septets,
      thread: 'cbsp',
      end: () => undefined,
    };
    this.#names.get('gsm_sms_ud')?.dissect(new Cursor(cursor.tree, source), context);
  }

  #readElement(cursor: Cursor, coding: PageCoding): boolean {
    const start = cursor.bit;
    const id = cursor.peek(8) ?? 0;
    const form = ELEMENTS.get(id);
    const row = cursor.open(f.element);
    cursor.uint(f.elementId, 8);
    if (form === undefined) {
      const message = `element 0x${id.toString(16)} is not one of the specification: the rest is not read`;
      cursor.find(RULES['CBSP-002'], message, start, start + 8);
      if (cursor.octetsLeft > 0) cursor.octets(f.payload, cursor.octetsLeft);
      cursor.close(row);
      return false;
    }
    cursor.tree.setNote(row, form.name);
    const octets = form.octets ?? cursor.uint(f.elementLength, 16);
    const outer = cursor.enter(form.field ?? f.payload, octets);
    if (id === DCS && form.field !== undefined) readCoding(cursor, pageCoding(cursor.peek(8) ?? 0), form.field);
    else if (form.field !== undefined) {
      const leaf = cursor.tree.length;
      const value = cursor.uint(form.field, octets * 8);
      if (isPeriod(id) && !cursor.failed) cursor.tree.setNum(leaf, secondsOf(value));
    } else if (id === REPETITION) readRepetition(cursor);
    else if (id === CONTENT) this.#readPage(cursor, coding);
    else if (id === CELLS && cursor.octetsLeft > 0) {
      cursor.uint(f.spare, 4);
      cursor.uint(f.cells, 4);
    }
    if (cursor.octetsLeft > 0) cursor.octets(f.payload, cursor.octetsLeft);
    cursor.leave(outer);
    cursor.close(row);
    return true;
  }

  #readPage(cursor: Cursor, coding: PageCoding): void {
    const used = cursor.uint(f.userLength, 8);
    const outer = cursor.enter(f.page, Math.min(used, PAGE_OCTETS));
    if (cursor.octetsLeft > 0) {
      if (contentText(new Uint8Array(0), coding) === undefined) cursor.octets(f.page, cursor.octetsLeft);
      else readPageText(cursor, f.pageText, coding);
    }
    cursor.leave(outer);
  }
}

export function register(to: Registry): void {
  computeCbsp(to);
  const cbsp = new Cbsp(to.table('dissector.name'));
  const elements = [...ELEMENTS.values()].flatMap(({ field }) => (field === undefined ? [] : [field]));
  cbsp.number = to.protocol(cbsp, [...Object.values(f), ...elements]);
  to.bind('tcp.port', PORT, cbsp).bind('layer', 'cbsp', cbsp).bind('dissector.name', 'cbsp', cbsp);
}
