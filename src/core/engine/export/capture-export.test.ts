import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { type InterfaceToWrite, type PacketToWrite, writePcap, writePcapng } from '../../files/capture-writer.ts';
import { MemorySpill } from '../../files/inflate.ts';
import { createRegistry } from '../../protocols/index.ts';
import type { Capture } from '../capture.ts';
import type { ExportFormat } from '../export-views.ts';
import { loadCapture } from '../load-capture.ts';
import { exportPackets } from './capture-export.ts';

const folder = mkdtempSync(join(tmpdir(), 'pushscope-written-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
const FRAME = Uint8Array.from({ length: 60 }, (_, i) => (i === 12 ? 0x88 : i === 13 ? 0xb5 : i));
const at = (seconds: number, nanos = 0, more: Partial<PacketToWrite> = {}): PacketToWrite => ({
  seconds,
  nanos,
  bytes: FRAME,
  ...more,
});

async function open(bytes: Uint8Array): Promise<Capture> {
  const environment = { makeSpill: () => new MemorySpill(1 << 24) };
  const loading = loadCapture(createRegistry(), new MemorySource('x', bytes), environment, () => undefined);
  await loading.done;
  return await loading.opened;
}

async function exported(capture: Capture, format: ExportFormat): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const indexes = [...Array(capture.length).keys()];
  for await (const part of exportPackets({ capture, indexes, format, secrets: [], head: [], cells: () => [] }))
    parts.push(part);
  return concatBytes(...parts);
}

const timesOf = ({ table, length }: Capture) =>
  Array.from({ length }, (_, index) => `${table.seconds.get(index)} ${table.nanos.get(index)}`);

/** What tshark reads of a file, a line a packet. */
function tshark(bytes: Uint8Array, field: string): readonly string[] {
  const file = join(folder, 'read.pcapng');
  writeFileSync(file, bytes);
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const text = execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', '-e', field], {
    encoding: 'utf8',
    stdio: [...stdio],
  });
  return text.split('\n').slice(0, -1);
}

const BEFORE_1970: InterfaceToWrite = { linkType: 1, offsetSeconds: -1_000_000_000 };
const TIMES: readonly (readonly [string, readonly InterfaceToWrite[], readonly PacketToWrite[]])[] = [
  ['before 1970', [BEFORE_1970], [at(-1_000_000_000, 500_000_000), at(-1, 999_999_000), at(5)]],
  [
    'nanoseconds after 2554',
    [{ linkType: 1, resolution: 9, offsetSeconds: 2e10 }],
    [at(2e10, 123_456_789), at(2e10 + 9, 1)],
  ],
  [
    'far apart, on two interfaces',
    [BEFORE_1970, { linkType: 1, resolution: 9 }],
    [at(-9e8, 1000), at(1.7e9, 7, { interface: 1 })],
  ],
  ['the last microsecond that 64 bits hold', [{ linkType: 1 }], [at(1), at(18_446_744_073_709, 551_615_000)]],
];

describe('times that few formats can say', () => {
  test.each(TIMES)('%s come back from pcapng, and are refused by pcap', async (_name, interfaces, packets) => {
    const before = await open(writePcapng(interfaces, packets));
    const written = await exported(before, 'pcapng');
    expect(timesOf(before)).toEqual(packets.map(({ seconds, nanos }) => `${seconds} ${nanos}`));
    expect(timesOf(await open(written))).toEqual(timesOf(before));
    await expect(exported(before, 'pcap')).rejects.toThrow(/before 1970 or after 2106.*export them as pcapng/);
  });

  test.skipIf(!hasTshark)('before 1970 are read by tshark', async () => {
    const written = await exported(
      await open(writePcapng([BEFORE_1970], [at(-1_000_000_000, 500_000_000), at(5)])),
      'pcapng',
    );
    expect(tshark(written, 'frame.time_epoch').map(Number)).toEqual([-1_000_000_000.5, 5]);
  });

  test('the last second of pcap comes back from it', async () => {
    const capture = await open(writePcap(1, [at(0xffff_ffff, 999_999_999), at(0)], { clock: 'nano' }));
    expect(timesOf(await open(await exported(capture, 'pcap')))).toEqual(['4294967295 999999999', '0 0']);
  });
});

