import { fromLatin1 } from '../../base/bytes.ts';
import type { Extract, ExtractReader } from '../../dissect/extract.ts';
import { HeaderNames, HeaderPlaces } from '../../dissect/header-places.ts';
import type { Table } from '../../dissect/registry.ts';
import { MORE, NO_LINE, REQUEST } from '../../dissect/start-line.ts';
import { MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import type { Summary } from '../../dissect/summary.ts';
import { summarizeBody } from '../../dissect/text-content.ts';
import { unfold } from '../../dissect/text-lines.ts';
import { type StartLine, StartPlaces, startLineOf } from './start-line.ts';
import { COMPACT } from './tables/headers.ts';

/** What both passes need of a message. Places are octets. */
export interface Message {
  readonly line: StartLine;
  /** Behind the empty line; behind the last octet when there is none. */
  readonly bodyStart: number;
  /** False when no empty line ends the headers. */
  readonly headersWhole: boolean;
  /** As Content-Length says, no further than there are octets. */
  readonly bodyEnd: number;
  /** Content-Length; undefined when it is missing or no number. */
  readonly contentLength: number | undefined;
  /** First value of each header by its long lower-case name, of those that matter here. */
  readonly values: ReadonlyMap<string, string>;
}

const LONGEST_HEADERS = 64 * 1024;

/** Octets of CR LF at `start`: keep-alives between messages (RFC 5626 4.4.1). */
export function lineEndsAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 0x0d || bytes[at] === 0x0a)) at++;
  return at - start;
}

/** Headers that matter here, by their long names. */
const KEPT = [
  'call-id',
  'content-encoding',
  'content-length',
  'content-transfer-encoding',
  'content-type',
  'cseq',
  'via',
] as const;
const CONTENT_ENCODING = KEPT.indexOf('content-encoding');
const CONTENT_LENGTH = KEPT.indexOf('content-length');
const CONTENT_TRANSFER_ENCODING = KEPT.indexOf('content-transfer-encoding');
const CONTENT_TYPE = KEPT.indexOf('content-type');
const CALL_ID = KEPT.indexOf('call-id');
const CSEQ = KEPT.indexOf('cseq');
const VIA = KEPT.indexOf('via');
/** Headers that tell a transaction, in the order of an extract. */
const TRANSACTION = [CSEQ, VIA, CALL_ID] as const;

const KEPTS: readonly string[] = KEPT;
/** Names as they may be written, and the place of the long name of each. */
const WRITTEN = [...KEPT.map((name) => [name, name] as const), ...COMPACT]
  .map(([written, name]) => [written, KEPTS.indexOf(name)] as const)
  .filter(([, key]) => key >= 0);
const NAMES = new HeaderNames(WRITTEN);
/** Digits of a Content-Length. */
const MOST_DIGITS = 10;

/** Where the parts of a message stand, in octets; one object serves all messages: it takes longer to make than a message to read. */
export class MessagePlaces {
  readonly line = new StartPlaces();
  /** REQUEST or RESPONSE. */
  kind = NO_LINE;
  bodyStart = 0;
  bodyEnd = 0;
  headersWhole = false;
  /** -1 when it is missing or no number. */
  contentLength = -1;
  readonly #headers = new HeaderPlaces(NAMES);

