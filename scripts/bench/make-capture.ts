import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes } from '../../src/core/base/bytes.ts';
import { pcapHeader, pcapRecord } from '../../src/core/files/capture-writer.ts';
import { FIRST_SECONDS } from './pushes.ts';
import { Traffic } from './traffic.ts';

const ETHERNET = 1;
const AT_ONCE = 4096;
/** Changes with the traffic, so that captures of an older one are not taken for this. */
const EDITION = 4;

/** Writes a pcap of `packets` packets, always the same octets; they come 1 ms apart. */
export function writeCapture(path: string, packets: number): void {
  const unfinished = `${path}.${process.pid}`;
  const file = openSync(unfinished, 'w');
  writeSync(file, pcapHeader(ETHERNET));
  let held: Uint8Array[] = [];
  let number = 0;
  for (const bytes of new Traffic().frames()) {
    if (number === packets) break;
    held.push(
      ...pcapRecord({ seconds: FIRST_SECONDS + Math.floor(number / 1000), nanos: (number % 1000) * 1e6, bytes }),
    );
    number++;
    if (held.length >= AT_ONCE) {
      writeSync(file, concatBytes(...held));
      held = [];
    }
  }
  writeSync(file, concatBytes(...held));
  closeSync(file);
  renameSync(unfinished, path);
}

/** A capture of `packets` packets in the system's folder for temporary files, made when it is not there. */
export function cachedCapture(packets: number): string {
  const path = join(tmpdir(), `pushscope-bench-${EDITION}-${packets}.pcap`);
  if (!existsSync(path)) writeCapture(path, packets);
  return path;
}
