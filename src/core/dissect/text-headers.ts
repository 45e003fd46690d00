import { fromLatin1, fromUtf8 } from '../base/bytes.ts';
import type { Cursor } from '../codec/cursor.ts';
import { type Field, fields } from '../codec/field.ts';
import { type Rule, rules } from '../codec/rule.ts';

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
 * Pass 1: `headersEnd`, `headerValue` and, for the protocols of every day, `HeaderPlaces` look without making rows.
 */

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const TAB = 0x09;
const COLON = 0x3a;

/** A line: octets `start` to `end`, the next one begins at `next`. `next === end` where the octets end without a line end. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The line at octet `start`; its end is LF or CR LF. */
export function lineAt(bytes: Uint8Array, start: number, end: number): Line {
  const lf = find(bytes, LF, start, end);
  if (lf < 0) return { start, end, next: end };
  const stop = lf > start && bytes[lf - 1] === CR ? lf - 1 : lf;
  return { start, end: stop, next: lf + 1 };
}

/** Octet behind the empty line that ends the header section beginning at `start`; -1 when it is not there. */
export function headersEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    const lf = find(bytes, LF, at, end);
    if (lf < 0) return -1;
    if (lf === at || (lf === at + 1 && bytes[at] === CR)) return lf + 1;
    at = lf + 1;
  }
  return -1;
}

/** Place of the first such octet; -1 when there is none. It never looks behind `end`: what follows may be megabytes of other packets. */
function find(bytes: Uint8Array, octet: number, start: number, end: number): number {
  // Lines are short: a loop beats making a view for `indexOf` by far.
  for (let at = start; at < end; at++) if (bytes[at] === octet) return at;
  return -1;
}

function isBlank(octet: number | undefined): boolean {
  return octet === SP || octet === TAB;
}

/** Lines from `start` up to `section`, the octet behind the empty line, that belong to one header: the first and those folded onto it. */
export function folded(bytes: Uint8Array, start: number, section: number): Line {
  let line = lineAt(bytes, start, section);
  while (line.next < section && isBlank(bytes[line.next])) {
    const more = lineAt(bytes, line.next, section);
    // A line of blanks alone ends what it is folded onto in no other way than an empty one.
    line = { start, end: more.end, next: more.next };
  }
  return line;
}

/**
 * Pass 1: value of the first header with this name (lower case) in octets `start` to `section`; undefined when there is none.
 */
export function headerValue(bytes: Uint8Array, start: number, section: number, name: string): string | undefined {
  const at = headerAt(bytes, start, section, name);
  return at < 0 ? undefined : valueAt(bytes, at, section, name);
}

/** Pass 1: values of all headers with this name, at most `most`. */
export function headerValues(
  bytes: Uint8Array,
  start: number,
  section: number,
  name: string,
  most: number,
): readonly string[] {
  const values: string[] = [];
  let at = headerAt(bytes, start, section, name);
  while (at >= 0 && values.length < most) {
    values.push(valueAt(bytes, at, section, name));
    at = headerAt(bytes, nextLine(bytes, at, section), section, name);
  }
  return values;
}

/** Where the line of the first header with this name begins, in or behind the line at `start`; -1 when there is none. */
function headerAt(bytes: Uint8Array, start: number, section: number, name: string): number {
  // Lines that are folded onto a header begin with a blank, so that no name matches there.
  for (let at = start; at < section; at = nextLine(bytes, at, section))
    if (isNamed(bytes, at, section, name)) return at;
  return -1;
}

function nextLine(bytes: Uint8Array, at: number, section: number): number {
  const lf = find(bytes, LF, at, section);
  return lf < 0 ? section : lf + 1;
}

function valueAt(bytes: Uint8Array, at: number, section: number, name: string): string {
  const { end } = folded(bytes, at, section);
  return unfold(bytes, find(bytes, COLON, at + name.length, end) + 1, end);
}

function isNamed(bytes: Uint8Array, at: number, end: number, name: string): boolean {
  if (at + name.length >= end) return false;
  for (let i = 0; i < name.length; i++) {
    const octet = bytes[at + i]!;
    const lower = octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
    if (lower !== name.charCodeAt(i)) return false;
  }
  let colon = at + name.length;
  while (isBlank(bytes[colon])) colon++;
  return colon < end && bytes[colon] === COLON;
}

