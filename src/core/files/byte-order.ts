/** 16- and 32-bit unsigned integers in either byte order; the caller has checked the length. */

export function read16(bytes: Uint8Array, at: number, little: boolean): number {
  return little ? bytes[at]! | (bytes[at + 1]! << 8) : (bytes[at]! << 8) | bytes[at + 1]!;
}

export function read32(bytes: Uint8Array, at: number, little: boolean): number {
  return little
    ? (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    : ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

export function read64(bytes: Uint8Array, at: number, little: boolean): bigint {
  const first = BigInt(read32(bytes, at, little));
  const second = BigInt(read32(bytes, at + 4, little));
  return little ? (second << 32n) | first : (first << 32n) | second;
}
