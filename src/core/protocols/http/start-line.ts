import { fromLatin1 } from '../../base/bytes.ts';
import { hasMark, isDigit, MORE, NO_LINE, REQUEST, RESPONSE } from '../../dissect/start-line.ts';
import type { Line } from '../../dissect/text-lines.ts';

/** The first line of a message; places are octets. */
export interface StartLine {
  readonly kind: 'request' | 'response';
  readonly line: Line;
  /** Behind the method, or the version of a response. */
  readonly firstEnd: number;
  /** The request target, or the status code. */
  readonly secondStart: number;
  readonly secondEnd: number;
  /** The version of a request, or the reason phrase. */
  readonly thirdStart: number;
  /** Method of a request, status code of a response. */
  readonly method: string;
  readonly status: number;
}

const SP = 0x20;
const LONGEST = 16 * 1024;
const LONGEST_METHOD = 24;
const VERSION = Uint8Array.from('HTTP/', (letter) => letter.charCodeAt(0));
/** Octets of `HTTP/1.1`. */
const VERSION_OCTETS = VERSION.length + 3;

/**
 * Where the parts of a start line stand, in octets; names as in `StartLine`. One object serves all messages: places hold until
 * the next `read`.
 */
export class StartPlaces {
  /** Behind the line, without and with its line end. */
  end = 0;
  next = 0;
  firstEnd = 0;
  secondStart = 0;
  secondEnd = 0;
  thirdStart = 0;
  /** Status code of a response; 0 of a request. */
  status = 0;

  /** Reads the start line at octet `start`. @returns NO_LINE, MORE, REQUEST or RESPONSE */
  read(bytes: Uint8Array, start: number, end: number): number {
    const response = hasMark(bytes, start, end, VERSION);
    let method = 0;
    if (!response) {
      method = methodSize(bytes, start, end);
      if (method < 0) return startsVersion(bytes, start, end) ? MORE : NO_LINE;
      if (start + method === end) return MORE;
    }
    const most = Math.min(end, start + LONGEST);
    let lf = start + method;
    while (lf < most && bytes[lf] !== 0x0a) lf++;
    if (lf === most) return end - start >= LONGEST ? NO_LINE : MORE;
    this.next = lf + 1;
    this.end = lf > start && bytes[lf - 1] === 0x0d ? lf - 1 : lf;
    if (response) return this.#response(bytes, start) ? RESPONSE : NO_LINE;
    return this.#request(bytes, start + method) ? REQUEST : NO_LINE;
  }

  /** `HTTP/1.1 200 OK`; any blanks before the code, the phrase may be missing. */
  #response(bytes: Uint8Array, start: number): boolean {
    const { end } = this;
    const versionEnd = start + VERSION_OCTETS;
    if (versionEnd > end || !isVersionNumber(bytes, versionEnd - 3)) return false;
    let code = versionEnd;
    while (code < end && bytes[code] === SP) code++;
    const behind = code + 3;
    if (code === versionEnd || behind > end || (behind < end && bytes[behind] !== SP)) return false;
    let status = 0;
    for (let at = code; at < behind; at++) {
      if (!isDigit(bytes[at]!)) return false;
      status = status * 10 + bytes[at]! - 0x30;
    }
    this.firstEnd = versionEnd;
    this.secondStart = code;
    this.secondEnd = behind;
    this.thirdStart = behind < end ? behind + 1 : behind;
    this.status = status;
    return true;
  }

  /** `GET / HTTP/1.1`. The target may hold blanks, though it should not: the version is what follows the last one. */
  #request(bytes: Uint8Array, methodEnd: number): boolean {
    let versionEnd = this.end;
    while (versionEnd > methodEnd && bytes[versionEnd - 1] === SP) versionEnd--;
    const version = versionEnd - VERSION_OCTETS;
    if (version <= methodEnd || bytes[version - 1] !== SP) return false;
    if (!hasMark(bytes, version, versionEnd, VERSION) || !isVersionNumber(bytes, versionEnd - 3)) return false;
    let target = methodEnd;
    while (bytes[target] === SP) target++;
    let targetEnd = version - 1;
    while (targetEnd > target && bytes[targetEnd - 1] === SP) targetEnd--;
    if (targetEnd <= target) return false;
    this.firstEnd = methodEnd;
    this.secondStart = target;
    this.secondEnd = targetEnd;
    this.thirdStart = version;
    this.status = 0;
    return true;
  }
}

/** The start line at octet `start`; `more` when it may become one, undefined when it is none. */
export function startLineAt(bytes: Uint8Array, start: number, end: number): StartLine | 'more' | undefined {
  const places = new StartPlaces();
  const kind = places.read(bytes, start, end);
  if (kind === NO_LINE) return undefined;
  if (kind === MORE) return 'more';
  const { firstEnd, secondStart, secondEnd, thirdStart, status } = places;
  return {
    kind: kind === REQUEST ? 'request' : 'response',
    line: { start, end: places.end, next: places.next },
    firstEnd,
    secondStart,
    secondEnd,
    thirdStart,
    method: kind === REQUEST ? fromLatin1(bytes.subarray(start, firstEnd)) : '',
    status,
  };
}

/** True for `HTTP/`, and for a beginning of it that is all there is. */
function startsVersion(bytes: Uint8Array, start: number, end: number): boolean {
  const stop = Math.min(end - start, VERSION.length);
  for (let i = 0; i < stop; i++) if (bytes[start + i] !== VERSION[i]) return false;
  return true;
}

/** A digit, a dot and a digit. */
function isVersionNumber(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at]!) && bytes[at + 1] === 0x2e && isDigit(bytes[at + 2]!);
}

/** Octets of the capital letters at `start`, followed by a blank or by nothing; -1 when there is no method. */
function methodSize(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at - start <= LONGEST_METHOD && isMethodLetter(bytes[at]!)) at++;
  const size = at - start;
  if (size === 0 || size > LONGEST_METHOD) return -1;
  return at === end || bytes[at] === SP ? size : -1;
}

function isMethodLetter(octet: number): boolean {
  return (octet >= 0x41 && octet <= 0x5a) || octet === 0x2d || octet === 0x5f;
}

/** How likely octets are the begin of an HTTP message. */
export function likelyHttp(bytes: Uint8Array, start: number, end: number): number {
  // Most octets are something else: they shall make nothing.
  if (start >= end || !isMethodLetter(bytes[start]!)) return 0;
  return new StartPlaces().read(bytes, start, end) >= REQUEST ? 0.95 : 0;
}
