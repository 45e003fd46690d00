import { fromLatin1 } from '../base/bytes.ts';
import type { Cursor } from '../codec/cursor.ts';
import { type Field, fields } from '../codec/field.ts';
import { type Rule, rules } from '../codec/rule.ts';
import { COLON, CR, find, folded, headersEnd, isBlank, LF, type Line, SP, TAB, unfold } from './text-lines.ts';

/*
 * Header sections of text protocols: HTTP, SIP, MSRP, MIME.
 *
 * A protocol declares a `HeaderGrammar` once: `headerFields(prefix, spec)` gives the rows that all have (line, name,
 * separator, line end), `headerRules(prefix, section)` the rules on their form, and `values` says which row the value of
 * a header makes, by its lower-case name; `compact` gives the long names of one-letter names (SIP).
 *
 * Pass 2: `readLine` for the start line (laid by the protocol itself), then `readHeaders`, which lays for each header a
 * group of name, separator, value and line end, and the empty line behind the last one. Values are unfolded; offsets are
 * those of the octets. Line ends may be bare LF, with a finding.
 * Pass 1: `text-lines.ts` and, for the protocols of every day, `HeaderPlaces` look without making rows.
 */

/** A header as it was read. */
export interface Header {
  /** As written. */
  readonly name: string;
  /** Lower case, the long form of a compact name. */
  readonly key: string;
  readonly value: string;
  /** Bits of the value. */
  readonly start: number;
  readonly end: number;
}

/** The headers of a message, in their order. */
export class Headers {
  readonly all: readonly Header[];

  constructor(all: readonly Header[]) {
    this.all = all;
  }

  /** The first header with this lower-case name. */
  get(key: string): Header | undefined {
    return this.all.find((header) => header.key === key);
  }

  every(key: string): readonly Header[] {
    return this.all.filter((header) => header.key === key);
  }
}

/** Rows that the headers of every protocol have. */
export interface HeaderFields {
  readonly name: Field;
  readonly separator: Field;
  readonly lineEnd: Field;
  readonly blank: Field;
}

export function headerFields(prefix: string, spec: string): HeaderFields {
  return fields({
    name: { filter: `${prefix}.header.name`, type: 'text', label: 'Name', spec, doc: 'Name of the header.' },
    separator: {
      filter: `${prefix}.header.separator`,
      type: 'bytes',
      label: 'Separator',
      spec,
      doc: 'Colon and blanks between name and value, or blanks behind it.',
    },
    lineEnd: { filter: `${prefix}.line_end`, type: 'bytes', label: 'Line end', spec, doc: 'CR LF.' },
    blank: {
      filter: `${prefix}.header.end`,
      type: 'bytes',
      label: 'End of headers',
      spec,
      doc: 'The empty line.',
    },
  });
}

export interface HeaderRules {
  readonly bareLf: Rule;
  readonly noColon: Rule;
  readonly blankBeforeColon: Rule;
  readonly folded: Rule;
  readonly unended: Rule;
}

/** Rules on the form of headers, `HTTP-101` to `HTTP-105`. */
export function headerRules(prefix: string, section: string): HeaderRules {
  const made = rules({
    [`${prefix}-101`]: { level: 'MUST', severity: 'warning', section, text: 'Lines end with CR LF.' },
    [`${prefix}-102`]: { level: 'MUST', severity: 'error', section, text: 'A header is a name, a colon and a value.' },
    [`${prefix}-103`]: {
      level: 'MUST',
      severity: 'warning',
      section,
      text: 'No blanks stand between the name of a header and its colon.',
    },
    [`${prefix}-104`]: {
      level: 'text',
      severity: 'note',
      section,
      text: 'A header stands on one line; folding it over several is out of use.',
    },
    [`${prefix}-105`]: { level: 'MUST', severity: 'error', section, text: 'An empty line ends the headers.' },
  });
  const rule = (number: number): Rule => made[`${prefix}-${number}`]!;
  return {
    bareLf: rule(101),
    noColon: rule(102),
    blankBeforeColon: rule(103),
    folded: rule(104),
    unended: rule(105),
  };
}

export interface HeaderGrammar {
  readonly fields: HeaderFields;
  readonly rules: HeaderRules;
  /** Group row of a header; its text is the whole line. */
  readonly line: Field;
  /** Rows of values by lower-case name. */
  readonly values: ReadonlyMap<string, Field>;
  /** Row of the value of any other header. */
  readonly unknown: Field;
  /** Long names of one-letter names. */
  readonly compact?: ReadonlyMap<string, string>;
  /** False where blanks may stand before the colon (SIP). */
  readonly tightColon?: boolean;
  /** False where folding is in use (MIME, SIP). */
  readonly flat?: boolean;
  /** False where headers may end with their window instead of an empty line (MSRP without a body). */
  readonly blankLine?: boolean;
  /**
   * Lays the value at the cursor, `header.start` to `header.end`, where it is more than one row of text; gives false,
   * with nothing read, for other headers.
   */
  readonly readValue?: (cursor: Cursor, header: Header) => boolean;
}

/** Takes the line end at the cursor, behind a line's content, as a leaf. */
export function readLineEnd(cursor: Cursor, grammar: Pick<HeaderGrammar, 'fields' | 'rules'>, line: Line): void {
  const size = line.next - line.end;
  if (size === 0) return;
  if (size === 1) cursor.find(grammar.rules.bareLf, 'the line ends with LF alone', cursor.bit, cursor.bit + 8);
  cursor.octets(grammar.fields.lineEnd, size);
}

