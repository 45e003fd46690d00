import { BASE64, hexDigit } from '../base/bytes.ts';
import { SEMI_OCTET_DIGITS } from '../base/semi-octets.ts';
import type { StepProblem } from './steps.ts';

/** Codings of octets as text that are read as far as they go. */

interface Read {
  readonly bytes: Uint8Array;
  readonly problem: StepProblem | undefined;
}

/** Value of each character in either alphabet of RFC 4648 (sections 4 and 5); -1 for others. */
const BASE64_VALUES = new Int8Array(256).fill(-1);
for (let value = 0; value < BASE64.length; value++) BASE64_VALUES[BASE64.charCodeAt(value)] = value;
BASE64_VALUES[0x2d] = 62;
BASE64_VALUES[0x5f] = 63;

const PADDING = 0x3d;

const isBlank = (octet: number): boolean => octet === 0x20 || (octet >= 0x09 && octet <= 0x0d);

/** Base64 of either alphabet, wrapped or not; padding ends it. */
export function fromBase64Text(text: Uint8Array): Read {
  const out = new Uint8Array(Math.floor((text.length * 3) / 4) + 3);
  let size = 0;
  let digits = 0;
  let held = 0;
  let padding = 0;
  let problem: StepProblem | undefined;
  for (let at = 0; at < text.length; at++) {
    const octet = text[at]!;
    if (isBlank(octet)) continue;
    if (octet === PADDING && digits % 4 >= 2 && padding < 4 - (digits % 4)) {
      padding++;
      continue;
    }
    const value = BASE64_VALUES[octet]!;
    if (value < 0 || padding > 0) {
      problem = { message: padding > 0 ? 'something follows the padding' : 'this is no digit of base64', at };
      break;
    }
    held = (held << 6) | value;
    digits++;
    if (digits % 4 !== 0) continue;
    out[size++] = held >>> 16;
    out[size++] = held >>> 8;
    out[size++] = held;
    held = 0;
  }
  const left = digits % 4;
  if (left === 1) problem ??= { message: 'the last digit of base64 stands alone', at: text.length - 1 };
  if (left >= 2) out[size++] = held >>> (left === 2 ? 4 : 10);
  if (left === 3) out[size++] = held >>> 2;
  return { bytes: out.slice(0, size), problem };
}

const LETTER_X = 0x78;
const BACKSLASH = 0x5c;

/** What may stand between two octets: blanks, and , : ; - . \ _ with `0x` and `\x` in front of digits. */
const BETWEEN = new Set(Array.from(',:;-.\\_"\'{}[]()', (sign) => sign.charCodeAt(0)));

/** Hexadecimal digits, with or without something between the octets. */
export function fromHexText(text: Uint8Array): Read {
  const out = new Uint8Array(text.length >>> 1);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const octet = text[at]!;
    if (isBlank(octet) || BETWEEN.has(octet)) continue;
    const next = text[at + 1] ?? 0;
    if (octet === 0x30 && (next | 0x20) === LETTER_X) {
      at++;
      continue;
    }
    if ((octet | 0x20) === LETTER_X && text[at - 1] === BACKSLASH) continue;
    const high = hexDigit(octet);
    if (high < 0) return { bytes: out.slice(0, size), problem: { message: 'this is no hexadecimal digit', at } };
    const low = hexDigit(next);
    if (low < 0)
      return { bytes: out.slice(0, size), problem: { message: 'an octet has one hexadecimal digit alone', at } };
    out[size++] = high * 16 + low;
    at++;
  }
  return { bytes: out.slice(0, size), problem: undefined };
}

const FILL = 15;

/** Digits of swapped semi-octets (3GPP TS 23.040 9.1.2.3) as ASCII, up to a fill value that is not the last. */
export function digitsOf(bytes: Uint8Array): Read {
  const out = new Uint8Array(bytes.length * 2);
  let size = 0;
  for (let i = 0; i < bytes.length * 2; i++) {
    const octet = bytes[i >>> 1]!;
    const half = i % 2 === 0 ? octet & 15 : octet >>> 4;
    if (half !== FILL) out[size++] = SEMI_OCTET_DIGITS.charCodeAt(half);
    else if (i < bytes.length * 2 - 1)
      return { bytes: out.slice(0, size), problem: { message: 'a fill value stands before the end', at: i >>> 1 } };
  }
  return { bytes: out.slice(0, size), problem: undefined };
}

/** Letters of ASCII moved by half the alphabet. */
export function rot13(bytes: Uint8Array): Uint8Array {
  return bytes.map((octet) => {
    const letter = (octet | 0x20) - 0x61;
    return octet < 0x80 && letter >= 0 && letter < 26 ? octet + (letter < 13 ? 13 : -13) : octet;
  });
}
