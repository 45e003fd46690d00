import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { parameterised } from '../../dissect/header-parameters.ts';
import type { PushCarrier, Range } from '../../dissect/push-carrier.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { type ContentHeaders, dissectContent } from '../../dissect/text-content.ts';
import { Headers, isCut, readHeaders, readLineEnd } from '../../dissect/text-headers.ts';
import { spans, ValueRows } from '../../dissect/value-rows.ts';
import { readUri } from './addresses.ts';
import { computeSip } from './computed.ts';
import { ALL_FIELDS, f, PARTS, REQUEST_URI } from './fields.ts';
import { GRAMMAR } from './grammar.ts';
import { IN_VALUES, ON_START, rowsOf } from './header-rows.ts';
import { eventAppIdIn, judge } from './judge.ts';
import { HEADER_RULES, RULES } from './rules.ts';
import { type Message, MessagePlaces, messageOf, methodOf } from './scan.ts';
import { likelySip, type StartLine } from './start-line.ts';
import { follow, showPartners } from './transactions.ts';

const PORT = 5060;

function contentOf({ values }: Message): ContentHeaders {
  return {
    type: values.get('content-type'),
    transferEncoding: values.get('content-transfer-encoding'),
    contentEncoding: values.get('content-encoding'),
  };
}

/** True for what keeps a connection open: line ends, or zeros as some devices send. */
function isKeepAlive(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start <= 16 && bytes.subarray(start, end).every((octet) => octet === 0x0d || octet === 0x0a || octet === 0)
  );
}

function readStartLine(cursor: Cursor, line: StartLine): Range {
  const { tree, source } = cursor;
  const octets = line.end - line.start;
  const request = line.kind === 'request';
  const row = cursor.open(request ? f.requestLine : f.statusLine);
  const rows = new ValueRows(cursor, octets, f.blank);
  tree.setText(row, rows.shown(0, octets));
  const at = (place: number) => place - line.start;
  const versionTo = at(line.versionStart) + line.version.length + 4;
  if (request) {
    rows.leaf(f.method, 0, line.method.length);
    const from = at(line.textStart);
    readUri(rows, REQUEST_URI, PARTS, from, from + line.text.length);
    rows.leaf(f.version, at(line.versionStart), versionTo);
  } else {
    rows.leaf(f.version, 0, versionTo);
    rows.number(f.status, versionTo + 1, versionTo + 4);
    rows.leaf(f.reason, at(line.textStart), octets);
  }
  rows.skip(octets);
  cursor.close(row);
  return { source, start: line.start * 8, end: (line.start + line.method.length) * 8 };
}

/** What content rules judge; ports are not among it: content in short messages has those of its own. */
function carrier(context: Context, message: Message, headers: Headers, method: Range): PushCarrier {
  const { source } = method;
  const type = headers.get('content-type');
  const accept = headers.every('accept-contact');
  const tagged = accept.find(({ value }) => eventAppIdIn(value) !== undefined);
  const { parameters, value } = parameterised(type?.value ?? '');
  return {
    bearer: 'sip',
    secure: context.secure,
    method: { text: message.line.method, ...method },
    eventAppId:
      tagged === undefined
        ? { text: '', ...method }
        : { text: application(eventAppIdIn(tagged.value) ?? ''), source, start: tagged.start, end: tagged.end },
    ...(type === undefined
      ? {}
      : { contentType: { text: value, source, start: type.start, end: type.end }, parameters }),
  };
}

/** The application of a tag: of several, device management counts; brackets say that case counts (RFC 3840 9). */
function application(tag: string): string {
  const all = tag.split(',').map((one) => one.trim().replace(/^<(.*)>$/, '$1'));
  return all.find((one) => one.toLowerCase() === 'syncml.dm')?.toLowerCase() ?? tag;
}

function title(message: Message, headers: Headers): string {
  const { line } = message;
  const method = methodOf(message);
  const contacts = headers.every('contact');
  const count = contacts.reduce((sum, { value }) => sum + spans(value, ',', 0, value.length).length, 0);
  const registers = method === 'REGISTER' && (line.kind === 'request' || line.status === 200);
  const bindings = registers && count > 0 ? ` (${count} binding${count === 1 ? '' : 's'})` : '';
  if (line.kind === 'response')
    return `Status: ${line.status} ${line.text}${method === '' ? '' : ` (${method})`}${bindings}`;
  const inDialog = method === 'INVITE' && /;\s*tag\s*=/i.test(headers.get('to')?.value ?? '') ? ', in-dialog' : '';
  return `Request: ${method} ${line.text}${inDialog}${bindings}`;
}

/** Octets that are no message. */
function readOther(cursor: Cursor, context: Context): void {
  const { bytes, at, bit } = cursor;
  const row = cursor.open(f.sip);
  const keepAlive = isKeepAlive(bytes, at, cursor.end >>> 3);
  if (!keepAlive && !isCut(cursor))
    cursor.find(RULES['SIP-001'], 'no request line or status line of SIP stands here', bit, cursor.end);
  if (cursor.octetsLeft > 0) cursor.octets(keepAlive ? f.keepAlive : f.continuation, cursor.octetsLeft);
  cursor.close(row);
  context.info = keepAlive ? 'Keep-alive' : 'Continuation';
}

