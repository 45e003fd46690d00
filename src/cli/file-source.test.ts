import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { FileSource } from './file-source.ts';
import { FileSpill } from './file-spill.ts';

const folder = mkdtempSync(join(tmpdir(), 'pushscope-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('reads any range of a file, fewer octets at its end', async () => {
  const bytes = new Uint8Array(randomBytes(100_000));
  const path = join(folder, 'a');
  writeFileSync(path, bytes);
  const source = await FileSource.open(path);
  expect([source.name, source.size]).toEqual([path, 100_000]);
  expect(await source.read(10, 20)).toEqual(bytes.subarray(10, 30));
  expect(await source.read(99_990, 20)).toEqual(bytes.subarray(99_990));
  expect(await source.read(200_000, 20)).toHaveLength(0);
  truncateSync(path, 50_000);
  await expect(source.read(40_000, 20_000)).rejects.toThrow('shorter');
  await source.close();
  await expect(source.read(0, 1)).rejects.toThrow();
});

test('refuses what cannot be read anywhere', async () => {
  await expect(FileSource.open(join(folder, 'nothing'))).rejects.toThrow('ENOENT');
  await expect(FileSource.open(folder)).rejects.toThrow('folder');
  await expect(FileSource.open('/dev/null')).rejects.toThrow('regular file');
});

test('keeps what does not fit into memory in a file that leaves nothing behind', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('pushscope-')).length;
  const spill = new FileSpill(1000);
  const bytes = new Uint8Array(randomBytes(5000));
  for (let at = 0; at < bytes.length; at += 700) await spill.append(bytes.subarray(at, at + 700));
  expect(spill.size).toBe(5000);
  for (const [offset, length] of [
    [0, 100],
    [990, 20],
    [1000, 1],
    [0, 5000],
    [4990, 100],
    [6000, 5],
  ] as const) {
    expect(await spill.read(offset, length)).toEqual(bytes.subarray(offset, offset + length));
  }
  await spill.close();
  expect(spill.size).toBe(0);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pushscope-'))).toHaveLength(before);
});
