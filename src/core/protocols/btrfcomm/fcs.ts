/** CRC-8 of TS 07.10 5.2.1.6 (polynomial x^8 + x^2 + x + 1, bits reversed), complemented. */
export function frameCheck(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xff;
  for (let at = start; at < end; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xe0 : crc >>> 1;
  }
  return 0xff - crc;
}
