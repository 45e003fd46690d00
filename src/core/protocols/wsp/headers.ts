import type { Codec, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, fields, nameOf } from '../../codec/field.ts';
import type { Tree } from '../../codec/tree.ts';
import { HEADERS } from './header-table.ts';
import { anyValue } from './header-values.ts';
import { shortInteger } from './integers.ts';
import { headerNumber, isText } from './parameter.ts';
import { RULES } from './rules.ts';
import { valueEnd } from './scan.ts';
import { type TextInput, textString, tokenText, type WireText } from './texts.ts';
import { type AnyCodec, decodeText, first, hex, leaf, only, reject } from './value.ts';

const SPEC = 'WAP-230 8.4.1';

const f = fields({
  header: {
    filter: 'wsp.header',
    type: 'text',
    label: 'Header',
    spec: SPEC,
    doc: 'A header without a number on the default code page: name and value.',
  },
  number: {
    filter: 'wsp.header.name_value',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Header name',
    names: (number) => nameOf(headerNumber, number),
    spec: 'WAP-230 8.4.2.6, table 39',
    doc: 'Number of the header, in the low seven bits of the octet.',
  },
  pageNumber: {
    filter: 'wsp.header.name_value',
    encoding: 'short-integer',
    type: 'uint',
    label: 'Header name',
    spec: SPEC,
    doc: 'Number of the header on a code page that only the session knows.',
  },
  name: {
    filter: 'wsp.header.name_string',
    encoding: 'zero-terminated',
    type: 'text',
    label: 'Header name',
    spec: 'WAP-230 8.4.2.6',
    doc: 'Name of a header that has no number.',
  },
  value: {
    filter: 'wsp.header_text_value',
    encoding: 'zero-terminated',
    type: 'text',
    label: 'Header value',
    spec: 'WAP-230 8.4.2.6',
    doc: 'Value of a header that has no number; it is text.',
  },
  shift: {
    filter: 'wsp.code_page.shift_delimiter',
    bits: 8,
    type: 'uint',
    label: 'Shift delimiter',
    show: 'hex',
    spec: SPEC,
    doc: 'Octet 0x7F: the number of a header code page follows.',
  },
  page: {
    filter: 'wsp.code_page',
    type: 'uint',
    label: 'Header code page',
    spec: SPEC,
    doc: 'Header code page of the headers that follow; 1 is the default page.',
  },
});

/** One header as it stood on the wire. */
export type Header =
  | { readonly is: 'shift'; readonly page: number; readonly short: boolean }
  | { readonly is: 'known'; readonly number: number; readonly value: unknown }
  /** A number that is unassigned, or on another code page. */
  | { readonly is: 'numbered'; readonly number: number; readonly value: ReturnType<typeof anyValue.read> }
  | { readonly is: 'application'; readonly name: WireText; readonly value: WireText }
  /** A value that does not follow its grammar, octet for octet, the name before it. */
  | { readonly is: 'broken'; readonly octets: Uint8Array };

/** A draft leaves out how texts and numbers are written. */
export type HeaderInput =
  | Exclude<Header, { readonly is: 'application' }>
  | { readonly is: 'application'; readonly name: TextInput; readonly value: TextInput };

/** A header and where it stands. */
export interface PlacedHeader {
  readonly header: Header;
  readonly page: number;
  /** Bits of the whole header. */
  readonly start: number;
  readonly end: number;
  /** Text of the value. */
  readonly text: string;
}

const DEFAULT_PAGE = 1;
const nameCodec = tokenText(f.name);
const valueCodec = only('text (the value of a header without a number)', isText, textString(f.value), RULES['WSP-008']);
const numberCodec = shortInteger(f.number);

/** Reads headers up to the end of the window. What cannot be read stays undecoded, with a finding. */
export function readHeaders(cursor: Cursor, inSession: boolean): PlacedHeader[] {
  const headers: PlacedHeader[] = [];
  let page = DEFAULT_PAGE;
  while (cursor.octetsLeft > 0) {
    const octet = first(cursor);
    const start = cursor.bit;
    if (octet === 0) {
      reject(cursor, RULES['WSP-016'], 'a header begins with 0x00; the rest of the headers is not read');
      break;
    }
    if (octet < 0x20 || octet === 0x7f) {
      const shift = readShift(cursor, inSession);
      if (cursor.failed) break;
      page = shift.page;
      headers.push({ header: shift, page, start, end: cursor.bit, text: '' });
    } else {
      const { header, text } = octet >= 0x80 ? readNumbered(cursor, page, inSession) : readApplication(cursor);
      headers.push({ header, page, start, end: cursor.bit, text });
      if (cursor.failed) break;
    }
  }
  return headers;
}

function readShift(cursor: Cursor, inSession: boolean): Header & { readonly is: 'shift' } {
  const start = cursor.bit;
  const short = first(cursor) !== 0x7f;
  if (!short) cursor.uint(f.shift, 8);
  const page = cursor.uint(f.page, 8);
  if (!cursor.failed && page !== DEFAULT_PAGE && !inSession)
    cursor.find(
      RULES['WSP-015'],
      `shift to header code page ${page}, which no session has agreed on`,
      start,
      cursor.bit,
    );
  return { is: 'shift', page, short };
}

