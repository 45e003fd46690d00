import { expect, test, vi } from 'vitest';
import type { ExportProgress } from './api.ts';
import { Exporter } from './exporter.ts';

const pause = (): Promise<void> => Promise.resolve();

function job(count: number, onChunk: (at: number) => void = () => undefined) {
  let at = 0;
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (; at < count; at++) {
      onChunk(at);
      yield Uint8Array.of(at);
    }
  };
  return { total: count, chunks: chunks(), done: () => at + 1 };
}

test('a file of all chunks in order, with progress', async () => {
  const seen: ExportProgress[] = [];
  const file = await new Exporter(pause, (progress) => seen.push(progress)).run(job(3), 'csv');
  expect(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(Uint8Array.of(0, 1, 2));
  expect(file?.type).toBe('text/csv;charset=utf-8');
  expect(seen).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })));
});

test('a stopped export gives no file and asks for no more', async () => {
  let last = 0;
  const exporter = new Exporter(pause, () => undefined);
  const running = exporter.run(
    job(1000, (at) => {
      last = at;
      if (at === 4) exporter.stop();
    }),
    'pcap',
  );
  expect(await running).toBeUndefined();
  expect(last).toBe(4);
});

test('octets of a chunk may be used again by whoever made them', async () => {
  const octets = Uint8Array.of(1);
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield octets;
    octets[0] = 2;
    yield octets;
  };
  const file = await new Exporter(pause, () => undefined).run({ total: 2, chunks: chunks(), done: () => 2 }, 'json');
  expect([...new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1, 2]);
});

test('a file that the browser has no room for is told, and no more is asked for', async () => {
  const read = vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('', 'NotReadableError'));
  try {
    let last = 0;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (; last < 100; last++) yield new Uint8Array(1e6);
    };
    const running = new Exporter(pause, () => undefined).run({ total: 1, chunks: chunks(), done: () => 1 }, 'pcap');
    await expect(running).rejects.toThrow('no room for a file of more than 9 MB: export fewer packets');
    expect(last).toBeLessThan(10);
  } finally {
    read.mockRestore();
  }
});
