import { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { parameterised } from '../../dissect/header-parameters.ts';
import type { PushCarrier, Range } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { type ContentHeaders, dissectContent, summarizeContent } from '../../dissect/text-content.ts';
import {
  type Header,
  type HeaderGrammar,
  type Headers,
  isCut,
  readHeaders,
  readLineEnd,
} from '../../dissect/text-headers.ts';
import { lineAt } from '../../dissect/text-lines.ts';
import { ValueRows } from '../../dissect/value-rows.ts';
import { addChunk, completes, isWhole, joinedOf, showChunks } from './chunks.ts';
import { ALL_FIELDS, BYTE_RANGE, GRAMMAR as FORM, f, SEPARATOR } from './fields.ts';
import { judge } from './judge.ts';
import { HEADER_RULES, RULES } from './rules.ts';
import { byteRange, likelyMsrp, type Message, measure, scan } from './scan.ts';
import { follow, showPartners } from './transactions.ts';

const GRAMMAR: HeaderGrammar = { ...FORM, readValue: readRange };
const HYPHENS = 7;

/** Lays the parts of a Byte-Range; false, with nothing read, for other headers and what is none. */
function readRange(cursor: Cursor, { key, value, start, end }: Header): boolean {
  if (key !== 'byte-range' || byteRange(value) === undefined) return false;
  const rows = new ValueRows(cursor, (end - start) / 8, SEPARATOR);
  const { length } = rows.text;
  rows.group(BYTE_RANGE, 0, length, () => {
    const hyphen = rows.find('-', 0, length);
    const slash = rows.find('/', hyphen, length);
    rows.number(f.firstOctet, 0, hyphen);
    rows.leaf(f.lastOctet, hyphen + 1, slash);
    rows.leaf(f.total, slash + 1, length);
  });
  return true;
}

/** Rows of the start line. @returns the place of method or status, and the comment of a response */
function readStartLine(cursor: Cursor, { line }: Message): { readonly method: Range; readonly comment: string } {
  const { kind, start, end, transaction } = line;
  const row = cursor.open(kind === 'request' ? f.requestLine : f.responseLine);
  const rows = new ValueRows(cursor, end - start, f.blank);
  const { length } = rows.text;
  cursor.tree.setText(row, rows.text);
  rows.leaf(f.protocol, 0, 4);
  const behind = 5 + transaction.length;
  let comment = '';
  rows.leaf(f.transaction, 5, behind);
  if (kind === 'request') rows.leaf(f.method, behind + 1, length);
  else {
    rows.number(f.status, behind + 1, behind + 4);
    rows.leaf(f.comment, behind + 5, length);
    if (behind + 5 < length) comment = rows.shown(behind + 5, length);
  }
  rows.skip(length);
  cursor.close(row);
  readLineEnd(cursor, GRAMMAR, line);
  return { method: { source: cursor.source, start: (start + behind + 1) * 8, end: end * 8 }, comment };
}

function readEndLine(cursor: Cursor, message: Message): void {
  const { endLine } = message;
  if (endLine === undefined) return;
  const row = cursor.open(f.endLine);
  const size = endLine.end - endLine.start;
  const rows = new ValueRows(cursor, size, f.blank);
  cursor.tree.setText(row, rows.text);
  rows.leaf(f.hyphens, 0, HYPHENS);
  rows.leaf(f.transaction, HYPHENS, size - 1);
  rows.leaf(f.flag, size - 1, size);
  cursor.close(row);
  readLineEnd(cursor, GRAMMAR, lineAt(cursor.bytes, cursor.at, endLine.next));
}

/** What content rules judge: MSRP is the session that a SIP INVITE has opened. */
function carrier(context: Context, headers: Headers, method: Range): PushCarrier {
  const type = headers.get('content-type');
  const { value, parameters } = parameterised(type?.value ?? '');
  const { source } = method;
  return {
    bearer: 'sip',
    secure: context.secure,
    method: { text: 'INVITE (MSRP)', ...method },
    ...(type === undefined
      ? {}
      : { contentType: { text: value, source, start: type.start, end: type.end }, parameters }),
  };
}

function title({ line, messageId, range, hasBody, headersEnd, bodyEnd, endLine }: Message, comment: string): string {
  if (line.kind === 'response') return `Response: ${line.status}${comment === '' ? '' : ` ${comment}`}`;
  const about = messageId === '' ? '' : `, message ${messageId}`;
  if (!hasBody) return `Request: ${line.method}${about}`;
  const last = range.first + bodyEnd - headersEnd - 1;
  const total = range.total ?? (endLine?.flag === '$' ? last : undefined);
  const octets = `, octets ${range.first} to ${last}${total === undefined ? '' : ` of ${total}`}`;
  return `Request: ${line.method}${about}${octets}${endLine?.flag === '#' ? ', given up' : ''}`;
}

function contentOf({ contentType, transferEncoding }: Message): ContentHeaders {
  return { type: contentType, transferEncoding };
}

function readBody(cursor: Cursor, context: Context, message: Message, headers: Headers, method: Range): void {
  const outer = cursor.end;
  const about = context.info;
  cursor.end = message.bodyEnd * 8;
  const whole = isWhole(message);
  const joined = whole ? undefined : joinedOf(context, message);
  const shownHere = joined !== undefined && completes(context, message, joined);
  if (joined !== undefined) showChunks(cursor, joined, shownHere);
  const type = parameterised(message.contentType ?? '').value;
  const content = contentOf(message);
  const outerPush = context.push;
  context.push = carrier(context, headers, method);
  let known = false;
  if (whole) known = dissectContent(cursor, context, content, { data: f.data, packed: f.packed });
  else {
    const { octetsLeft } = cursor;
    if (octetsLeft > 0) {
      cursor.octets(f.data, octetsLeft);
      cursor.tree.setNote(
        cursor.tree.length - 1,
        `${octetsLeft} octets, from octet ${message.range.first} of the message`,
      );
    }
    const bytes = shownHere ? context.joinedBytes(joined) : undefined;
    if (bytes !== undefined) {
      const { tree } = cursor;
      const source = tree.addSource({ label: `MSRP message (${bytes.length} octets)`, bytes, cut: false });
      known = dissectContent(new Cursor(tree, source), context, content, { data: f.data, packed: f.packed });
    }
  }
  context.push = outerPush;
  cursor.recover();
  cursor.bit = message.bodyEnd * 8;
  cursor.end = outer;
  context.info = known ? `${about}, ${context.info}` : `${about}${type === '' ? '' : ` (${type})`}`;
}

function readMessage(cursor: Cursor, context: Context, message: Message): void {
  const { tree } = cursor;
  const cut = isCut(cursor);
  const row = cursor.open(f.msrp);
  const { method, comment } = readStartLine(cursor, message);
  if (!tree.isSilent) showPartners(cursor, context, message);
  const section = cursor.open(f.headers);
  const outer = cursor.end;
  cursor.end = message.headersEnd * 8;
  const headers = readHeaders(cursor, GRAMMAR);
  cursor.end = outer;
  cursor.close(section);
  tree.setNote(section, `${headers.all.length} headers`);
  if (!tree.isSilent) judge(cursor, message, headers, cut && message.endLine?.next === message.endLine?.end);
  const about = title(message, comment);
  tree.setNote(row, about);
  context.info = about;
  if (message.hasBody) {
    readBody(cursor, context, message, headers, method);
    const gap = (message.endLine?.start ?? message.bodyEnd) - message.bodyEnd;
    if (gap > 0) cursor.octets(FORM.fields.lineEnd, gap);
  }
  readEndLine(cursor, message);
  if (cursor.octetsLeft > 0) {
    const text = `${cursor.octetsLeft} octets follow the end line`;
    cursor.find(RULES['MSRP-011'], text, cursor.bit, cursor.end);
    cursor.octets(f.other, cursor.octetsLeft);
  }
  cursor.close(row);
}

function readOther(cursor: Cursor, context: Context): void {
  const row = cursor.open(f.msrp);
  if (!isCut(cursor)) cursor.find(RULES['MSRP-001'], 'no start line of MSRP stands here', cursor.bit, cursor.end);
  if (cursor.octetsLeft > 0) cursor.octets(f.other, cursor.octetsLeft);
  cursor.close(row);
  context.info = 'MSRP';
}

export function register(to: Registry): void {
  const media = to.table('media.type');
  let number = 0;
  const msrp: Dissector = {
    id: 'msrp',
    name: 'MSRP',
    hides: 'content',
    measure,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const message = scan(bytes, start, end);
      if (message === undefined) return;
      follow(row, message);
      if (!message.hasBody) return;
      const content = contentOf(message);
      if (isWhole(message)) {
        summarizeContent(media, bytes, message.headersEnd, message.bodyEnd, row, content);
        return;
      }
      const joined = addChunk(row, bytes, message);
      if (joined === undefined) return;
      const { reassembled } = row;
      row.reassembled = true;
      summarizeContent(media, joined, 0, joined.length, row, content);
      row.reassembled = reassembled;
    },
    dissect(cursor, context) {
      const message = scan(cursor.bytes, cursor.at, cursor.end >>> 3);
      if (message === undefined) readOther(cursor, context);
      else readMessage(cursor, context, message);
    },
  };
  number = to.protocol(msrp, ALL_FIELDS, [...Object.values(RULES), ...Object.values(HEADER_RULES)]);
  to.bind('layer', 'msrp', msrp)
    .bind('dissector.name', 'msrp', msrp)
    .guessIn('tcp.port', { dissector: msrp, guess: likelyMsrp })
    .guessIn('layer', { dissector: msrp, guess: likelyMsrp });
}
