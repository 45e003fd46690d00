import { parseDecimalSeconds, parseTime } from '../base/parse-time.ts';
import { type Field, nameOf } from '../codec/field.ts';
import { parseEther, parseIpv4, parseIpv6, parseOctets, prefixMask } from './addresses.ts';
import type { ValueNode } from './ast.ts';
import type { NameInfo } from './catalogue.ts';
import { plainText, textOctets } from './literal-text.ts';
import type { Kind, Value } from './values.ts';

/** A literal as a value of one kind; with `mask`, only the bits in it count (10.0.0.0/8). */
export interface Constant {
  readonly value: Value;
  readonly mask?: Uint8Array;
}

/** A constant, with a word on what the reader may not expect, or what is wrong. */
export type Converted = { readonly constant: Constant; readonly warning?: string } | { readonly message: string };

export type LiteralNode = Extract<ValueNode, { readonly kind: 'word' | 'string' | 'char' }>;

/** Reads a literal as a value of a kind. `info` is the field that it is compared with, for names of values. */
export function convertLiteral(node: LiteralNode, kind: Kind, info: NameInfo | undefined): Converted {
  const { text } = node;
  switch (kind) {
    case 'number':
      return numberLiteral(node, info);
    case 'text':
      if (node.kind !== 'word') return textLiteral(plainText(text), info);
      return textLiteral(text, info, 'text is written in quotation marks');
    case 'octets':
      return octetsLiteral(node);
    case 'ipv4':
      return addressLiteral(text, parseIpv4, 4, 'IPv4 address');
    case 'ipv6':
      return addressLiteral(text, parseIpv6, 16, 'IPv6 address');
    case 'ether': {
      const value = parseEther(text) ?? (/^[0-9a-fA-F]{12}$/.test(text) ? parseOctets(text) : undefined);
      return value === undefined ? no(text, 'hardware address such as 02:00:00:aa:bb:01') : { constant: { value } };
    }
    case 'time': {
      const value = parseTime(text);
      return value === undefined ? no(text, 'time such as "2023-11-14 22:13:20"') : { constant: { value } };
    }
    case 'seconds': {
      const value = parseDecimalSeconds(text);
      return value === undefined ? no(text, 'number of seconds') : { constant: { value } };
    }
  }
}

function no(text: string, what: string): { readonly message: string } {
  return { message: `${JSON.stringify(text)} is no ${what}` };
}

/** Decimal, 0x, 0b, octal with a leading 0; undefined for anything else. Beyond 2^53 a bigint. */
export function parseNumber(text: string): number | bigint | undefined {
  let value: bigint;
  if (/^(?:0[xX][0-9a-fA-F]{1,64}|0[bB][01]{1,256}|[1-9]\d{0,77}|0)$/.test(text)) value = BigInt(text);
  else if (/^0[0-7]{1,86}$/.test(text)) value = BigInt(`0o${text.slice(1)}`);
  else return undefined;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const TRUTH: ReadonlyMap<string, number> = new Map([
  ['true', 1],
  ['set', 1],
  ['yes', 1],
  ['false', 0],
  ['not set', 0],
  ['no', 0],
]);

function numberLiteral({ kind, text }: LiteralNode, info: NameInfo | undefined): Converted {
  if (kind === 'char') return unnamed(textOctets(text)[0] ?? 0, info);
  const number = parseNumber(text);
  const unquoted = kind === 'word' && number !== undefined;
  const names = info === undefined || unquoted ? [] : info.named();
  if (!unquoted) {
    const wanted = text.toLowerCase();
    const named = names.find(({ name }) => name.toLowerCase() === wanted);
    if (named !== undefined) return { constant: { value: named.value } };
    const truth = info?.fields.some(({ type }) => type === 'bool') === true ? TRUTH.get(wanted) : undefined;
    if (truth !== undefined) return { constant: { value: truth } };
  }
  if (number !== undefined) {
    if (kind === 'string') return { constant: { value: number }, warning: 'a number needs no quotation marks' };
    return unnamed(number, info);
  }
  if (/^\d+\.\d*$/.test(text)) return { message: `${text} is no whole number` };
  if (names.length === 0) return no(text, 'number');
  const close = names.find(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return {
    message: `${JSON.stringify(text)} is neither a number nor a value name of ${info?.name}${close === undefined ? '' : `; there is ${JSON.stringify(close.name)}`}`,
  };
}

function unnamed(value: number | bigint, info: NameInfo | undefined): Converted {
  // As in Wireshark, whatever is not zero is true.
  if (value > 1 && info?.fields.every(({ type }) => type === 'bool') === true)
    return { constant: { value: 1 }, warning: `${info.name} is 0 or 1; ${value} counts as 1` };
  const constant = { value };
  if (info !== undefined && value > Math.max(...info.fields.map(largestOf))) {
    const widest = Math.max(...info.fields.map(({ bits }) => bits ?? 0));
    return { constant, warning: `${info.name} has ${widest} bits and is never ${value}` };
  }
  const tables = info?.fields.filter(({ names, isOpen }) => typeof names === 'object' && isOpen !== true) ?? [];
  // Tables of one or two names only mark special values.
  const closed = tables.length > 0 && tables.length === info?.fields.length && info.named().length > 2;
  if (!closed || typeof value === 'bigint' || tables.some((field) => nameOf(field, value) !== undefined))
    return { constant };
  return { constant, warning: `${value} has no name among the values of ${info.name}` };
}

/** The largest number that fits into the bits of a field; a header length counts in words. */
function largestOf({ bits = Number.POSITIVE_INFINITY, encoding }: Field): number {
  const { unit = 1, base = 0 } = typeof encoding === 'object' ? encoding : {};
  return (2 ** bits - 1) * unit + base;
}

function textLiteral(value: string | Uint8Array, info: NameInfo | undefined, hint?: string): Converted {
  const unknown = info !== undefined && info.values.length > 0 && info.values.every(({ text }) => text !== value);
  const warning = unknown
    ? `${info.name} is never ${typeof value === 'string' ? JSON.stringify(value) : 'that'}`
    : hint;
  return { constant: { value }, ...(warning === undefined ? {} : { warning }) };
}

function octetsLiteral({ kind, text }: LiteralNode): Converted {
  if (kind !== 'word') return { constant: { value: textOctets(text) } };
  const value = parseOctets(text);
  if (value === undefined) return no(text, 'string of octets such as 01:02:03 or "text"');
  const decimal = /^[1-9]\d$/.test(text);
  return {
    constant: { value },
    ...(decimal ? { warning: `${text} is the octet 0x${text}; write 0x${text} to be clear` } : {}),
  };
}

function addressLiteral(
  text: string,
  parse: (text: string) => Uint8Array | undefined,
  octets: number,
  what: string,
): Converted {
  const [address = '', prefix, ...more] = text.split('/');
  const value = parse(address);
  if (value === undefined || more.length > 0) return no(text, what);
  if (prefix === undefined) return { constant: { value } };
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  const mask = bits <= octets * 8 ? prefixMask(bits, octets) : octets === 4 ? parseIpv4(prefix) : undefined;
  if (mask === undefined) return { message: `/${prefix} is no prefix length: 0 to ${octets * 8} bits` };
  return { constant: { value, mask } };
}
