import { fromLatin1 } from '../../base/bytes.ts';
import { type Line, lineAt } from '../../dissect/text-headers.ts';

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
const VERSION = 'HTTP/';

/** The start line at octet `start`; `more` when it may become one, undefined when it is none. */
export function startLineAt(bytes: Uint8Array, start: number, end: number): StartLine | 'more' | undefined {
  const response = begins(bytes, start, end, VERSION);
  if (!response) {
    const size = methodSize(bytes, start, end);
    if (size === undefined)
      return start + VERSION.length > end && startsVersion(bytes, start, end) ? 'more' : undefined;
    if (start + size === end) return 'more';
  }
  const line = lineAt(bytes, start, Math.min(end, start + LONGEST));
  if (line.next === line.end) return end - start >= LONGEST ? undefined : 'more';
  return response ? statusLine(bytes, line) : requestLine(bytes, line);
}

function begins(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True for a beginning of `HTTP/`. */
function startsVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return VERSION.startsWith(fromLatin1(bytes.subarray(start, end)));
}

/** Octets of the capital letters at `start`, followed by a blank or by nothing; undefined when there is no method. */
function methodSize(bytes: Uint8Array, start: number, end: number): number | undefined {
  let at = start;
  while (at < end && at - start <= LONGEST_METHOD && isMethodLetter(bytes[at]!)) at++;
  const size = at - start;
  if (size === 0 || size > LONGEST_METHOD) return undefined;
  return at === end || bytes[at] === SP ? size : undefined;
}

function isMethodLetter(octet: number): boolean {
  return (octet >= 0x41 && octet <= 0x5a) || octet === 0x2d || octet === 0x5f;
}

function requestLine(bytes: Uint8Array, line: Line): StartLine | undefined {
  const text = fromLatin1(bytes.subarray(line.start, line.end));
  // The target may hold blanks, though it should not: the version is what follows the last one.
  const version = text.lastIndexOf(' HTTP/');
  if (version < 0 || !/^ HTTP\/\d\.\d *$/.test(text.slice(version))) return undefined;
  const methodEnd = text.indexOf(' ');
  let target = methodEnd;
  while (text[target] === ' ') target++;
  let targetEnd = version;
  while (targetEnd > target && text[targetEnd - 1] === ' ') targetEnd--;
  if (targetEnd <= target) return undefined;
  return {
    kind: 'request',
    line,
    firstEnd: line.start + methodEnd,
    secondStart: line.start + target,
    secondEnd: line.start + targetEnd,
    thirdStart: line.start + version + 1,
    method: text.slice(0, methodEnd),
    status: 0,
  };
}

function statusLine(bytes: Uint8Array, line: Line): StartLine | undefined {
  const text = fromLatin1(bytes.subarray(line.start, line.end));
  const match = /^(HTTP\/\d\.\d)( +)(\d{3})(?:( )|$)/.exec(text);
  if (match === null) return undefined;
  const [, version = '', gap = '', code = '', blank = ''] = match;
  const secondStart = line.start + version.length + gap.length;
  const secondEnd = secondStart + code.length;
  return {
    kind: 'response',
    line,
    firstEnd: line.start + version.length,
    secondStart,
    secondEnd,
    thirdStart: secondEnd + blank.length,
    method: '',
    status: Number(code),
  };
}

/** How likely octets are the begin of an HTTP message. */
export function likelyHttp(bytes: Uint8Array, start: number, end: number): number {
  const first = startLineAt(bytes, start, end);
  return first === undefined || first === 'more' ? 0 : 0.95;
}
