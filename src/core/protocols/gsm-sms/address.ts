import { gsmText, unpackSeptets } from '../../base/gsm-alphabet.ts';
import { isSemiOctets, semiOctetDigits } from '../../base/semi-octets.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';

const ALPHANUMERIC = 5;
const MAX_DIGITS = 20;
/** Half octets of 11 packed characters. */
const MAX_ALPHANUMERIC = 20;

/** Text of the address at octet `at`, as far as the octets before `end` hold it. */
export function addressText(bytes: Uint8Array, at: number, end: number): string {
  const count = bytes[at] ?? 0;
  const start = at + 2;
  const stop = Math.min(start + Math.ceil(count / 2), end);
  const digits = Math.max(0, Math.min(count, (stop - start) * 2));
  return valueText(bytes, start, digits, ((bytes[at + 1] ?? 0) >>> 4) & 7);
}

function valueText(bytes: Uint8Array, start: number, digits: number, type: number): string {
  if (type !== ALPHANUMERIC) return semiOctetDigits(bytes, start, start + Math.ceil(digits / 2), digits);
  return gsmText(unpackSeptets(bytes, start, 0, Math.floor((digits * 4) / 7)));
}

/** Type of address: extension bit, type of number and numbering plan; gives the type of number. */
export function readAddressType(cursor: Cursor): number {
  const start = cursor.bit;
  const extension = cursor.uint(f.addressExtension, 1);
  if (!cursor.failed && extension === 0) {
    cursor.find(RULES['SMS-005'], 'the extension bit is 0', start, start + 1);
  }
  const type = cursor.uint(f.numberType, 3);
  const plan = cursor.uint(f.numberingPlan, 4);
  if (!cursor.failed && (type === 7 || plan === 15)) {
    cursor.find(
      RULES['SMS-007'],
      `${type === 7 ? 'type of number 7' : 'numbering plan 15'} is reserved`,
      start,
      start + 8,
    );
  }
  return type;
}

/** Digits as a text row; an odd number of them leaves half an octet of fill, which has a row of its own. */
export function readDigits(cursor: Cursor, field: Field, digits: number, type: number): void {
  const octets = Math.ceil(digits / 2);
  if (octets === 0 || !cursor.need(field, octets * 8)) return;
  const { bytes, tree, at, bit } = cursor;
  const text = valueText(bytes, at, digits, type);
  if (digits % 2 === 0 || type === ALPHANUMERIC) {
    cursor.textAs(field, octets, text);
  } else {
    const row = cursor.open(field);
    tree.setText(row, text);
    if (octets > 1) cursor.octets(f.semiOctets, octets - 1);
    cursor.uint(f.fillDigit, 4);
    tree.leaf(f.semiOctets, cursor.source, cursor.bit, cursor.bit + 4, Number.NaN);
    cursor.bit += 4;
    cursor.close(row);
  }
  if (type === ALPHANUMERIC) return;
  const filled = bytes[at + octets - 1]! >>> 4 === 15;
  if (!isSemiOctets(bytes, at, at + octets) || filled !== (digits % 2 === 1)) {
    cursor.find(RULES['SMS-004'], `${digits} digits do not fill the ${octets} octets as they should`, bit, cursor.bit);
  }
}

/** A TP address. */
export function readAddress(cursor: Cursor, group: Field, digitsField: Field): string {
  const start = cursor.bit;
  const row = cursor.open(group);
  const text = addressText(cursor.bytes, cursor.at, cursor.end >>> 3);
  const digits = cursor.uint(f.addressLength, 8);
  const type = readAddressType(cursor);
  if (!cursor.failed && digits > (type === ALPHANUMERIC ? MAX_ALPHANUMERIC : MAX_DIGITS)) {
    cursor.find(RULES['SMS-004'], `the address has ${digits} half octets, at most 20 would be right`, start, start + 8);
  }
  readDigits(cursor, digitsField, digits, type);
  cursor.close(row);
  cursor.tree.setNote(row, text);
  return text;
}

/** SMSC address of PDU mode: its length counts octets, the type included. */
export function readSmsc(cursor: Cursor): void {
  const row = cursor.open(f.smsc);
  const octets = cursor.uint(f.smscLength, 8);
  if (octets > 0) {
    const type = readAddressType(cursor);
    const { bytes, at } = cursor;
    const filled = octets > 1 && (bytes[at + octets - 2] ?? 0) >>> 4 === 15;
    readDigits(cursor, f.smscDigits, (octets - 1) * 2 - (filled ? 1 : 0), type);
  }
  cursor.close(row);
}
