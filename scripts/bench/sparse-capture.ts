import { closeSync, existsSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcapHeader, pcapRecord } from '../../src/core/files/capture-writer.ts';
import { FIRST_SECONDS } from './pushes.ts';

const RAW_IP = 101;
/** The largest packets that a capture may have. */
const PACKET = 262_144;
const NOTHING = new Uint8Array(0);

/** A pcap of `size` octets whose packets are holes: it takes a hundredth of its size on the disk. */
export function sparseCapture(size: number): string {
  const path = join(tmpdir(), `pushscope-bench-sparse-${size}.pcap`);
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, 'w');
  const header = pcapHeader(RAW_IP);
  writeSync(file, header);
  let at = header.length;
  for (let number = 0; at + 16 + PACKET <= size; number++) {
    const [record] = pcapRecord({ seconds: FIRST_SECONDS + number, nanos: 0, bytes: NOTHING, original: PACKET });
    new DataView(record.buffer, record.byteOffset).setUint32(8, PACKET, true);
    writeSync(file, record, 0, record.length, at);
    at += record.length + PACKET;
  }
  ftruncateSync(file, at);
  closeSync(file);
  renameSync(unfinished, path);
  return path;
}

/** A UDP packet with a WSP push of one octet, over raw IPv4. */
const SMALL = Uint8Array.from(
  Buffer.from('45000025000100004011000000000000000000000b840b840011000001060283af8278', 'hex'),
);
const AT_ONCE = 50_000;

/** A pcap of many small packets; the number of each stands in its destination address. */
export function smallPackets(packets: number): string {
  const path = join(tmpdir(), `pushscope-bench-small-${packets}.pcap`);
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, 'w');
  writeSync(file, pcapHeader(RAW_IP));
  const [record] = pcapRecord({ seconds: 0, nanos: 0, bytes: SMALL });
  const size = record.length + SMALL.length;
  for (let from = 0; from < packets; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, packets - from);
    const chunk = new Uint8Array(count * size);
    const view = new DataView(chunk.buffer);
    for (let i = 0; i < count; i++) {
      const at = i * size;
      chunk.set(record, at);
      view.setUint32(at, FIRST_SECONDS + Math.floor((from + i) / 1000), true);
      view.setUint32(at + 4, ((from + i) % 1000) * 1000, true);
      chunk.set(SMALL, at + record.length);
      view.setUint32(at + record.length + 16, 0x0b000000 + from + i);
    }
    writeSync(file, chunk);
  }
  closeSync(file);
  renameSync(unfinished, path);
  return path;
}
