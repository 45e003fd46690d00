import { u16 } from '../../base/bits.ts';
import { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { missingParts, type PartSet } from '../../dissect/part-sets.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { register as registerCbch } from './cbch.ts';
import { register as registerCbsp } from './cbsp.ts';
import { contentEnd, contentText, joinedContent, PAGE_OCTETS, type PageCoding, pageCoding } from './coding.ts';
import { f, identifierName } from './fields.ts';
import { readCoding, readPageText } from './page.ts';
import { RULES } from './rules.ts';

const KIND = 'cbs';
/** A message is repeated for hours. */
const KEEP_SECONDS = 86_400;
const HEADER_OCTETS = 6;
const MAX_PAGES = 15;
const SHOWN_CHARACTERS = 60;

interface PageOf {
  readonly key: string;
  readonly page: number;
  readonly total: number;
}

/** Which message the page at `start` belongs to. */
function pageOf(bytes: Uint8Array, start: number): PageOf {
  const serial = u16(bytes, start);
  const identifier = u16(bytes, start + 2);
  const parameter = bytes[start + 5]!;
  // A parameter without a page count means a message of one page.
  const total = parameter & 15 || 1;
  const page = (parameter & 15) === 0 ? 1 : parameter >>> 4;
  return { key: `${identifier}/${serial}/${bytes[start + 4]}/${total}`, page, total };
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== HEADER_OCTETS + PAGE_OCTETS) return 0;
  const { page, total } = pageOf(bytes, start);
  if (page < 1 || page > total || total > MAX_PAGES || pageCoding(bytes[start + 4]!).reserved) return 0;
  return 0.6;
}

class CellBroadcast implements Dissector {
  readonly id = 'gsm_cbs';
  readonly lays = ['gsm_sms_ud'];
  readonly hides = 'noted';
  readonly name = 'GSM CBS';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    row.channel = 0;
    if (end - start <= HEADER_OCTETS) return;
    const { key, page, total } = pageOf(bytes, start);
    const coding = pageCoding(bytes[start + 4]!);
    const from = start + HEADER_OCTETS;
    const to = Math.min(end, from + PAGE_OCTETS);
    if (total === 1) {
      this.#summarizeContent(bytes, from, to, row, coding, key);
      return;
    }
    if (row.cut) return;
    const content = joinedContent(bytes, from, to, coding);
    const inFrame = !row.reassembled && coding.coding !== 'septets';
    const done = row.state
      .parts(KIND)
      .add(
        { key, seconds: row.seconds, keepSeconds: KEEP_SECONDS, total },
        { number: page, frame: row.frame, at: inFrame ? from - row.frameAt : -1, bytes: content },
      );
    if (done === undefined) return;
    const outer = row.reassembled;
    row.reassembled = true;
    this.#summarizeContent(done.bytes, 0, done.bytes.length, row, coding, key);
    row.reassembled = outer;
  }

  /** Content with a user data header can be for an application. */
  #summarizeContent(
    bytes: Uint8Array,
    start: number,
    end: number,
    row: Summary,
    coding: PageCoding,
    key: string,
  ): void {
    if (!coding.hasHeader) return;
    const stop = coding.coding === 'octets' ? contentEnd(bytes, start, end) : end;
    if (stop <= start) return;
    row.shortMessage = {
      hasHeader: true,
      coding: coding.coding,
      septets: coding.coding === 'septets' ? Math.floor(((end - start) * 8) / 7) : -1,
      thread: `cbs/${key}`,
    };
    row.state.contents.hide(row.frame);
    this.#names.get('gsm_sms_ud')?.summarize?.(bytes, start, stop, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    context.channel = 0;
    const row = cursor.open(f.protocol);
    const { at, bytes } = cursor;
    if (cursor.octetsLeft < HEADER_OCTETS) {
      cursor.need(f.serial, HEADER_OCTETS * 8);
      cursor.close(row);
      return;
    }
    const which = pageOf(bytes, at);
    const coding = pageCoding(bytes[at + 4]!);
    const serial = cursor.open(f.serial);
    cursor.uint(f.scope, 2);
    cursor.uint(f.code, 10);
    cursor.uint(f.update, 4);
    cursor.close(serial);
    cursor.tree.setNum(serial, u16(bytes, at));
    const identifier = cursor.uint(f.identifier, 16);
    readCoding(cursor, coding);
    const start = cursor.bit;
    cursor.uint(f.page, 4);
    cursor.uint(f.pageCount, 4);
    const { page, total } = which;
    const name = identifierName(identifier);
    context.info = `Cell broadcast ${identifier}${name === undefined ? '' : ` (${name})`}, page ${page} of ${total}`;
    cursor.tree.setNote(row, context.info);
    if (page < 1 || page > total) cursor.find(RULES['CBS-001'], `page ${page} of ${total}`, start, start + 8);
    this.#judgeLength(cursor);
    const outer = cursor.end;
    cursor.end = Math.min(cursor.end, cursor.bit + PAGE_OCTETS * 8);
    this.#readContent(cursor, context, row, which, coding);
    cursor.leave(outer);
  }

  #judgeLength(cursor: Cursor): void {
    const octets = cursor.octetsLeft;
    if (octets === PAGE_OCTETS) return;
    const { cut, bytes } = cursor.tree.sources[cursor.source]!;
    if (cut && cursor.end === bytes.length * 8) return;
    const message = `the page has ${octets + HEADER_OCTETS} octets, 88 would be right`;
    cursor.find(RULES['CBS-002'], message, cursor.bit, cursor.end);
  }

  #readContent(cursor: Cursor, context: Context, row: number, which: PageOf, coding: PageCoding): void {
    const { key, page, total } = which;
    if (cursor.octetsLeft === 0) {
      cursor.close(row);
      return;
    }
    if (total === 1) {
      this.#readWhole(cursor, context, row, coding, key);
      return;
    }
    const start = cursor.bit;
    if (contentText(new Uint8Array(0), coding) !== undefined) readPageText(cursor, f.content, coding);
    else cursor.octets(f.data, cursor.octetsLeft);
    const parts = context.state.parts(KIND);
    const set = context.quoting > 0 ? undefined : parts.find(context.frame.number - 1, key, page);
    if (set !== undefined) linkPages(cursor, context, set, page, start);
    cursor.close(row);
    const joined = set?.joined;
    if (joined === undefined || joined.frame !== context.frame.number - 1 || set?.completedBy !== page) return;
    const bytes = context.joinedBytes(joined);
    if (bytes === undefined) return;
    const source = cursor.tree.addSource({ label: 'Reassembled cell broadcast', bytes, cut: false });
    this.#readJoined(new Cursor(cursor.tree, source), context, coding, key);
  }

  #readWhole(cursor: Cursor, context: Context, row: number, coding: PageCoding, key: string): void {
    if (coding.hasHeader) {
      this.#readUserData(cursor, context, coding, key, () => cursor.close(row));
      return;
    }
    if (contentText(new Uint8Array(0), coding) === undefined) cursor.octets(f.data, cursor.octetsLeft);
    else {
      const text = readPageText(cursor, f.content, coding);
      cursor.generated(f.wholeMessage, text);
      inform(context, text);
    }
    cursor.close(row);
  }

  #readJoined(cursor: Cursor, context: Context, coding: PageCoding, key: string): void {
    if (cursor.octetsLeft === 0) return;
    if (coding.hasHeader) {
      this.#readUserData(cursor, context, coding, key, () => undefined);
      return;
    }
    // The language stands in the first page; every page may name it again.
    const text = contentText(cursor.rest(), coding);
    if (text === undefined) {
      cursor.octets(f.data, cursor.octetsLeft);
      return;
    }
    cursor.textAs(f.message, cursor.octetsLeft, text);
    inform(context, text);
  }

  #readUserData(cursor: Cursor, context: Context, coding: PageCoding, key: string, end: () => void): void {
    const outer = cursor.end;
    const septets = coding.coding === 'septets' ? Math.floor((cursor.octetsLeft * 8) / 7) : -1;
    if (coding.coding === 'octets') cursor.end = contentEnd(cursor.bytes, cursor.at, cursor.end >>> 3) * 8;
    if (cursor.octetsLeft > 0) {
      context.shortMessage = { hasHeader: true, coding: coding.coding, septets, thread: `cbs/${key}`, end };
      const userData = this.#names.get('gsm_sms_ud');
      if (userData === undefined) end();
      else userData.dissect(cursor, context);
    } else end();
    cursor.leave(outer);
    if (cursor.octetsLeft > 0) cursor.octets(f.padding, cursor.octetsLeft);
  }
}

