import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../base/bytes.ts';
import { writePcap } from './capture-writer.ts';
import { createWalker } from './open-capture-file.ts';
import { PcapWalker } from './pcap.ts';
import { walkBytes } from './testing/recording-sink.ts';

const table = readFileSync(new URL('../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
const examples = new Map(
  table.split('\n').flatMap((line) => {
    const [name, , kind, , hex] = line.split(',');
    return kind === 'file' && name !== undefined && hex !== undefined ? [[name, fromHex(hex)!] as const] : [];
  }),
);

function walk(bytes: Uint8Array, windowSize?: number) {
  return walkBytes(new PcapWalker(bytes, true), bytes, windowSize);
}

const raw = fromHex('45000023000100004011' + '66c70a0000010a00000223f00b84000f90070106' + '03c4af8778')!;

describe('the examples of the reference', () => {
  test('are all there', () => {
    expect([...examples.keys()].sort()).toEqual([
      'pcap-aix',
      'pcap-be',
      'pcap-fcs',
      'pcap-ixia',
      'pcap-le',
      'pcap-modified',
      'pcap-nokia',
      'pcap-ns-be',
      'pcap-ns-le',
      'pcap-ss990417',
      'pcap-ss990915',
      'pcapng',
    ]);
  });

  test.each([
    ['pcap-le', 'pcap, microseconds, little-endian', 101, 500_000_000, 1],
    ['pcap-be', 'pcap, microseconds, big-endian', 101, 500_000_000, 1],
    ['pcap-ns-le', 'pcap, nanoseconds, little-endian', 101, 123_456_789, 1],
    ['pcap-ns-be', 'pcap, nanoseconds, big-endian', 101, 123_456_789, 1],
    ['pcap-modified', 'pcap, modified (ss991029), microseconds, little-endian', 101, 500_000_000, 1],
    ['pcap-ss990915', 'pcap, modified (ss990915), microseconds, little-endian', 101, 500_000_000, 2],
    ['pcap-ss990417', 'pcap, modified (ss990417), microseconds, little-endian', 101, 500_000_000, 2],
    ['pcap-nokia', 'pcap, Nokia, microseconds, little-endian', 101, 500_000_000, 2],
    ['pcap-ixia', 'pcap, Ixia, microseconds, little-endian', 101, 500_000_000, 1],
  ])('%s', (name, format, linkType, nanos, count) => {
    const bytes = examples.get(name)!;
    const walker = createWalker(bytes, true)!;
    const sink = walkBytes(walker, bytes);
    expect(walker.format).toBe(format);
    expect(walker.stopped).toBe(true);
    expect(sink.faults).toEqual([]);
    expect(sink.interfaces).toMatchObject([{ linkType, snapLength: 262144, fcsOctets: undefined }]);
    expect(sink.packets).toHaveLength(count);
    for (const packet of sink.packets) {
      expect(packet).toMatchObject({ seconds: 1_700_000_000, nanos, original: 35, interfaceIndex: 0 });
      expect(packet.bytes).toEqual(raw);
    }
    expect(walkBytes(createWalker(bytes, true)!, bytes, 1)).toEqual(sink);
  });

  test('pcap-fcs', () => {
    const sink = walk(examples.get('pcap-fcs')!);
    expect(sink.interfaces).toMatchObject([{ linkType: 1, fcsOctets: 4 }]);
    expect(sink.packets).toMatchObject([{ original: 64 }]);
  });

  test('pcap-aix', () => {
    const sink = walk(examples.get('pcap-aix')!);
    expect(sink.interfaces).toMatchObject([{ linkType: 1 }]);
    expect(sink.packets).toMatchObject([{ seconds: 1_700_000_000, nanos: 123_456_789, original: 69 }]);
    expect(sink.packets[0]!.bytes).toHaveLength(49);
  });

  test('pcap-ixia tells the size of its records', () => {
    expect(walk(examples.get('pcap-ixia')!).details).toContain('Octets of all records: 51');
  });
});

interface Header {
  readonly magic?: number;
  readonly major?: number;
  readonly minor?: number;
  readonly zone?: number;
  readonly sigFigs?: number;
  readonly network?: number;
}

function header({ magic = 0xa1b2c3d4, major = 2, minor = 4, zone = 0, sigFigs = 0, network = 1 }: Header): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint32(0, magic, true);
  view.setUint16(4, major, true);
  view.setUint16(6, minor, true);
  view.setInt32(8, zone, true);
  view.setUint32(12, sigFigs, true);
  view.setUint32(16, 65535, true);
  view.setUint32(20, network, true);
  return new Uint8Array(view.buffer);
}

/** A record with the lengths in the order given. */
function record(
  third: number,
  fourth: number,
  data: number,
  extra = '',
  fraction = 5,
  seconds = 1_700_000_000,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  for (const [i, value] of [seconds, fraction, third, fourth].entries()) view.setUint32(4 * i, value, true);
  return concatBytes(new Uint8Array(view.buffer), fromHex(extra)!, new Uint8Array(data).fill(0x2e));
}

const lengths = ({ packets }: ReturnType<typeof walk>) =>
  packets.map(({ bytes, original }) => [bytes.length, original]);

describe('versions', () => {
  test('before 2.3 the original length comes first', () => {
    expect(lengths(walk(concatBytes(header({ minor: 2 }), record(9, 5, 5), record(5, 5, 5))))).toEqual([
      [5, 9],
      [5, 5],
    ]);
    expect(lengths(walk(concatBytes(header({ minor: 1, network: 6 }), record(9, 5, 5))))).toEqual([[5, 9]]);
  });

  test('2.2 of a system that is not AIX keeps microseconds and its link type', () => {
    const sink = walk(concatBytes(header({ minor: 2, network: 1 }), record(9, 5, 5)));
    expect([sink.packets[0]!.nanos, sink.interfaces[0]!.linkType]).toEqual([5000, 1]);
  });

  test.each([
    [6, 1],
    [9, 6],
    [15, 10],
    [24, 0],
  ])('AIX interface type %i is link type %i', (network, linkType) => {
    const sink = walk(concatBytes(header({ minor: 2, network }), record(9, 5, 5)));
    expect([sink.packets[0]!.nanos, sink.interfaces[0]!.linkType]).toEqual([5, linkType]);
  });

  test('in 2.3 the smaller length is the captured one', () => {
    expect(lengths(walk(concatBytes(header({ minor: 3 }), record(9, 5, 5), record(5, 9, 5))))).toEqual([
      [5, 9],
      [5, 9],
    ]);
  });

  test('543.0 has them swapped', () => {
    const sink = walk(concatBytes(header({ major: 543, minor: 0 }), record(9, 5, 5)));
    expect(lengths(sink)).toEqual([[5, 9]]);
    expect(sink.faults).toEqual([]);
    expect(lengths(walk(concatBytes(header({ major: 543, minor: 1 }), record(5, 9, 5))))).toEqual([[5, 9]]);
  });

  test('unknown ones are told and read', () => {
    const newer = walk(concatBytes(header({ major: 3 }), record(5, 9, 5)));
    expect(newer.faults).toMatchObject([{ offset: 4, fatal: false, message: expect.stringContaining('read as 2.4') }]);
    expect(lengths(newer)).toEqual([[5, 9]]);
    const older = walk(concatBytes(header({ major: 1 }), record(9, 5, 5)));
    expect(older.faults).toMatchObject([{ message: expect.stringContaining('read as 2.2') }]);
    expect(lengths(older)).toEqual([[5, 9]]);
  });

  test('the header is told', () => {
    const { details } = walk(header({ zone: -3600, sigFigs: 6 }));
    expect(details).toEqual(['Version: 2.4', 'Time zone: -3600 s (not applied)', 'Accuracy of the clock: 6']);
  });
});

describe('the link type field', () => {
  test.each([
    [0x24000001, 4, 0],
    [0x04000001, 0, 0],
    [0xf4000001, 30, 0],
    [0x10000001, undefined, 0],
    [0x00010001, undefined, 1],
    [0x08000001, undefined, 1],
  ])('%i has %s octets of check sequence', (network, fcsOctets, faults) => {
    const sink = walk(header({ network: network >>> 0 }));
    expect(sink.interfaces).toMatchObject([{ linkType: 1, fcsOctets }]);
    expect(sink.faults).toHaveLength(faults);
  });
});

describe('kinds of records', () => {
  const one = [
    ['ss990417', 0xa1b2c3d4, 'aaaaaaaa08000400'],
    ['ss990915', 0xa1b2cd34, '020000000800040101000000'],
    ['Nokia', 0xa1b2c3d4, '00010002'],
  ] as const;

  test.each(one)('%s is told by its records', (name, magic, extra) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 40, max: 300 }), { minLength: 3, maxLength: 40 }), (sizes) => {
        const records = sizes.map((size, i) =>
          record(size, size + (i % 3), size, extra, 123_456 + i, 1_700_000_000 + i),
        );
        const bytes = concatBytes(header({ magic }), ...records);
        const walker = new PcapWalker(bytes, true);
        expect(walker.format).toContain(name);
        const sink = walkBytes(walker, bytes);
        expect(sink.packets.map(({ bytes: data }) => data.length)).toEqual(sizes);
        expect(sink.packets.every(({ bytes: data }) => data.every((octet) => octet === 0x2e))).toBe(true);
      }),
    );
  });

  test('a single record is no evidence against the usual kind', () => {
    const bytes = concatBytes(header({}), record(60, 60, 60), new Uint8Array(8));
    const walker = new PcapWalker(bytes, true);
    expect(walker.format).toBe('pcap, microseconds, little-endian');
    expect(walkBytes(walker, bytes).faults).toMatchObject([{ offset: 100, fatal: false }]);
  });

  test('a standard file with damage stays a standard file', () => {
    const bytes = concatBytes(header({}), record(60, 60, 60), record(99_999_999, 99_999_999, 60));
    const sink = walk(bytes);
    expect(sink.packets).toHaveLength(1);
    expect(sink.faults).toEqual([
      {
        offset: 100,
        message:
          'the record at octet 100 says 99999999 octets were captured; at most 262144 are plausible: the rest of the file was not read',
        fatal: true,
      },
    ]);
  });

  test('the packet type of a modified file is a direction', () => {
    const extra = (type: string) => `020000000800${type}00`;
    const records = ['00', '01', '02', '03', '04', '05'].map((type) => record(20, 20, 20, extra(type)));
    const sink = walk(concatBytes(header({ magic: 0xa1b2cd34 }), ...records));
    expect(sink.packets.map(({ flags }) => flags)).toEqual([1, 1, 1, 0, 2, 0]);
  });

  test('USB packets may be larger than those of networks', () => {
    const big = concatBytes(header({ network: 220 }), record(300_000, 300_000, 300_000));
    expect(lengths(walk(big, 1000))).toEqual([[300_000, 300_000]]);
  });
});

