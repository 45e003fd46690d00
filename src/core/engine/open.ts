import { joinBytes } from '../base/bytes.ts';
import type { Start } from '../dissect/context.ts';
import type { Registry } from '../dissect/registry.ts';
import { MemorySource } from '../files/byte-source.ts';
import { Annotations } from './annotations.ts';
import { Capture } from './capture.ts';
import { learnAtOnce } from './learn-all.ts';

/** A capture of packets in memory (a paste, a test), all starting at one layer. They have no time. */
export function openPackets(
  registry: Registry,
  name: string,
  packets: readonly Uint8Array[],
  start: Start,
  annotations: Annotations = new Annotations(),
): Capture {
  const whole = joinBytes(packets);
  const capture = new Capture(new MemorySource(name, whole), registry, annotations);
  capture.addLink(
    {
      linkType: start.table === 'link.type' ? start.key : 0,
      snapLength: 0,
      name: undefined,
      description: undefined,
      fcsOctets: undefined,
      details: [],
    },
    start,
  );
  let at = 0;
  for (const { length } of packets) {
    capture.sink.packet(0, 0, at, length, length, 0, 0, whole, at);
    at += length;
  }
  capture.finish();
  learnAtOnce(capture);
  return capture;
}
