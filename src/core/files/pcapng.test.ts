import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toUtf8 } from '../base/bytes.ts';
import { writePcap, writePcapng } from './capture-writer.ts';
import { PcapngWalker } from './pcapng.ts';
import { UNDESCRIBED_LINK_TYPE } from './pcapng-details.ts';
import { block, data, described, le, option, packet, pad, section } from './testing/pcapng-blocks.ts';
import { walkBytes } from './testing/recording-sink.ts';
import { Clock, momentText } from './timestamp.ts';

function walk(bytes: Uint8Array, windowSize?: number) {
  return walkBytes(new PcapngWalker(), bytes, windowSize);
}

describe('the example of the reference', () => {
  const table = readFileSync(new URL('../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
  const bytes = fromHex(
    table
      .split('\n')
      .find((line) => line.startsWith('pcapng,'))!
      .split(',')[4]!,
  )!;
  const sink = walk(bytes);

  test('packets', () => {
    expect(sink.faults).toEqual([]);
    expect(
      sink.packets.map((p) => [p.seconds, p.nanos, p.offset, p.bytes.length, p.original, p.flags, p.comments]),
    ).toEqual([
      [1_700_000_000, 123_456_789, 0x7c, 35, 35, 1, ['hi']],
      [0, 0, 0xc4, 35, 35, 0, []],
      [1_700_000_000, 123_456_789, 0x108, 35, 35, 0, []],
    ]);
  });

  test('what it says besides', () => {
    expect(sink.interfaces).toMatchObject([{ linkType: 101, name: 'push0', snapLength: 0 }]);
    expect(sink.interfaces[0]!.details).toEqual([
      { label: 'Time resolution', value: '10^-9 s' },
      { label: 'Time offset', value: '3600 s (added to every time)' },
    ]);
    expect(sink.names).toEqual(['10.0.0.2 phone']);
    expect(sink.details).toEqual([
      'Byte order: little-endian',
      'Version: 1.0',
      'Application: demo',
      'Statistics of interface 0 (push0): received 3',
      'Decryption secrets: TLS key log, 16 octets (not shown)',
      'Skipped blocks: 1 of type 0x00000bad (custom)',
    ]);
  });

  test('windows', () => {
    for (let size = 1; size < 200; size += 7) expect(walk(bytes, size)).toEqual(sink);
  });
});

describe('times', () => {
  const moment = { seconds: 0, nanos: 0 };

  test('are exact in every resolution', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: -1e10, max: 1e10 }),
        (units, resolution, offset) => {
          new Clock(resolution, offset).read(Number(units >> 32n), Number(units & 0xffffffffn), moment);
          const perSecond = (resolution < 128 ? 10n : 2n) ** BigInt(resolution & 127);
          const nanos = (units * 1_000_000_000n) / perSecond;
          expect(moment.nanos).toBe(Number(nanos % 1_000_000_000n));
          expect(moment.seconds).toBe(Number(nanos / 1_000_000_000n) + offset);
        },
      ),
      {
        numRuns: 5000,
        examples: [
          [2n ** 64n - 1n, 9, 0],
          [2n ** 64n - 1n, 6, 0],
          [2n ** 64n - 1n, 0, 0],
          [2n ** 53n, 6, 0],
          [1_700_000_000_123_456_789n, 9, 3600],
        ],
      },
    );
  });

  test('in text', () => {
    expect(momentText({ seconds: 1_700_000_000, nanos: 5 })).toBe('2023-11-14T22:13:20.000000005Z');
    expect(momentText({ seconds: 1e15, nanos: 0 })).toBe('1000000000000000.000000000 s');
  });
});

