import type { Writer } from '../../codec/codec.ts';
import { field as declare, type Field, nameOf } from '../../codec/field.ts';
import { v } from './fields.ts';
import { RULES } from './rules.ts';
import { first, hex, leaf, reject, type ValueCodec } from './value.ts';

/** A number with the octets it had on the wire: 0 for a short-integer, else those of the long-integer or uintvar. */
export interface WireInteger {
  readonly value: number | bigint;
  readonly octets?: number;
}
/** A draft may be the number alone. */
export type IntegerInput = WireInteger | number | bigint;

const UINTVAR_OCTETS = 5;
const UINTVAR_MAX = 2 ** 32 - 1;

function asInteger(input: IntegerInput): WireInteger {
  return typeof input === 'object' ? input : { value: input };
}

/** Octets of a uintvar in its shortest form. */
export function uintvarSize(value: number): number {
  let size = 1;
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Up to 2^53 exactly as a number, above as a bigint. */
function narrow(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export function integerText(value: number | bigint, field: Field): string {
  const name = typeof value === 'number' ? nameOf(field, value) : undefined;
  if (name !== undefined) return name;
  return field.show === 'hex' ? hex(Number(value)) : String(value);
}

/** A uintvar: seven bits an octet, the top bit set on all octets but the last. */
export function uintvar(given: Field): ValueCodec<WireInteger, IntegerInput> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'uint', field, bits: 32 },
    fields: [field],
    read(cursor) {
      let value = 0;
      let octets = 0;
      let octet = 0x80;
      while (octet >= 0x80 && octets < UINTVAR_OCTETS) {
        if (!cursor.need(field, (octets + 1) * 8)) return { value: 0 };
        octet = cursor.bytes[cursor.at + octets++]!;
        value = value * 128 + (octet & 0x7f);
      }
      const start = cursor.bit;
      if (octet >= 0x80) {
        reject(cursor, RULES['WSP-002'], `${field.label} goes on after ${UINTVAR_OCTETS} octets`, octets);
        return { value: 0 };
      }
      leaf(cursor, field, octets, value);
      if (value > UINTVAR_MAX)
        cursor.find(RULES['WSP-002'], `${field.label} is ${value}, more than ${UINTVAR_MAX}`, start, cursor.bit);
      const shortest = uintvarSize(value);
      if (octets > shortest)
        cursor.find(
          RULES['WSP-001'],
          `${field.label} ${value} is written in ${octets} octets; ${shortest} would do`,
          start,
          cursor.bit,
        );
      return { value, octets };
    },
    write(out, input) {
      const { value, octets } = asInteger(input);
      const n = Number(value);
      for (let i = (octets ?? uintvarSize(n)) - 1; i >= 0; i--)
        out.bits(8, (Math.floor(n / 128 ** i) % 128) + (i > 0 ? 128 : 0));
    },
    text: ({ value }) => integerText(value, field),
    num: ({ value }) => Number(value),
  };
}

/** One octet 0x80 to 0xFF: a number below 128. */
export function shortInteger(given: Field): ValueCodec<WireInteger, IntegerInput> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'uint', field, bits: 7 },
    fields: [field],
    read(cursor) {
      const octet = first(cursor);
      if (octet < 0x80) {
        if (cursor.need(field, 8))
          reject(cursor, RULES['WSP-008'], `${hex(octet)} stands where a short-integer is due`);
        return { value: 0 };
      }
      leaf(cursor, field, 1, octet & 0x7f);
      return { value: octet & 0x7f, octets: 0 };
    },
    write: (out, input) => out.bits(8, 0x80 + (Number(asInteger(input).value) & 0x7f)),
    text: ({ value }) => integerText(value, field),
    num: ({ value }) => Number(value),
  };
}

/** Short-length 1 to 30 and that many octets, most significant first. */
export function longInteger(given: Field): ValueCodec<WireInteger, IntegerInput> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'uint', field, bits: 53 },
    fields: [v.integerLength, field],
    read(cursor) {
      const octets = first(cursor);
      if (octets < 1 || octets > 30) {
        if (cursor.need(field, 8))
          reject(cursor, RULES['WSP-008'], `${hex(octets)} stands where a long-integer is due`);
        return { value: 0 };
      }
      cursor.uint(v.integerLength, 8);
      if (!cursor.need(field, octets * 8)) return { value: 0 };
      let value = 0n;
      for (let i = 0; i < octets; i++) value = (value << 8n) | BigInt(cursor.bytes[cursor.at + i]!);
      const start = cursor.bit;
      if (cursor.bytes[cursor.at] === 0 && octets > 1)
        cursor.find(RULES['WSP-012'], `${field.label}: a long-integer has no leading 0x00`, start, start + 8);
      const number = narrow(value);
      if (typeof number === 'number') leaf(cursor, field, octets, number);
      else leaf(cursor, field, octets, Number.NaN, String(number));
      return { value: number, octets };
    },
    write: (out, input) => writeLong(out, asInteger(input)),
    text: ({ value }) => integerText(value, field),
    num: ({ value }) => (typeof value === 'number' ? value : undefined),
  };
}

