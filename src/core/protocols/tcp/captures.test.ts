import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { Tree } from '../../codec/tree.ts';
import type { Capture } from '../../engine/capture.ts';
import { loadCapture } from '../../engine/load-capture.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, values } from '../../testing/packets.ts';
import { ipv4Packet } from '../ipv4/header.ts';
import { register as smpp } from '../smpp/smpp.ts';
import { tcpSegment } from './tcp.ts';

const registry = internetRegistry();
smpp(registry);
const PORT = 2775;

async function open(name: string): Promise<Capture> {
  const url = new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url);
  const source = new MemorySource(name, new Uint8Array(readFileSync(url)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  return loading.opened;
}

/** Octets that the first connection's client sent, in the order of the capture, and the PDUs in them. */
async function stream(name: string): Promise<{ readonly bytes: Uint8Array; readonly commands: readonly unknown[] }> {
  const capture = await open(name);
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const data = await capture.bytes.fetch(capture.needed(indexes));
  const parts: Uint8Array[] = [];
  const commands: unknown[] = [];
  for (const index of indexes) {
    const { tree, context } = capture.dissect(index, data, [], new Tree());
    checkTiling(tree);
    if (context.destinationPort?.port !== PORT) continue;
    commands.push(...values(tree, 'smpp.sequence_number'));
    const row = tree.find1('tcp');
    if (row !== undefined) parts.push(tree.sources[0]!.bytes.subarray(tree.end(row) >>> 3));
  }
  return { bytes: concatBytes(...parts), commands };
}

const A = Uint8Array.of(10, 0, 0, 1);
const B = Uint8Array.of(10, 0, 0, 2);
const none = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 0, psh: 0, rst: 0, syn: 0, fin: 0 };

function packet(sequence: number, data: Uint8Array): Uint8Array {
  const ports = { sourcePort: 40_000, destinationPort: PORT };
  const draft = { ...ports, sequence, acknowledgment: 0, flags: none, window: 1 };
  const flags = { rb: 0, df: 0, mf: 0 };
  const addresses = { source: A, destination: B };
  const header = { dsfield: { dscp: 0, ecn: 0 }, id: 1, flags, fragmentOffset: 0, ttl: 64, protocol: 6, ...addresses };
  return ipv4Packet(header, tcpSegment(draft, data, concatBytes(A, B, Uint8Array.of(0, 6))));
}

test.each(['smpp-push-concat.pcapng', 'smpp-perl-esme.pcap'])(
  '%s: the same PDUs come out, however the stream is cut',
  async (name) => {
    const { bytes, commands } = await stream(name);
    expect(commands.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 3, maxLength: 30 }),
        fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
        (cuts, delays) => {
          const sent: { readonly data: Uint8Array; readonly place: number }[] = [];
          for (let at = 0, i = 0; at < bytes.length; i++) {
            const part = bytes.subarray(at, at + cuts[i % cuts.length]!);
            sent.push({ data: packet(1 + at, part), place: i === 0 ? -1 : i + (delays[i % delays.length] ?? 0) * 1.5 });
            at += part.length;
          }
          sent.sort((a, b) => a.place - b.place);
          const shown = dissectAll(
            registry,
            'ip',
            sent.map(({ data }) => data),
          );
          for (const { tree } of shown) checkTiling(tree);
          expect(shown.flatMap(({ tree }) => values(tree, 'smpp.sequence_number'))).toEqual(commands);
        },
      ),
      { numRuns: 10, endOnFailure: true },
    );
  },
);
