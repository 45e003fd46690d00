import { unreachable } from '../base/assert.ts';
import { fromUtf8, octetHex, toHex } from '../base/bytes.ts';
import { type Field, nameOf } from './field.ts';
import type { Tree } from './tree.ts';

/** A row's value as filters and exports see it; undefined for rows that only hold others, null for text that is not UTF-8. */
export type RowValue = number | string | null | undefined;

/**
 * The value of a row: numbers as numbers, text as text, addresses in their usual form, octets as lower-case hexadecimal digits.
 * A `uint` wider than 53 bits has no exact number and is given as hexadecimal digits too.
 */
export function rowValue(tree: Tree, row: number): RowValue {
  const field = tree.field(row);
  const text = tree.text(row);
  switch (field.type) {
    case 'protocol':
      return undefined;
    case 'group':
      return text;
    case 'uint':
    case 'bool':
    case 'time':
    case 'seconds':
    case 'frame': {
      const num = tree.num(row);
      return Number.isNaN(num) ? (text ?? (tree.isLeaf(row) ? toHex(tree.bytes(row)) : undefined)) : num;
    }
    case 'text': {
      if (text !== undefined) return text;
      return fromUtf8(tree.bytes(row)) ?? null;
    }
    case 'bytes':
    case 'undecoded':
      return text ?? toHex(tree.bytes(row));
    case 'ipv4':
      return text ?? formatIpv4(tree.bytes(row), 0);
    case 'ipv6':
      return text ?? formatIpv6(tree.bytes(row), 0);
    case 'ether':
      return text ?? formatEther(tree.bytes(row), 0);
    default:
      return unreachable(field.type);
  }
}

/** A row's value for people, with the name of the value where the specification names it; empty for rows without a value. */
export function formatRow(tree: Tree, row: number): string {
  const value = rowValue(tree, row);
  const note = tree.note(row);
  const text = formatPlain(tree, row, value);
  const name = typeof value === 'number' ? nameOf(tree.field(row), value) : undefined;
  const named = name === undefined ? text : `${name} (${text})`;
  if (note === undefined) return named;
  return named === '' ? note : `${named} (${note})`;
}

/** The name of a row's value alone; the value itself where it has none. */
export function formatName(tree: Tree, row: number): string {
  const value = rowValue(tree, row);
  return (typeof value === 'number' ? nameOf(tree.field(row), value) : undefined) ?? formatPlain(tree, row, value);
}

/** A row's value alone, without its name and what is noted of it; numbers as the field is declared: decimal, hexadecimal, binary. */
export function formatValue(tree: Tree, row: number): string {
  return formatPlain(tree, row, rowValue(tree, row));
}

function formatPlain(tree: Tree, row: number, value: RowValue): string {
  if (value === undefined) return '';
  if (value === null) return `not UTF-8: ${toHex(tree.bytes(row), ' ')}`;
  const field = tree.field(row);
  if (typeof value === 'number') return formatNumber(field, value, tree.end(row) - tree.start(row));
  return field.type === 'bytes' || field.type === 'undecoded' ? shorten(value) : value;
}

function formatNumber(field: Field, value: number, bits: number): string {
  if (field.type === 'time') return formatTime(value, 0, 0);
  if (field.type === 'seconds') return `${value} s`;
  if (field.show === 'hex') return `0x${value.toString(16).padStart(Math.ceil(bits / 4), '0')}`;
  if (field.show === 'bin') return `0b${value.toString(2).padStart(bits, '0')}`;
  return String(value);
}

const SHOWN_DIGITS = 128;

function shorten(digits: string): string {
  return digits.length <= SHOWN_DIGITS ? digits : `${digits.slice(0, SHOWN_DIGITS)}... (${digits.length / 2} octets)`;
}

export function formatIpv4(bytes: Uint8Array, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

/** RFC 5952: lower case, the longest run of two or more zero groups as `::`. */
export function formatIpv6(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 8; i++) groups.push(((bytes[at + 2 * i] ?? 0) << 8) | (bytes[at + 2 * i + 1] ?? 0));
  let best = -1;
  let bestSize = 1;
  for (let i = 0; i < 8; i++) {
    let size = 0;
    while (i + size < 8 && groups[i + size] === 0) size++;
    if (size > bestSize) {
      best = i;
      bestSize = size;
    }
  }
  const hex = (from: number, to: number) =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':');
  return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + bestSize, 8)}`;
}

export function formatEther(bytes: Uint8Array, at: number): string {
  if (at + 6 > bytes.length) return toHex(bytes.subarray(at, at + 6), ':');
  const first = `${octetHex(bytes[at]!)}:${octetHex(bytes[at + 1]!)}:${octetHex(bytes[at + 2]!)}`;
  return `${first}:${octetHex(bytes[at + 3]!)}:${octetHex(bytes[at + 4]!)}:${octetHex(bytes[at + 5]!)}`;
}

/** `2023-11-14 22:13:20 UTC`, with `digits` decimals of the second. */
export function formatTime(seconds: number, nanos: number, digits: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  const fraction = digits === 0 ? '' : `.${String(nanos).padStart(9, '0').slice(0, digits)}`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${fraction} UTC`;
}