/** Judges Content-Length against what follows the headers. */
function judgeLength(cursor: Cursor, message: Message, headers: Headers, cut: boolean): void {
  const { contentLength, bodyStart, bodyEnd, headersWhole } = message;
  const length = headers.get('content-length');
  const end = cursor.end >>> 3;
  if (contentLength !== undefined && length !== undefined && headersWhole) {
    const there = end - bodyStart;
    if (contentLength > there && !cut) {
      const text = `Content-Length is ${contentLength}, but ${there} octets follow the headers`;
      cursor.find(RULES['SIP-007'], text, length.start, length.end);
    }
    if (contentLength < there)
      cursor.find(
        RULES['SIP-008'],
        `${there - contentLength} octets follow the body of ${contentLength} octets`,
        bodyEnd * 8,
        end * 8,
      );
  }
  if (bodyEnd > bodyStart && headers.get('content-type') === undefined)
    cursor.find(
      RULES['SIP-010'],
      `a body of ${bodyEnd - bodyStart} octets has no Content-Type`,
      bodyStart * 8,
      bodyEnd * 8,
    );
}

/** Fields that need more than the start line. */
const BEHIND_START = ALL_FIELDS.filter((field) => !ON_START.includes(field));

/** What a message came on: for one that is the body of another, no transaction and no carrier's rules count. */
type On = 'datagram' | 'stream' | 'message';

function readMessage(cursor: Cursor, context: Context, message: Message, on: On): void {
  const { tree } = cursor;
  const { line, bodyStart, bodyEnd } = message;
  const end = cursor.end >>> 3;
  const cut = isCut(cursor);
  const row = cursor.open(f.sip);
  const method = readStartLine(cursor, line);
  readLineEnd(cursor, GRAMMAR, line);
  if (context.wants?.isAlone === true && !context.asksAny(BEHIND_START)) {
    cursor.close(row);
    return;
  }
  if (on !== 'message' && !tree.isSilent) showPartners(cursor, context);
  const section = cursor.open(f.headers);
  const isPartial = context.wants?.isAlone === true && context.wants.only(IN_VALUES);
  const isAsked = isPartial ? (key: string) => context.asksAny(rowsOf(key)) : undefined;
  const headers = readHeaders(cursor, GRAMMAR, undefined, isAsked);
  if (isPartial) {
    cursor.close(section);
    cursor.close(row);
    return;
  }
  tree.setNote(section, `${headers.all.length} headers`);
  cursor.close(section);
  const headersCut = cut && !message.headersWhole;
  if (context.wants === undefined) {
    // A header that the capture cut off cannot be judged.
    const judged = headersCut ? new Headers(headers.all.slice(0, -1)) : headers;
    judge(cursor, { message, headers: judged, on, octets: end - line.start, cut: headersCut });
    judgeLength(cursor, message, headers, cut);
  }
  const about = context.asksInfo ? title(message, headers) : '';
  tree.setNote(row, about);
  cursor.close(row);
  context.info = about;
  if (bodyEnd > bodyStart) {
    const outer = cursor.end;
    cursor.end = bodyEnd * 8;
    const outerPush = context.push;
    context.push = line.kind === 'request' ? carrier(context, message, headers, method) : undefined;
    const known = dissectContent(cursor, context, contentOf(message), { data: f.body, packed: f.packedBody });
    context.push = outerPush;
    const type = parameterised(message.values.get('content-type') ?? '').value;
    if (known) context.info = `${about}, ${context.info}`;
    else context.info = `${about} (${type === '' ? 'no content type' : type})`;
    cursor.recover();
    cursor.bit = bodyEnd * 8;
    cursor.end = outer;
  }
}

export function register(to: Registry): void {
  computeSip(to);
  const media = to.table('media.type');
  let number = 0;
  const places = new MessagePlaces();
  const summarize = (bytes: Uint8Array, start: number, end: number, row: Summary, nested: boolean) => {
    row.protocol = number;
    if (!places.read(bytes, start, end)) return;
    if (!nested && row.isForTrees) follow(row, places, bytes, start);
    places.summarizeBody(media, bytes, row);
  };
  const read = (cursor: Cursor, context: Context, on: On) => {
    const { at, bytes } = cursor;
    const message = places.read(bytes, at, cursor.end >>> 3) ? messageOf(places, bytes, at) : undefined;
    if (message === undefined) readOther(cursor, context);
    else readMessage(cursor, context, message, on);
  };
  const sip: Dissector = {
    id: 'sip',
    name: 'SIP',
    isPlaced: true,
    unplaced: [f.body],
    measure: (bytes, start, end, ended) => places.measure(bytes, start, end, ended),
    summarize(bytes, start, end, row) {
      row.state.contents.note(sip, bytes, start, end, row);
      summarize(bytes, start, end, row, false);
    },
    dissect: (cursor, context) => read(cursor, context, context.ordinal >= 0 ? 'stream' : 'datagram'),
  };
  /** A message that is the body of another one. */
  const quoted: Dissector = {
    id: 'sip',
    name: 'SIP',
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.state.contents.note(quoted, bytes, start, end, row);
      summarize(bytes, start, end, row, true);
    },
    dissect: (cursor, context) => read(cursor, context, 'message'),
  };
  number = to.protocol(sip, ALL_FIELDS, [...Object.values(RULES), ...Object.values(HEADER_RULES)]);
  to.bind('udp.port', PORT, sip)
    .bind('tcp.port', PORT, sip)
    .bind('layer', 'sip', sip)
    .bind('dissector.name', 'sip', sip)
    .bind('media.type', 'message/sip', quoted)
    .guessIn('udp.port', { dissector: sip, guess: likelySip })
    .guessIn('tcp.port', { dissector: sip, guess: likelySip })
    .guessIn('layer', { dissector: sip, guess: likelySip });
}
