import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWalker, HEAD_OCTETS, recogniseCapture } from './open-capture-file.ts';
import type { RecordWalker } from './record-walker.ts';
import { type RecordedPacket, type RecordingSink, walkBytes } from './testing/recording-sink.ts';

/** Files that others wrote, against what tshark 4.0.17 reads in them. */

const fixtures = new URL('../../../tests/fixtures/', import.meta.url);
const real = new URL('../../../../shared/samples/real/', import.meta.url);

function octets(url: URL): Uint8Array {
  const bytes = new Uint8Array(readFileSync(url));
  return bytes[0] === 0x1f ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

function text(url: URL): string {
  return new TextDecoder().decode(octets(url));
}

function jsonLines(url: URL): unknown[] {
  return text(url)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

function walkerOf(bytes: Uint8Array): RecordWalker {
  const walker = createWalker(bytes.subarray(0, HEAD_OCTETS), bytes.length < HEAD_OCTETS);
  if (walker === undefined) throw new Error(JSON.stringify(recogniseCapture(bytes)));
  return walker;
}

function walk(bytes: Uint8Array, windowSize?: number): RecordingSink {
  return walkBytes(walkerOf(bytes), bytes, windowSize);
}

function time({ seconds, nanos }: RecordedPacket): string {
  return `${seconds}.${String(nanos).padStart(9, '0')}`;
}

/** Everything a walker found, in a form that compares fast. */
function digest(sink: RecordingSink): unknown {
  const packets = sink.packets.map(
    (p) =>
      `${time(p)} ${p.offset} ${p.bytes.join()} ${p.original} ${p.interfaceIndex} ${p.flags} ${p.comments.join('|')}`,
  );
  return { ...sink, packets };
}

interface Expected {
  readonly file: string;
  /** Time (null when the file has none), octets on the wire, octets captured. */
  readonly packets: readonly (readonly [string | null | undefined, number, number])[];
}

function check(sink: RecordingSink, expected: Expected['packets']): void {
  expect(sink.packets.map((p) => [p.original, p.bytes.length])).toEqual(expected.map(([, len, cap]) => [len, cap]));
  expect(sink.packets.map(time)).toEqual(expected.map(([t]) => t ?? '0.000000000'));
}

const made = jsonLines(new URL('made/expected/packets.jsonl', fixtures)) as Expected[];

describe('captures of real software', () => {
  test.each(made)('$file', ({ file, packets }) => {
    expect(packets.length).toBeGreaterThan(0);
    const sink = walk(octets(new URL(`made/${file}`, fixtures)));
    check(sink, packets);
    expect(sink.faults).toEqual([]);
    for (const { offset, bytes } of sink.packets) expect(offset + bytes.length).toBeLessThan(1e6);
  });

  test('comments', () => {
    const sink = walk(octets(new URL('made/fmt-comments.pcapng', fixtures)));
    expect(sink.details).toContain('Comment: a comment on the whole capture');
    const commented = sink.packets.flatMap(({ comments }, i) => comments.map((comment) => `${i + 1} ${comment}`));
    expect(commented).toMatchInlineSnapshot(`
      [
        "2 the DM 1.2 notification",
        "5 bad digest",
      ]
    `);
  });

  test('interfaces, names, statistics, flags and secrets of the rich file', () => {
    const sink = walk(octets(new URL('made/fmt-pcapng-rich.pcapng', fixtures)));
    expect(sink.interfaces).toMatchInlineSnapshot(`
      [
        {
          "description": "nanosecond clock",
          "details": [
            {
              "label": "Time resolution",
              "value": "10^-9 s",
            },
          ],
          "fcsOctets": undefined,
          "isListed": true,
          "linkType": 1,
          "name": "eth0",
          "snapLength": 262144,
        },
        {
          "description": undefined,
          "details": [
            {
              "label": "Time resolution",
              "value": "2^-20 s",
            },
          ],
          "fcsOctets": undefined,
          "isListed": true,
          "linkType": 101,
          "name": "tun0",
          "snapLength": 262144,
        },
        {
          "description": undefined,
          "details": [
            {
              "label": "Time offset",
              "value": "1795233600 s (added to every time)",
            },
          ],
          "fcsOctets": undefined,
          "isListed": true,
          "linkType": 0,
          "name": "lo0",
          "snapLength": 65535,
        },
      ]
    `);
    expect(sink.details).toMatchInlineSnapshot(`
      [
        "Byte order: little-endian",
        "Version: 1.0",
        "Hardware: x86",
        "Operating system: Linux – test",
        "Application: relink",
        "Comment: a comment on the section",
        "Decryption secrets: TLS key log, 14 octets (not shown)",
        "Statistics of interface 0 (eth0): received 6",
        "Skipped blocks: 1 of type 0x00000bad (custom)",
        "Skipped blocks: 1 of type 0x7ffffff0 (unknown)",
      ]
    `);
    expect(sink.names).toMatchInlineSnapshot(`
      [
        "10.91.0.3 terminal.ue",
      ]
    `);
    expect(sink.packets.map(({ flags, interfaceIndex }) => [interfaceIndex, flags])).toMatchInlineSnapshot(`
      [
        [
          0,
          1,
        ],
        [
          1,
          0,
        ],
        [
          2,
          0,
        ],
        [
          0,
          1,
        ],
        [
          1,
          0,
        ],
        [
          2,
          0,
        ],
      ]
    `);
  });

  test.each(made)('$file: any windows give what one window gives', ({ file }) => {
    const bytes = octets(new URL(`made/${file}`, fixtures));
    const whole = digest(walk(bytes));
    for (const size of [1, 64, 1500, 4096, 100_000]) expect(digest(walk(bytes, size))).toEqual(whole);
  });
});

describe('damaged files', () => {
  interface Bad {
    readonly file: string;
    readonly packets_read: number;
  }
  const bad = jsonLines(new URL('made/expected/bad.jsonl', fixtures)) as Bad[];

  test.each(bad)('$file', ({ file, packets_read }) => {
    const bytes = octets(new URL(`made/bad/${file}`, fixtures));
    if (recogniseCapture(bytes).kind === 'text') {
      expect(file).toBe('bad-text.pcap');
      return;
    }
    const sink = walk(bytes);
    expect(sink.packets.length).toBeGreaterThanOrEqual(packets_read);
    expect([sink.packets.length, sink.faults.length, sink.faults[0]]).toMatchSnapshot();
  });

  test.each(['fmt-pcapng-rich.pcapng', 'fmt-modpcap.pcap', 'fmt-nano-be.pcap'])('%s cut anywhere', (file) => {
    const bytes = octets(new URL(`made/${file}`, fixtures));
    const whole = walk(bytes);
    for (let cut = 12; cut < bytes.length; cut++) {
      const sink = walk(bytes.subarray(0, cut));
      const complete = whole.packets.filter((packet) => packet.offset + packet.bytes.length <= cut);
      const begun = whole.packets.filter((packet) => packet.offset <= cut);
      const same = (packet: RecordedPacket, i: number) =>
        time(sink.packets[i]!) === time(packet) && Buffer.compare(sink.packets[i]!.bytes, packet.bytes) === 0;
      expect([cut, sink.packets.length, complete.every(same)]).toEqual([cut, begun.length, true]);
      const last = sink.packets.at(-1);
      if (begun.length > complete.length) {
        expect(Buffer.compare(last!.bytes, begun.at(-1)!.bytes.subarray(0, cut - last!.offset))).toBe(0);
        expect(sink.faults.length).toBeGreaterThan(0);
      }
      expect(sink.faults.length).toBeLessThanOrEqual(1);
    }
  });

  test('mutations never throw and end in time', () => {
    const files = [
      'fmt-pcapng-rich.pcapng',
      'fmt-modpcap.pcap',
      'fmt-nano-be.pcap',
      'fmt-comments.pcapng',
      'fmt-raw-101.pcap',
    ];
    const originals = files.map((file) => octets(new URL(`made/${file}`, fixtures)));
    let faulty = 0;
    let fine = 0;
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        // Half of the changes hit the first octets, where the headers are.
        fc.array(
          fc.tuple(fc.oneof(fc.integer({ min: 4, max: 300 }), fc.nat(10_000)), fc.constantFrom(0, 1, 4, 127, 128, 255)),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.constantFrom(50, 1000, 1e6),
        (which, changes, windowSize) => {
          const bytes = originals[which]!.slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const walker = createWalker(bytes, true);
          if (walker === undefined) return;
          const sink = walkBytes(walker, bytes, windowSize);
          expect(sink.packets.length).toBeLessThan(200);
          for (const { bytes: data, offset } of sink.packets) {
            expect(Buffer.compare(data, bytes.subarray(offset, offset + data.length))).toBe(0);
          }
          if (sink.faults.length > 0) faulty++;
          else fine++;
        },
      ),
      { numRuns: 2000 },
    );
    expect(faulty).toBeGreaterThan(100);
    expect(fine).toBeGreaterThan(100);
  });

  test('random octets behind a magic never throw', () => {
    const magics = [
      [0xd4, 0xc3, 0xb2, 0xa1],
      [0xa1, 0xb2, 0xcd, 0x34],
      [0xac, 0x01, 0x00, 0x1c],
      [0x0a, 0x0d, 0x0d, 0x0a],
    ] as const;
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 300 }), (magic, rest) => {
        walk(new Uint8Array([...magic, ...rest]));
      }),
      { numRuns: 2000 },
    );
  });
});

