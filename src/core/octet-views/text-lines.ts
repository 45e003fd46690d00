import { Vector } from '../base/vector.ts';
import { visibleText } from '../base/visible-text.ts';
import { CHARSETS, type Charset, type CharsetId, GSM_ESCAPE } from './charsets.ts';
import type { LineMark, Misfits, OctetLine, OctetLines } from './lines.ts';

const TAB = '    ';

/** Where a text begins a new line: there is no other sign of EBCDIC for that than the one of ISO 6429. */
const isLineEnd = (character: string | undefined, id: CharsetId): boolean =>
  character === '\n' || character === '\r' || (id === 'ebcdic' && character === '\u0085');

/** A character as it is shown: controls as dots, others that cannot be seen as escapes. */
function shown(character: string | undefined, { lost }: Charset): string {
  if (character === undefined) return lost;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code === 0x09) return TAB;
  if (code < 0xa0) return '.';
  return visibleText(character);
}

/** Signs of the East take two columns. */
const columnsOf = (text: string): number => (text.length === 1 && text.charCodeAt(0) < 0x1100 ? 1 : text.length * 2);

/** Lines of text: they end where the text says so, and are continued where they are longer than `columns`. */
export class TextLines implements OctetLines {
  readonly misfits: Misfits | undefined;
  readonly #bytes: Uint8Array;
  readonly #id: CharsetId;
  readonly #charset: Charset;
  readonly #starts: Vector<Uint32Array>;

  constructor(bytes: Uint8Array, id: CharsetId, columns: number) {
    this.#bytes = bytes;
    this.#id = id;
    this.#charset = CHARSETS[id];
    const { starts, misfits } = measure(bytes, id, Math.max(columns, 8));
    this.#starts = starts;
    this.misfits = misfits;
  }

  get count(): number {
    return this.#starts.length;
  }

  line(index: number): OctetLine {
    const start = this.#startOf(index);
    const end = this.#startOf(index + 1);
    return { start, end, text: this.#text(start, end) };
  }

  lineOf(octet: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#starts.get(middle) <= octet) low = middle;
      else high = middle;
    }
    return low;
  }

  marks(index: number, from: number, to: number): readonly LineMark[] {
    const { start, end } = this.line(index);
    if (from >= end || to <= start) return [];
    const before = this.#text(start, Math.max(start, from)).length;
    return [{ from: before, to: before + this.#text(Math.max(start, from), Math.min(end, to)).length }];
  }

  #startOf(index: number): number {
    return index < this.#starts.length ? this.#starts.get(index) : this.#bytes.length;
  }

  #text(start: number, end: number): string {
    let out = '';
    for (let at = start; at < end; ) {
      const size = this.#charset.size(this.#bytes, at);
      const character = this.#charset.read(this.#bytes, at, size);
      if (!isLineEnd(character, this.#id)) out += shown(character, this.#charset);
      at += size;
    }
    return out;
  }
}

/** In place of columns: the octet ends a line. */
const ENDS = 255;

/**
 * Per octet the columns of the character that it is, whatever follows; 0 where the charset has to be asked. A string for each character
 * took five times as long.
 */
function plainOctets(id: CharsetId): Uint8Array {
  const charset = CHARSETS[id];
  return Uint8Array.from({ length: 256 }, (_, octet) => {
    const alone = Uint8Array.of(octet);
    const character = charset.read(alone, 0, charset.size(alone, 0));
    if (character === undefined || character === '\r' || (id === 'gsm' && octet === GSM_ESCAPE)) return 0;
    return isLineEnd(character, id) ? ENDS : columnsOf(shown(character, charset));
  });
}

function measure(
  bytes: Uint8Array,
  id: CharsetId,
  columns: number,
): { readonly starts: Vector<Uint32Array>; readonly misfits: Misfits | undefined } {
  const charset = CHARSETS[id];
  const starts = new Vector(Uint32Array);
  let lost = 0;
  let first = 0;
  let width = 0;
  let isNew = true;
  const plain = plainOctets(id);
  for (let at = 0; at < bytes.length; ) {
    const known = plain[bytes[at]!]!;
    let size = 1;
    let isEnd = known === ENDS;
    let room = isEnd ? 0 : known;
    if (known === 0) {
      size = charset.size(bytes, at);
      const character = charset.read(bytes, at, size);
      if (character === undefined && lost++ === 0) first = at;
      isEnd = isLineEnd(character, id);
      room = isEnd ? 0 : columnsOf(shown(character, charset));
      // A return in front of a feed is part of the same end.
      if (character === '\r') size += feedAt(bytes, at + size, charset);
    }
    if (isNew || width + room > columns) {
      starts.push(at);
      width = 0;
    }
    width += room;
    at += size;
    isNew = isEnd;
  }
  return { starts, misfits: lost === 0 ? undefined : { count: lost, first } };
}

/** Octets of the line feed at `at`; 0 when there is none. */
function feedAt(bytes: Uint8Array, at: number, charset: Charset): number {
  if (at >= bytes.length) return 0;
  const size = charset.size(bytes, at);
  return charset.read(bytes, at, size) === '\n' ? size : 0;
}

/** All of a text as it is written, U+FFFD for what is no character. */
export function wholeText(bytes: Uint8Array, id: CharsetId): string {
  const charset = CHARSETS[id];
  if (id === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < bytes.length; ) {
    const size = charset.size(bytes, at);
    part += charset.read(bytes, at, size) ?? charset.lost;
    at += size;
    if (part.length < 4096) continue;
    parts.push(part);
    part = '';
  }
  return parts.join('') + part;
}
