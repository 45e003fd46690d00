import { expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { Tree } from '../../codec/tree.ts';
import { type PcapOptions, writePcap } from '../../files/capture-writer.ts';
import { filterCatalogue } from '../../filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, YES } from '../../filter/verdict.ts';
import { ethernetFrame } from '../../protocols/ethernet/build.ts';
import { createRegistry } from '../../protocols/index.ts';
import { ipv4Packet } from '../../protocols/ipv4/header.ts';
import { tcpSegment } from '../../protocols/tcp/tcp.ts';
import { readAtOnce } from '../../testing/captures.ts';
import { headerQuestion } from './header-question.ts';
import { RecordTester } from './record-tester.ts';

const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const ETHERNET = 1;
/** The frame and TCP; or the frame and IP. */
const CALLS = 2;

const ports = { sourcePort: 1, destinationPort: 2, sequence: 3 };
const flags = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 1, psh: 0, rst: 0, syn: 0, fin: 0 };

function packetOf(data: number, options = 0): Uint8Array {
  const header = { ...ports, acknowledgment: 4, flags, window: 5 };
  const segment = tcpSegment(
    header,
    new Uint8Array(data).fill(0x2e),
    new Uint8Array(10),
    new Uint8Array(options).fill(1),
  );
  return ipv4Packet(
    {
      dsfield: { dscp: 0, ecn: 0 },
      id: 1,
      flags: { rb: 0, df: 0, mf: 0 },
      fragmentOffset: 0,
      ttl: 64,
      protocol: 6,
      source: Uint8Array.of(192, 0, 2, 1),
      destination: Uint8Array.of(192, 0, 2, 2),
    },
    segment,
  );
}

const frameOf = (packet: Uint8Array, withFcs = false): Uint8Array =>
  ethernetFrame({ destination: new Uint8Array(6), source: new Uint8Array(6), type: 0x0800 }, packet, { withFcs });

/** The octets with one of them set. */
const set = (octets: Uint8Array, at: number, value: number): Uint8Array => {
  const out = octets.slice();
  out[at] = value;
  return out;
};

/** Second octet of the total length, and octet of TCP's header length, in a frame. */
const TOTAL = 17;
const OFFSET = 46;

const plain = [0, 1, 5, 6, 7, 20, 100, 1400].flatMap((data) => [frameOf(packetOf(data)), frameOf(packetOf(data, 12))]);
const odd = [
  ...[0, 4, 8, 100].map((data) => frameOf(packetOf(data), true)),
  // The total length: of nothing, of more and of less than there is.
  ...[0, 39, 44, 90, 99].map((total) => set(frameOf(packetOf(50)), TOTAL, total)),
  ...[0, 44].map((total) => set(frameOf(packetOf(60), true), TOTAL, total)),
  concatBytes(frameOf(packetOf(60)), Uint8Array.of(1, 2, 3)),
  concatBytes(frameOf(packetOf(60)), Uint8Array.of(1, 2, 3, 4, 5)),
  // TCP's header length: less than the least, and more than there is.
  set(frameOf(packetOf(8)), OFFSET, 0x40),
  set(frameOf(packetOf(8)), OFFSET, 0xf0),
  frameOf(packetOf(8)).subarray(0, 40),
  // Lengths below that of the header, in frames with and without padding.
  ...[0, 10, 19, 20].flatMap((total) => [0, 60].map((data) => set(frameOf(packetOf(data)), TOTAL, total))),
];

function compiled(text: string): CompiledFilter {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(text);
  return result.filter;
}

/** Asks headers and the whole tree of all frames; says of how many the headers have decided. @param octets kept of each frame */
function agree(frames: readonly Uint8Array[], text: string, octets: number, options: PcapOptions = {}): number {
  const packets = frames.map((frame) => ({
    seconds: 0,
    nanos: 0,
    bytes: frame.subarray(0, octets),
    original: frame.length,
  }));
  const filter = compiled(text);
  const question = headerQuestion(registry, filter);
  const tester = question && RecordTester.of(registry, filter, question);
  const { capture, packets: read } = readAtOnce(registry, writePcap(ETHERNET, packets, options));
  let decided = 0;
  for (const [index, bytes] of read) {
    const { tree, context } = capture.dissect(index, read, [], new Tree());
    const verdict = tester?.test(bytes, capture.frame(index), CALLS) ?? UNKNOWN;
    if (verdict === UNKNOWN) continue;
    decided++;
    expect(verdict, `${text} of packet ${index + 1}`).toBe(filter.test(tree, context) ? YES : NO);
  }
  return decided;
}

test.each([
  ['tcp.len'],
  ['tcp.len == 0'],
  ['tcp.len == 4'],
  ['tcp.len == 8'],
  ['tcp.len > 7'],
  ['tcp.len > 55'],
  ['tcp.hdr_len == 20'],
  ['tcp.hdr_len > 31'],
  ['ip.hdr_len == 20'],
  ['tcp contains 2e:2e:2e'],
  ['tcp contains 00:00:00 || tcp.len == 8'],
  ['ip contains 01:02:03'],
  ['ip && ip contains 03:04'],
  ['tcp matches "[.]{8}"'],
  ['ip matches "^E.*[.]\\\\x00"'],
  ['ip contains 00:00:00:00:00'],
  ['eth contains 00:00:00:00:00:00:00'],
])('%s is read from headers as the tree has it, or left to the tree', (text) => {
  expect(agree(plain, text, 9999)).toBe(plain.length);
  for (const options of [{}, { fcsOctets: 0 }, { fcsOctets: 4 }])
    for (const octets of [9999, 60, 50]) {
      agree(plain, text, octets, options);
      agree(odd, text, octets, options);
    }
});

test.each([
  ['tcp matches "[.]{8}$"'],
  ['!(tcp contains 2e)'],
  ['tcp == 00:01'],
  // An extension header does not begin where its packet does.
  ['ipv6.fraghdr contains 45:00'],
  // Of a slice the protocol's own octets count, not those that it carries.
  ['tcp contains 00:01 && tcp[30:1]'],
])('%s is left to the tree', (text) => {
  expect(agree(plain, text, 9999)).toBe(0);
});
