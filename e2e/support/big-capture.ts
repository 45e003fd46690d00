import { closeSync, openSync, writeSync } from 'node:fs';

/** A WSP push on UDP 2948 over raw IPv4: content type text/plain, one octet of body; its last octet varies. */
const PACKET = Buffer.from('45000025000100004011000000000000000000000b840b840011000001060283af8278', 'hex');
const AT_ONCE = 50_000;

/** Writes a pcap of `packets` small pushes, one a millisecond; the number of each stands in its addresses. */
export function writeBigCapture(path: string, packets: number): void {
  const file = openSync(path, 'w');
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(101, 20);
  writeSync(file, header);
  const size = 16 + PACKET.length;
  for (let from = 0; from < packets; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, packets - from);
    const chunk = Buffer.alloc(count * size);
    for (let i = 0; i < count; i++) {
      const at = i * size;
      const number = from + i;
      chunk.writeUInt32LE(1_700_000_000 + Math.floor(number / 1000), at);
      chunk.writeUInt32LE((number % 1000) * 1000, at + 4);
      chunk.writeUInt32LE(PACKET.length, at + 8);
      chunk.writeUInt32LE(PACKET.length, at + 12);
      PACKET.copy(chunk, at + 16);
      chunk.writeUInt32BE(0x0a000000 + (number % 65_536), at + 16 + 12);
      chunk.writeUInt32BE(0x0b000000 + number, at + 16 + 16);
    }
    writeSync(file, chunk);
  }
  closeSync(file);
}
