import { readBits } from '../../base/bits.ts';
import { fromLatin1 } from '../../base/bytes.ts';
import { gsmText, knowsShift, NATIONAL_LANGUAGES, ucs2Text, unpackSeptets } from '../../base/gsm-alphabet.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { UserDataCoding } from '../../dissect/short-message.ts';
import { f } from './fields.ts';
import type { Header } from './header.ts';
import { RULES } from './rules.ts';

/** Bits of the user data before the first character: the header, filled up to a whole number of septets. */
export function firstTextBit(headerOctets: number): number {
  return Math.ceil((headerOctets * 8) / 7) * 7;
}

/** Characters of packed text in user data of `septets` septets, as far as the octets hold them. */
export function textSeptets(septets: number, headerOctets: number, octets: number): number {
  const first = firstTextBit(headerOctets);
  return Math.max(0, Math.min(septets - first / 7, Math.floor((octets * 8 - first) / 7)));
}

/** Text of octets that are not packed: one character each, or UCS2. */
export function plainText(bytes: Uint8Array, coding: UserDataCoding, header: Header): string {
  if (coding === 'ucs2') return ucs2Text(bytes);
  if (coding === 'septets') return gsmText(bytes, header.singleShift, header.lockingShift);
  return fromLatin1(bytes);
}

/** Makes the rows of unpacked text up to the end of the window. */
export function readPlainText(cursor: Cursor, coding: UserDataCoding, header: Header): string {
  const start = cursor.bit;
  const octets = cursor.octetsLeft;
  if (octets === 0) return '';
  const text = plainText(cursor.rest(), coding, header);
  cursor.textAs(f.text, octets, text);
  if (coding === 'ucs2' && octets % 2 === 1) {
    cursor.find(RULES['SMS-034'], `the text has ${octets} octets: the last one is half a character`, start, cursor.bit);
  }
  return text;
}

/**
 * Makes the rows of packed 7-bit text in the user data that began at bit `start` and end with the window.
 *
 * Characters fill octets from the least significant bit, so the fill bits in front of them are the low bits of the first
 * octet and the padding behind them the high bits of the last: in the order of bits the text has up to three runs.
 */
export function readPackedText(cursor: Cursor, start: number, septets: number, header: Header): string {
  const { bytes, tree } = cursor;
  const octets = (cursor.end - start) >>> 3;
  const first = firstTextBit(header.octets);
  const count = textSeptets(septets, header.octets, octets);
  const values = unpackSeptets(bytes, start >>> 3, first, count);
  const text = gsmText(values, header.singleShift, header.lockingShift);
  if (cursor.left === 0) return text;
  const fill = first - header.octets * 8;
  const lastOctet = cursor.end - 8;
  // In a cut message the bits behind the last whole character are part of the next one.
  const padding = count < septets - first / 7 ? 0 : Math.min(8 * octets - first - 7 * count, 8);
  const row = cursor.open(f.text);
  tree.setText(row, text);
  const holes: (readonly [number, number, typeof f.fillBits])[] = [];
  if (fill > 0) holes.push([cursor.bit + 8 - fill, cursor.bit + 8, f.fillBits]);
  if (padding > 0)
    holes.push([lastOctet, lastOctet + Math.min(padding, 8 - (lastOctet === cursor.bit ? fill : 0)), f.paddingBits]);
  holes.sort((a, b) => a[0] - b[0]);
  for (const [from, to, field] of holes) {
    if (from > cursor.bit) tree.leaf(f.septets, cursor.source, cursor.bit, from, Number.NaN);
    const value = readBits(bytes, from, to - from);
    tree.leaf(field, cursor.source, from, to, value);
    cursor.bit = to;
    if (value !== 0) cursor.find(RULES['SMS-032'], `the ${to - from} bits are not zero`, from, to);
  }
  if (cursor.end > cursor.bit) tree.leaf(f.septets, cursor.source, cursor.bit, cursor.end, Number.NaN);
  cursor.bit = cursor.end;
  cursor.close(row);
  return text;
}

/** Notes national tables that are not known here. */
export function judgeShifts(cursor: Cursor, header: Header, start: number): void {
  const shifts = [
    ['single', header.singleShift],
    ['locking', header.lockingShift],
  ] as const;
  for (const [kind, language] of shifts) {
    if (knowsShift(kind, language)) continue;
    const name = NATIONAL_LANGUAGES[language];
    const message =
      name === undefined
        ? `language ${language} is reserved: the text is read with the default alphabet`
        : `the ${kind} shift table of ${name} is not known here: the text is read with the default alphabet`;
    cursor.find(RULES[name === undefined ? 'SMS-031' : 'SMS-030'], message, start, start + header.octets * 8);
  }
}
