import { fromHex, toHex } from '../base/bytes.ts';
import { parseDecimalSeconds } from '../base/parse-time.ts';
import type { Field } from '../codec/field.ts';
import type { RowValue } from '../codec/value.ts';
import { parseEther, parseIpv4, parseIpv6 } from './addresses.ts';
import { quoteText } from './literal-text.ts';
import { kindOf } from './values.ts';

/** Octets that a filter spells out; longer values are told by their begin and length. */
const MAX_OCTETS = 256;
/** A number wider than 53 bits comes as digits of at least this many octets. */
const WIDE_OCTETS = 7;

/**
 * The filter that a row with this field and value matches ("apply as filter"): the value as `rowValue` gives it. Rows without
 * a value, and text that is not UTF-8, are filtered by the presence of the field.
 */
export function filterFor(field: Field, value: RowValue): string {
  const { filter: name } = field;
  if (value === undefined || value === null) return name;
  if (typeof value === 'number') return `${name} == ${numberFor(field, value)}`;
  switch (kindOf(field)) {
    case 'number': {
      const wide = fromHex(value);
      if (wide !== undefined && wide.length >= WIDE_OCTETS) return `${name} == 0x${value}`;
      return `string(${name}) == ${quoteText(value)}`;
    }
    case 'text':
      return `${name} == ${quoteText(value)}`;
    case 'octets': {
      const octets = field.type === 'group' ? undefined : fromHex(value);
      return octets === undefined ? `${name} == ${quoteText(value)}` : octetsFor(name, octets);
    }
    case 'ipv4':
      return addressFor(name, value, parseIpv4);
    case 'ipv6':
      return addressFor(name, value, parseIpv6);
    case 'ether':
      return addressFor(name, value, parseEther);
    case 'time':
    case 'seconds':
      if (parseDecimalSeconds(value) === undefined) return `string(${name}) == ${quoteText(value)}`;
      return `${name} == ${value}`;
  }
}

function numberFor(field: Field, value: number): string {
  const kind = kindOf(field);
  if (kind === 'time') {
    const date = new Date(value * 1000);
    const shown = Number.isInteger(value) && !Number.isNaN(date.getTime()) && value >= 0;
    const iso = shown ? date.toISOString() : '';
    return iso.length === 24 ? `"${iso.slice(0, 19).replace('T', ' ')}"` : decimal(value);
  }
  if (kind === 'seconds') return decimal(value);
  return field.show === 'hex' && value >= 0 ? `0x${value.toString(16)}` : String(value);
}

function decimal(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(9).replace(/0+$/, '');
}

function octetsFor(name: string, octets: Uint8Array): string {
  if (octets.length === 0) return `len(${name}) == 0`;
  if (octets.length === 1) return `${name} == 0x${toHex(octets)}`;
  if (octets.length <= MAX_OCTETS) return `${name} == ${toHex(octets, ':')}`;
  const begin = toHex(octets.subarray(0, MAX_OCTETS), ':');
  return `len(${name}) == ${octets.length} && ${name}[0:${MAX_OCTETS}] == ${begin}`;
}

function addressFor(name: string, value: string, parse: (text: string) => Uint8Array | undefined): string {
  return parse(value) === undefined ? `string(${name}) == ${quoteText(value)}` : `${name} == ${value}`;
}
