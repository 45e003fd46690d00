import { readBits, u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, field, nameOf } from '../../codec/field.ts';
import { f } from './fields.ts';

/** How the octets of an option's value are to be read. */
export type OptionFormat = 'text' | 'uint' | 'connection-types' | 'mos' | 'mo-validators' | 'signature' | 'opaque';

export interface OptionSpec {
  readonly name: string;
  readonly format: OptionFormat;
  /** Row of the value: the leaf, or the group whose parts tile it. */
  readonly field: Field;
  /** Octets of a number that a draft gives without a length. */
  readonly octets?: number;
}

/** The options of one version: how numbers are written, and what they stand for. */
export interface OptionTable {
  /** NOTI-2.0 writes differences of numbers, NOTI-1.3 the numbers themselves. */
  readonly delta: boolean;
  readonly specs: Readonly<Record<number, OptionSpec>>;
}

const UNDEFINED_OPTION: OptionSpec = { name: 'undefined option', format: 'opaque', field: f.optionValue };

/** NOTI-1.3 6.3. */
export const OPTIONS_13: OptionTable = {
  delta: false,
  specs: {
    1: { name: 'Server-ID', format: 'text', field: f.serverId },
    2: { name: 'Targeted-MO', format: 'uint', field: f.targetedMo, octets: 2 },
    3: { name: 'Requested-MO', format: 'uint', field: f.requestedMo, octets: 2 },
    4: { name: 'Preferred-Bearer', format: 'uint', field: f.preferredBearer, octets: 1 },
    5: { name: 'Connect-Reason', format: 'text', field: f.connectReason },
    6: { name: 'Vendor-Info', format: 'text', field: f.vendorInfo },
  },
};

const { filter, type, doc } = f.serverId;
const SERVER_ID_20 = field({ filter, type, doc, label: 'SERVER-ID', spec: 'NOTI-2.0 5.3.1' });

/** NOTI-2.0 5.3. */
export const OPTIONS_20: OptionTable = {
  delta: true,
  specs: {
    1: { name: 'SERVER-ID', format: 'text', field: SERVER_ID_20 },
    2: { name: 'PREFERRED-CON-TYPE', format: 'connection-types', field: f.optionValue },
    3: { name: 'REQ-MO', format: 'mos', field: f.optionValue },
    4: { name: 'REQ-MO-CV', format: 'mo-validators', field: f.optionValue },
    5: { name: 'SHA256-DIGEST', format: 'signature', field: f.optionValue },
  },
};

export function optionSpec(table: OptionTable, number: number): OptionSpec {
  return table.specs[number] ?? UNDEFINED_OPTION;
}

/** Where an option stands. Bits count from the first bit of the source. */
export interface PlacedOption {
  readonly number: number;
  /** Number or delta as written. */
  readonly written: number;
  /** Declared length in octets. */
  readonly length: number;
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  /** True when all octets of the value are there. */
  readonly whole: boolean;
  /** Octets of the value, as far as they go. */
  readonly octets: Uint8Array;
}

export interface PlacedOptions {
  readonly options: readonly PlacedOption[];
  /** Why fewer options than counted were read: no octet left, an option header cut, or a value cut. */
  readonly fault: 'none-left' | 'header' | 'value' | undefined;
  /** Where the fault is. */
  readonly faultStart: number;
  /** Bit behind the last option. */
  readonly end: number;
}

