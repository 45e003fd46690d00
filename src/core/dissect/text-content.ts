import { fromBase64, fromLatin1, fromUtf8 } from '../base/bytes.ts';
import { inflateAll, isZlib } from '../base/deflate.ts';
import { fromQuotedPrintable } from '../base/escapes.ts';
import { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import { rules } from '../codec/rule.ts';
import type { Context } from './context.ts';
import { parameterised } from './header-parameters.ts';
import type { CarrierDraft, CodedValue } from './push-carrier.ts';
import type { Table } from './registry.ts';
import { summarizeNext } from './summarize-next.ts';
import type { Summary } from './summary.ts';
import { type Header, type Headers, isCut } from './text-headers.ts';

/*
 * Bodies of text protocols (HTTP, MIME parts, SIP, MSRP): what their headers say of them, taken off and handed on.
 * Parameters of the media type reach the content's dissector in `context.push.parameters`; in pass 1 the whole value of
 * the Content-Type header is `row.contentType`.
 */

/** What the headers say of a body: their values as written. */
export interface ContentHeaders {
  readonly type: string | undefined;
  /** MIME Content-Transfer-Encoding. */
  readonly transferEncoding?: string | undefined;
  /** HTTP Content-Encoding. */
  readonly contentEncoding?: string | undefined;
}

export const CONTENT_RULES = rules({
  'CONTENT-001': {
    level: 'text',
    severity: 'error',
    section: 'RFC 9110 8.4',
    text: 'A body can be unpacked as its content coding says.',
  },
  'CONTENT-002': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 9110 8.4',
    text: 'A body unpacks to no more than the analyzer takes.',
  },
  'CONTENT-003': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 2045 6',
    text: 'A body is written as its transfer encoding says.',
  },
});

/** Most octets that a body is unpacked to. */
export const UNPACKED_MOST = 8 * 1024 * 1024;
/** Most octets of a body that stand in a row as text besides the rows of its content. */
const WHOLE_MOST = 1024 * 1024;
/** Codings on top of each other that are taken off. */
const MAX_CODINGS = 3;

interface Unpacked {
  readonly bytes: Uint8Array;
  /** `gzip`, `base64`. */
  readonly coding: string;
  readonly problem: { readonly rule: keyof typeof CONTENT_RULES; readonly message: string } | undefined;
}

/** Takes the codings off, the outermost first; stops at one that is not known. */
export function unpack(
  body: Uint8Array,
  headers: ContentHeaders,
): { readonly steps: readonly Unpacked[]; readonly left: string | undefined } {
  if (headers.transferEncoding === undefined && headers.contentEncoding === undefined) return PLAINLY;
  const steps: Unpacked[] = [];
  const codings = [
    (headers.transferEncoding ?? '').trim().toLowerCase(),
    ...(headers.contentEncoding ?? '')
      .toLowerCase()
      .split(',')
      .map((coding) => coding.trim())
      .reverse(),
  ].filter((coding) => !PLAIN.has(coding));
  let bytes = body;
  for (const [i, coding] of codings.entries()) {
    const decode = DECODERS.get(coding);
    if (decode === undefined || i >= MAX_CODINGS) return { steps, left: coding };
    const step = { ...decode(bytes), coding };
    steps.push(step);
    ({ bytes } = step);
  }
  return { steps, left: undefined };
}

/** A body that is written as it is. */
const PLAINLY = { steps: [], left: undefined } as const;
const PLAIN: ReadonlySet<string> = new Set(['', 'identity', '7bit', '8bit', 'binary']);

type Decoded = Omit<Unpacked, 'coding'>;

const DECODERS: ReadonlyMap<string, (bytes: Uint8Array) => Decoded> = new Map([
  ['base64', decodeBase64],
  ['quoted-printable', decodeQuotedPrintable],
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', decodeDeflate],
]);

function decodeBase64(body: Uint8Array): Decoded {
  const bytes = fromBase64(fromLatin1(body).replace(/\s+/g, ''));
  if (bytes !== undefined) return { bytes, problem: undefined };
  return { bytes: body, problem: { rule: 'CONTENT-003', message: 'the body is not base64' } };
}

function decodeQuotedPrintable(body: Uint8Array): Decoded {
  const { bytes, wrong } = fromQuotedPrintable(body);
  const message = `${wrong} "=" are followed by no hexadecimal digits`;
  return { bytes, problem: wrong === 0 ? undefined : { rule: 'CONTENT-003', message } };
}

/** RFC 1952; members one behind the other. The check sum is not looked at: TCP and the content itself have theirs. */
function gunzip(body: Uint8Array): Decoded {
  const at = gzipHeader(body);
  if (at < 0)
    return {
      bytes: new Uint8Array(0),
      problem: { rule: 'CONTENT-001', message: 'the body does not begin as gzip does' },
    };
  return inflate(body.subarray(at));
}

/** Octet behind the header of a gzip member; -1 when it is none. */
function gzipHeader(body: Uint8Array): number {
  if (body.length < 18 || body[0] !== 0x1f || body[1] !== 0x8b || body[2] !== 8) return -1;
  const flags = body[3]!;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + body[at]! + 256 * body[at + 1]!;
  for (const bit of [8, 16]) {
    if ((flags & bit) === 0) continue;
    const zero = body.indexOf(0, at);
    if (zero < 0) return -1;
    at = zero + 1;
  }
  if ((flags & 2) !== 0) at += 2;
  return at < body.length ? at : -1;
}

/** RFC 1950, and bare RFC 1951 as some send it. */
function decodeDeflate(body: Uint8Array): Decoded {
  return inflate(body.length >= 6 && isZlib(body) ? body.subarray(2) : body);
}

