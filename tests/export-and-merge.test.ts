import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { concatBytes, fromUtf8 } from '../src/core/base/bytes.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { exportPackets } from '../src/core/engine/export/capture-export.ts';
import type { ExportFormat } from '../src/core/engine/export-views.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import type { Loading } from '../src/core/engine/loading.ts';
import { loadMerged } from '../src/core/engine/merge-captures.ts';
import { openPackets } from '../src/core/engine/open.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/inflate.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { hasTshark } from './tshark-readings.ts';

const MADE = new URL('./fixtures/made/', import.meta.url);
const CAPTURES = readdirSync(MADE).filter((name) => /\.pcap(ng)?$/.test(name));
const ENVIRONMENT = { makeSpill: () => new MemorySpill(1 << 24), pause: () => Promise.resolve() };
const folder = mkdtempSync(join(tmpdir(), 'pushscope-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, MADE));

async function loaded(loading: Loading): Promise<Capture> {
  await loading.done;
  return await loading.opened;
}

const open = (name: string, bytes: Uint8Array): Promise<Capture> =>
  loaded(loadCapture(createRegistry(), new MemorySource(name, bytes), ENVIRONMENT, () => undefined));

const merge = (...names: string[]): Promise<Capture> =>
  loaded(
    loadMerged(
      createRegistry(),
      names.map((name) => new MemorySource(name, bytesOf(name))),
      ENVIRONMENT,
      () => undefined,
    ),
  );

async function exported(capture: Capture, format: ExportFormat, indexes?: readonly number[]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const job = {
    capture,
    indexes: indexes ?? [...Array(capture.length).keys()],
    format,
    secrets: [],
    head: ['No.', 'Info'],
    cells: (index: number, _tree: unknown, context: { readonly info: string }) => [index + 1, context.info],
  };
  for await (const part of exportPackets(job)) parts.push(part);
  return concatBytes(...parts);
}

interface Packet {
  readonly time: string;
  readonly link: number | undefined;
  readonly original: number;
  readonly comments: readonly string[];
  readonly hex: string;
}

async function packetsOf(capture: Capture): Promise<readonly Packet[]> {
  const { table } = capture;
  const indexes = [...Array(capture.length).keys()];
  const bytes = await capture.bytes.fetch(indexes);
  return indexes.map((index) => ({
    time: `${table.seconds.get(index)}.${String(table.nanos.get(index)).padStart(9, '0')}`,
    link: capture.links[table.interfaceIndex.get(index)]?.described.linkType,
    original: table.original.get(index),
    comments: table.comments.get(index) ?? [],
    hex: Buffer.from(bytes.get(index) ?? []).toString('hex'),
  }));
}

describe('packets exported to a capture file', () => {
  test.each(CAPTURES)(
    '%s comes back from pcapng with times, lengths, link types, comments and octets',
    async (name) => {
      const before = await open(name, bytesOf(name));
      const after = await open('again', await exported(before, 'pcapng'));
      expect(await packetsOf(after)).toEqual(await packetsOf(before));
      expect(after.notes.faults).toEqual([]);
    },
  );

  test.each(CAPTURES)('%s comes back from pcap, or says that pcap cannot hold it', async (name) => {
    const before = await open(name, bytesOf(name));
    const packets = await packetsOf(before);
    if (new Set(packets.map(({ link }) => link)).size > 1) {
      await expect(exported(before, 'pcap')).rejects.toThrow(/export them as pcapng/);
      return;
    }
    const after = await open('again', await exported(before, 'pcap'));
    expect(await packetsOf(after)).toEqual(packets.map((packet) => ({ ...packet, comments: [] })));
  });

  test('holds chosen packets in the order asked for', async () => {
    const capture = await open('x', bytesOf('pap-udp-si-sl-co.pcap'));
    const all = await packetsOf(capture);
    const some = await packetsOf(await open('some', await exported(capture, 'pcap', [4, 0, 4])));
    expect(some.map(({ hex }) => hex)).toEqual([all[4]?.hex, all[0]?.hex, all[4]?.hex]);
  });

  test('pasted octets without link layer become packets that name their protocol', async () => {
    const bytes = Uint8Array.from(Buffer.from('010604039f8700', 'hex'));
    const pasted = openPackets(createRegistry(), 'paste', [bytes], { table: 'layer', key: 'wsp' });
    const again = await open('again', await exported(pasted, 'pcap'));
    const { tree, context } = again.dissect(0, await again.bytes.fetch([0]), []);
    expect(context.layers.map(({ protocol }) => protocol)).toContain('wsp');
    expect(tree.findings.filter(({ rule }) => rule.id.startsWith('X-'))).toEqual([]);
  });

  test.skipIf(!hasTshark())('is read by tshark packet for packet', async () => {
    for (const name of ['fmt-comments.pcapng', 'fmt-nano-be.pcap', 'smpp-push-concat.pcapng']) {
      const original = join(folder, name);
      const copy = join(folder, `copy-${name}ng`);
      writeFileSync(original, bytesOf(name));
      writeFileSync(copy, await exported(await open(name, bytesOf(name)), 'pcapng'));
      const fields = ['frame.time_epoch', 'frame.len', 'frame.protocols', 'frame.comment'];
      const read = (file: string): string =>
        execFileSync('tshark', ['-r', file, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        });
      expect(read(copy)).toBe(read(original));
    }
  });
});

describe('packets exported as text', () => {
  test('JSON is a list of packets that keeps order and repetition', async () => {
    const capture = await open('x', bytesOf('pap-udp-si-sl-co.pcap'));
    const list = JSON.parse(fromUtf8(await exported(capture, 'json', [2, 1, 2])) ?? '') as { number: number }[];
    expect(list.map(({ number }) => number)).toEqual([3, 2, 3]);
    expect(list[0]).toHaveProperty('tree');
    expect(JSON.parse(fromUtf8(await exported(capture, 'json', [])) ?? '')).toEqual([]);
  });

  test('CSV has a head and a line for each packet', async () => {
    const capture = await open('x', bytesOf('pap-udp-si-sl-co.pcap'));
    const lines = (fromUtf8(await exported(capture, 'csv', [0, 1])) ?? '').split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toBe('No.,Info');
    expect(lines[1]).toMatch(/^1,/);
  });
});

describe('captures merged by time', () => {
  const PAIR = ['smpp-push-single.pcap', 'pap-udp-dmnoti12.pcap'] as const;

  test('hold all packets, ordered, each with its own octets, link type and protocols', async () => {
    const merged = await merge(...PAIR);
    const packets = await packetsOf(merged);
    const parts = await Promise.all(PAIR.map(async (name) => await packetsOf(await open(name, bytesOf(name)))));
    const sorted = parts.flat().sort((a, b) => Number(a.time) - Number(b.time));
    expect(packets.map(({ time }) => time)).toEqual(sorted.map(({ time }) => time));
    expect([...packets].map(({ hex, link }) => `${link} ${hex}`).sort()).toEqual(
      sorted.map(({ hex, link }) => `${link} ${hex}`).sort(),
    );
  });

  test.skipIf(!hasTshark())('come in the order of mergecap', async () => {
    const files = PAIR.map((name) => {
      writeFileSync(join(folder, name), bytesOf(name));
      return join(folder, name);
    });
    const out = join(folder, 'merged.pcapng');
    execFileSync('mergecap', ['-w', out, ...files]);
    const theirs = await packetsOf(await open('theirs', readFileSync(out)));
    const ours = await packetsOf(await merge(...PAIR));
    expect(ours.map(({ hex }) => hex)).toEqual(theirs.map(({ hex }) => hex));
    expect(ours.map(({ time }) => Number(time).toFixed(6))).toEqual(theirs.map(({ time }) => Number(time).toFixed(6)));
  });

  test('put messages together whose parts lie in different files', async () => {
    const whole = await open('whole', bytesOf('frag-udp-push.pcapng'));
    const even = await exported(
      whole,
      'pcapng',
      indexesWhere(whole, (index) => index % 2 === 0),
    );
    const odd = await exported(
      whole,
      'pcapng',
      indexesWhere(whole, (index) => index % 2 === 1),
    );
    const sources = [even, odd].map((bytes, i) => new MemorySource(`half ${i}`, bytes));
    const merged = await loaded(loadMerged(createRegistry(), sources, ENVIRONMENT, () => undefined));
    expect(protocolsOf(merged)).toEqual(protocolsOf(whole));
  });

  test('a file that is no capture is a fault beside the packets of the other', async () => {
    const sources = [new MemorySource('bad', Uint8Array.of(1, 2, 3)), new MemorySource('x', bytesOf(PAIR[0]))];
    const merged = await loaded(loadMerged(createRegistry(), sources, ENVIRONMENT, () => undefined));
    expect(merged.length).toBe((await open('x', bytesOf(PAIR[0]))).length);
    expect(merged.notes.faults.map(({ message }) => message)).toEqual([expect.stringMatching(/^bad: /)]);
  });
});

const indexesWhere = (capture: Capture, wanted: (index: number) => boolean): readonly number[] =>
  [...Array(capture.length).keys()].filter(wanted);

const protocolsOf = (capture: Capture): readonly number[] =>
  [...Array(capture.length).keys()].map((index) => capture.table.protocol.get(index));