describe('sections', () => {
  test('each has its byte order, its interfaces and its options', () => {
    const parts = [
      writePcapng(
        [
          { linkType: 1, name: 'a' },
          { linkType: 101, resolution: 9 },
        ],
        [{ seconds: 1, nanos: 2000, bytes: data, interface: 1 }],
        { comment: 'one' },
      ),
      writePcapng(
        [{ linkType: 113, resolution: 0x80 + 30, offsetSeconds: 5 }],
        [{ seconds: 9, nanos: 250_000_000, bytes: data, comment: 'ü' }],
        { byteOrder: 'big', application: 'x' },
      ),
    ];
    const sink = walk(concatBytes(...parts));
    expect(sink.faults).toEqual([]);
    expect(sink.interfaces.map(({ linkType }) => linkType)).toEqual([1, 101, 113]);
    expect(sink.packets.map((p) => [p.seconds, p.nanos, p.interfaceIndex, p.comments])).toEqual([
      [1, 2000, 1, []],
      [9, 250_000_000, 2, ['ü']],
    ]);
    expect(sink.details).toEqual([
      'Byte order: little-endian',
      'Version: 1.0',
      'Comment: one',
      `Section: begins at octet ${parts[0]!.length}`,
      'Byte order: big-endian',
      'Version: 1.0',
      'Application: x',
    ]);
  });

  test('options of all kinds', () => {
    const bytes = section(
      option(1, 'c'),
      option(2, 'h'),
      option(3, 'o'),
      option(4, 'a'),
      option(99, 'x'),
      option(1, 'd'),
    );
    expect(walk(bytes).details.slice(2)).toEqual([
      'Comment: c',
      'Hardware: h',
      'Operating system: o',
      'Application: a',
      'Comment: d',
    ]);
  });

  test('unknown versions are told, the minor version 2 is not', () => {
    const version = (major: number, minor: number) =>
      block(0x0a0d0d0a, le(4, 0x1a2b3c4d), le(2, major, minor), le(8, -1));
    expect(walk(version(1, 2)).faults).toEqual([]);
    expect(walk(version(2, 0)).faults).toMatchObject([{ fatal: false }]);
    expect(walk(version(1, 1)).faults).toMatchObject([{ fatal: false }]);
    expect(walk(block(0x0a0d0d0a, le(4, 0x1a2b3c4d))).details).toEqual(['Byte order: little-endian']);
  });

  test('text that is no UTF-8 keeps what can be read, control characters stay', () => {
    expect(walk(section(option(1, Uint8Array.of(0x61, 0xff, 0x1b, 0)))).details[2]).toBe('Comment: a\ufffd\u001b\0');
  });
});

describe('interfaces', () => {
  test('options of all kinds', () => {
    const bytes = described(
      option(2, 'eth0\0'),
      option(3, 'wire'),
      option(2, 'again'),
      option(1, 'note'),
      option(4, Uint8Array.of(10, 0, 0, 1, 255, 255, 255, 0)),
      option(5, fromHex('20010db800000000000000000000000140')!),
      option(6, fromHex('02005e100001')!),
      option(7, fromHex('0200fffe5e100001')!),
      option(8, le(8, 1e9)),
      option(10, le(4, 0xfffff1f0)),
      option(11, '\0udp port 2948'),
      option(11, '\u0001xyz'),
      option(11, ''),
      option(12, 'Linux'),
      option(13, Uint8Array.of(4)),
      option(15, 'card'),
      option(16, le(8, 5)),
      option(17, le(8, 6)),
      option(18, 'Europe/Paris'),
      option(4, 'bad'),
      option(5, 'bad'),
      option(8, 'bad'),
      option(10, 'b'),
      option(200, 'unknown'),
      option(9, ''),
      option(14, 'bad'),
      option(13, ''),
      le(2, 0, 0),
      option(2, 'behind the end'),
    );
    const [found] = walk(concatBytes(section(), bytes)).interfaces;
    expect(found).toMatchObject({ linkType: 1, name: 'eth0', description: 'wire', fcsOctets: 4 });
    expect(found!.details.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'Comment: note',
      'IPv4 address: 10.0.0.1 mask 255.255.255.0',
      'IPv6 address: 2001:db8::1/64',
      'MAC address: 02:00:5e:10:00:01',
      'EUI address: 02:00:ff:fe:5e:10:00:01',
      'Speed: 1000000000 bit/s',
      'Time zone: -3600 s (not applied)',
      'Capture filter: udp port 2948',
      'Capture filter: kind 1, 3 octets',
      'Operating system: Linux',
      'Hardware: card',
      'Transmit speed: 5 bit/s',
      'Receive speed: 6 bit/s',
      'Time zone: Europe/Paris (not applied)',
    ]);
  });

  test('one without a description is raw, and told', () => {
    const bytes = concatBytes(section(), packet(0), described(), packet(0), packet(7), section(), packet(0));
    const sink = walk(bytes);
    expect(sink.interfaces.map(({ linkType }) => linkType)).toEqual([UNDESCRIBED_LINK_TYPE, 1, UNDESCRIBED_LINK_TYPE]);
    expect(sink.packets.map(({ interfaceIndex }) => interfaceIndex)).toEqual([0, 1, 0, 2]);
    expect(sink.faults.map(({ fatal }) => fatal)).toEqual([false, false, false]);
  });

  test('one that is too short keeps its number', () => {
    const sink = walk(concatBytes(section(), block(1, le(2, 1, 0)), described(), packet(1), packet(0)));
    expect(sink.packets.map(({ interfaceIndex }) => interfaceIndex)).toEqual([1, 0]);
    expect(sink.interfaces.map(({ linkType }) => linkType)).toEqual([UNDESCRIBED_LINK_TYPE, 1]);
    expect(sink.faults).toHaveLength(1);
  });
});

