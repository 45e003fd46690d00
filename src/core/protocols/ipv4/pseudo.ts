/** Pseudo-header without length of RFC 9293 3.1 and RFC 768, for transport checksums. */
export function ipv4PseudoHeader(source: Uint8Array, destination: Uint8Array, protocol: number): Uint8Array {
  return Uint8Array.of(...source, ...destination, 0, protocol);
}