interface RealPacket {
  readonly t: string | null;
  readonly len: number;
  readonly cap: number;
  readonly col_proto?: string;
}

describe.skipIf(!existsSync(real))('captures of other projects', () => {
  const files = existsSync(real)
    ? ['captures', 'pcapng'].flatMap((folder) =>
        readdirSync(new URL(`${folder}/`, real)).map((file) => [folder, file] as const),
      )
    : [];

  test.each(files)('%s/%s', (folder, file) => {
    const bytes = octets(new URL(`${folder}/${file}`, real));
    const expectedAt = [`${file}.jsonl`, `${file}.jsonl.gz`]
      .map((name) => new URL(`expected/${folder}/${name}`, real))
      .find((url) => existsSync(url));
    const sink = walk(bytes);
    if (expectedAt === undefined) {
      expect(sink.packets.length).toBeGreaterThan(0);
      return;
    }
    // tshark stops in one file at the first link type that it does not know, and lists custom blocks as if packets.
    const rows = (jsonLines(expectedAt) as RealPacket[]).filter(({ col_proto }) => col_proto !== 'PCAPNG');
    if (file === 'many_linktypes.pcapng.gz') expect(sink.packets.length).toBe(27228);
    else
      check(
        sink,
        rows.map(({ t, len, cap }) => [t, len, cap]),
      );
    if (bytes.length > 100_000) return;
    for (const size of [16, 700]) expect(digest(walk(bytes, size))).toEqual(digest(sink));
  });
});
