/** Pseudo-header without length of RFC 8200 8.1, for transport checksums. */
export function ipv6PseudoHeader(source: Uint8Array, destination: Uint8Array, nextHeader: number): Uint8Array {
  return Uint8Array.of(...source, ...destination, 0, 0, 0, nextHeader);
}