  /** Reads octets `start` to `end`, which are all there is of a message; false when it does not begin as one. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const { line } = this;
    this.kind = line.read(bytes, start, end, true);
    if (this.kind < REQUEST) return false;
    const behind = this.#headers.read(bytes, line.next, end);
    this.headersWhole = behind >= 0;
    this.bodyStart = behind < 0 ? end : behind;
    this.contentLength = this.#headers.decimal(bytes, CONTENT_LENGTH, MOST_DIGITS);
    this.bodyEnd = this.contentLength < 0 ? end : Math.min(end, this.bodyStart + this.contentLength);
    return true;
  }

  /** Octets of the first message on a stream, or of the line ends before it. */
  measure(bytes: Uint8Array, start: number, end: number, ended: boolean): number {
    const blank = lineEndsAt(bytes, start, end);
    if (blank > 0) return blank;
    const kind = this.line.read(bytes, start, end, ended);
    if (kind === NO_LINE) return NOT_OURS;
    const unknown = ended ? end - start : MORE_NEEDED;
    if (kind === MORE) return unknown;
    const behind = this.#headers.read(bytes, this.line.next, end);
    if (behind < 0) return end - start > LONGEST_HEADERS ? NOT_OURS : unknown;
    // Without a length the next message follows: there is no other end of a body on a stream.
    const size = behind - start + Math.max(0, this.#headers.decimal(bytes, CONTENT_LENGTH, MOST_DIGITS));
    return ended ? Math.min(size, end - start) : size;
  }

  /** Pass 1 of the body. */
  summarizeBody(media: Table<string>, bytes: Uint8Array, row: Summary): void {
    if (this.bodyStart >= this.bodyEnd) return;
    const headers = this.#headers;
    const type = headers.text(bytes, CONTENT_TYPE, row.texts);
    const transferEncoding = headers.text(bytes, CONTENT_TRANSFER_ENCODING, row.texts);
    const contentEncoding = headers.text(bytes, CONTENT_ENCODING, row.texts);
    summarizeBody(media, bytes, this.bodyStart, this.bodyEnd, row, type, transferEncoding, contentEncoding);
  }

  /**
   * Puts what tells the message's transaction into `extract`: the method of a request (empty in a response) and the values that
   * `transactionOf` reads. False when one is missing.
   */
  extractTransaction(bytes: Uint8Array, start: number, extract: Extract): boolean {
    const headers = this.#headers;
    if (!headers.has(CSEQ) || !headers.has(VIA) || !headers.has(CALL_ID)) return false;
    extract.run(bytes, start, this.kind === REQUEST ? this.line.methodEnd : start);
    for (const key of TRANSACTION) extract.run(bytes, headers.start(key), headers.end(key));
    return true;
  }

  /** First value of each header by its long lower-case name, of those that matter here. */
  values(bytes: Uint8Array): Map<string, string> {
    const values = new Map<string, string>();
    for (const [key, name] of KEPT.entries()) {
      const value = this.#headers.text(bytes, key);
      if (value !== undefined) values.set(name, value);
    }
    return values;
  }
}

/** A message whose places have been read, with its texts. */
export function messageOf(places: MessagePlaces, bytes: Uint8Array, start: number): Message {
  const { line, kind, bodyStart, bodyEnd, headersWhole, contentLength } = places;
  return {
    line: startLineOf(line, kind, bytes, start),
    bodyStart,
    headersWhole,
    bodyEnd,
    contentLength: contentLength < 0 ? undefined : contentLength,
    values: places.values(bytes),
  };
}

/** The transaction that the message of an extract belongs to: the same for a request and its responses. */
export function transactionOf(extract: ExtractReader): string | undefined {
  const { bytes } = extract;
  const from = extract.run();
  const sent = fromLatin1(bytes.subarray(from, extract.at));
  const [cseqValue, via, callId] = TRANSACTION.map(() => {
    const start = extract.run();
    return unfold(bytes, start, extract.at);
  }) as [string, string, string];
  const cseq = /^(\d+)\s+(\S+)/.exec(cseqValue);
  if (cseq === null) return undefined;
  const [first = ''] = via.split(',', 1);
  const branch = /;\s*branch\s*=\s*([^\s;,]+)/i.exec(first)?.[1] ?? '';
  const sentBy = /^SIP\s*\/\s*[^\s/]+\s*\/\s*[^\s/]+\s+([^\s;,]+)/i.exec(first)?.[1] ?? '';
  const method = sent === '' ? (cseq[2] ?? '') : sent;
  return `${branch}/${sentBy.toLowerCase()}/${cseq[1]} ${method}/${callId}`;
}

/** A message's method, or that of the request that a response answers; empty when unknown. */
export function methodOf({ values, line }: Message): string {
  return line.kind === 'request' ? line.method : (/^\d+\s+(\S+)/.exec(values.get('cseq') ?? '')?.[1] ?? '');
}
