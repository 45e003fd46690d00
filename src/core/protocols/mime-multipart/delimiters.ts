import { fromLatin1 } from '../../base/bytes.ts';
import { lineAt } from '../../dissect/text-lines.ts';

/** A boundary line; places are octets. */
export interface Delimiter {
  /** Where it begins: the line end before it belongs to it. */
  readonly start: number;
  /** Where the line itself begins. */
  readonly line: number;
  /** Behind the line with its line end. */
  readonly next: number;
  /** True for the one behind the last part. */
  readonly closing: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const HYPHEN = 0x2d;

/** The first boundary line in octets `from` to `end`, where `body` is the first octet of the multipart body. */
export function nextDelimiter(
  bytes: Uint8Array,
  body: number,
  from: number,
  end: number,
  boundary: string,
): Delimiter | undefined {
  for (let line = from; line < end; ) {
    let lf = line;
    while (lf < end && bytes[lf] !== LF) lf++;
    if (bytes[line] === HYPHEN && bytes[line + 1] === HYPHEN) {
      const lineEnd = lf > line && lf < end && bytes[lf - 1] === CR ? lf - 1 : lf;
      const tail = tailOf(bytes, line, lineEnd, boundary);
      if (tail !== 'other') {
        let start = line;
        if (start > body && start > from && bytes[start - 1] === LF) start--;
        if (start > body && start > from && bytes[start - 1] === CR) start--;
        return { start, line, next: Math.min(end, lf + 1), closing: tail === 'closing' };
      }
    }
    line = lf + 1;
  }
  return undefined;
}

/** Octets of a line that are looked at behind the boundary. */
const LONGEST_TAIL = 256;

/** What the line in octets `start` to `end`, which begins with two hyphens, is. */
function tailOf(bytes: Uint8Array, start: number, end: number, boundary: string): 'opening' | 'closing' | 'other' {
  const behind = start + 2 + boundary.length;
  if (behind > end) return 'other';
  for (let i = 0; i < boundary.length; i++) if (bytes[start + 2 + i] !== boundary.charCodeAt(i)) return 'other';
  const stop = Math.min(end, behind + LONGEST_TAIL);
  const closing = behind + 2 <= stop && bytes[behind] === HYPHEN && bytes[behind + 1] === HYPHEN;
  for (let at = closing ? behind + 2 : behind; at < stop; at++)
    if (bytes[at] !== 0x20 && bytes[at] !== 0x09) return 'other';
  return closing ? 'closing' : 'opening';
}

/** The boundary by the first line that looks like one, for bodies whose content type does not name it. */
export function guessBoundary(bytes: Uint8Array, start: number, end: number): string | undefined {
  let at = start;
  while (at < end && (bytes[at] === CR || bytes[at] === LF)) at++;
  const line = lineAt(bytes, at, Math.min(end, at + 80));
  if (line.next === line.end || bytes[at] !== HYPHEN || bytes[at + 1] !== HYPHEN) return undefined;
  const boundary = fromLatin1(bytes.subarray(at + 2, line.end)).trimEnd();
  return /^[\x21-\x7e]([\x20-\x7e]{0,68}[\x21-\x7e])?$/.test(boundary) ? boundary : undefined;
}
