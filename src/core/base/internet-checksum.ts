/** The checksum of IP, UDP, TCP and ICMP (RFC 1071). */

/**
 * One's complement sum of the 16-bit words of octets `start` to `end`, an odd last octet padded with zero on the right.
 * @param sum a sum to go on from (a pseudo-header's)
 * @returns 0 to 0xFFFF; 0xFFFF when the octets hold a correct checksum of themselves
 */
export function internetSum(bytes: Uint8Array, start: number, end: number, sum = 0): number {
  let total = sum;
  let at = start;
  // Any IP packet is shorter than 2^16 octets, so the total stays far below 2^53 and one fold at the end is enough.
  for (; at + 1 < end; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  if (at < end) total += bytes[at]! << 8;
  return foldSum(total);
}

/** Brings carries back into 16 bits. */
export function foldSum(total: number): number {
  let sum = total;
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return sum;
}

/** The checksum to write for octets whose checksum field is zero. */
export function internetChecksum(bytes: Uint8Array, start: number, end: number, sum = 0): number {
  return ~internetSum(bytes, start, end, sum) & 0xffff;
}

/**
 * The value that a 16-bit checksum field at octet `fieldAt` of `start` to `end` should have.
 * @param sum sum of a pseudo-header
 */
export function expectedChecksum(bytes: Uint8Array, start: number, end: number, fieldAt: number, sum = 0): number {
  const field = (bytes[fieldAt]! << 8) | bytes[fieldAt + 1]!;
  // Leaving the field out is adding its complement.
  return internetChecksum(bytes, start, end, foldSum(sum + (~field & 0xffff)));
}