describe('what interfaces and packets say', () => {
  test.each(['pcap', 'pcapng'] as const)(
    'the octets of check sequence stay in %s: frames read by them',
    async (format) => {
      const capture = await open(writePcapng([{ linkType: 1, fcsOctets: 4 }], [at(1)]));
      const again = await open(await exported(capture, format));
      expect(again.links.map(({ described }) => described.fcsOctets)).toEqual([4]);
    },
  );

  test('a pcap file does not say of all packets what holds for some', async () => {
    const capture = await open(
      writePcapng([{ linkType: 1, fcsOctets: 4 }, { linkType: 1 }], [at(1), at(1, 0, { interface: 1 })]),
    );
    const again = await open(await exported(capture, 'pcap'));
    expect(again.links.map(({ described }) => described.fcsOctets)).toEqual([undefined]);
  });

  test('names and descriptions stay in pcapng', async () => {
    const capture = await open(writePcapng([{ linkType: 1, name: 'eth0', description: 'uplink' }], [at(1)]));
    const [link] = (await open(await exported(capture, 'pcapng'))).links;
    expect(link?.described).toMatchObject({ name: 'eth0', description: 'uplink' });
  });

  test('a comment too long for one option becomes several, each of whole characters', async () => {
    const text = `${'x'.repeat(65_534)}ü${'\u{1f4e6}\n"'.repeat(40_000)}`;
    const capture = await open(writePcap(1, [at(1), at(2)]));
    capture.annotations.setComment(0, text);
    const written = await exported(capture, 'pcapng');
    const again = await open(written);
    expect(again.notes.faults).toEqual([]);
    expect(again.length).toBe(2);
    expect(again.table.comments.get(0)?.join('')).toBe(text);
    if (hasTshark) expect(tshark(written, 'frame.len')).toEqual(['60', '60']);
  });
});

test.each(['pcap', 'pcapng', 'csv', 'json'] as const)('%s tells its packets as they are written', async (format) => {
  const count = 1000;
  const capture = await open(
    writePcap(
      1,
      Array.from({ length: count }, (_, i) => at(i)),
    ),
  );
  const indexes = Uint32Array.from({ length: count }, (_, i) => i);
  let done = 0;
  const seen = new Set<number>();
  const onPackets = (packets: number): void => {
    done += packets;
  };
  const job = { capture, indexes, format, secrets: [], head: [], cells: () => [], onPackets };
  for await (const _ of exportPackets(job)) seen.add(done);
  expect(done).toBe(count);
  expect(seen.size).toBeGreaterThanOrEqual(4);
});

test.each(['pcap', 'csv'] as const)('%s of packets in another order is read in that of the file', async (format) => {
  const count = 8000;
  const packets = Array.from({ length: count }, (_, seconds) => at(seconds, 0, { bytes: new Uint8Array(1000) }));
  const file = writePcap(147, packets);
  const source = new MemorySource('x', file);
  const environment = { makeSpill: () => new MemorySpill(1 << 24) };
  const loading = loadCapture(createRegistry(), source, environment, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  let reads = 0;
  const read = source.read.bind(source);
  source.read = (offset, length) => {
    reads++;
    return read(offset, length);
  };
  // Each lies megabytes away from the one before.
  const indexes = Array.from({ length: count }, (_, i) => (i * 3571) % count);
  const parts: Uint8Array[] = [];
  const cells = (index: number): readonly number[] => [index];
  for await (const part of exportPackets({ capture, indexes, format, secrets: [], head: ['No.'], cells }))
    parts.push(part);
  const written = concatBytes(...parts);
  if (format === 'csv') expect(Buffer.from(written).toString()).toBe(['No.', ...indexes, ''].join('\r\n'));
  else {
    const inOrder = indexes.map((index) => packets[index]!);
    // Octet by octet, vitest takes a minute for 8 MB.
    expect(Buffer.compare(written, writePcap(147, inOrder))).toBe(0);
  }
  // Two batches of 4 MB, each of packets all over the file's 8 MB.
  expect(reads).toBeLessThan(100);
});
