import { MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import { folded, headersEnd, NamedHeaders, unfold } from '../../dissect/text-headers.ts';
import { type StartLine, startLineAt } from './start-line.ts';
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

const KEPT: ReadonlySet<string> = new Set([
  'call-id',
  'content-encoding',
  'content-length',
  'content-transfer-encoding',
  'content-type',
  'cseq',
  'via',
]);
const LONGEST_HEADERS = 64 * 1024;
const COLON = 0x3a;

/** Octets of CR LF at `start`: keep-alives between messages (RFC 5626 4.4.1). */
export function lineEndsAt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === 0x0d || bytes[at] === 0x0a)) at++;
  return at - start;
}

/** Names as they may be written, and the long name of each. */
const WRITTEN = [...[...KEPT].map((name) => [name, name] as const), ...COMPACT].filter(([, name]) => KEPT.has(name));
const NAMED = new NamedHeaders(WRITTEN.map(([written]) => written));

function keptValues(bytes: Uint8Array, start: number, section: number): Map<string, string> {
  const values = new Map<string, string>();
  for (let at = start; at < section; ) {
    const line = folded(bytes, at, section);
    const [, key] = WRITTEN[NAMED.at(bytes, at, line.end)] ?? [];
    if (key !== undefined && !values.has(key)) values.set(key, unfold(bytes, bytes.indexOf(COLON, at) + 1, line.end));
    at = line.next;
  }
  return values;
}

/** The message in octets `start` to `end`, which are all there is of it; undefined when it does not begin as one. */
export function scan(bytes: Uint8Array, start: number, end: number): Message | undefined {
  const line = startLineAt(bytes, start, end, true);
  if (typeof line !== 'object') return undefined;
  const behind = headersEnd(bytes, line.next, end);
  const bodyStart = behind < 0 ? end : behind;
  const values = keptValues(bytes, line.next, bodyStart);
  const contentLength = numberOf(values.get('content-length'));
  const bodyEnd = contentLength === undefined ? end : Math.min(end, bodyStart + contentLength);
  return { line, bodyStart, headersWhole: behind >= 0, bodyEnd, contentLength, values };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** Octets of the first message on a stream, or of the line ends before it. */
export function measure(bytes: Uint8Array, start: number, end: number, ended: boolean): number {
  const blank = lineEndsAt(bytes, start, end);
  if (blank > 0) return blank;
  const line = startLineAt(bytes, start, end, ended);
  if (line === undefined) return NOT_OURS;
  const unknown = ended ? end - start : MORE_NEEDED;
  if (line === 'more') return unknown;
  const behind = headersEnd(bytes, line.next, end);
  if (behind < 0) return end - start > LONGEST_HEADERS ? NOT_OURS : unknown;
  // Without a length the next message follows: there is no other end of a body on a stream.
  const size = behind - start + (numberOf(keptValues(bytes, line.next, behind).get('content-length')) ?? 0);
  return ended ? Math.min(size, end - start) : size;
}

/** The transaction that a message belongs to: the same for a request and its responses. */
export function transactionKey({ values, line }: Message): string | undefined {
  const cseq = /^(\d+)\s+(\S+)/.exec(values.get('cseq') ?? '');
  const via = values.get('via');
  const callId = values.get('call-id');
  if (cseq === null || via === undefined || callId === undefined) return undefined;
  const [first = ''] = via.split(',', 1);
  const branch = /;\s*branch\s*=\s*([^\s;,]+)/i.exec(first)?.[1] ?? '';
  const sentBy = /^SIP\s*\/\s*[^\s/]+\s*\/\s*[^\s/]+\s+([^\s;,]+)/i.exec(first)?.[1] ?? '';
  const method = line.kind === 'request' ? line.method : (cseq[2] ?? '');
  return `${branch}/${sentBy.toLowerCase()}/${cseq[1]} ${method}/${callId}`;
}

/** A message's method, or that of the request that a response answers; empty when unknown. */
export function methodOf({ values, line }: Message): string {
  return line.kind === 'request' ? line.method : (/^\d+\s+(\S+)/.exec(values.get('cseq') ?? '')?.[1] ?? '');
}
