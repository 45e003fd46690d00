import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** The largest packets that a capture may have, in octets. */
const LARGEST = 262_144;

/**
 * Writes a pcap of `packets` small pushes and behind them packets of zeros, until it has `size` octets: nearly all of it is
 * holes, which take no room on the disk, but have to be read.
 */
export function writeLongCapture(path: string, packets: number, size: number): void {
  writeBigCapture(path, packets);
  const file = openSync(path, 'r+');
  const record = Buffer.alloc(16);
  record.writeUInt32LE(1_700_100_000, 0);
  record.writeUInt32LE(LARGEST, 8);
  record.writeUInt32LE(LARGEST, 12);
  let at = fstatSync(file).size;
  for (; at + record.length + LARGEST <= size; at += record.length + LARGEST)
    writeSync(file, record, 0, record.length, at);
  ftruncateSync(file, at);
  closeSync(file);
}

/** Hands a file's path to a test, and takes the file away after it. */
export async function withCapture(write: (path: string) => void, use: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-big-'));
  try {
    const path = join(folder, 'big.pcap');
    write(path);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
