import { writeBits } from '../base/bits.ts';
import { concatBytes, toUtf8 } from '../base/bytes.ts';
import { packSeptets, toSeptets } from '../base/gsm-alphabet.ts';
import { toSemiOctets } from '../base/semi-octets.ts';

/**
 * How a field's value is written where that is not the plain way of its type (numbers: big-endian and unsigned; text: UTF-8).
 * - `big-endian` and `utf-8`: the plain ways, for fields that are usually written in another.
 * - `little-endian`: the least significant octet first; `signed`: two's complement.
 * - `ascii-decimal`: decimal digits as text.
 * - `ascii-hexadecimal`: hexadecimal digits as text, letters small.
 * - `uintvar`: seven bits an octet, the most significant group first, the high bit set in all but the last.
 * - `short-integer`: seven bits behind a bit that is one.
 * - `swapped-decimal`: two decimal digits, the low half of the octet first.
 * - `semi-octets`: digits, the low half of each octet first, filled with 15.
 * - `zero-terminated`: UTF-8 with an octet of zero behind; `utf-16`: big-endian; `utf-16-zero`: with two octets of zero behind.
 * - `latin-1`: one octet a character.
 * - `gsm-7bit`: the default alphabet of short messages, packed.
 * - `ber-length`: one octet up to 127, else the number of octets and these.
 * - `version`: `major.minor` in three and four bits behind a bit that is one.
 * - `{ unit, base }`: the number stands for `base` and that many `unit`s: a header length in words.
 */
export type Encoding =
  | 'big-endian'
  | 'utf-8'
  | 'little-endian'
  | 'signed'
  | 'ascii-decimal'
  | 'ascii-hexadecimal'
  | 'uintvar'
  | 'short-integer'
  | 'swapped-decimal'
  | 'semi-octets'
  | 'zero-terminated'
  | 'utf-16'
  | 'utf-16-zero'
  | 'latin-1'
  | 'version'
  | 'gsm-7bit'
  | 'ber-length'
  | { readonly unit: number; readonly base?: number };

/** Encodings that a description may name. */
export const NUMBER_ENCODINGS = [
  'ascii-decimal',
  'ascii-hexadecimal',
  'uintvar',
  'short-integer',
  'swapped-decimal',
  'little-endian',
  'signed',
  'ber-length',
] as const;
export const TEXT_ENCODINGS = [
  'zero-terminated',
  'utf-16',
  'utf-16-zero',
  'semi-octets',
  'version',
  'latin-1',
  'gsm-7bit',
] as const;

/** A run of bits; the first is the most significant of octet 0, bits behind the last are zero. */
export interface Bits {
  readonly bytes: Uint8Array;
  readonly width: number;
}

/** What was not possible, as the end of a sentence that begins with the field's name. */
export interface CannotEncode {
  readonly problem: string;
}

/** Whether the encoding by itself says how many bits a number takes. */
export function hasOwnWidth(encoding: Encoding | undefined): boolean {
  return (
    encoding === 'ascii-decimal' ||
    encoding === 'ascii-hexadecimal' ||
    encoding === 'uintvar' ||
    encoding === 'short-integer' ||
    encoding === 'swapped-decimal' ||
    encoding === 'ber-length'
  );
}

/** Bits of a number. @param width bits; needed unless the encoding has a width of its own */
export function encodeNumber(
  value: number,
  encoding: Encoding | undefined,
  width: number | undefined,
): Bits | CannotEncode {
  if (!Number.isSafeInteger(value)) return { problem: `must be a whole number, not ${value}` };
  if (typeof encoding === 'object') {
    const { unit, base = 0 } = encoding;
    const raw = (value - base) / unit;
    if (!Number.isInteger(raw) || raw < 0) {
      return { problem: `must be ${base === 0 ? '' : `${base} and `}a multiple of ${unit}, not ${value}` };
    }
    const bits = plainBits(raw, width);
    return 'problem' in bits && width !== undefined
      ? { problem: `is at most ${base + (2 ** width - 1) * unit}, not ${value}` }
      : bits;
  }
  switch (encoding) {
    case 'ascii-decimal':
      return value < 0 ? { problem: `must not be negative: ${value}` } : octetBits(toUtf8(String(value)));
    case 'ascii-hexadecimal':
      return value < 0 ? { problem: `must not be negative: ${value}` } : octetBits(toUtf8(value.toString(16)));
    case 'uintvar':
      return value < 0 ? { problem: `must not be negative: ${value}` } : octetBits(uintvar(value));
    case 'ber-length':
      return value < 0 ? { problem: `must not be negative: ${value}` } : octetBits(berLength(value));
    case 'short-integer':
      return value < 0 || value > 127
        ? { problem: `is from 0 to 127, not ${value}` }
        : octetBits(Uint8Array.of(0x80 | value));
    case 'swapped-decimal':
      return value < 0 || value > 99
        ? { problem: `is from 0 to 99, not ${value}` }
        : octetBits(Uint8Array.of(((value % 10) << 4) | Math.floor(value / 10)));
    case 'signed': {
      if (width === undefined) return { problem: 'has no fixed width: state it as {"value", "bits"}' };
      const half = 2 ** (width - 1);
      if (value < -half || value >= half) return { problem: `is from ${-half} to ${half - 1}, not ${value}` };
      return plainBits(value < 0 ? value + 2 * half : value, width);
    }
    case 'little-endian': {
      const bits = plainBits(value, width);
      return 'problem' in bits || bits.width % 8 !== 0 ? bits : { bytes: bits.bytes.toReversed(), width: bits.width };
    }
    default:
      return plainBits(value, width);
  }
}

