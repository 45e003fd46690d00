import { hexDigit } from '../../base/bytes.ts';
import { HeaderNames, HeaderPlaces } from '../../dissect/header-places.ts';
import { MORE, NO_LINE, RESPONSE } from '../../dissect/start-line.ts';
import { atLeast, type FlowMemory, type Measure, MORE_NEEDED, NOT_OURS, UNTIL_END } from '../../dissect/streams.ts';
import { headersEnd, headerValues, lineAt } from '../../dissect/text-lines.ts';
import { type StartLine, StartPlaces } from './start-line.ts';

/** How the end of a body is found (RFC 9112 6.3). */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly octets: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-end' };
type FramingKind = Framing['kind'];

/** Header sections beyond this are no HTTP. */
const LONGEST_HEADERS = 64 * 1024;
const MOST_LENGTHS = 8;
const LONGEST_CHUNK_LINE = 1024;
const LARGEST_CHUNK = 0x7fff_ffff;

/** Octets of CR and LF that a sender has put before its start line. */
export function leadingLineEnds(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at < start + 8 && (bytes[at] === 0x0d || bytes[at] === 0x0a)) at++;
  return at - start;
}

/** Values of the Content-Length headers in octets `start` to `section`: numbers, undefined for what is none. */
export function contentLengths(bytes: Uint8Array, start: number, section: number): (number | undefined)[] {
  const values: (number | undefined)[] = [];
  for (const value of headerValues(bytes, start, section, 'content-length', MOST_LENGTHS)) {
    for (const one of value.split(',')) values.push(/^\s*\d{1,15}\s*$/.test(one) ? Number(one) : undefined);
  }
  return values;
}

/** Headers that pass 1 looks for. */
const WRITTEN = ['content-encoding', 'content-length', 'content-type', 'transfer-encoding'] as const;
const NAMES = new HeaderNames(WRITTEN.map((name, key) => [name, key]));
export const CONTENT_ENCODING = WRITTEN.indexOf('content-encoding');
const CONTENT_LENGTH = WRITTEN.indexOf('content-length');
export const CONTENT_TYPE = WRITTEN.indexOf('content-type');
const TRANSFER_ENCODING = WRITTEN.indexOf('transfer-encoding');
/** Digits of a Content-Length. */
const MOST_DIGITS = 15;

/** Where the headers of a message stand, and how its body ends; one object serves all messages of pass 1. */
export class BodyPlaces {
  readonly headers = new HeaderPlaces(NAMES);
  /** Octets of the body, behind `framing` that gave `length`. */
  octets = 0;

  /**
   * How the body of a message ends whose header section, octets `from` to `section`, has been read into `headers`.
   * @param status status code of a response, -1 for a request
   * @param asked method of the request that a response answers, where it is known
   */
  framing(bytes: Uint8Array, from: number, section: number, status: number, asked: string | undefined): FramingKind {
    const { headers } = this;
    if (status >= 0) {
      if (status < 200 || status === 204 || status === 304 || asked === 'HEAD') return 'none';
      if (asked === 'CONNECT' && status < 300) return 'none';
    }
    const otherwise = status >= 0 ? 'until-end' : 'none';
    const coding = headers.text(bytes, TRANSFER_ENCODING);
    if (coding !== undefined) {
      const last = coding
        .slice(coding.lastIndexOf(',') + 1)
        .trim()
        .toLowerCase();
      if (last === 'chunked') return 'chunked';
      if (last !== 'identity') return otherwise;
    }
    if (!headers.has(CONTENT_LENGTH)) return otherwise;
    this.octets = headers.count(CONTENT_LENGTH) === 1 ? headers.decimal(bytes, CONTENT_LENGTH, MOST_DIGITS) : -1;
    if (this.octets >= 0) return 'length';
    // Of lengths that contradict each other the smallest: what follows it can still be told from the next message.
    const lengths = contentLengths(bytes, from, section).filter((length) => length !== undefined);
    if (lengths.length === 0) return otherwise;
    this.octets = Math.min(...lengths);
    return 'length';
  }
}

/**
 * How the body of a message ends whose header section ends before octet `section`.
 * @param asked method of the request that a response answers, where it is known
 */
