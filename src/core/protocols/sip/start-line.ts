import { fromLatin1 } from '../../base/bytes.ts';
import { hasMark, isDigit, MORE, NO_LINE, REQUEST, RESPONSE } from '../../dissect/start-line.ts';

/** The first line of a message. Places are octets. */
export interface StartLine {
  readonly kind: 'request' | 'response';
  readonly start: number;
  readonly end: number;
  readonly next: number;
  /** Method of a request; empty in a response. */
  readonly method: string;
  /** Status code of a response; 0 in a request. */
  readonly status: number;
  /** The URI of a request, or the reason phrase of a response. */
  readonly text: string;
  readonly textStart: number;
  /** Version of SIP, `2.0`. */
  readonly version: string;
  readonly versionStart: number;
}

/** Longer ones are no SIP. */
const LONGEST = 4096;
const LEAST = 'A a SIP/2.0'.length;
const SP = 0x20;
const DOT = 0x2e;
const VERSION = Uint8Array.from('SIP/', (letter) => letter.charCodeAt(0));
/** 1 for the octets of a token. */
const TOKEN = Uint8Array.from({ length: 256 }, (_, octet) =>
  /[A-Za-z0-9.!%*_+`'~-]/.test(String.fromCharCode(octet)) ? 1 : 0,
);

/**
 * Where the parts of a start line stand, in octets. One object serves all messages: places hold until the next `read`.
 */
export class StartPlaces {
  next = 0;
  /** Behind the line's content. */
  end = 0;
  /** Behind the method of a request. */
  methodEnd = 0;
  /** `SIP/` and the version. */
  versionStart = 0;
  versionEnd = 0;
  /** The URI of a request, or the reason phrase of a response. */
  textStart = 0;
  textEnd = 0;
  /** Status code of a response; 0 in a request. */
  status = 0;

  /**
   * Reads the start line at octet `start`.
   * @param whole true when there is no more than is here
   * @returns NO_LINE, MORE, REQUEST or RESPONSE
   */
  read(bytes: Uint8Array, start: number, end: number, whole: boolean): number {
    if (!mayBegin(bytes, start, end)) return NO_LINE;
    const most = Math.min(end, start + LONGEST);
    let lf = start;
    while (lf < most && bytes[lf] !== 0x0a) lf++;
    if (lf === most && !whole) return end - start < LONGEST ? MORE : NO_LINE;
    const stop = lf > start && lf < most && bytes[lf - 1] === 0x0d ? lf - 1 : lf;
    this.end = stop;
    this.next = lf < most ? lf + 1 : most;
    this.status = 0;
    if (stop - start < LEAST) return NO_LINE;
    if (hasMark(bytes, start, stop, VERSION)) return this.#response(bytes, start, stop) ? RESPONSE : NO_LINE;
    return this.#request(bytes, start, stop) ? REQUEST : NO_LINE;
  }

  /** `SIP/2.0 200 OK`; the phrase may be missing, with the blank before it. */
  #response(bytes: Uint8Array, start: number, stop: number): boolean {
    const version = numberEnd(bytes, start + VERSION.length, stop);
    if (version < 0 || bytes[version] !== SP) return false;
    const code = version + 1;
    if (code + 3 > stop || (code + 3 < stop && bytes[code + 3] !== SP)) return false;
    for (let at = code; at < code + 3; at++) if (!isDigit(bytes[at]!)) return false;
    for (let at = code + 3; at < stop; at++) if (bytes[at] === 0x0d) return false;
    this.methodEnd = start;
    this.versionStart = start;
    this.versionEnd = version;
    this.status = (bytes[code]! - 0x30) * 100 + (bytes[code + 1]! - 0x30) * 10 + (bytes[code + 2]! - 0x30);
    this.textStart = Math.min(stop, code + 4);
    this.textEnd = stop;
    return true;
  }

  /** `MESSAGE sip:a@b SIP/2.0`, with any blanks around the URI. */
  #request(bytes: Uint8Array, start: number, stop: number): boolean {
    let gap = start;
    while (gap < stop && TOKEN[bytes[gap]!] === 1) gap++;
    if (gap === start || bytes[gap] !== SP) return false;
    let at = stop - VERSION.length;
    while (at > gap && !(bytes[at - 1] === SP && hasMark(bytes, at, stop, VERSION))) at--;
    if (at === gap) return false;
    const version = numberEnd(bytes, at + VERSION.length, stop);
    if (version < 0) return false;
    for (let i = version; i < stop; i++) if (!isSpace(bytes[i]!)) return false;
    let from = gap;
    let to = at;
    while (from < to && isSpace(bytes[from]!)) from++;
    while (to > from && isSpace(bytes[to - 1]!)) to--;
    if (from === to) return false;
    this.methodEnd = gap;
    this.versionStart = at;
    this.versionEnd = version;
    this.textStart = from;
    this.textEnd = to;
    return true;
  }
}

/** A token and a blank, or the begin of a status line: what tells SIP from other octets at a glance. */
function mayBegin(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end && at < start + 32; at++) {
    const octet = bytes[at]!;
    if (octet === SP) return at > start;
    if (octet < 0x21 || octet > 0x7e || octet === 0x3a || octet === 0x22) return false;
  }
  return end - start < 32;
}

/** Octet behind digits, a dot and digits at `start`; -1 where something else stands. */
function numberEnd(bytes: Uint8Array, start: number, stop: number): number {
  let at = start;
  while (at < stop && isDigit(bytes[at]!)) at++;
  if (at === start || at >= stop || bytes[at] !== DOT) return -1;
  const fraction = at + 1;
  at = fraction;
  while (at < stop && isDigit(bytes[at]!)) at++;
  return at === fraction ? -1 : at;
}

/** White space of ISO 8859-1. */
function isSpace(octet: number): boolean {
  return octet === SP || (octet >= 9 && octet <= 13) || octet === 0xa0;
}

/**
 * The start line at octet `start`; `more` when its end is not there but it may become one, undefined when it is none.
 * @param whole true when there is no more than is here
 */
export function startLineAt(
  bytes: Uint8Array,
  start: number,
  end: number,
  whole: boolean,
): StartLine | 'more' | undefined {
  const places = new StartPlaces();
  const kind = places.read(bytes, start, end, whole);
  if (kind === NO_LINE) return undefined;
  return kind === MORE ? 'more' : startLineOf(places, kind, bytes, start);
}

/** The texts of a line whose places have been read. */
export function startLineOf(places: StartPlaces, kind: number, bytes: Uint8Array, start: number): StartLine {
  const { methodEnd, next, end, status, textStart, textEnd, versionStart, versionEnd } = places;
  return {
    kind: kind === REQUEST ? 'request' : 'response',
    start,
    end,
    next,
    method: fromLatin1(bytes.subarray(start, methodEnd)),
    status,
    text: fromLatin1(bytes.subarray(textStart, textEnd)),
    textStart,
    version: fromLatin1(bytes.subarray(versionStart + VERSION.length, versionEnd)),
    versionStart,
  };
}

/** How likely octets are a SIP message. */
export function likelySip(bytes: Uint8Array, start: number, end: number): number {
  // Most octets are something else: they shall make nothing.
  if (!mayBegin(bytes, start, end)) return 0;
  const line = startLineAt(bytes, start, end, true);
  return typeof line === 'object' && line.version === '2.0' ? 0.95 : 0;
}
