import { CHARSETS } from './wbxml/charsets.ts';
import { headerAt } from './wbxml/public-id-at.ts';
import { rootNameAt } from './xml/root-name.ts';

/** What octets `start` to `end` are by their beginning; undefined when neither. */
export function markupForm(bytes: Uint8Array, start: number, end: number): 'wbxml' | 'xml' | undefined {
  if (end - start < 4) return undefined;
  if (looksLikeXml(bytes, start, end)) return 'xml';
  const first = bytes[start]!;
  if (first > 3) return undefined;
  const header = headerAt(bytes, start, end);
  return header !== undefined && CHARSETS.has(header.charset) && header.body < end ? 'wbxml' : undefined;
}

/** True when the octets begin as an XML document does: `<`, after blanks or a byte order mark. */
export function looksLikeXml(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  else if (bytes[at] === 0xfe && bytes[at + 1] === 0xff) return bytes[at + 2] === 0 && bytes[at + 3] === 0x3c;
  else if (bytes[at] === 0xff && bytes[at + 1] === 0xfe) return bytes[at + 2] === 0x3c && bytes[at + 3] === 0;
  else if (bytes[at] === 0 && bytes[at + 1] === 0x3c) return rootNameAt(bytes, start, end) !== undefined;
  while (
    at < end &&
    at < start + 64 &&
    (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d)
  )
    at++;
  return at < end && bytes[at] === 0x3c;
}
