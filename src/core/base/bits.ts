/** Reading and writing unsigned integers at bit positions. Bit 0 is the most significant bit of octet 0. */

/**
 * Unsigned integer of `width` bits at bit `bit`, most significant bit first.
 * @param width 0 to 53 bits; wider integers do not fit a double exactly.
 * The caller has checked that the bits exist: octets beyond the end read as zero.
 */
export function readBits(bytes: Uint8Array, bit: number, width: number): number {
  if (bit < SMALL && (bit & 7) + width <= 32) return readFew(bytes, bit, width);
  // Division instead of shifts: a bit position may pass 2^31 and a value 2^32.
  let at = Math.floor(bit / 8);
  const skipped = bit - at * 8;
  let left = width;
  let value = 0;
  if (skipped !== 0) {
    const here = Math.min(8 - skipped, left);
    value = ((bytes[at] ?? 0) >>> (8 - skipped - here)) & ((1 << here) - 1);
    left -= here;
    at++;
  }
  while (left >= 8) {
    value = value * 256 + (bytes[at] ?? 0);
    left -= 8;
    at++;
  }
  if (left > 0) value = value * 2 ** left + ((bytes[at] ?? 0) >>> (8 - left));
  return value;
}

/** Bit positions that fit the integers of bit operators. */
const SMALL = 2 ** 31;

/** As `readBits`, for bits in four octets: most fields have few, and integers are several times faster than doubles. */
function readFew(bytes: Uint8Array, bit: number, width: number): number {
  const behind = (bit & 7) + width;
  const first = bit >>> 3;
  const end = first + ((behind + 7) >>> 3);
  let value = 0;
  for (let at = first; at < end; at++) value = (value << 8) | (at < bytes.length ? bytes[at]! : 0);
  return width === 32 ? value >>> 0 : (value >>> (-behind & 7)) & ((1 << width) - 1);
}

/** Writes the low `width` bits (0 to 53) of `value` at bit `bit`; the other bits of the octets stay as they are. */
export function writeBits(bytes: Uint8Array, bit: number, width: number, value: number): void {
  for (let i = width - 1, rest = value; i >= 0; i--) {
    const at = Math.floor((bit + i) / 8);
    const mask = 0x80 >>> ((bit + i) % 8);
    const set = rest % 2 === 1;
    bytes[at] = set ? (bytes[at] ?? 0) | mask : (bytes[at] ?? 0) & ~mask;
    rest = Math.floor(rest / 2);
  }
}

/** Big-endian 16-bit integer at octet `at`; the caller has checked the length. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

/** Big-endian 32-bit unsigned integer at octet `at`; the caller has checked the length. */
export function u32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
