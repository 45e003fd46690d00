import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { ucs2Text } from '../../base/gsm-alphabet.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { isCutHere } from './cut.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';

/* The productions of WAP-230 8.4.2 that MMS headers use. Each reads its value at the cursor and lays its leaves. */

const QUOTE = 0x7f;
const LENGTH_QUOTE = 31;
const UINTVAR_OCTETS = 5;
const UCS2 = 1000;
const UTF16 = 1015;
const LATIN1 = 4;

/** First octet of the value; -1 when there is none. */
export function first(cursor: Cursor): number {
  return cursor.peek(8) ?? -1;
}

export const isLength = (octet: number): boolean => octet > 0 && octet <= LENGTH_QUOTE;
export const isText = (octet: number): boolean => octet === 0 || (octet > LENGTH_QUOTE && octet < 0x80);

/** Says that another form stands here than the header demands. */
export function wrongForm(cursor: Cursor, field: Field, due: string): void {
  if (!cursor.need(field, 8)) return;
  const octet = first(cursor).toString(16).padStart(2, '0');
  cursor.find(RULES['MMS-003'], `0x${octet} stands where ${due} is due`, cursor.bit, cursor.bit + 8);
}

/** A number in `octets` octets, most significant first; NaN when it is beyond 2^53 or not there. */
function numberLeaf(cursor: Cursor, field: Field, octets: number): number {
  if (!cursor.need(field, octets * 8)) return Number.NaN;
  let value = 0;
  for (const octet of cursor.bytes.subarray(cursor.at, cursor.at + octets)) value = value * 256 + octet;
  const exact = Number.isSafeInteger(value) ? value : Number.NaN;
  cursor.tree.leaf(field, cursor.source, cursor.bit, cursor.bit + octets * 8, exact);
  cursor.bit += octets * 8;
  return exact;
}

/** Long-integer: octets of the number, 1 to 30, and the number. */
export function readLong(cursor: Cursor, field: Field): number {
  const octets = first(cursor);
  if (octets < 1 || octets >= LENGTH_QUOTE) {
    wrongForm(cursor, field, 'the length of a number');
    readAny(cursor);
    return Number.NaN;
  }
  cursor.uint(f.integerLength, 8);
  return numberLeaf(cursor, field, octets);
}

/** Integer-value: one octet from 0x80 on for numbers below 128, else a Long-integer. */
export function readInteger(cursor: Cursor, field: Field): number {
  const octet = first(cursor);
  if (octet < 0x80) return readLong(cursor, field);
  cursor.tree.leaf(field, cursor.source, cursor.bit, cursor.bit + 8, octet & 0x7f);
  cursor.bit += 8;
  return octet & 0x7f;
}

/** Value-length and a window of that size for `inner`; what `inner` leaves of it is shown as octets. */
export function readCounted(cursor: Cursor, field: Field, inner: () => void): void {
  if (!isLength(first(cursor))) {
    wrongForm(cursor, field, 'a value length');
    readAny(cursor);
    return;
  }
  const octets = readLength(cursor);
  if (cursor.failed) return;
  const outer = cursor.enter(f.valueLength, octets);
  inner();
  const { octetsLeft: left, failed } = cursor;
  if (left > 0) {
    const counts = `${left} octet${left === 1 ? '' : 's'} left over in the ${octets} of the value`;
    cursor.find(RULES['MMS-003'], counts, cursor.bit, cursor.end);
    cursor.octets(f.bytes, left);
  }
  // Behind a value that its length cut short reading goes on; behind one that the message cut short nothing is left.
  if (!failed || cursor.end < outer) cursor.leave(outer);
}

function readLength(cursor: Cursor): number {
  if (first(cursor) < LENGTH_QUOTE) return cursor.uint(f.valueLength, 8);
  cursor.uint(f.lengthQuote, 8);
  let value = 0;
  for (let octets = 1; octets <= UINTVAR_OCTETS; octets++) {
    if (!cursor.need(f.valueLength, octets * 8)) return 0;
    const octet = cursor.bytes[cursor.at + octets - 1]!;
    value = value * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    cursor.tree.leaf(f.valueLength, cursor.source, cursor.bit, cursor.bit + octets * 8, value);
    cursor.bit += octets * 8;
    return value;
  }
  const end = cursor.bit + UINTVAR_OCTETS * 8;
  cursor.find(RULES['MMS-003'], `the value length goes on after ${UINTVAR_OCTETS} octets`, cursor.bit, end);
  cursor.failed = true;
  return 0;
}

/** Octets of the text at the cursor with its 0x00; undefined where it has none before the window's end. */
function textOctets(cursor: Cursor): number | undefined {
  const end = cursor.bytes.indexOf(0, cursor.at);
  return end >= 0 && end < cursor.end >>> 3 ? end + 1 - cursor.at : undefined;
}

/** Text-string: text up to 0x00, behind the quote 0x7F when it begins with an octet from 0x80 on. */
export function readText(cursor: Cursor, field: Field): string {
  const octet = first(cursor);
  if (!isText(octet)) {
    wrongForm(cursor, field, 'text');
    readAny(cursor);
    return '';
  }
  return readPlain(cursor, field, undefined);
}

function readPlain(cursor: Cursor, field: Field, charset: number | undefined): string {
  const wide = charset === UCS2 || charset === UTF16;
  const octets = wide ? cursor.octetsLeft : textOctets(cursor);
  const bytes = cursor.bytes.subarray(cursor.at, cursor.at + (octets ?? cursor.octetsLeft));
  const text = decode(bytes, charset);
  if (octets === undefined) {
    if (isCutHere(cursor)) {
      cursor.need(field, cursor.left + 8);
      cursor.failed = false;
    } else cursor.find(RULES['MMS-005'], `${field.label} has no 0x00 at its end`, cursor.bit, cursor.end);
  }
  if (bytes.length > 0) cursor.textAs(field, bytes.length, text);
  return text;
}

function decode(bytes: Uint8Array, charset: number | undefined): string {
  if (charset === UCS2 || charset === UTF16) return ucs2Text(bytes).replace(/\0+$/, '');
  const start = bytes[0] === QUOTE ? 1 : 0;
  const plain = bytes.subarray(start, bytes.at(-1) === 0 ? bytes.length - 1 : bytes.length);
  return charset === LATIN1 ? fromLatin1(plain) : (fromUtf8(plain) ?? fromLatin1(plain));
}

/** Encoded-string-value: text, or a length with a character set and text. */
export function readEncoded(cursor: Cursor, field: Field): string {
  if (!isLength(first(cursor))) return readText(cursor, field);
  let text = '';
  readCounted(cursor, field, () => {
    const charset = readInteger(cursor, f.charset);
    if (cursor.need(field, 8)) text = readPlain(cursor, field, charset);
  });
  return text;
}

/** A value whose header does not say what it is: the first octet tells the form (WAP-230 8.4.1.2). */
export function readAny(cursor: Cursor): void {
  const octet = first(cursor);
  if (octet < 0) cursor.need(f.uint, 8);
  else if (octet >= 0x80) cursor.uint(f.uint, 8);
  else if (isText(octet)) readPlain(cursor, f.string, undefined);
  else
    readCounted(cursor, f.bytes, () => {
      if (cursor.octetsLeft > 0) cursor.octets(f.bytes, cursor.octetsLeft);
    });
}
