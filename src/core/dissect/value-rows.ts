import { fromLatin1 } from '../base/bytes.ts';
import type { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import { unfold } from './text-lines.ts';

/**
 * Lays rows inside a header value or a line of text (SIP, SDP, MSRP). Places are characters of `text`, in which each octet is one character, so that
 * a place in the text is a place in the packet. What lies between rows becomes separators.
 */
export class ValueRows {
  readonly cursor: Cursor;
  readonly text: string;
  readonly #base: number;
  readonly #separator: Field;

  /** The octets at the cursor. */
  constructor(cursor: Cursor, octets: number, separator: Field) {
    this.cursor = cursor;
    this.#base = cursor.at;
    this.#separator = separator;
    this.text = fromLatin1(cursor.bytes.subarray(cursor.at, cursor.at + octets));
  }

  /** First bit of a place. */
  bit(at: number): number {
    return (this.#base + at) * 8;
  }

  /** Characters `from` to `to` as people read them. */
  shown(from: number, to: number): string {
    return unfold(this.cursor.bytes, this.#base + from, this.#base + to);
  }

  /** A row of text; none for no characters. */
  leaf(field: Field, from: number, to: number): void {
    if (to <= from) return;
    this.skip(from);
    this.cursor.textAs(field, to - from, this.shown(from, to));
  }

  /** A row with a number; text where it is none. */
  number(field: Field, from: number, to: number): number | undefined {
    const digits = this.text.slice(from, to);
    if (!/^\d{1,15}$/.test(digits)) {
      this.leaf(field, from, to);
      return undefined;
    }
    this.skip(from);
    const { tree, source } = this.cursor;
    tree.leaf(field, source, this.bit(from), this.bit(to), Number(digits));
    this.cursor.bit = this.bit(to);
    return Number(digits);
  }

  /** A row of text with rows inside, which `inside` lays. */
  group(field: Field, from: number, to: number, inside: () => void): void {
    this.skip(from);
    const row = this.cursor.open(field);
    this.cursor.tree.setText(row, this.shown(from, to));
    inside();
    this.skip(to);
    this.cursor.close(row);
  }

  /** Separators up to a place. */
  skip(to: number): void {
    const octets = this.#base + to - this.cursor.at;
    if (octets > 0) this.cursor.octets(this.#separator, octets);
  }

  /** Place of the first such character; -1 when there is none. It never looks behind `to`. */
  find(character: string, from: number, to: number): number {
    const index = this.text.slice(from, to).indexOf(character);
    return index < 0 ? -1 : from + index;
  }

  /** Place of the first character from `from` on that is no blank or line end. */
  behindBlanks(from: number, to: number): number {
    let at = from;
    while (at < to && isBlank(this.text.charCodeAt(at))) at++;
    return at;
  }

  /** Place behind the last character before `to` that is no blank or line end. */
  beforeBlanks(from: number, to: number): number {
    let at = to;
    while (at > from && isBlank(this.text.charCodeAt(at - 1))) at--;
    return at;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Parts of `text` between separators that stand outside quoted strings and angle brackets, blanks around them included. */
export function spans(text: string, separator: string, from: number, to: number): Span[] {
  const out: Span[] = [];
  let quoted = false;
  let bracketed = false;
  let begin = from;
  for (let at = from; at < to; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === separator && !bracketed) {
      out.push({ from: begin, to: at });
      begin = at + 1;
    }
  }
  out.push({ from: begin, to });
  return out;
}

/** A parameter `name=value`, or `name` alone: then the value is empty and stands behind it. */
export interface Parameter {
  /** Lower case. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

/** The parameter in a span, blanks taken off; undefined when there is none. */
export function parameterIn(rows: ValueRows, span: Span): Parameter | undefined {
  const from = rows.behindBlanks(span.from, span.to);
  const to = rows.beforeBlanks(from, span.to);
  if (from === to) return undefined;
  const equals = rows.find('=', from, to);
  if (equals < 0) {
    return { name: rows.text.slice(from, to).toLowerCase(), from, to, valueFrom: to, valueTo: to };
  }
  const name = rows.text.slice(from, rows.beforeBlanks(from, equals)).toLowerCase();
  return { name, from, to, valueFrom: rows.behindBlanks(equals + 1, to), valueTo: to };
}