function writeLong(out: Writer, { value, octets }: WireInteger): void {
  const big = BigInt(value);
  const size = octets !== undefined && octets > 0 ? octets : Math.max(1, Math.ceil(big.toString(16).length / 2));
  out.bits(8, size);
  for (let i = size - 1; i >= 0; i--) out.bits(8, Number((big >> BigInt(8 * i)) & 0xffn));
}

/** Short-integer below 128, else long-integer. */
export function integerValue(given: Field): ValueCodec<WireInteger, IntegerInput> {
  const field = declare(given);
  const short = shortInteger(field);
  const long = longInteger(field);
  return {
    ...long,
    read(cursor) {
      if (first(cursor) >= 0x80) return short.read(cursor);
      const start = cursor.bit;
      const read = long.read(cursor);
      if (!cursor.failed && read.value < 128)
        cursor.find(
          RULES['WSP-012'],
          `${field.label} ${read.value} is a long-integer; the short-integer ${hex(Number(read.value) + 128)} would do`,
          start,
          cursor.bit,
        );
      return read;
    },
    write(out, input) {
      const integer = asInteger(input);
      if (integer.octets === 0 || (integer.octets === undefined && integer.value < 128)) short.write(out, integer);
      else writeLong(out, integer);
    },
  };
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Nov 14, 2023 22:13:20 UTC`; numbers that are no date as they are. */
export function dateText(seconds: number | bigint): string {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} seconds`;
  const iso = date.toISOString();
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[date.getUTCMonth()]} ${day}, ${date.getUTCFullYear()} ${iso.slice(-13, -5)} UTC`;
}

/** Seconds since 1970 as a long-integer. */
export const dateValue: ValueCodec<WireInteger, IntegerInput> = {
  ...longInteger(v.date),
  read(cursor) {
    const octet = first(cursor);
    if (octet < 0x80) return longInteger(v.date).read(cursor);
    cursor.find(
      RULES['WSP-008'],
      `the date is the short-integer ${hex(octet)}; a date is a long-integer`,
      cursor.bit,
      cursor.bit + 8,
    );
    return shortInteger(v.date).read(cursor);
  },
  write(out, input) {
    const integer = asInteger(input);
    if (integer.octets === 0) shortInteger(v.date).write(out, integer);
    else writeLong(out, integer);
  },
  text: ({ value }) => dateText(value),
};

/** `0.50` for 51, `0.333` for 433; 1 is never written. */
export function qText(n: number): string {
  return n <= 100 ? ((n - 1) / 100).toFixed(2) : ((n - 100) / 1000).toFixed(3);
}

const qVar = uintvar(v.q);

/** A quality factor. */
export const qValue: ValueCodec<WireInteger, IntegerInput> = {
  ...qVar,
  read(cursor) {
    const start = cursor.bit;
    const read = qVar.read(cursor);
    if (cursor.failed) return read;
    const n = Number(read.value);
    if (n < 1 || n > 1099) cursor.find(RULES['WSP-008'], `q-value ${n}: it is 1 to 1099`, start, cursor.bit);
    cursor.tree.setText(cursor.tree.length - 1, qText(n));
    return read;
  },
  text: ({ value }) => qText(Number(value)),
};

/** `1.3`, or `2` without a minor version. */
export function versionText(version: number): string {
  const minor = version & 15;
  return minor === 15 ? String(version >>> 4) : `${version >>> 4}.${minor}`;
}

const versionShort = shortInteger(v.version);

/** A version number in one octet. */
export const shortVersion: ValueCodec<WireInteger, IntegerInput> = {
  ...versionShort,
  read(cursor) {
    const read = versionShort.read(cursor);
    if (!cursor.failed) cursor.tree.setText(cursor.tree.length - 1, versionText(Number(read.value)));
    return read;
  },
  text: ({ value }) => versionText(Number(value)),
};
