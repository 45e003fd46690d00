import { fromLatin1 } from '../../base/bytes.ts';
import { atLeast, type FlowMemory, MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import { headersEnd, headerValue, lineAt } from '../../dissect/text-lines.ts';

/** The first line of a message. Places are octets. */
export interface StartLine {
  readonly kind: 'request' | 'response';
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly transaction: string;
  /** Empty in a response. */
  readonly method: string;
  /** 0 in a request. */
  readonly status: number;
}

export interface EndLine {
  readonly start: number;
  /** Behind the flag. */
  readonly end: number;
  /** Behind the line end. */
  readonly next: number;
  readonly flag: string;
}

/** What both passes need of a message. */
export interface Message {
  readonly line: StartLine;
  /** Behind the headers and, where there is one, the empty line. */
  readonly headersEnd: number;
  readonly hasBody: boolean;
  /** Behind the body; the line end before the end line is no part of it. */
  readonly bodyEnd: number;
  readonly endLine: EndLine | undefined;
  readonly toPath: string;
  readonly fromPath: string;
  readonly messageId: string;
  readonly contentType: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly range: ByteRange;
}

export interface ByteRange {
  /** Place of the first octet, from 1. */
  readonly first: number;
  /** Undefined for "*". */
  readonly last: number | undefined;
  readonly total: number | undefined;
}

const NAME = 'MSRP ';
const LONGEST_LINE = 256;
const HYPHENS = 7;
const HYPHEN = 0x2d;
const LF = 0x0a;
const CR = 0x0d;
/** Hyphens, the longest transaction id that is read, flag and line end. */
const LONGEST_END = 80;

/** The start line at octet `start`; `more` when its end is not there but it may become one, undefined when it is none. */
export function startLineAt(bytes: Uint8Array, start: number, end: number): StartLine | 'more' | undefined {
  const there = Math.min(NAME.length, end - start);
  for (let i = 0; i < there; i++) if (bytes[start + i] !== NAME.charCodeAt(i)) return undefined;
  const line = lineAt(bytes, start, Math.min(end, start + LONGEST_LINE));
  if (line.next === line.end) return end - start < LONGEST_LINE ? 'more' : undefined;
  const match = /^MSRP ([A-Za-z0-9.+%=-]{1,64}) (?:(\d{3})(?: .*)?|([A-Z][A-Z0-9._-]*))$/.exec(
    fromLatin1(bytes.subarray(start, line.end)),
  );
  if (match === null) return undefined;
  const [, transaction = '', status, method = ''] = match;
  return {
    kind: status === undefined ? 'request' : 'response',
    ...line,
    transaction,
    method,
    status: Number(status ?? 0),
  };
}

/** The end line of a transaction between octets `from` and `end`, where it begins a line. */
export function endLineIn(bytes: Uint8Array, from: number, end: number, transaction: string): EndLine | undefined {
  const size = HYPHENS + transaction.length;
  for (let at = from; ; at++) {
    const found = bytes.subarray(at, end).indexOf(HYPHEN);
    if (found < 0) return undefined;
    at += found;
    if (bytes[at - 1] !== LF || !isEnd(bytes, at, end, transaction)) continue;
    const behind = at + size + 1;
    const ending = bytes[behind] === CR && bytes[behind + 1] === LF ? 2 : bytes[behind] === LF ? 1 : 0;
    // Without a line end it is a part of the body, unless nothing follows.
    if (behind + ending > end || (ending === 0 && behind < end)) continue;
    return { start: at, end: behind, next: behind + ending, flag: String.fromCharCode(bytes[behind - 1]!) };
  }
}

function isEnd(bytes: Uint8Array, at: number, end: number, transaction: string): boolean {
  if (at + HYPHENS + transaction.length >= end) return false;
  for (let i = 0; i < HYPHENS; i++) if (bytes[at + i] !== HYPHEN) return false;
  for (let i = 0; i < transaction.length; i++) if (bytes[at + HYPHENS + i] !== transaction.charCodeAt(i)) return false;
  return '$+#'.includes(String.fromCharCode(bytes[at + HYPHENS + transaction.length]!));
}

/** The message in octets `start` to `end`; undefined when it does not begin as one. */
export function scan(bytes: Uint8Array, start: number, end: number): Message | undefined {
  const line = startLineAt(bytes, start, end);
  if (typeof line !== 'object') return undefined;
  const endLine = endLineIn(bytes, line.next, end, line.transaction);
  const stop = endLine?.start ?? end;
  const blank = headersEnd(bytes, line.next, stop);
  const section = blank < 0 ? stop : blank;
  const value = (name: string) => headerValue(bytes, line.next, section, name);
  return {
    line,
    headersEnd: section,
    hasBody: blank >= 0,
    bodyEnd: endLine === undefined ? stop : Math.max(section, stop - lineEndBefore(bytes, stop)),
    endLine,
    toPath: value('to-path') ?? '',
    fromPath: value('from-path') ?? '',
    messageId: value('message-id') ?? '',
    contentType: value('content-type'),
    transferEncoding: value('content-transfer-encoding'),
    range: byteRange(value('byte-range')) ?? { first: 1, last: undefined, total: undefined },
  };
}

function lineEndBefore(bytes: Uint8Array, at: number): number {
  return bytes[at - 2] === CR ? 2 : 1;
}

/** Takes `1-39/39` apart; `*` is what is not known. Undefined when it is none. */
export function byteRange(text: string | undefined): ByteRange | undefined {
  const match = /^(\d{1,15})-(\d{1,15}|\*)\/(\d{1,15}|\*)$/.exec(text ?? '');
  if (match === null || Number(match[1]) < 1) return undefined;
  const number = (digits: string | undefined) => (digits === '*' ? undefined : Number(digits));
  return { first: Number(match[1]), last: number(match[2]), total: number(match[3]) };
}

/** Octets of the first message on a stream. */
export function measure(bytes: Uint8Array, start: number, end: number, ended: boolean, flow: FlowMemory): number {
  const line = startLineAt(bytes, start, end);
  if (line === undefined) return NOT_OURS;
  if (line === 'more') return ended ? end - start : MORE_NEEDED;
  const from = Math.max(line.next, start + (flow.seen ?? 0));
  const endLine = endLineIn(bytes, from, end, line.transaction);
  if (endLine !== undefined && endLine.next > endLine.end) return endLine.next - start;
  if (ended) return end - start;
  // What has been searched need not be searched again; an end line may have begun in the last octets.
  flow.seen = Math.max(0, end - start - LONGEST_END);
  return atLeast(end - start + 1);
}

/** How likely octets are an MSRP message. */
export function likelyMsrp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < NAME.length) return 0;
  const line = startLineAt(bytes, start, end);
  // The first segment of a stream may end within the line.
  return line === 'more' ? 0.6 : line === undefined ? 0 : 0.95;
}
