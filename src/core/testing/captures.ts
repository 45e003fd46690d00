import type { Registry } from '../dissect/registry.ts';
import { Capture } from '../engine/capture.ts';
import { learnAtOnce } from '../engine/learn-all.ts';
import { MemorySource } from '../files/byte-source.ts';
import { type PacketToWrite, writePcap } from '../files/capture-writer.ts';
import { createWalker } from '../files/open-capture-file.ts';

const ETHERNET = 1;
const FIRST_SECONDS = 1_700_000_000;

export interface ReadCapture {
  readonly capture: Capture;
  /** The octets of each packet by its index. */
  readonly packets: ReadonlyMap<number, Uint8Array>;
}

/** A capture of which all has been read and learned, without a pause. @throws when the octets are no capture file */
export function readAtOnce(registry: Registry, bytes: Uint8Array, name = 'octets'): ReadCapture {
  const walker = createWalker(bytes, true);
  if (walker === undefined) throw new Error(`${name} is no capture file`);
  const capture = new Capture(new MemorySource(name, bytes), registry);
  for (let at = 0; at < bytes.length && !walker.stopped; )
    at += walker.walk(bytes.subarray(at), bytes.length - at, at, true, capture.sink);
  capture.finish();
  learnAtOnce(capture);
  const { offset, captured } = capture.table;
  const packets = new Map<number, Uint8Array>();
  for (let index = 0; index < capture.length; index++) {
    const at = offset.get(index);
    packets.set(index, bytes.subarray(at, at + captured.get(index)));
  }
  return { capture, packets };
}

/** When packet `index` of a made capture was captured. */
type TimeOf = (index: number) => Pick<PacketToWrite, 'seconds' | 'nanos'>;

const EACH_SECOND: TimeOf = (index) => ({ seconds: FIRST_SECONDS + index, nanos: 0 });

/** A file of the frames of an Ethernet capture again and again, `count` in all. */
export function repeated(registry: Registry, file: Uint8Array, count: number, timeOf = EACH_SECOND): Uint8Array {
  const frames = [...readAtOnce(registry, file).packets.values()];
  const packet = (_: unknown, index: number) => ({ ...timeOf(index), bytes: frames[index % frames.length]! });
  return writePcap(ETHERNET, Array.from({ length: count }, packet));
}
