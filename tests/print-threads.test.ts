import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeCapture } from '../scripts/bench/make-capture.ts';
import { threadsFor } from '../src/cli/print-pool.ts';
import { aloneShares } from '../src/cli/print-shares.ts';
import { AloneDissector, Tree } from '../src/core/engine/headless.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { loaded } from './captures.ts';

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
  const dissector = new AloneDissector(capture, []);
  const tree = new Tree();
  const refused = own.filter(
    (index) => dissector.dissect(index, bytes.get(index) ?? new Uint8Array(0), tree) === undefined,
  );
  expect(refused.length).toBeLessThan(own.length / 100);
});

test('threads are for large files, and such as print only what stands alone for those of medium size', () => {
  expect(threadsFor(1024).count).toBe(0);
  expect(threadsFor(5_000_000).isAlone).toBe(threadsFor(5_000_000).count === 1);
  expect(threadsFor(1e9).isAlone).toBe(false);
});
