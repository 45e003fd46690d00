import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { CarrierDraft, Range } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { REQUEST } from '../../dissect/start-line.ts';
import type { Summary } from '../../dissect/summary.ts';
import { type ContentHeaders, dissectContent, noteBodyHeaders, summarizeBody } from '../../dissect/text-content.ts';
import { type Header, type Headers, isCut, readHeaders, readLineEnd } from '../../dissect/text-headers.ts';
import { headersEnd } from '../../dissect/text-lines.ts';
import { basicOf, readCredentials } from './auth.ts';
import { BODY_FIELDS, joinChunks, readChunked } from './body.ts';
import { computeHttp } from './computed.ts';
import { ALL_FIELDS, f, HEADER_RULES, REQUEST_HEADERS, RESPONSE_HEADERS } from './fields.ts';
import {
  BodyPlaces,
  CONTENT_ENCODING,
  CONTENT_TYPE,
  chunkedEnd,
  framingOf,
  leadingLineEnds,
  makeMeasure,
} from './framing.ts';
import { type Judged, judge } from './judge.ts';
import { RULES } from './rules.ts';
import { likelyHttp, type StartLine, StartPlaces, startLineAt } from './start-line.ts';

const PORTS = [80, 3128, 4035, 8080, 8088];

/** Pass 1 of messages. */
class MessageSummary {
  readonly #media: Table<string>;
  readonly #line = new StartPlaces();
  readonly #body = new BodyPlaces();