export function framingOf(bytes: Uint8Array, first: StartLine, section: number, asked: string | undefined): Framing {
  const places = new BodyPlaces();
  places.headers.read(bytes, first.line.next, section);
  const kind = places.framing(bytes, first.line.next, section, first.kind === 'response' ? first.status : -1, asked);
  return kind === 'length' ? { kind, octets: places.octets } : { kind };
}

/** The line that begins a chunk. */
export interface ChunkLine {
  /** Octets of data; undefined when that cannot be. */
  readonly octets: number | undefined;
  /** Behind the digits. */
  readonly digitsEnd: number;
  readonly end: number;
  readonly next: number;
}

/** The chunk line at octet `at`; `more` when it is not all there. */
export function chunkLineAt(bytes: Uint8Array, at: number, end: number): ChunkLine | 'more' {
  const line = lineAt(bytes, at, Math.min(end, at + LONGEST_CHUNK_LINE));
  if (line.next === line.end && end - at < LONGEST_CHUNK_LINE) return 'more';
  let value = 0;
  let digitsEnd = at;
  for (; digitsEnd < line.end; digitsEnd++) {
    const digit = hexDigit(bytes[digitsEnd]!);
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  const octets = digitsEnd === at || value > LARGEST_CHUNK || line.next === line.end ? undefined : value;
  return { octets, digitsEnd, end: line.end, next: line.next };
}

/**
 * Octet behind a chunked body that begins at `start`: exact when `known`, else the least that there must be.
 * @param resume a chunk line that was reached before
 */
export function chunkedEnd(
  bytes: Uint8Array,
  resume: number,
  end: number,
): { readonly at: number; readonly known: boolean; readonly reached: number } {
  let at = resume;
  for (;;) {
    const chunk = chunkLineAt(bytes, at, end);
    if (chunk === 'more') return { at: end + 1, known: false, reached: at };
    // A size that cannot be: where the body ends nobody knows, so it ends with what has come.
    if (chunk.octets === undefined) return { at: end, known: true, reached: at };
    if (chunk.octets === 0) {
      const behind = headersEnd(bytes, chunk.next, end);
      return behind < 0 ? { at: end + 1, known: false, reached: at } : { at: behind, known: true, reached: at };
    }
    const dataEnd = chunk.next + chunk.octets;
    if (dataEnd + 2 > end) return { at: dataEnd + 5, known: false, reached: at };
    at = dataEnd + (bytes[dataEnd] === 0x0d && bytes[dataEnd + 1] === 0x0a ? 2 : bytes[dataEnd] === 0x0a ? 1 : 0);
  }
}

/** Gives how many octets the message at `start` has, for the cutting of streams. */
export function makeMeasure(): Measure {
  const line = new StartPlaces();
  const body = new BodyPlaces();
  return (bytes, start, end, ended, flow) => {
    const at = start + leadingLineEnds(bytes, start, end);
    const unknown = ended ? end - start : MORE_NEEDED;
    if (at === end) return unknown;
    const kind = line.read(bytes, at, end);
    if (kind === NO_LINE) return NOT_OURS;
    if (kind === MORE) return unknown;
    const section = body.headers.read(bytes, line.next, end);
    if (section < 0) return end - at > LONGEST_HEADERS ? NOT_OURS : unknown;
    const isResponse = kind === RESPONSE;
    const asked = isResponse ? askedOf(flow) : undefined;
    switch (body.framing(bytes, line.next, section, isResponse ? line.status : -1, asked)) {
      case 'none':
        return section - start;
      case 'length': {
        const size = section + body.octets - start;
        return size > end - start && ended ? end - start : size;
      }
      case 'until-end':
        return ended ? end - start : UNTIL_END;
      case 'chunked': {
        const found = chunkedEnd(bytes, flow.seen ? start + flow.seen : section, end);
        flow.seen = found.reached - start;
        if (found.known) return found.at - start;
        return ended ? end - start : atLeast(found.at - start);
      }
    }
  };
}

/** Method of the request that the next response of this side answers. */
function askedOf({ waiting, direction }: FlowMemory): string | undefined {
  for (const request of waiting) if (request.direction !== direction) return request.what;
  return undefined;
}