describe('packets', () => {
  test('flags and comments in any order, up to the end option or what does not fit', () => {
    const options = [option(1, 'a'), option(3, 'hash'), option(2, le(4, 0x202)), option(1, 'b')];
    const sink = walk(concatBytes(section(), described(), packet(0, 5, ...options, le(2, 1, 99))));
    expect(sink.packets).toMatchObject([{ flags: 0x202, comments: ['a', 'b'], seconds: 1, nanos: 1000 }]);
    const ended = walk(concatBytes(section(), described(), packet(0, 5, le(2, 0, 0), option(1, 'x'))));
    expect(ended.packets).toMatchObject([{ flags: 0, comments: [] }]);
  });

  test('a simple packet is cut by the snap length of the first interface', () => {
    const short = block(1, le(2, 1, 0), le(4, 3));
    const simple = block(3, le(4, 5), pad(data.subarray(0, 3)));
    expect(walk(concatBytes(section(), short, simple)).packets).toMatchObject([
      { original: 5, bytes: data.subarray(0, 3) },
    ]);
    const tooLong = block(3, le(4, 50), pad(data));
    const sink = walk(concatBytes(section(), described(), tooLong));
    expect(sink.packets[0]!.bytes).toHaveLength(8);
    expect(sink.faults).toHaveLength(1);
  });

  test('one that does not fit its block, is longer than it was, or too short', () => {
    const sink = walk(
      concatBytes(section(), described(), packet(0, 500), packet(0, 7), block(6, le(4, 0, 0)), packet()),
    );
    expect(sink.packets.map(({ bytes }) => bytes.length)).toEqual([8, 7, 5]);
    expect(sink.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('has room for 8'),
      expect.stringContaining('has 500 octets of a packet that was 5'),
      expect.stringContaining('has 7 octets of a packet that was 5'),
      expect.stringContaining('32 are the least'),
    ]);
  });
});

