import type { Cursor } from '../../codec/cursor.ts';
import { field as declare, type Field } from '../../codec/field.ts';
import { v } from './fields.ts';
import { RULES } from './rules.ts';
import { decodeText, encodeText, first, hex, leaf, reject, type ValueCodec } from './value.ts';

/** Text with how it stood on the wire. */
export interface WireText {
  readonly text: string;
  /** True when the quote 0x7F stands before it. */
  readonly quote?: boolean;
  /** True when the octets are not UTF-8 and each is one character of `text`. */
  readonly latin1?: boolean;
}
export type TextInput = WireText | string;

/** Octets up to the next 0x00, which is not among them; undefined with a finding when there is none. */
function upToNul(cursor: Cursor, field: Field): Uint8Array | undefined {
  const end = cursor.bytes.indexOf(0, cursor.at);
  if (end >= 0 && end < cursor.end >>> 3) return cursor.bytes.subarray(cursor.at, end);
  if (cursor.octetsLeft === 0) {
    cursor.need(field, 8);
    return undefined;
  }
  const octets = cursor.octetsLeft;
  const message = `${field.label} has no 0x00 at its end in the ${octets} octet${octets === 1 ? '' : 's'} left`;
  reject(cursor, RULES['WSP-009'], message, octets);
  cursor.failed = false;
  // Show what there is of it; the window is over all the same.
  leaf(cursor, field, octets, Number.NaN, decodeText(cursor.rest()).text);
  cursor.failed = true;
  return undefined;
}

/** Text-string: text up to 0x00, the quote 0x7F before it when its first character is 0x80 or above. */
export function textString(field: Field): ValueCodec<WireText, TextInput> {
  return {
    width: undefined,
    shape: { kind: 'text', field, octets: undefined },
    fields: [field],
    read(cursor) {
      const bytes = upToNul(cursor, field);
      if (bytes === undefined) return { text: '' };
      const quote = bytes[0] === 0x7f;
      const start = cursor.bit;
      const { text, latin1 } = decodeText(quote ? bytes.subarray(1) : bytes);
      leaf(cursor, field, bytes.length + 1, Number.NaN, text);
      if (quote && !(bytes[1] !== undefined && bytes[1] >= 0x80))
        cursor.find(RULES['WSP-010'], `${field.label} has a quote 0x7F that it does not need`, start, start + 8);
      else if (!quote && bytes[0] !== undefined && bytes[0] >= 0x80)
        cursor.find(
          RULES['WSP-010'],
          `${field.label} begins with ${hex(bytes[0])} and has no quote 0x7F before it`,
          start,
          start + 8,
        );
      return { text, quote, ...(latin1 ? { latin1 } : {}) };
    },
    write(out, input) {
      const given = typeof input === 'string' ? { text: input } : input;
      const bytes = encodeText(given.text, given.latin1 ?? false);
      const begins = bytes[0] ?? 0;
      if (given.quote ?? begins >= 0x80) out.bits(8, 0x7f);
      out.octets(bytes);
      out.bits(8, 0);
    },
    text: ({ text }) => text,
  };
}

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Token-text: text of token characters. Other text is taken all the same, with a note. */
export function tokenText(field: Field): ValueCodec<WireText, TextInput> {
  const plain = textString(field);
  return {
    ...plain,
    read(cursor) {
      const start = cursor.bit;
      const read = plain.read(cursor);
      const wrong = cursor.failed ? undefined : NOT_TOKEN.exec(read.text)?.[0];
      if (wrong !== undefined)
        cursor.find(
          RULES['WSP-027'],
          `${field.label} ${JSON.stringify(read.text)} is no token: ${JSON.stringify(wrong)} would have to be in a quoted string`,
          start,
          cursor.bit,
        );
      return read;
    },
  };
}

/** Quoted-string: 0x22, which the caller has looked at, text, 0x00. `closed` when the sender wrote a closing quote too. */
export interface WireQuoted extends WireText {
  readonly closed?: boolean;
}

export function quotedString(field: Field): ValueCodec<WireQuoted, WireQuoted | string> {
  return {
    width: undefined,
    shape: { kind: 'text', field, octets: undefined },
    fields: [field],
    read(cursor) {
      const bytes = upToNul(cursor, field);
      if (bytes === undefined) return { text: '' };
      const closed = bytes.length > 1 && bytes.at(-1) === 0x22;
      const { text, latin1 } = decodeText(bytes.subarray(1, closed ? -1 : bytes.length));
      leaf(cursor, field, bytes.length + 1, Number.NaN, `"${text}"`);
      if (closed)
        cursor.find(RULES['WSP-011'], `${field.label} has a closing quote too`, cursor.bit - 16, cursor.bit - 8);
      return { text, closed, ...(latin1 ? { latin1 } : {}) };
    },
    write(out, input) {
      const given = typeof input === 'string' ? { text: input } : input;
      out.bits(8, 0x22);
      out.octets(encodeText(given.text, given.latin1 ?? false));
      if ('closed' in given && given.closed) out.bits(8, 0x22);
      out.bits(8, 0);
    },
    text: ({ text }) => `"${text}"`,
  };
}

/** No-value: the octet 0x00. */
export const noValue: ValueCodec<undefined> = {
  width: 8,
  shape: { kind: 'bytes', field: v.noValue, octets: 1 },
  fields: [v.noValue],
  read(cursor) {
    if (first(cursor) !== 0) {
      if (cursor.need(v.noValue, 8))
        reject(cursor, RULES['WSP-008'], `${hex(first(cursor))} stands where no value (0x00) is due`);
    } else cursor.octets(v.noValue, 1);
    return undefined;
  },
  write: (out) => out.bits(8, 0),
  text: () => '',
};

/** All octets up to the end of the window. */
export function restOctets(given: Field): ValueCodec<Uint8Array> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'bytes', field, octets: undefined },
    fields: [field],
    read: (cursor) => (cursor.octetsLeft === 0 ? cursor.rest() : cursor.octets(field, cursor.octetsLeft)),
    write: (out, value) => out.octets(value),
    text: (value) => Array.from(value, (octet) => octet.toString(16).padStart(2, '0')).join(''),
  };
}
