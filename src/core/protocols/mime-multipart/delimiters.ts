import { fromLatin1 } from '../../base/bytes.ts';
import { lineAt } from '../../dissect/text-headers.ts';

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
    const { next, end: lineEnd } = lineAt(bytes, line, end);
    const tail = delimiterTail(bytes, line, lineEnd, boundary);
    if (tail !== undefined) {
      let start = line;
      if (start > body && start > from && bytes[start - 1] === LF) start--;
      if (start > body && start > from && bytes[start - 1] === CR) start--;
      return { start, line, next, closing: tail.startsWith('--') };
    }
    line = next;
  }
  return undefined;
}

/** What stands behind `--boundary` on a line; undefined when the line is no boundary. */
function delimiterTail(bytes: Uint8Array, start: number, end: number, boundary: string): string | undefined {
  const size = 2 + boundary.length;
  if (end - start < size || bytes[start] !== HYPHEN || bytes[start + 1] !== HYPHEN) return undefined;
  for (let i = 0; i < boundary.length; i++) if (bytes[start + 2 + i] !== boundary.charCodeAt(i)) return undefined;
  const tail = fromLatin1(bytes.subarray(start + size, Math.min(end, start + size + 256)));
  return /^(--)?[ \t]*$/.test(tail) ? tail : undefined;
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