function inflate(packed: Uint8Array): Decoded {
  const { bytes, end } = inflateAll(packed, UNPACKED_MOST);
  if (end === 'end') return { bytes, problem: undefined };
  if (end === 'over') {
    const message = `${packed.length} octets unpack to more than ${UNPACKED_MOST}: reading ends there`;
    return { bytes, problem: { rule: 'CONTENT-002', message } };
  }
  const why = end === 'damaged' ? 'are damaged' : 'end too early';
  const message = `the packed data ${why} behind ${bytes.length} unpacked octets`;
  return { bytes, problem: { rule: 'CONTENT-001', message } };
}

/** Puts what the headers of a body say to the rules of its content over what the bearer knows. */
export function noteBodyHeaders(carrier: CarrierDraft, headers: Headers, source: number): void {
  const type = headers.get('content-type');
  if (type !== undefined) {
    const { value, parameters } = parameterised(type.value);
    carrier.contentType = { text: value, source, start: type.start, end: type.end };
    carrier.parameters = parameters;
  }
  const application = headers.get('x-wap-application-id');
  if (application !== undefined) carrier.applicationId = coded(application, source);
  const hmac = headers.get('x-syncml-hmac');
  if (hmac !== undefined) carrier.syncmlHmac = coded(hmac, source);
}

function coded({ value, start, end }: Header, source: number): CodedValue {
  return { text: value, source, start, end };
}

/** Lower-case media type without parameters; empty when none is stated. */
export function mediaTypeOf(value: string | undefined): string {
  if (value === undefined) return '';
  const semicolon = value.indexOf(';');
  if (semicolon < 0) return value.trim().toLowerCase();
  // A semicolon in quotes begins no parameter.
  const quote = value.indexOf('"');
  if (quote >= 0 && quote < semicolon) return parameterised(value).value.toLowerCase();
  return value.slice(0, semicolon).trim().toLowerCase();
}

/** Pass 1 of a body. */
export function summarizeContent(
  media: Table<string>,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Summary,
  { type, transferEncoding, contentEncoding }: ContentHeaders,
): void {
  summarizeBody(media, bytes, start, end, row, type, transferEncoding, contentEncoding);
}

/** As `summarizeContent`, with the values of the headers one by one, so that no object is made for them. */
export function summarizeBody(
  media: Table<string>,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Summary,
  type: string | undefined,
  transferEncoding: string | undefined,
  contentEncoding: string | undefined,
): void {
  if (start >= end) return;
  const next = media.get(mediaTypeOf(type));
  if (next === undefined) return;
  const { contentType, reassembled } = row;
  row.contentType = type ?? '';
  if (transferEncoding === undefined && contentEncoding === undefined) summarizeNext(next, bytes, start, end, row);
  else {
    const { steps, left } = unpack(bytes.subarray(start, end), { type, transferEncoding, contentEncoding });
    const last = steps.at(-1);
    row.reassembled = reassembled || last !== undefined;
    if (left === undefined) {
      if (last === undefined) summarizeNext(next, bytes, start, end, row);
      else if (last.bytes.length > 0) summarizeNext(next, last.bytes, 0, last.bytes.length, row);
    }
  }
  row.contentType = contentType;
  row.reassembled = reassembled;
}

/** Rows for bodies: what nothing understands, and what is packed. */
export interface ContentFields {
  readonly data: Field;
  readonly packed: Field;
  /** Generated: the whole content as text, where a dissector reads it, so that filters find bodies of every kind. */
  readonly whole?: Field;
}

/**
 * Pass 2 of the body that fills the cursor's window: takes codings off, each into a source of its own, and hands the
 * content to the dissector of its media type. The bearer has set `context.push`.
 * @returns true when a dissector knew the content
 */
export function dissectContent(
  cursor: Cursor,
  context: Context,
  headers: ContentHeaders,
  fields: ContentFields,
): boolean {
  if (cursor.octetsLeft === 0) return false;
  const { tree } = context;
  const type = mediaTypeOf(headers.type);
  const { steps, left } = unpack(cursor.rest(), headers);
  // What the capture lacks is no fault of the sender.
  const lacking = isCut(cursor);
  let inner = cursor;
  for (const { bytes, coding, problem } of steps) {
    const [start, end] = [inner.bit, inner.end];
    inner.octets(fields.packed, inner.octetsLeft);
    tree.setNote(tree.length - 1, `${coding}, unpacks to ${bytes.length} octets`);
    if (problem !== undefined && !lacking) inner.find(CONTENT_RULES[problem.rule], problem.message, start, end);
    const source = tree.addSource({
      label: `Unpacked ${coding} (${bytes.length} octets)`,
      bytes,
      cut: problem !== undefined,
    });
    inner = new Cursor(tree, source);
  }
  const readable = left === undefined && inner.octetsLeft > 0 && type !== '';
  if (
    readable &&
    fields.whole !== undefined &&
    context.asks(fields.whole) &&
    context.knows('media.type', type, inner)
  ) {
    const whole = inner.rest().subarray(0, WHOLE_MOST);
    inner.generated(fields.whole, fromUtf8(whole) ?? fromLatin1(whole));
  }
  const known = readable && context.next('media.type', type, inner);
  if (inner.octetsLeft > 0) {
    const coded = left === undefined ? '' : `, ${left} coding`;
    inner.octets(fields.data, inner.octetsLeft);
    tree.setNote(tree.length - 1, `${known ? 'rest of ' : ''}${type === '' ? 'no media type' : type}${coded}`);
  }
  return known;
}