/** Reads `count` options, making rows, in the strict order of the reference: nothing is made up where octets are missing. */
export function readOptions(cursor: Cursor, count: number, table: OptionTable): PlacedOptions {
  const options: PlacedOption[] = [];
  let number = 0;
  for (let i = 0; i < count; i++) {
    const start = cursor.bit;
    if (cursor.left < 16) {
      const fault = cursor.left === 0 ? 'none-left' : 'header';
      if (cursor.left >= 8) {
        const row = cursor.open(f.option);
        cursor.uint(table.delta ? f.optionDelta : f.optionNumber, 4);
        cursor.bit = cursor.end;
        cursor.close(row);
        cursor.tree.setNote(row, 'cut in its first octets');
      }
      return { options, fault, faultStart: start, end: start };
    }
    const row = cursor.open(f.option);
    const written = cursor.uint(table.delta ? f.optionDelta : f.optionNumber, 4);
    number = table.delta ? number + written : written;
    if (table.delta) cursor.generated(f.optionSum, number);
    const length = cursor.uint(f.optionLength, 12);
    const spec = optionSpec(table, number);
    const valueStart = cursor.bit;
    const there = Math.min(length, cursor.octetsLeft);
    const octets = cursor.bytes.subarray(cursor.at, cursor.at + there);
    const whole = there === length;
    const valueRow = readValue(cursor, spec, there, whole);
    if (!whole) cursor.tree.setNote(valueRow, `cut: ${there} of ${length} octets`);
    else if (length === 0) cursor.tree.setNote(valueRow, 'empty');
    cursor.close(row);
    cursor.tree.setNote(row, `${number}, ${spec.name}`);
    options.push({ number, written, length, start, valueStart, valueEnd: cursor.bit, whole, octets });
    if (!whole) return { options, fault: 'value', faultStart: valueStart, end: cursor.bit };
  }
  return { options, fault: undefined, faultStart: cursor.bit, end: cursor.bit };
}

/** Makes the row of a value of `octets` octets, and the rows of its parts; gives the value's row. */
function readValue(cursor: Cursor, spec: OptionSpec, octets: number, whole: boolean): number {
  const { tree, source, bit } = cursor;
  const end = bit + octets * 8;
  const { field, format } = spec;
  if (format === 'text' || format === 'opaque' || octets === 0) {
    cursor.bit = end;
    return tree.leaf(field, source, bit, end, format === 'uint' && whole ? 0 : Number.NaN);
  }
  if (format === 'uint') {
    // A number that is cut is not the number that was meant: its octets come first.
    const row = whole ? -1 : cursor.open(f.optionValue);
    cursor.bit = end;
    // 6 octets are the most that a double holds exactly; longer ones are shown as hexadecimal digits.
    const leaf = tree.leaf(field, source, bit, end, octets <= 6 ? readBits(cursor.bytes, bit, octets * 8) : Number.NaN);
    if (whole) return leaf;
    cursor.close(row);
    return row;
  }
  const row = cursor.open(field);
  const outer = cursor.enter(field, octets);
  readParts(cursor, format);
  cursor.leave(outer);
  cursor.close(row);
  return row;
}

function readParts(cursor: Cursor, format: 'connection-types' | 'mos' | 'mo-validators' | 'signature'): void {
  switch (format) {
    case 'connection-types':
      while (cursor.left >= 8) cursor.uint(f.connectionType, 8);
      return;
    case 'mos':
      while (cursor.left >= 16) cursor.uint(f.requestedMo20, 16);
      return;
    case 'mo-validators':
      while (cursor.left >= 48) {
        const entry = cursor.open(f.cacheEntry);
        cursor.uint(f.requestedMo20, 16);
        cursor.octets(f.cacheValidator, 4);
        cursor.close(entry);
      }
      return;
    case 'signature':
      if (cursor.left >= 32) cursor.uint(f.digestTime, 32);
      if (cursor.left >= 256) cursor.octets(f.digest, 32);
  }
}

/** Number of options that fill octets `at` to `end` exactly; -1 when they do not. It makes no objects. */
export function countOptions(bytes: Uint8Array, at: number, end: number): number {
  let count = 0;
  while (at < end) {
    if (end - at < 2) return -1;
    at += 2 + (u16(bytes, at) & 0xfff);
    count++;
  }
  return at === end ? count : -1;
}

/** Octet behind `count` options that begin at octet `at`; -1 when they do not fit before `end`. It makes no objects. */
export function skipOptions(bytes: Uint8Array, at: number, end: number, count: number): number {
  for (let i = 0; i < count; i++) {
    if (end - at < 2) return -1;
    at += 2 + (u16(bytes, at) & 0xfff);
    if (at > end) return -1;
  }
  return at;
}

/** `Server-ID (option 1)`: an option as messages name it. */
export function describeOption(table: OptionTable, number: number): string {
  const name = nameOf(table.delta ? f.optionSum : f.optionNumber, number);
  return name === undefined ? `option ${number}` : `${name} (option ${number})`;
}
