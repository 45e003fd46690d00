import { scanHeader } from './header.ts';

/** Ports of WAP protocols. */
export const WAP_PORTS = new Set([2805, 2923, 2948, 2949, 9200, 9201, 9202, 9203, 9204, 9205, 9206, 9207]);
/** A header with one element of a port of one octet; most user data of a short message (TS 23.040 9.2.3.16). */
const MIN_HEADER = 5;
const MAX_OCTETS = 140;

/** User data that begin with a header whose elements fill it and name ports, WAP's in the best case. */
export function likelyUserData(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < MIN_HEADER || end - start > MAX_OCTETS) return 0;
  const stop = start + 1 + bytes[start]!;
  if (stop >= end) return 0;
  for (let at = start + 1; at < stop; at += 2 + bytes[at + 1]!) if (at + 2 + (bytes[at + 1] ?? 255) > stop) return 0;
  const { destinationPort, originatorPort, portOctets, concatenationAt } = scanHeader(bytes, start, end);
  if (portOctets < 2) return concatenationAt >= 0 ? 0.4 : 0;
  return WAP_PORTS.has(destinationPort) || WAP_PORTS.has(originatorPort) ? 0.9 : 0.6;
}
