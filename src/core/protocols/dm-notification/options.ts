import { readBits, u16 } from '../../base/bits.ts';
import { fromUtf8, toUtf8 } from '../../base/bytes.ts';
import type { Codec, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, nameOf } from '../../codec/field.ts';
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

/** NOTI-2.0 5.3. */
export const OPTIONS_20: OptionTable = {
  delta: true,
  specs: {
    1: { name: 'SERVER-ID', format: 'text', field: { ...f.serverId, label: 'SERVER-ID', spec: 'NOTI-2.0 5.3.1' } },
    2: { name: 'PREFERRED-CON-TYPE', format: 'connection-types', field: f.optionValue },
    3: { name: 'REQ-MO', format: 'mos', field: f.optionValue },
    4: { name: 'REQ-MO-CV', format: 'mo-validators', field: f.optionValue },
    5: { name: 'SHA256-DIGEST', format: 'signature', field: f.optionValue },
  },
};

export function optionSpec(table: OptionTable, number: number): OptionSpec {
  return table.specs[number] ?? UNDEFINED_OPTION;
}

/** What a REQ-MO-CV option lists. */
export interface MoValidator {
  readonly mo: number;
  /** Four octets. */
  readonly cacheValidator: Uint8Array;
}

/** What a SHA256-DIGEST option holds. */
export interface Signature {
  /** POSIX seconds. */
  readonly time: number;
  /** 32 octets; zeros stand in a draft until it is signed. */
  readonly digest: Uint8Array;
}

/** The value of an option in its own form; octets where they do not have that form (text that is not UTF-8, odd lengths). */
export type OptionValue = string | number | readonly number[] | readonly MoValidator[] | Signature | Uint8Array;

export interface Option {
  readonly number: number;
  /** NOTI-2.0 only. */
  readonly delta?: number;
  readonly length: number;
  readonly value: OptionValue;
}

/** An option to be written: the length, and in 2.0 the delta, follow from the rest unless they are given. */
export interface OptionDraft {
  readonly number?: number;
  readonly delta?: number;
  readonly length?: number;
  readonly value: OptionValue;
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

/** The value that octets stand for. */
export function optionValue(spec: OptionSpec, octets: Uint8Array): OptionValue {
  const size = octets.length;
  switch (spec.format) {
    case 'text':
      return fromUtf8(octets) ?? octets;
    case 'uint':
      return size >= 1 && size <= 6 ? readBits(octets, 0, size * 8) : octets;
    case 'connection-types':
      return Array.from(octets);
    case 'mos':
      return size % 2 === 0 ? Array.from({ length: size / 2 }, (_, i) => u16(octets, 2 * i)) : octets;
    case 'mo-validators':
      if (size % 6 !== 0) return octets;
      return Array.from({ length: size / 6 }, (_, i) => ({
        mo: u16(octets, 6 * i),
        cacheValidator: octets.slice(6 * i + 2, 6 * i + 6),
      }));
    case 'signature':
      return size === 36 ? { time: readBits(octets, 0, 32), digest: octets.slice(4) } : octets;
    case 'opaque':
      return octets;
  }
}

/** Octets of a value; numbers take as many octets as `length` says, or as the option's own size has. */
function valueOctets(spec: OptionSpec, value: OptionValue, length: number | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return toUtf8(value);
  if (typeof value === 'number') {
    const octets = new Uint8Array(length ?? spec.octets ?? 1);
    for (let i = octets.length - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) octets[i] = rest % 256;
    return octets;
  }
  if ('digest' in value) return Uint8Array.of(...bigEndian(value.time, 4), ...value.digest);
  return Uint8Array.from(
    value.flatMap((part: number | MoValidator) => {
      if (typeof part !== 'number') return [...bigEndian(part.mo, 2), ...part.cacheValidator];
      return spec.format === 'mos' ? bigEndian(part, 2) : [part];
    }),
  );
}

function bigEndian(value: number, octets: number): number[] {
  return Array.from({ length: octets }, (_, i) => Math.floor(value / 256 ** (octets - 1 - i)) % 256);
}

/** The options of a message, as many as `count` says of the fields before. */
export function optionList(
  table: OptionTable,
  count: (before: unknown) => number,
): Codec<readonly Option[], readonly OptionDraft[]> {
  const fields = [f.option, table.delta ? f.optionDelta : f.optionNumber, f.optionLength, f.optionValue];
  if (table.delta) fields.push(f.optionSum, f.connectionType, f.requestedMo20, f.cacheEntry, f.cacheValidator);
  if (table.delta) fields.push(f.digestTime, f.digest);
  for (const { field } of Object.values(table.specs)) if (!fields.includes(field)) fields.push(field);
  return {
    width: undefined,
    shape: {
      kind: 'list',
      of: {
        kind: 'choice',
        of: Object.fromEntries(
          Object.values(table.specs).map((spec) => [
            spec.name,
            spec.format === 'uint'
              ? { kind: 'uint', field: spec.field, bits: (spec.octets ?? 1) * 8 }
              : { kind: spec.format === 'text' ? 'text' : 'bytes', field: spec.field, octets: undefined },
          ]),
        ),
      },
    },
    fields,
    read(cursor, before) {
      const { options, fault } = readOptions(cursor, count(before), table);
      if (fault !== undefined) cursor.failed = true;
      return options.map(({ number, written, length, octets }) => ({
        number,
        ...(table.delta ? { delta: written } : {}),
        length,
        value: optionValue(optionSpec(table, number), octets),
      }));
    },
    write(out, drafts) {
      writeOptions(out, drafts, table);
    },
  };
}

function writeOptions(out: Writer, drafts: readonly OptionDraft[], table: OptionTable): void {
  let last = 0;
  for (const draft of drafts) {
    const written = table.delta ? (draft.delta ?? (draft.number ?? last) - last) : (draft.number ?? 0);
    last = table.delta ? last + written : written;
    const octets = valueOctets(optionSpec(table, last), draft.value, draft.length);
    out.bits(4, written & 0xf);
    out.bits(12, (draft.length ?? octets.length) & 0xfff);
    out.octets(octets);
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
