import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../../base/bytes.ts';
import { fields } from '../../codec/field.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { MORE_NEEDED } from '../../dissect/streams.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, summarize, values } from '../../testing/packets.ts';
import { ipv4Packet } from '../ipv4/header.ts';
import { tcpSegment } from './tcp.ts';

const f = fields({
  toy: { filter: 'toy', type: 'protocol', label: 'Toy', doc: 'A message.' },
  size: { filter: 'toy.size', type: 'uint', label: 'Size', doc: 'Octets of text.' },
  text: { filter: 'toy.text', type: 'bytes', label: 'Text', doc: 'Text.' },
});

/** Length of the message that pass 1 met last in a packet; 0 when there was none. */
let summarized = 0;

/** Messages of one length octet and that many octets. */
const toy: Dissector = {
  id: 'toy',
  name: 'Toy',
  measure: (bytes, start, end) => (start < end ? bytes[start]! + 1 : MORE_NEEDED),
  summarize(bytes, start, end, row) {
    row.protocol = number;
    if (start < end) summarized = bytes[start]!;
  },
  dissect(cursor, context) {
    const row = cursor.open(f.toy);
    const size = cursor.uint(f.size, 8);
    if (size > 0) cursor.octets(f.text, size);
    cursor.close(row);
    context.info = `toy ${size}`;
  },
};
let number = 0;

function toyRegistry(how: 'port' | 'guess' | 'plain'): Registry {
  const registry = internetRegistry();
  const { measure: _, ...plain } = toy;
  number = registry.protocol(toy, Object.values(f));
  if (how === 'guess')
    registry.guessIn('tcp.port', { dissector: toy, guess: (b, s, e) => (e - s > 2 && b[s + 1] === 0x54 ? 0.9 : 0) });
  else registry.bind('tcp.port', 7777, how === 'port' ? toy : plain);
  return registry;
}

const A = Uint8Array.of(10, 0, 0, 1);
const B = Uint8Array.of(10, 0, 0, 2);
const none = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 1, psh: 0, rst: 0, syn: 0, fin: 0 };

interface Sent {
  readonly sequence: number;
  readonly data: readonly number[];
  readonly flags?: Partial<typeof none>;
  readonly back?: boolean;
  readonly acknowledgment?: number;
}

function packet({ sequence, data, flags = {}, back = false, acknowledgment = 1 }: Sent): Uint8Array {
  const [source, destination] = back ? [B, A] : [A, B];
  const [sourcePort, destinationPort] = back ? [7777, 40_000] : [40_000, 7777];
  const pseudo = concatBytes(source, destination, Uint8Array.of(0, 6));
  const draft = { sourcePort, destinationPort, sequence, acknowledgment, flags: { ...none, ...flags }, window: 1000 };
  const dsfield = { dscp: 0, ecn: 0 };
  const header = {
    dsfield,
    id: 1,
    flags: { rb: 0, df: 0, mf: 0 },
    fragmentOffset: 0,
    ttl: 64,
    protocol: 6,
    source,
    destination,
  };
  return ipv4Packet(header, tcpSegment(draft, Uint8Array.from(data), pseudo));
}

function read(sent: readonly Sent[], how: 'port' | 'guess' | 'plain' = 'port') {
  const registry = toyRegistry(how);
  const packets = sent.map(packet);
  const dissected = dissectAll(registry, 'ip', packets);
  for (const { tree } of dissected) checkTiling(tree);
  return dissected.map(({ tree, context }) => ({
    texts: values(tree, 'toy.text'),
    info: context.info.replace(/^.*?Len=\d+ ?/, ''),
    protocol: context.protocolName,
    tree,
    context,
  }));
}

