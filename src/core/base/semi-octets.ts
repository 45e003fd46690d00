/** Telephone numbers and times as swapped semi-octets: the low half of each octet comes first. */

/** Digits of TS 23.040 9.1.2.3; 15 fills the last octet. */
export const SEMI_OCTET_DIGITS = '0123456789*#abc';

/** True when the octets are digits with at most one fill value, at the very end. */
export function isSemiOctets(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = bytes[at]!;
    if ((octet & 15) === 15) return false;
    if (octet >>> 4 === 15 && at < end - 1) return false;
  }
  return true;
}

/** Digits of octets `start` to `end`; fill values are left out. */
export function semiOctetDigits(bytes: Uint8Array, start: number, end: number, digits = (end - start) * 2): string {
  let out = '';
  for (let i = 0; i < digits; i++) {
    const octet = bytes[start + (i >>> 1)] ?? 0xff;
    out += SEMI_OCTET_DIGITS[i % 2 === 0 ? octet & 15 : octet >>> 4] ?? '';
  }
  return out;
}

/** Number of two decimal digits with the low half first; undefined when a half is not a decimal digit. */
export function swappedDecimal(octet: number): number | undefined {
  const tens = octet & 15;
  const ones = octet >>> 4;
  return tens > 9 || ones > 9 ? undefined : tens * 10 + ones;
}

/** The octets of digits, filled with 15 to a whole octet; undefined for other characters. */
export function toSemiOctets(text: string): Uint8Array | undefined {
  const out = new Uint8Array(Math.ceil(text.length / 2)).fill(0xff);
  for (let i = 0; i < text.length; i++) {
    const digit = SEMI_OCTET_DIGITS.indexOf(text[i]!);
    if (digit < 0) return undefined;
    const at = i >>> 1;
    out[at] = i % 2 === 0 ? (out[at]! & 0xf0) | digit : (out[at]! & 0x0f) | (digit << 4);
  }
  return out;
}
