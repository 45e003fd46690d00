import { fromLatin1 } from '../../base/bytes.ts';
import { lineAt } from '../../dissect/text-headers.ts';

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
const TOKEN = /^[A-Za-z0-9.!%*_+`'~-]+$/;
const LEAST = 'A a SIP/2.0'.length;

/** A token and a blank, or the begin of a status line: what tells SIP from other octets at a glance. */
function mayBegin(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end && at < start + 32; at++) {
    const octet = bytes[at]!;
    if (octet === 0x20) return at > start;
    if (octet < 0x21 || octet > 0x7e || octet === 0x3a || octet === 0x22) return false;
  }
  return end - start < 32;
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
  if (!mayBegin(bytes, start, end)) return undefined;
  const line = lineAt(bytes, start, Math.min(end, start + LONGEST));
  if (line.next === line.end && !whole) return end - start < LONGEST ? 'more' : undefined;
  if (line.end - start < LEAST) return undefined;
  const text = fromLatin1(bytes.subarray(start, line.end));
  const response = /^SIP\/(\d+\.\d+) (\d{3})(?: (.*))?$/.exec(text);
  if (response !== null) {
    const [, version = '', code = '', reason = ''] = response;
    const textStart = Math.min(line.end, start + version.length + code.length + 6);
    return {
      kind: 'response',
      ...line,
      method: '',
      status: Number(code),
      text: reason,
      textStart,
      version,
      versionStart: start,
    };
  }
  // Taken apart by hand: an expression for it would go back and forth over long runs of blanks.
  const gap = text.indexOf(' ');
  const method = text.slice(0, Math.max(0, gap));
  const versionAt = text.lastIndexOf(' SIP/') + 1;
  const version = text.slice(versionAt + 4).trimEnd();
  const uri = text.slice(gap, versionAt).trim();
  if (uri === '' || !TOKEN.test(method) || !/^\d+\.\d+$/.test(version)) return undefined;
  const textStart = start + text.indexOf(uri, gap);
  return {
    kind: 'request',
    ...line,
    method,
    status: 0,
    text: uri,
    textStart,
    version,
    versionStart: start + versionAt,
  };
}

/** How likely octets are a SIP message. */
export function likelySip(bytes: Uint8Array, start: number, end: number): number {
  const line = startLineAt(bytes, start, end, true);
  return typeof line === 'object' && line.version === '2.0' ? 0.95 : 0;
}