  constructor(media: Table<string>) {
    this.#media = media;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary, onStream: boolean): void {
    const line = this.#line;
    const at = start + leadingLineEnds(bytes, start, end);
    const kind = line.read(bytes, at, end);
    if (kind < REQUEST) return;
    const { next, status } = line;
    const { streams } = row.state;
    let asked: string | undefined;
    if (onStream && row.flow !== undefined) {
      if (kind === REQUEST) {
        const method = row.texts.printable(bytes, at, line.firstEnd) ?? '';
        streams.wait(row.flow, method, row.frame, row.ordinal);
      } else if (status >= 200) asked = streams.answer(row.flow, row.frame, row.ordinal)?.what;
    }
    const body = this.#body;
    const { headers } = body;
    const section = headers.read(bytes, next, end);
    if (section < 0) return;
    const type = headers.text(bytes, CONTENT_TYPE, row.texts);
    if (type === undefined) return;
    const coding = headers.text(bytes, CONTENT_ENCODING, row.texts);
    const framing = body.framing(bytes, next, section, kind === REQUEST ? -1 : status, asked);
    if (framing === 'none') return;
    if (framing !== 'chunked') {
      const stop = framing === 'length' ? Math.min(end, section + body.octets) : end;
      summarizeBody(this.#media, bytes, section, stop, row, type, undefined, coding);
      return;
    }
    const behind = chunkedEnd(bytes, section, end);
    const joined = joinChunks(bytes, section, behind.known ? behind.at : end);
    const { reassembled } = row;
    // One chunk is read in place, but where it is does not matter here.
    row.reassembled = true;
    summarizeBody(this.#media, joined, 0, joined.length, row, type, undefined, coding);
    row.reassembled = reassembled;
  }
}

const ON_START: readonly Field[] = [f.method, f.uri, f.requestVersion, f.responseVersion, f.code, f.phrase];
/** Fields that need more than the start line. */
const BEHIND_START = ALL_FIELDS.filter((field) => !ON_START.includes(field));

/** Pass 2 of a message. */
function dissect(cursor: Cursor, context: Context, onStream: boolean): void {
  const { tree, source } = cursor;
  const row = cursor.open(f.http);
  const startBit = cursor.bit;
  readLeading(cursor);
  const first = startLineAt(cursor.bytes, cursor.at, cursor.end >>> 3);
  if (first === undefined || first === 'more') {
    if (cursor.octetsLeft > 0 && !(first === 'more' && isCut(cursor)))
      cursor.find(RULES['HTTP-010'], 'no request line or status line stands here', cursor.bit, cursor.end);
    context.info = 'HTTP';
    tree.close(row, cursor.end);
    cursor.bit = cursor.end;
    return;
  }
  const { kind } = first;
  const range = readStartLine(cursor, first);
  const isAlone = context.wants?.isAlone === true;
  if (isAlone && !context.asksAny(BEHIND_START)) {
    tree.close(row, cursor.bit);
    return;
  }
  const headers = readHeaders(cursor, kind === 'request' ? REQUEST_HEADERS : RESPONSE_HEADERS, (header) =>
    explain(cursor, header),
  );
  const { isSilent } = tree;
  cursor.generated(kind === 'request' ? f.request : f.response, 1);
  const host = headers.get('host')?.value;
  const uri = latin(cursor, first.secondStart, first.secondEnd);
  if (kind === 'request' && host !== undefined && uri.startsWith('/'))
    cursor.generated(f.fullUri, `http://${host}${uri}`);
  const partner =
    !isSilent && onStream && context.ordinal >= 0
      ? context.state.streams.partner(context.frame.number - 1, context.ordinal)
      : undefined;
  if (partner !== undefined) cursor.generated(kind === 'request' ? f.responseIn : f.requestIn, partner + 1);
  const phrase = latin(cursor, first.thirdStart, first.line.end);
  const title = kind === 'request' ? `${first.method} ${uri}` : `HTTP ${first.status} ${phrase}`.trimEnd();
  tree.setNote(row, title);
  const status = headers.get('x-wap-push-status');
  context.info = status === undefined ? title : `${title}, push status ${status.value}`;
  readBody(cursor, context, { first, headers, row, title: context.info, method: range });
  if (!isAlone && !isSilent)
    judge(cursor, context, { first, headers, start: startBit, source, ...headersEndBit(cursor, first) });
}

interface Message {
  readonly first: StartLine;
  readonly headers: Headers;
  /** Row of the protocol, still open. */
  readonly row: number;
  readonly title: string;
  readonly method: Range;
}

function headersEndBit(cursor: Cursor, first: StartLine): Pick<Judged, 'whole' | 'bodyStart'> {
  const end = cursor.end >>> 3;
  const section = headersEnd(cursor.bytes, first.line.next, end);
  return { whole: section >= 0, bodyStart: (section < 0 ? end : section) * 8 };
}

function latin(cursor: Cursor, start: number, end: number): string {
  return fromLatin1(cursor.bytes.subarray(start, Math.min(end, start + 4096)));
}

function readLeading(cursor: Cursor): void {
  const size = leadingLineEnds(cursor.bytes, cursor.at, cursor.end >>> 3);
  if (size === 0) return;
  cursor.find(
    RULES['HTTP-001'],
    `${size} octets of line ends stand before the message`,
    cursor.bit,
    cursor.bit + size * 8,
  );
  cursor.octets(f.leading, size);
}

/** Rows of the start line; gives the place of the method. */
function readStartLine(cursor: Cursor, first: StartLine): Range {
  const { tree, source } = cursor;
  const { kind, line, firstEnd, secondStart, secondEnd, thirdStart } = first;
  const row = cursor.open(f.startLine);
  if (!tree.isSilent) tree.setText(row, latin(cursor, line.start, line.end));
  const method = { source, start: line.start * 8, end: firstEnd * 8 };
  cursor.octets(kind === 'request' ? f.method : f.responseVersion, firstEnd - line.start);
  if (secondStart > firstEnd) cursor.octets(f.blank, secondStart - firstEnd);
  if (kind === 'request') cursor.octets(f.uri, secondEnd - secondStart);
  else {
    tree.leaf(f.code, source, secondStart * 8, secondEnd * 8, first.status);
    cursor.bit = secondEnd * 8;
  }
  if (thirdStart > secondEnd) cursor.octets(f.blank, thirdStart - secondEnd);
  if (line.end > thirdStart) cursor.octets(kind === 'request' ? f.requestVersion : f.phrase, line.end - thirdStart);
  readLineEnd(cursor, REQUEST_HEADERS, line);
  cursor.close(row);
  return method;
}

/** Rows that say more of a header. */
function explain(cursor: Cursor, { key, value }: Header): void {
  if (key === 'content-length' && /^\d{1,15}$/.test(value)) cursor.generated(f.contentLength, Number(value));
  else if (key === 'x-wap-push-status') {
    const code = /^\d{1,6}/.exec(value)?.[0];
    if (code !== undefined) cursor.generated(f.pushStatus, Number(code));
  } else if (key === 'authorization' || key === 'proxy-authorization' || key === 'x-wap-authorization') {
    const basic = basicOf(readCredentials(value));
    if (basic !== undefined) cursor.generated(f.basic, basic);
  }
}

/** Closes the protocol's row and reads the body behind it. */
function readBody(cursor: Cursor, context: Context, { first, headers, row, title, method }: Message): void {
  const { bytes, source } = cursor;
  const framing = framingOf(bytes, first, cursor.at, undefined);
  const content: ContentHeaders = {
    type: headers.get('content-type')?.value,
    contentEncoding: headers.get('content-encoding')?.value,
  };
  const outerPush = context.push;
  const port = outerPush?.destinationPort ?? context.destinationPort;
  const push: CarrierDraft =
    outerPush?.bearer === 'http' ? { ...outerPush } : { bearer: 'http', secure: context.secure };
  if (port !== undefined) push.destinationPort = port;
  if (first.kind === 'request') push.method = { text: first.method, ...method };
  else push.status = { code: first.status, source, start: first.secondStart * 8, end: first.secondEnd * 8 };
  noteBodyHeaders(push, headers, source);
  context.push = push;
  let known = false;
  const { octetsLeft } = cursor;
  if (framing.kind === 'chunked') {
    known = readChunked(cursor, context, content);
    cursor.close(row);
  } else {
    // A response to HEAD states the length that its body would have.
    const answersHead = first.kind === 'response' && octetsLeft === 0;
    const octets = framing.kind === 'length' ? framing.octets : framing.kind === 'until-end' ? octetsLeft : 0;
    cursor.close(row);
    if (octets > 0 && !answersHead) {
      const outer = cursor.enter(f.data, octets);
      known = dissectContent(cursor, context, content, BODY_FIELDS);
      cursor.leave(outer);
    }
  }
  context.push = outerPush;
  const type = content.type === undefined || octetsLeft === 0 ? '' : ` (${push.contentType?.text ?? content.type})`;
  context.info = known ? `${title}, ${context.info}` : `${title}${type}`;
}

export function register(to: Registry): void {
  computeHttp(to);
  const messages = new MessageSummary(to.table('media.type'));
  let number = 0;
  const http: Dissector = {
    id: 'http',
    name: 'HTTP',
    isPlaced: true,
    unplaced: [f.data],
    measure: makeMeasure(),
    summarize(bytes, start, end, row) {
      row.protocol = number;
      row.state.contents.note(http, bytes, start, end, row);
      messages.summarize(bytes, start, end, row, true);
    },
    dissect: (cursor, context) => dissect(cursor, context, true),
  };
  /** A message that is the body of another one: it neither asks nor answers on the connection. */
  const nested: Dissector = {
    id: 'http',
    name: 'HTTP',
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      row.state.contents.note(nested, bytes, start, end, row);
      messages.summarize(bytes, start, end, row, false);
    },
    dissect: (cursor, context) => dissect(cursor, context, false),
  };
  number = to.protocol(http, ALL_FIELDS, [...Object.values(RULES), ...Object.values(HEADER_RULES)]);
  for (const port of PORTS) to.bind('tcp.port', port, http);
  to.guessIn('tcp.port', { dissector: http, guess: likelyHttp })
    .guessIn('layer', { dissector: http, guess: likelyHttp })
    .bind('layer', 'http', http)
    .bind('dissector.name', 'http', http)
    .bind('media.type', 'application/http', nested);
}