describe('messages over TCP', () => {
  test('one message in one segment needs no reassembly', () => {
    const [only] = read([{ sequence: 1, data: [2, 7, 8] }]);
    expect(only).toMatchObject({ texts: ['0708'], info: 'toy 2', protocol: 'Toy' });
    expect(only?.tree.sources).toHaveLength(1);
  });

  test('several messages in one segment are shown in place, one after the other', () => {
    const [only] = read([{ sequence: 1, data: [1, 7, 0, 2, 8, 9] }]);
    expect(only).toMatchObject({ texts: ['07', '0809'], info: 'toy 1 | toy 0 | toy 2' });
    expect(values(only!.tree, 'toy.size')).toEqual([1, 0, 2]);
  });

  test('the Info column tells of the first few of many', () => {
    const [only] = read([{ sequence: 1, data: new Array<number>(9).fill(0) }]);
    expect(only?.info).toBe(`${new Array(6).fill('toy 0').join(' | ')} | and 3 more`);
  });

  test('a message in three segments is shown at the last one, and the others lead there', () => {
    const [first, second, third] = read([
      { sequence: 1, data: [1, 5, 4, 1] },
      { sequence: 5, data: [2] },
      { sequence: 6, data: [3, 4, 0] },
    ]);
    expect(first).toMatchObject({ texts: ['05'], info: 'toy 1' });
    expect(second).toMatchObject({ texts: [], info: '[TCP segment of a reassembled PDU]', protocol: 'TCP' });
    expect(values(second!.tree, 'tcp.reassembled_in')).toEqual([3]);
    expect(values(second!.tree, 'tcp.segment_data')).toEqual(['02']);
    expect(third).toMatchObject({ texts: ['01020304'], info: 'toy 4 | toy 0' });
    expect(values(third!.tree, 'tcp.segment')).toEqual([1, 2, 3]);
    expect(values(third!.tree, 'tcp.segment.count')).toEqual([3]);
    expect(values(third!.tree, 'tcp.reassembled.length')).toEqual([5]);
    expect(third?.tree.sources[1]?.label).toBe('Reassembled TCP (5 octets)');
  });

  test('a retransmission is named and not shown again', () => {
    const [, again, overlapping] = read([
      { sequence: 1, data: [1, 5] },
      { sequence: 1, data: [1, 5] },
      { sequence: 2, data: [5, 1, 6] },
    ]);
    expect(again).toMatchObject({ texts: [], protocol: 'TCP' });
    expect(again?.context.info).toMatch(/^\[TCP Retransmission\]/);
    expect(values(again!.tree, 'tcp.analysis.retransmission')).toEqual([1]);
    expect(overlapping?.texts).toEqual(['06']);
    expect(values(overlapping!.tree, 'tcp.segment_data')).toEqual(['05']);
  });

  test('segments out of order are shown where the hole is filled', () => {
    const [, early, filler] = read([
      { sequence: 1, data: [1, 5] },
      { sequence: 5, data: [1, 7] },
      { sequence: 3, data: [1, 6] },
    ]);
    expect(early?.texts).toEqual([]);
    expect(values(early!.tree, 'tcp.reassembled_in')).toEqual([3]);
    expect(filler).toMatchObject({ texts: ['06', '07'], info: 'toy 1 | toy 1' });
  });

  test('the begin of an unfinished message is shown, while the columns stay those of the segment', () => {
    const [only, next] = read([
      { sequence: 1, data: [4, 1, 2] },
      { sequence: 9, data: [1, 2] },
    ]);
    expect(only).toMatchObject({ info: '[begin of an unfinished Toy message]', protocol: 'TCP' });
    expect(values(only!.tree, 'toy.size')).toEqual([4]);
    expect(only!.tree.findings.map(({ rule }) => rule.id)).toEqual(['X-CUT']);
    expect(next).toMatchObject({ texts: [], info: '[part of no whole Toy message]' });
  });

  test('a hole that the receiver knows nothing of does not stop the reading', () => {
    const all = read([
      { sequence: 1, data: [9, 1] },
      { sequence: 30, data: [1, 2] },
      { sequence: 1, data: [], back: true, acknowledgment: 32 },
      { sequence: 32, data: [1, 3] },
    ]);
    expect(all[3]?.texts).toEqual(['03']);
  });

  test('both directions, a new connection and its end', () => {
    const all = read([
      { sequence: 0, data: [], flags: { syn: 1, ack: 0 } },
      { sequence: 1, data: [3, 1] },
      { sequence: 9, data: [1, 8], back: true },
      { sequence: 3, data: [], flags: { fin: 1 } },
      { sequence: 99, data: [], flags: { syn: 1, ack: 0 } },
      { sequence: 100, data: [1, 4] },
    ]);
    expect(all.map(({ texts }) => texts)).toEqual([[], [], ['08'], [], [], ['04']]);
  });

  test('a guess holds for the connection, before and behind which others may have been made', () => {
    const all = read(
      [
        { sequence: 1, data: [1, 1] },
        { sequence: 3, data: [2, 0x54, 2] },
        { sequence: 6, data: [1, 2] },
        { sequence: 50, data: [], flags: { syn: 1, ack: 0 } },
        { sequence: 51, data: [1, 9] },
      ],
      'guess',
    );
    expect(all.map(({ texts }) => texts)).toEqual([[], ['5402'], ['02'], [], []]);
    expect(all[2]?.context.layers.at(-1)?.chosenBy).toBe('guess 0.90');
  });

  test('a dissector without measure gets each segment as it is', () => {
    const [only] = read([{ sequence: 1, data: [4, 1] }], 'plain');
    expect(only?.tree.findings.map(({ rule }) => rule.id)).toEqual(['X-SHORT']);
  });

  test('a packet that the capture cut is shown as far as it goes', () => {
    const registry = toyRegistry('port');
    const whole = packet({ sequence: 1, data: [1, 5, 9, 1, 2, 3] });
    const cut = whole.subarray(0, whole.length - 3);
    const [only] = dissectAll(registry, 'ip', [cut], { original: whole.length });
    checkTiling(only!.tree);
    expect(values(only!.tree, 'toy.size')).toEqual([1, 9]);
    expect(only!.tree.findings.map(({ rule }) => rule.id)).toEqual(['X-CUT']);
  });

  test('decode as wins over the port', () => {
    const registry = toyRegistry('guess');
    registry.table('tcp.port').override(new Map([[40_000, toy]]));
    const [first] = dissectAll(registry, 'ip', [packet({ sequence: 1, data: [1, 1] })]);
    expect(values(first!.tree, 'toy.text')).toEqual(['01']);
    expect(first!.context.layers.at(-1)?.chosenBy).toBe('decode as (tcp.port 40000)');
  });

  test('columns are what the trees say, and every message comes once, however the stream was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
        (bodies, cuts, delays) => {
          const stream = bodies.flatMap((body) => [body.length, ...body]);
          const sent: { segment: Sent; place: number }[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const data = stream.slice(at, at + cuts[i % cuts.length]!);
            const place = i === 0 ? -1 : i + (delays[i % delays.length] ?? 0) * 1.5;
            sent.push({ segment: { sequence: 1 + at, data }, place });
            at += data.length;
          }
          sent.sort((a, b) => a.place - b.place);
          const registry = toyRegistry('port');
          const packets = sent.map(({ segment }) => packet(segment));
          const state = createCaptureState();
          const start = { table: 'layer', key: 'ip' } as const;
          const columns = packets.map((bytes, index) => {
            summarized = 0;
            const { protocol } = summarize(registry, start, bytes, index, state);
            return { protocol: registry.protocolByNumber(protocol)?.name, info: summarized };
          });
          const all = dissectAll(registry, 'ip', packets);
          for (const { tree } of all) checkTiling(tree);
          expect(
            all.map(({ tree, context }) => ({
              protocol: context.protocolName,
              info: values(tree, 'toy.size').at(-1) ?? 0,
            })),
          ).toEqual(columns);
          const sizes = all.flatMap(({ tree }) => values(tree, 'toy.size'));
          expect(sizes).toEqual(bodies.map(({ length }) => length));
          expect(all.flatMap(({ tree }) => values(tree, 'toy.text'))).toEqual(
            bodies.filter(({ length }) => length > 0).map((body) => toHex(body)),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
