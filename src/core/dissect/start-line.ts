/*
 * What the start lines of HTTP and SIP have in common: their kinds, and the marks they are told by. Each protocol reads its own
 * line, for they differ in blanks, versions and what is left out.
 */

/** There is no start line. */
export const NO_LINE = 0;
/** Its end is not there, but it may become one. */
export const MORE = 1;
export const REQUEST = 2;
export const RESPONSE = 3;

/** True when the octets at `at` are `mark` (`HTTP/`, `SIP/`), whole. */
export function hasMark(bytes: Uint8Array, at: number, end: number, mark: Uint8Array): boolean {
  if (at + mark.length > end) return false;
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false;
  return true;
}

export function isDigit(octet: number): boolean {
  return octet >= 0x30 && octet <= 0x39;
}