function readNumbered(cursor: Cursor, page: number, inSession: boolean): { header: Header; text: string } {
  const number = first(cursor) & 0x7f;
  const known = page === DEFAULT_PAGE ? HEADERS.get(number) : undefined;
  const row = cursor.open(known?.field ?? f.header);
  const start = cursor.bit;
  const name = known?.name ?? `${page === DEFAULT_PAGE ? '' : `page ${page}, `}${hex(number)}`;
  leaf(cursor, page === DEFAULT_PAGE ? f.number : f.pageNumber, 1, number);
  if (known?.deprecated)
    cursor.find(RULES['WSP-013'], `${name} by the number ${hex(number)} is deprecated`, start, start + 8);
  if (number === 0x11 && page === DEFAULT_PAGE)
    cursor.find(
      RULES['WSP-019'],
      'Content-Type among the headers; its value alone stands before them',
      start,
      start + 8,
    );
  if (known === undefined && page === DEFAULT_PAGE && !inSession)
    cursor.find(RULES['WSP-014'], `no header has the number ${hex(number)}`, start, start + 8);
  const codec: AnyCodec = known?.codec ?? anyValue;
  const value = readValue(cursor, codec, name);
  cursor.close(row);
  const { tree } = cursor;
  if (value === undefined) {
    const text = valueText(cursor.bytes.subarray((start >>> 3) + 1, cursor.bit >>> 3));
    tree.setText(row, known === undefined ? `${name}: ${text}` : text);
    return { header: { is: 'broken', octets: cursor.bytes.slice(start >>> 3, cursor.bit >>> 3) }, text };
  }
  const text = codec.text(value.read);
  label(tree, row, codec, value.read, known === undefined ? `${name}: ${text}` : text);
  return {
    header:
      known === undefined
        ? { is: 'numbered', number, value: value.read as ReturnType<typeof anyValue.read> }
        : { is: 'known', number, value: value.read },
    text,
  };
}

/** Reads a value within the extent that its first octet gives; undefined when it does not follow the grammar. */
function readValue(cursor: Cursor, codec: AnyCodec, name: string): { readonly read: unknown } | undefined {
  const end = valueEnd(cursor.bytes, cursor.at, cursor.end >>> 3);
  // Octets are missing: the codec says so, and reading ends here.
  if (end < 0) {
    codec.read(cursor);
    if (!cursor.failed) reject(cursor, RULES['WSP-008'], `the value of ${name} does not end`);
    cursor.bit = cursor.end;
    return undefined;
  }
  const outer = cursor.end;
  cursor.end = end * 8;
  const read = codec.read(cursor);
  const { octetsLeft, failed } = cursor;
  if (octetsLeft > 0)
    cursor.find(
      RULES['WSP-008'],
      `${octetsLeft} octet${octetsLeft === 1 ? '' : 's'} left over behind the value of ${name}`,
      cursor.bit,
      cursor.end,
    );
  cursor.leave(outer);
  return failed || octetsLeft > 0 ? undefined : { read };
}

function label(tree: Tree, row: number, codec: AnyCodec, value: unknown, text: string): void {
  const { type } = tree.field(row);
  const num = type === 'time' ? codec.num?.(value) : undefined;
  if (num === undefined) tree.setText(row, text);
  else tree.setNum(row, num);
  const note = codec.note?.(value);
  if (note !== undefined) tree.setNote(row, note);
}

/** Words for a value that was not understood: its text, number or octets. */
function valueText(octets: Uint8Array): string {
  const octet = octets[0];
  if (octet === undefined) return '';
  if (octet >= 0x80 && octets.length === 1) return String(octet & 0x7f);
  if (octet >= 0x20 && octet < 0x7f) return decodeText(octets.at(-1) === 0 ? octets.subarray(0, -1) : octets).text;
  return Array.from(octets, (value) => value.toString(16).padStart(2, '0')).join('');
}

function readApplication(cursor: Cursor): { header: Header; text: string } {
  const row = cursor.open(f.header);
  const start = cursor.bit;
  const name = nameCodec.read(cursor);
  const value = cursor.failed ? undefined : readValue(cursor, valueCodec, name.text);
  cursor.close(row);
  if (value === undefined) {
    if (cursor.failed) cursor.bit = cursor.end;
    const octets = cursor.bytes.slice(start >>> 3, cursor.bit >>> 3);
    cursor.tree.setText(row, name.text);
    return { header: { is: 'broken', octets }, text: '' };
  }
  // `valueCodec` read it.
  const read = value.read as WireText;
  cursor.tree.setText(row, `${name.text}: ${read.text}`);
  return { header: { is: 'application', name, value: read }, text: read.text };
}

export function writeHeader(out: Writer, header: HeaderInput): void {
  switch (header.is) {
    case 'shift':
      if (!header.short) out.bits(8, 0x7f);
      out.bits(8, header.page);
      return;
    case 'known':
      numberCodec.write(out, header.number);
      HEADERS.get(header.number)!.codec.write(out, header.value as never);
      return;
    case 'numbered':
      numberCodec.write(out, header.number);
      anyValue.write(out, header.value);
      return;
    case 'application':
      nameCodec.write(out, header.name);
      valueCodec.write(out, header.value);
      return;
    case 'broken':
      out.octets(header.octets);
  }
}

export const headerFields: readonly Field[] = [
  ...Object.values(f),
  ...[...HEADERS.values()].flatMap(({ field, codec }) => [field, ...codec.fields]),
  ...anyValue.fields,
];

/** Headers field: reads up to the end of the window, writes all. */
export const headers: Codec<readonly Header[], readonly HeaderInput[]> = {
  width: undefined,
  shape: { kind: 'list', of: { kind: 'text', field: f.header, octets: undefined } },
  fields: headerFields,
  read: (cursor) => readHeaders(cursor, false).map(({ header }) => header),
  write(out, list) {
    for (const header of list) writeHeader(out, header);
  },
};
