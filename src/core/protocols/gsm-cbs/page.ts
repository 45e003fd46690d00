import { gsmText, ucs2Text, unpackSeptets } from '../../base/gsm-alphabet.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { PageCoding } from './coding.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';

type Bits = readonly (readonly [Field, number])[];

function codingForm(dcs: number): Bits {
  const group = dcs >>> 4;
  if (group < 4)
    return [
      [f.group, 4],
      [[f.language0, f.language1, f.language2, f.language3][group]!, 4],
    ];
  if (group < 8) {
    return [
      [f.group, 2],
      [f.compressed, 1],
      [f.hasClass, 1],
      [f.alphabet, 2],
      [f.class, 2],
    ];
  }
  if (group === 9) {
    return [
      [f.group, 4],
      [f.alphabet, 2],
      [f.class, 2],
    ];
  }
  if (group === 15) {
    return [
      [f.group, 4],
      [f.codingReserved, 1],
      [f.coding15, 1],
      [f.class15, 2],
    ];
  }
  return [
    [f.group, 4],
    [f.codingReserved, 4],
  ];
}

/** The data coding scheme; the coding group counts all four bits, as Wireshark does, though two of them mean more in groups 4 to 7. */
export function readCoding(cursor: Cursor, coding: PageCoding, whole: Field = f.dcs): void {
  const start = cursor.bit;
  const dcs = cursor.peek(8);
  if (dcs === undefined) {
    cursor.need(whole, 8);
    return;
  }
  const row = cursor.open(whole);
  for (const [field, bits] of codingForm(dcs)) {
    const leaf = cursor.tree.length;
    cursor.uint(field, bits);
    if (field === f.group) cursor.tree.setNum(leaf, dcs >>> 4);
  }
  cursor.close(row);
  cursor.tree.setNum(row, dcs);
  if (coding.reserved)
    cursor.find(RULES['CBS-003'], `data coding scheme 0x${dcs.toString(16)} is reserved`, start, start + 8);
}

const trimmed = (text: string) => text.replace(/\r+$/, '');

/** Text of a page, to the end of the window: carriage returns fill it up. */
export function readPageText(cursor: Cursor, field: Field, coding: PageCoding): string {
  const { bytes, tree, at } = cursor;
  const octets = cursor.octetsLeft;
  if (octets === 0) return '';
  if (coding.coding === 'ucs2') {
    const text = trimmed(ucs2Text(cursor.rest().subarray(coding.languageUnits)));
    cursor.textAs(field, octets, text);
    return text;
  }
  const count = Math.floor((octets * 8) / 7);
  const septets = unpackSeptets(bytes, at, 0, count);
  const text = trimmed(gsmText(septets.subarray(coding.languageUnits)));
  const padding = octets * 8 - count * 7;
  if (padding === 0) {
    cursor.textAs(field, octets, text);
    return text;
  }
  // The last characters are the low bits of the last octet, the padding its high bits.
  const row = cursor.open(field);
  tree.setText(row, text);
  const last = cursor.end - 8;
  if (last > cursor.bit) tree.leaf(f.packed, cursor.source, cursor.bit, last, Number.NaN);
  cursor.bit = last;
  cursor.uint(f.paddingBits, padding);
  if (cursor.end > cursor.bit) tree.leaf(f.packed, cursor.source, cursor.bit, cursor.end, Number.NaN);
  cursor.bit = cursor.end;
  cursor.close(row);
  return text;
}
