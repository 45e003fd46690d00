import { fromHex, toHex } from '../base/bytes.ts';
import {
  type Bits,
  type CannotEncode,
  type Encoding,
  encodeNumber,
  encodeText,
  octetBits,
} from '../codec/encodings.ts';
import type { Field } from '../codec/field.ts';
import { parseEther, parseIpv4, parseIpv6 } from '../filter/addresses.ts';

/**
 * Bits of a value as a description writes it.
 * @param width stated bits, before the field's usual ones
 * @param encoding stated way of writing it, before the field's usual one
 */
export function encodeValue(
  field: Field,
  value: number | string,
  width: number | undefined,
  encoding: Encoding | undefined = field.encoding,
): Bits | CannotEncode {
  switch (field.type) {
    case 'uint':
    case 'bool':
    case 'time':
    case 'seconds':
    case 'frame':
      if (typeof value !== 'number') return { problem: 'must be a number' };
      return encodeNumber(value, encoding, width ?? field.bits);
    case 'text':
      if (typeof value !== 'string') return { problem: 'must be a text' };
      return encodeText(value, encoding);
    case 'ipv4':
      return address(value, parseIpv4, 'an IPv4 address such as "192.0.2.1"');
    case 'ipv6':
      return address(value, parseIpv6, 'an IPv6 address such as "2001:db8::1"');
    case 'ether':
      return address(value, parseEther, 'an address such as "02:00:00:00:00:01"');
    case 'bytes':
    case 'undecoded':
    case 'group':
    case 'protocol':
      return octets(value, width);
  }
}

function address(
  value: number | string,
  parse: (text: string) => Uint8Array | undefined,
  wanted: string,
): Bits | CannotEncode {
  const bytes = typeof value === 'string' ? parse(value) : undefined;
  return bytes === undefined ? { problem: `must be ${wanted}` } : octetBits(bytes);
}

function octets(value: number | string, width: number | undefined): Bits | CannotEncode {
  const bytes = typeof value === 'string' ? fromHex(value.replace(/[\s:]/g, '')) : undefined;
  if (bytes === undefined) return { problem: 'must be hexadecimal digits, two an octet' };
  return width === undefined ? octetBits(bytes) : bitsOfHex(bytes, width);
}

/** The first `width` bits of octets; what is behind them must be zero, so that nothing is dropped unseen. */
export function bitsOfHex(bytes: Uint8Array, width: number): Bits | CannotEncode {
  if (bytes.length !== Math.ceil(width / 8))
    return { problem: `must have ${Math.ceil(width / 8)} octets for ${width} bits` };
  const unused = bytes.length * 8 - width;
  if (unused > 0 && ((bytes.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0) {
    return { problem: `must have zeros behind its ${width} bits` };
  }
  return { bytes, width };
}

/** Bits of a text of zeros and ones. */
export function bitsOfDigits(digits: string): Bits | undefined {
  if (!/^[01]*$/.test(digits)) return undefined;
  const bytes = new Uint8Array(Math.ceil(digits.length / 8));
  for (let i = 0; i < digits.length; i++) {
    if (digits[i] === '1') bytes[i >>> 3] = (bytes[i >>> 3] ?? 0) | (0x80 >>> (i & 7));
  }
  return { bytes, width: digits.length };
}

/** Bits up to this many are written as zeros and ones where they are no whole octets. */
const MOST_DIGITS = 32;

/** How exact bits are written in a description. */
export function exactJson({ bytes, width }: Bits): { readonly hex?: string; readonly bits?: string | number } {
  if (width % 8 === 0) return { hex: toHex(bytes) };
  if (width > MOST_DIGITS) return { hex: toHex(bytes), bits: width };
  const digits = Array.from(bytes, (octet) => octet.toString(2).padStart(8, '0')).join('');
  return { bits: digits.slice(0, width) };
}
