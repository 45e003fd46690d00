/**
 * 53-bit hash of octets `start` to `end`, to tell contents apart without keeping them: two multiplicative hashes side by
 * side (Math.imul keeps them in 32 bits), mixed at the end. It makes no objects. It is no proof against forgery.
 */
export function hashOctets(bytes: Uint8Array, start: number, end: number): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = start; at < end; at++) {
    const octet = bytes[at]!;
    a = Math.imul(a ^ octet, 0x9e3779b1);
    b = Math.imul(b ^ octet, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (b & 0x1fffff) * 2 ** 32 + (a >>> 0);
}