function inform(context: Context, text: string): void {
  const line = text.replace(/\s+/g, ' ');
  context.info += `: ${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line}`;
}

function linkPages(cursor: Cursor, context: Context, set: PartSet, page: number, start: number): void {
  const frame = context.frame.number - 1;
  const own = set.parts.find((part) => part.frame === frame && part.number === page);
  if (own?.arrival === 'different')
    cursor.find(RULES['CBS-005'], `page ${page} came before with other content`, start, cursor.bit);
  const { joined } = set;
  if (joined === undefined) {
    const missing = missingParts(set);
    const message = `page ${missing.join(', ')} of ${set.total} ${missing.length === 1 ? 'is' : 'are'} not in the capture`;
    if (missing.length > 0) cursor.find(RULES['CBS-004'], message, start, cursor.bit);
    return;
  }
  if (joined.frame !== frame || set.completedBy !== page) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.pages);
  const first = set.parts.filter(({ arrival }) => arrival === 'first').sort((a, b) => a.number - b.number);
  for (const part of first) {
    const link = cursor.generated(f.pageFrame, part.frame + 1);
    cursor.tree.setNote(link, `page ${part.number}`);
  }
  cursor.generated(f.fragmentCount, first.length);
  cursor.generated(f.reassembledLength, joined.size);
  cursor.close(row);
  cursor.tree.setNote(row, `${first.length} pages, ${joined.size} octets`);
}

export function register(to: Registry): void {
  const broadcast = new CellBroadcast(to.table('dissector.name'));
  broadcast.number = to.protocol(broadcast, Object.values(f), Object.values(RULES));
  to.bind('dissector.name', 'gsm_cbs', broadcast)
    .bind('layer', 'cbs', broadcast)
    .guessIn('layer', { dissector: broadcast, guess: likely });
  registerCbch(to);
  registerCbsp(to);
}