/** Octets as text on one line, blanks around it taken off. */
export function unfold(bytes: Uint8Array, start: number, end: number): string {
  const view = bytes.subarray(start, end);
  const text = fromUtf8(view) ?? fromLatin1(view);
  return text.includes('\n') ? text.replace(/\r?\n[ \t]+/g, ' ').trim() : text.trim();
}

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
 */
export function readHeaders(cursor: Cursor, grammar: HeaderGrammar, inside?: (header: Header) => void): Headers {
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
  cursor.tree.setText(row, unfold(bytes, start, end));
  if (found < 0) {
    if (line.next > line.end || !isCut(cursor)) cursor.find(form.noColon, 'the line has no colon', bit, end * 8);
    cursor.octets(grammar.unknown, end - start);
    readLineEnd(cursor, grammar, line);
    cursor.close(row);
    return undefined;
  }
  let nameEnd = found;
  while (nameEnd > start && isBlank(bytes[nameEnd - 1])) nameEnd--;
  let valueStart = found + 1;
  while (valueStart < end && isSpace(bytes[valueStart]!)) valueStart++;
  let valueEnd = end;
  while (valueEnd > valueStart && isSpace(bytes[valueEnd - 1]!)) valueEnd--;
  const name = fromLatin1(bytes.subarray(start, nameEnd));
  const lower = name.toLowerCase();
  const key = grammar.compact?.get(lower) ?? lower;
  if (nameEnd === start) cursor.find(form.noColon, 'the header has no name', bit, bit + 8);
  else {
    cursor.octets(fields.name, nameEnd - start);
    if (nameEnd < found && grammar.tightColon !== false)
      cursor.find(form.blankBeforeColon, `blanks stand between ${name} and the colon`, cursor.bit, found * 8);
  }
  cursor.octets(fields.separator, valueStart - cursor.at);
  const value = unfold(bytes, valueStart, valueEnd);
  const header = { name, key, value, start: valueStart * 8, end: valueEnd * 8 };
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

/** A value with parameters: `multipart/mixed; boundary="a b"`. */
export interface Parameterised {
  /** Before the first semicolon, blanks taken off. */
  readonly value: string;
  /** Names in lower case, values without quotes. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/** Takes a header value with parameters apart; never fails, in time linear in its length. */
export function parameterised(text: string): Parameterised {
  if (!text.includes(';')) return { value: text.trim(), parameters: [] };
  const [value = '', ...rest] = splitOutsideQuotes(text, ';');
  const parameters = rest.flatMap((part) => {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    return name === '' ? [] : [{ name, value: at < 0 ? '' : unquote(part.slice(at + 1).trim()) }];
  });
  return { value: value.trim(), parameters };
}

/** Value of the first parameter with this lower-case name, as `parameterised` gives it; undefined when there is none. */
export function parameterOf(text: string, name: string): string | undefined {
  let equals = text.indexOf('=');
  for (let at = separatorAt(text, 0); at < text.length; ) {
    const stop = separatorAt(text, at + 1);
    if (equals >= 0 && equals <= at) equals = text.indexOf('=', at + 1);
    const nameEnd = equals < 0 || equals > stop ? stop : equals;
    if (
      nameEnd - at > name.length &&
      text
        .slice(at + 1, nameEnd)
        .trim()
        .toLowerCase() === name
    )
      return nameEnd === stop ? '' : unquote(text.slice(nameEnd + 1, stop).trim());
    at = stop;
  }
  return undefined;
}

/** Place of the next semicolon outside quoted strings; behind the text when there is none. */
function separatorAt(text: string, from: number): number {
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (quoted && character === 0x5c) i++;
    else if (character === 0x22) quoted = !quoted;
    else if (character === 0x3b && !quoted) return i;
  }
  return text.length;
}

/** Parts between separators that stand outside quoted strings. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Text of a quoted string; anything else as it is. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\(.)/g, '$1') : inner;
}