describe('odd records', () => {
  test('fractions of a second or more are carried over and told', () => {
    const sink = walk(concatBytes(header({}), record(1, 1, 1, '', 2_500_000), record(1, 1, 1, '', 999_999)));
    expect(sink.packets.map(({ seconds, nanos }) => [seconds, nanos])).toEqual([
      [1_700_000_002, 500_000_000],
      [1_700_000_000, 999_999_000],
    ]);
    expect(sink.faults).toMatchObject([{ offset: 24, fatal: false }]);
  });

  test('many faults of a kind are counted', () => {
    const records = Array.from({ length: 50 }, () => record(9, 5, 9));
    const sink = walk(concatBytes(header({}), ...records));
    expect(sink.packets).toHaveLength(50);
    expect(sink.faults).toHaveLength(21);
    expect(sink.faults[20]!.message).toBe(
      '30 more records with more octets than their packet had, the last at octet 1249',
    );
  });

  test('an empty packet is a packet', () => {
    expect(lengths(walk(concatBytes(header({}), record(0, 0, 0), record(0, 7, 0))))).toEqual([
      [0, 0],
      [0, 7],
    ]);
  });

  test('a file behind another is read on', () => {
    const first = writePcap(1, [{ seconds: 1, nanos: 0, bytes: raw }]);
    const second = writePcap(101, [{ seconds: 2, nanos: 5, bytes: raw }], { byteOrder: 'big', clock: 'nano' });
    const bytes = concatBytes(first, second, second);
    for (const size of [1, 30, 1000]) {
      const sink = walk(bytes, size);
      expect(sink.interfaces.map(({ linkType }) => linkType)).toEqual([1, 101, 101]);
      expect(sink.packets.map((p) => [p.seconds, p.nanos, p.interfaceIndex, p.bytes.length])).toEqual([
        [1, 0, 0, 35],
        [2, 5, 1, 35],
        [2, 5, 2, 35],
      ]);
      expect(sink.faults.map(({ offset, fatal }) => [offset, fatal])).toEqual([
        [first.length, false],
        [first.length + second.length, false],
      ]);
    }
  });

  test('headers of files without end are read without a stack', () => {
    const many = new Uint8Array(24 * 20_000);
    for (let i = 0; i < 20_000; i++) many.set(header({}), i * 24);
    expect(walk(many).interfaces).toHaveLength(20_000);
  });

  test('what comes behind a stop is passed over', () => {
    const bytes = concatBytes(header({}), record(99_999_999, 5, 5));
    const walker = new PcapWalker(bytes, true);
    const sink = walkBytes(walker, bytes);
    expect(walker.walk(bytes, bytes.length, bytes.length, true, sink)).toBe(bytes.length);
    expect(sink.packets).toHaveLength(0);
  });

  test('a walker that was not given the head looks for itself', () => {
    const bytes = writePcap(1, [{ seconds: 1, nanos: 0, bytes: raw }]);
    const walker = new PcapWalker(new Uint8Array(0), false);
    expect(walker.format).toBe('pcap');
    expect(walkBytes(walker, bytes, 10).packets).toHaveLength(1);
  });
});

test('what is written is read back', () => {
  const packet = fc.record({
    seconds: fc.integer({ min: 0, max: 0xffffffff }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
    bytes: fc.uint8Array({ maxLength: 50 }),
    more: fc.nat(10),
  });
  fc.assert(
    fc.property(
      fc.array(packet, { maxLength: 20 }),
      fc.constantFrom('little', 'big'),
      fc.constantFrom('micro', 'nano'),
      fc.integer({ min: 1, max: 200 }),
      (packets, byteOrder, clock, windowSize) => {
        const list = packets.map((p) => ({ ...p, original: p.bytes.length + p.more }));
        const bytes = writePcap(147, list, { byteOrder, clock });
        const sink = walkBytes(new PcapWalker(bytes, true), bytes, windowSize);
        // One file header in a packet's octets may look like a file behind this one: not in so few random octets.
        expect(sink.packets.map((p) => [p.seconds, p.nanos, p.bytes, p.original])).toEqual(
          list.map((p) => [p.seconds, clock === 'nano' ? p.nanos : p.nanos - (p.nanos % 1000), p.bytes, p.original]),
        );
      },
    ),
  );
});
