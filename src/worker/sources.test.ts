import { expect, test, vi } from 'vitest';
import { BlobSource } from './blob-source.ts';
import { type Directory, OpfsSpill } from './opfs-spill.ts';

const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) >> 3);

test('a blob is read in slices', async () => {
  const source = new BlobSource('a', new Blob([bytes]));
  expect([source.name, source.size]).toEqual(['a', 5000]);
  expect(await source.read(10, 20)).toEqual(bytes.subarray(10, 30));
  expect(await source.read(4990, 20)).toEqual(bytes.subarray(4990));
  expect(await source.read(9000, 20)).toHaveLength(0);
});

test('windows behind windows are streamed, gaps between them left out, and their memory is used again', async () => {
  const blob = new Blob([bytes]);
  const streams = vi.spyOn(Blob.prototype, 'stream');
  const source = new BlobSource('a', blob, 100);
  for (let at = 0; at < 4600; at += 450) {
    // The next one is asked for before this one is there.
    const [window, next] = await Promise.all([source.read(at, 200), source.read(at + 200, 200)]);
    expect(window).toEqual(bytes.subarray(at, at + 200));
    expect(next).toEqual(bytes.subarray(at + 200, at + 400));
    source.reuse(window);
    source.reuse(next);
  }
  expect(await source.read(4950, 400)).toEqual(bytes.subarray(4950));
  expect(streams).toHaveBeenCalledTimes(1);
  streams.mockRestore();
});

test('who reads elsewhere meanwhile, or small parts, is given the right octets too', async () => {
  const source = new BlobSource('a', new Blob([bytes]), 100);
  let random = 1;
  const reads: Promise<void>[] = [];
  for (let i = 0; i < 400; i++) {
    random = (random * 48271) % 0x7fffffff;
    const from = i % 3 === 0 ? (i * 40) % 5000 : random % 5200;
    const size = random % 300;
    reads.push(source.read(from, size).then((read) => expect(read).toEqual(bytes.subarray(from, from + size))));
    if (i % 7 === 0) await Promise.all(reads);
  }
  await Promise.all(reads);
});

test('where streams fail, end early or cannot be had, slices are read', async () => {
  const bad = (chunk: Uint8Array | undefined) =>
    new ReadableStream({
      type: 'bytes',
      pull(controller) {
        if (chunk === undefined) throw new Error('gone');
        controller.enqueue(chunk.slice());
        controller.close();
      },
    });
  const streams = [() => bad(undefined), () => bad(bytes.subarray(200, 250)), () => new ReadableStream()];
  for (const stream of streams) {
    const blob = new Blob([bytes]);
    const slice = (from: number, to?: number) => Object.assign(blob.slice(from, to), { stream });
    const source = new BlobSource('a', { size: blob.size, slice } as unknown as Blob, 100);
    for (let at = 0; at < 2000; at += 400) {
      const [window, next] = await Promise.all([source.read(at, 200), source.read(at + 200, 200)]);
      expect(window).toEqual(bytes.subarray(at, at + 200));
      expect(next).toEqual(bytes.subarray(at + 200, at + 400));
    }
  }
});

test('where a stream does not answer, slices are read', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let cancelled = 0;
  const reader = {
    read: () => new Promise(() => undefined),
    cancel: async () => {
      cancelled++;
    },
  };
  const blob = new Blob([bytes]);
  const slice = (from: number, to?: number) =>
    Object.assign(blob.slice(from, to), { stream: () => ({ getReader: () => reader }) });
  const source = new BlobSource('a', { size: blob.size, slice } as unknown as Blob, 100);
  await source.read(0, 200);
  const window = source.read(200, 200);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await window).toEqual(bytes.subarray(200, 400));
  expect(cancelled).toBeGreaterThan(0);
  vi.useRealTimers();
});

