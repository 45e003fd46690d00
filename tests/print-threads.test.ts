import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCapture } from '../scripts/bench/make-capture.ts';
import { Printer } from '../src/cli/print.ts';
import { threadsFor } from '../src/cli/print-pool.ts';
import { aloneShares } from '../src/cli/print-shares.ts';
import { AloneDissector, aloneConversation, mayStandAlone, Tree } from '../src/core/engine/headless.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { loaded, octetsOf } from './captures.ts';

/** A capture that is large enough for threads prints the same by all of them as by one. */
const PACKETS = 25_000;
let folder = '';
let path = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushscope-print-'));
  path = join(folder, 'mixed.pcap');
  writeCapture(path, PACKETS);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what several threads print is what one prints', { timeout: 120_000 }, () => {
  const command = [join(resolve(import.meta.dirname, '..'), 'scripts/cli.mjs'), 'dissect'];
  const options = { encoding: 'buffer', maxBuffer: 1 << 30 } as const;
  const together = spawnSync(process.execPath, [...command, path], options);
  const input = openSync(path, 'r');
  // Standard input has one reader.
  const alone = spawnSync(process.execPath, [...command, '-'], { ...options, stdio: [input, 'pipe', 'pipe'] });
  closeSync(input);
  expect([together.status, alone.status]).toEqual([0, 0]);
  expect(alone.stdout.length).toBeGreaterThan(PACKETS * 1000);
  expect(together.stdout.equals(alone.stdout)).toBe(true);
});

test('the share of a thread that prints only what stands alone is most packets, and nearly all of it stands alone', async () => {
  const capture = await loaded(createRegistry(), path);
  const shares = await aloneShares(capture, []);
  const own = Array.from({ length: PACKETS }, (_, index) => index).filter((index) => shares.of(index) === 1);
  expect(own.length).toBeGreaterThan(PACKETS / 2);
  expect(own.length).toBeLessThan(PACKETS);
  expect([shares.helps(0), shares.helps(1)]).toEqual([true, false]);
  const bytes = await capture.bytes.fetch(new Set(own));
  const dissector = new AloneDissector(capture);
  const tree = new Tree();
  const refused = own.filter(
    (index) => dissector.dissect(index, bytes, [], shares.conversation!(index), tree) === undefined,
  );
  expect(refused.length).toBeLessThan(own.length / 100);
});

test('threads are for large files, and such as print only what stands alone for those of medium size', () => {
  const threads = (octets: number, cores: number) => Object.values(threadsFor(octets, cores));
  expect(threads(1024, 2)).toEqual([0, false]);
  expect(threads(5_000_000, 1)).toEqual([0, false]);
  expect(threads(5_000_000, 2)).toEqual([1, true]);
  expect(threads(5_000_000, 4)).toEqual([3, false]);
  expect(threads(1e9, 2)).toEqual([1, false]);
  expect(threads(1e9, 64)).toEqual([7, false]);
});

test('what a thread with nothing but records refuses and what it prints are all packets, each as the whole capture prints it', async () => {
  const registry = createRegistry();
  const source = new MemorySource('mixed', octetsOf(path));
  const loading = loadCapture(
    registry,
    source,
    { makeSpill: () => new MemorySpill(), recordsOnly: true },
    () => undefined,
  );
  const records = await loading.opened;
  await loading.done;
  const options = { secrets: [], tree: false, format: 'json', file: undefined } as const;
  const whole = await loaded(registry, path);
  // Packets of whose segments something was noted are not asked for.
  const indexes = Uint32Array.from({ length: 3000 }, (_, index) => index).filter((index) =>
    mayStandAlone(whole, index),
  );
  const told = Int32Array.from(indexes, (index) => aloneConversation(whole, index));
  const { refused, ...lines } = await new Printer(records, options, new AloneDissector(records)).printed(indexes, told);
  expect(Math.min(refused.length, lines.indexes.length)).toBeGreaterThan(100);
  expect([...lines.indexes, ...refused].sort((a, b) => a - b)).toEqual([...indexes]);
  const expected = await new Printer(whole, options).printed(lines.indexes);
  expect(expected.refused).toHaveLength(0);
  expect(expected.octets.length).toBe(lines.octets.length);
  expect(Buffer.from(lines.octets).equals(Buffer.from(expected.octets))).toBe(true);
  expect(lines.ends).toEqual(expected.ends);
});