describe('blocks', () => {
  test('others are skipped without being looked at, however long', () => {
    const long = block(0x80000001, new Uint8Array(10_000));
    const bytes = concatBytes(
      section(),
      long,
      block(9, toUtf8('text')),
      block(0x40000bad, le(4, 1)),
      long,
      described(),
      packet(),
    );
    for (const size of [1, 100, 100_000]) {
      const sink = walk(bytes, size);
      expect(sink.packets).toHaveLength(1);
      expect(sink.faults).toEqual([]);
      expect(sink.details.slice(2)).toEqual([
        'Skipped blocks: 2 of type 0x80000001 (private)',
        'Skipped blocks: 1 of type 0x00000009 (systemd journal export)',
        'Skipped blocks: 1 of type 0x40000bad (custom, not to be copied)',
      ]);
    }
    const walker = new PcapngWalker();
    const start = concatBytes(section(), long.subarray(0, 12));
    expect(walker.walk(start, start.length, 0, false, walkBytes(new PcapngWalker(), section()))).toBe(
      28 + long.length - 4,
    );
  });

  test('very many types of them are counted together', () => {
    const blocks = Array.from({ length: 40 }, (_, i) => block(100 + i));
    const { details } = walk(concatBytes(section(), ...blocks));
    expect(details).toHaveLength(2 + 33);
    expect(details.at(-1)).toBe('Skipped blocks: 8 of other types');
  });

  test('lengths that differ are told, the first counts', () => {
    const wrong = packet();
    wrong[wrong.length - 4] = 12;
    const skipped = block(77, new Uint8Array(100));
    skipped[skipped.length - 4] = 16;
    for (const size of [10, 1000]) {
      const sink = walk(concatBytes(section(), described(), wrong, skipped, packet()), size);
      expect(sink.packets).toHaveLength(2);
      expect(sink.faults.map(({ message }) => message)).toEqual([
        'the block at octet 48 says it has 40 octets at its start and 12 at its end: the first is taken',
        'the block at octet 88 says it has 112 octets at its start and 16 at its end: the first is taken',
      ]);
    }
  });

  test('a length that is no multiple of 4 is rounded up', () => {
    const odd = packet();
    odd[4] = odd[4]! - 1;
    odd[odd.length - 4] = odd[4]!;
    const sink = walk(concatBytes(section(), described(), odd, packet()));
    expect(sink.packets).toHaveLength(2);
    expect(sink.faults).toHaveLength(1);
  });

  test.each([
    ['without a section header', concatBytes(described(), packet()), 0, 'is no section header'],
    ['without a byte-order magic', block(0x0a0d0d0a, le(4, 1, 2)), 0, 'no byte-order magic'],
    ['too short', concatBytes(section(), le(4, 6, 8, 0)), 28, '12 are the least'],
    ['too long', concatBytes(section(), le(4, 6, 0xfffffff0, 0)), 28, 'are plausible'],
    ['of another file', concatBytes(section(), writePcap(1, [])), 28, 'two files in one'],
  ])('%s nothing more is read', (_, bytes, offset, message) => {
    const sink = walk(bytes);
    expect(sink.faults).toMatchObject([{ offset, fatal: true, message: expect.stringContaining(message) }]);
    expect(sink.packets).toHaveLength(0);
    const walker = new PcapngWalker();
    walkBytes(walker, bytes);
    expect(walker.walk(bytes, bytes.length, 0, true, sink)).toBe(bytes.length);
  });

  test.each([1, 8, 14, 20, 35])('the end of the file %i octets into a skipped block is told', (octets) => {
    const bytes = concatBytes(section(), block(77, new Uint8Array(24)).subarray(0, octets));
    for (const size of [5, 1000]) expect(walk(bytes, size).faults).toMatchObject([{ fatal: false }]);
  });
});

test('what is written is read back', () => {
  const packetToWrite = fc.record({
    seconds: fc.integer({ min: 0, max: 0xffffffff }),
    nanos: fc.integer({ min: 0, max: 999_999_999 }),
    bytes: fc.uint8Array({ maxLength: 50 }),
    comment: fc.string({ minLength: 1, maxLength: 9 }),
    flags: fc.integer({ min: 0, max: 0xffff }),
    interface: fc.constantFrom(0, 1, 2),
  });
  const interfaces = [
    { linkType: 1, name: 'micro', snapLength: 9 },
    { linkType: 101, resolution: 9, offsetSeconds: -77 },
    { linkType: 147, resolution: 0x80 + 31 },
  ];
  fc.assert(
    fc.property(
      fc.array(packetToWrite, { maxLength: 15 }),
      fc.constantFrom('little', 'big'),
      fc.integer({ min: 1, max: 300 }),
      (packets, byteOrder, windowSize) => {
        const sink = walk(writePcapng(interfaces, packets, { byteOrder, comment: 'all' }), windowSize);
        expect(sink.faults).toEqual([]);
        expect(sink.interfaces).toMatchObject([
          { linkType: 1, name: 'micro', snapLength: 9 },
          { linkType: 101 },
          { linkType: 147 },
        ]);
        const shape = sink.packets.map((p) => [p.seconds, p.nanos, p.bytes, p.comments, p.flags, p.interfaceIndex]);
        expect(shape).toEqual(
          packets.map((p) => {
            const nanos = p.interface === 0 ? p.nanos - (p.nanos % 1000) : p.nanos;
            return [p.seconds, nanos, p.bytes, [new TextDecoder().decode(toUtf8(p.comment))], p.flags, p.interface];
          }),
        );
      },
    ),
  );
});