test('octets of slices that are given back are gone at once, and so is all memory behind the end of the blob', async () => {
  const source = new BlobSource('a', new Blob([bytes]), 100);
  const given: Uint8Array[] = [];
  for (let at = 0; at < 5000; at += 200) {
    const window = await source.read(at, 200);
    expect(window).toEqual(bytes.subarray(at, at + 200));
    given.push(window);
    source.reuse(window);
    // The other side's end is told in a later turn.
    if (at === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  expect(given.map(({ buffer }) => buffer.byteLength)).toEqual(given.map(() => 0));
  expect(await source.read(4000, 50)).toEqual(bytes.subarray(4000, 4050));
});

test.each([
  [new DOMException('x', 'NotReadableError'), 'open it again'],
  [new DOMException('x', 'NotFoundError'), 'open it again'],
  [new Error('disk on fire'), 'cannot be read: disk on fire'],
  ['something', 'cannot be read: something'],
])('a blob that fails with %s says so', async (failure, message) => {
  const broken = { size: 1, slice: () => ({ arrayBuffer: () => Promise.reject(failure) }) };
  // Only a file that vanishes fails, so a stand-in does.
  const source = new BlobSource('a', broken as unknown as Blob);
  await expect(source.read(0, 1)).rejects.toThrow(message);
});

/** A directory in memory that writes at most 300 octets at once and has room for `room`. */
function directory(files: Map<string, Uint8Array>, room = 1e6, locked: readonly string[] = []): Directory {
  return {
    keys: async function* () {
      yield* [...files.keys()];
    },
    removeEntry: async (name) => {
      if (locked.includes(name)) throw new DOMException('locked', 'NoModificationAllowedError');
      files.delete(name);
    },
    getFileHandle: async (name) => {
      files.set(name, new Uint8Array(0));
      return {
        createSyncAccessHandle: async () => ({
          read: (buffer, { at }) => {
            const part = (files.get(name) ?? new Uint8Array(0)).subarray(at, at + Math.min(300, buffer.length));
            buffer.set(part);
            return part.length;
          },
          write: (buffer, { at }) => {
            const part = buffer.subarray(0, 300);
            if (at + part.length > room) throw new DOMException('full', 'QuotaExceededError');
            const grown = new Uint8Array(at + part.length);
            grown.set(files.get(name) ?? []);
            grown.set(part, at);
            files.set(name, grown);
            return part.length;
          },
          close: () => undefined,
        }),
      };
    },
  };
}

test('octets beyond memory go to a private file, which is removed at the end', async () => {
  const files = new Map([
    ['unpacked-old', bytes],
    ['unpacked-locked', bytes],
    ['settings', bytes],
  ]);
  const spill = new OpfsSpill(1000, async () => directory(files, 1e6, ['unpacked-locked']));
  for (let at = 0; at < 5000; at += 900) await spill.append(bytes.subarray(at, at + 900));
  expect([...files.keys()].filter((name) => !name.startsWith('unpacked-')).concat()).toEqual(['settings']);
  expect(files.has('unpacked-old')).toBe(false);
  expect(files.size).toBe(3);
  expect(spill.size).toBe(5000);
  expect(await spill.read(0, 6000)).toEqual(bytes);
  expect(await spill.read(2500, 10)).toEqual(bytes.subarray(2500, 2510));
  for (const name of files.keys()) files.set(name, new Uint8Array(0));
  await expect(spill.read(2000, 10)).rejects.toThrow('open the file again');
  await spill.close();
  expect([...files.keys()]).toEqual(['unpacked-locked', 'settings']);
});

test('a full disk, a disk that writes nothing and a browser without one say so', async () => {
  const full = new OpfsSpill(100, async () => directory(new Map(), 500));
  await full.append(bytes.subarray(0, 600));
  await expect(full.append(bytes)).rejects.toThrow('used up');
  const stuck = directory(new Map());
  const handle = { read: () => 0, write: () => 0, close: () => undefined };
  const stopped = new OpfsSpill(0, async () => ({
    ...stuck,
    getFileHandle: async () => ({ createSyncAccessHandle: async () => handle }),
  }));
  await expect(stopped.append(bytes)).rejects.toThrow('cannot be written');
  const none = new OpfsSpill(0, () => Promise.reject(new DOMException('not allowed', 'SecurityError')));
  await expect(none.append(bytes)).rejects.toThrow('no room on the disk: not allowed');
  const odd = new OpfsSpill(0, () => Promise.reject('odd'));
  await expect(odd.append(bytes)).rejects.toThrow('no room on the disk: odd');
});

test('a source that rests gives up what it kept, and reads on as before', async () => {
  const blob = new Blob([bytes]);
  const source = new BlobSource('a', blob, 100);
  expect(source.handle).toBe(blob);
  for (let round = 0; round < 2; round++) {
    for (let at = 0; at < 1000; at += 200) {
      const window = await source.read(at, 200);
      expect(window).toEqual(bytes.subarray(at, at + 200));
      source.reuse(window);
    }
    source.rest();
  }
});