/**
 * Reads the header section at the cursor: rows for each header and for the empty line.
 * @param inside called with each header while its group is open, to add rows (generated ones)
 * @param isAsked says by its key whether rows of a header are asked for; headers that are not are passed over
 */
export function readHeaders(
  cursor: Cursor,
  grammar: HeaderGrammar,
  inside?: (header: Header) => void,
  isAsked?: (key: string) => boolean,
): Headers {
  const all: Header[] = [];
  const { bytes } = cursor;
  const end = cursor.end >>> 3;
  const behind = headersEnd(bytes, cursor.at, end);
  const section = behind < 0 ? end : behind;
  while (!cursor.failed && cursor.at < section) {
    const line = folded(bytes, cursor.at, section);
    if (line.end === line.start) {
      if (line.next - line.end === 1)
        cursor.find(grammar.rules.bareLf, 'the line ends with LF alone', cursor.bit, cursor.bit + 8);
      cursor.octets(grammar.fields.blank, line.next - line.start);
      break;
    }
    if (isAsked !== undefined && !isAsked(keyOf(bytes, line, grammar))) {
      cursor.bit = line.next * 8;
      continue;
    }
    const header = readHeader(cursor, grammar, line, inside);
    if (header !== undefined) all.push(header);
  }
  if (behind < 0 && grammar.blankLine !== false && !isCut(cursor)) {
    cursor.find(grammar.rules.unended, 'no empty line ends the headers', cursor.bit, cursor.bit);
  }
  return new Headers(all);
}

/** True where it is no fault that octets are missing at the end of the cursor's window. */
export function isCut(cursor: Cursor): boolean {
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  return cursor.cutAt === cursor.end || (cut && cursor.end === bytes.length * 8);
}

/** Key of the header on a line; empty when the line has no colon. */
function keyOf(bytes: Uint8Array, { start, end }: Line, grammar: HeaderGrammar): string {
  const found = find(bytes, COLON, start, end);
  return found < 0 ? '' : nameAt(bytes, start, found, grammar).key;
}

/** Name and key of a header whose colon is at octet `colon`. */
function nameAt(
  bytes: Uint8Array,
  start: number,
  colon: number,
  grammar: HeaderGrammar,
): { readonly name: string; readonly nameEnd: number; readonly key: string } {
  let nameEnd = colon;
  while (nameEnd > start && isBlank(bytes[nameEnd - 1])) nameEnd--;
  const name = fromLatin1(bytes.subarray(start, nameEnd));
  const lower = name.toLowerCase();
  return { name, nameEnd, key: grammar.compact?.get(lower) ?? lower };
}

function readHeader(
  cursor: Cursor,
  grammar: HeaderGrammar,
  line: Line,
  inside: ((header: Header) => void) | undefined,
): Header | undefined {
  const { fields, rules: form } = grammar;
  const { bytes, bit } = cursor;
  const { start, end } = line;
  const found = find(bytes, COLON, start, end);
  const row = cursor.open(grammar.line);
  const isSilent = cursor.tree.isSilent;
  if (!isSilent) cursor.tree.setText(row, unfold(bytes, start, end));
  if (found < 0) {
    if (line.next > line.end || !isCut(cursor)) cursor.find(form.noColon, 'the line has no colon', bit, end * 8);
    cursor.octets(grammar.unknown, end - start);
    readLineEnd(cursor, grammar, line);
    cursor.close(row);
    return undefined;
  }
  const { name, nameEnd, key } = nameAt(bytes, start, found, grammar);
  let valueStart = found + 1;
  while (valueStart < end && isSpace(bytes[valueStart]!)) valueStart++;
  let valueEnd = end;
  while (valueEnd > valueStart && isSpace(bytes[valueEnd - 1]!)) valueEnd--;
  if (nameEnd === start) cursor.find(form.noColon, 'the header has no name', bit, bit + 8);
  else {
    cursor.octets(fields.name, nameEnd - start);
    if (nameEnd < found && grammar.tightColon !== false)
      cursor.find(form.blankBeforeColon, `blanks stand between ${name} and the colon`, cursor.bit, found * 8);
  }
  cursor.octets(fields.separator, valueStart - cursor.at);
  const value = unfold(bytes, valueStart, valueEnd);
  const header = { name, key, value, start: valueStart * 8, end: valueEnd * 8 };
  if (isSilent) {
    cursor.bit = line.next * 8;
    return header;
  }
  if (valueEnd > valueStart && grammar.readValue?.(cursor, header) !== true)
    cursor.textAs(grammar.values.get(key) ?? grammar.unknown, valueEnd - valueStart, value);
  if (cursor.at < end) cursor.octets(fields.separator, end - cursor.at);
  inside?.(header);
  readLineEnd(cursor, grammar, line);
  cursor.close(row);
  if (grammar.flat !== false && bytes.subarray(valueStart, valueEnd).includes(LF))
    cursor.find(form.folded, `${name} is folded over several lines`, header.start, header.end);
  return header;
}

function isSpace(octet: number): boolean {
  return octet === SP || octet === TAB || octet === CR || octet === LF;
}