/** Bits of a text. */
export function encodeText(value: string, encoding: Encoding | undefined): Bits | CannotEncode {
  switch (encoding) {
    case 'zero-terminated':
      if (value.includes('\0')) return { problem: 'holds a character 0, which would end it' };
      return octetBits(concatBytes(toUtf8(value), ZERO));
    case 'utf-16':
      return octetBits(utf16(value));
    case 'utf-16-zero':
      return octetBits(concatBytes(utf16(value), ZERO, ZERO));
    case 'latin-1': {
      const wrong = /[\u{100}-\u{10ffff}]/u.exec(value)?.[0];
      if (wrong !== undefined) return { problem: `has no octet for ${JSON.stringify(wrong)}` };
      return octetBits(Uint8Array.from(value, (character) => character.charCodeAt(0)));
    }
    case 'semi-octets': {
      const digits = toSemiOctets(value);
      return digits === undefined ? { problem: 'holds digits, *, #, a, b and c only' } : octetBits(digits);
    }
    case 'gsm-7bit': {
      const septets = toSeptets(value);
      if (septets === undefined) return { problem: 'holds a character that the default alphabet has not' };
      return octetBits(packSeptets(septets));
    }
    case 'version': {
      const [, major, minor = '15'] = /^([0-7])(?:\.(\d{1,2}))?$/.exec(value) ?? [];
      if (major === undefined || Number(minor) > 15) return { problem: 'is a version such as 1.3' };
      return octetBits(Uint8Array.of(0x80 | (Number(major) << 4) | Number(minor)));
    }
    default:
      return isWellFormed(value) ? octetBits(toUtf8(value)) : { problem: 'holds half a character' };
  }
}

export function octetBits(bytes: Uint8Array): Bits {
  return { bytes, width: bytes.length * 8 };
}

/** Largest number that fits; undefined when the encoding takes any. */
export function largest(encoding: Encoding | undefined, width: number | undefined): number | undefined {
  if (encoding === 'short-integer') return 127;
  if (encoding === 'swapped-decimal') return 99;
  if (width === undefined || width > 53) return undefined;
  if (encoding === 'signed') return 2 ** (width - 1) - 1;
  if (typeof encoding === 'object') return (encoding.base ?? 0) + (2 ** width - 1) * encoding.unit;
  return hasOwnWidth(encoding) ? undefined : 2 ** width - 1;
}

const ZERO = Uint8Array.of(0);

function plainBits(value: number, width: number | undefined): Bits | CannotEncode {
  if (width === undefined) return { problem: 'has no fixed width: state it as {"value", "bits"}' };
  if (value < 0 || (width < 53 && value >= 2 ** width)) {
    return {
      problem: `is from 0 to ${2 ** Math.min(width, 53) - 1} (${width} bit${width === 1 ? '' : 's'}), not ${value}`,
    };
  }
  const bytes = new Uint8Array((width + 7) >>> 3);
  writeBits(bytes, Math.max(0, width - 53), Math.min(width, 53), value);
  return { bytes, width };
}

function uintvar(value: number): Uint8Array {
  const octets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return Uint8Array.from(octets);
}

function berLength(value: number): Uint8Array {
  if (value < 128) return Uint8Array.of(value);
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function utf16(text: string): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    out[2 * i] = text.charCodeAt(i) >>> 8;
    out[2 * i + 1] = text.charCodeAt(i) & 0xff;
  }
  return out;
}

/** False when the text holds half of a surrogate pair, which UTF-8 cannot write. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}
