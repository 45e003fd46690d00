import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { type ByteSource, MemorySource } from './byte-source.ts';
import { writePcap, writePcapng } from './capture-writer.ts';
import { MemorySpill, unpack } from './inflate.ts';
import { createWalker, HEAD_OCTETS } from './open-capture-file.ts';
import { walkFile } from './read-windows.ts';
import { RecordingSink, walkBytes } from './testing/recording-sink.ts';

function capture(packets: number, size = 100): Uint8Array {
  const list = Array.from({ length: packets }, (_, i) => ({
    seconds: i,
    nanos: 0,
    bytes: new Uint8Array(size).fill(i),
  }));
  return writePcap(1, list);
}

const walkerOf = (bytes: Uint8Array) => createWalker(bytes.subarray(0, HEAD_OCTETS), bytes.length < HEAD_OCTETS)!;

/** Walks and tells which octets were read and how far it said to be. */
async function walk(bytes: Uint8Array, windowSize?: number) {
  const reads: [number, number][] = [];
  const progress: number[] = [];
  const source: ByteSource = {
    name: 'a',
    size: bytes.length,
    read: async (offset, length) => {
      reads.push([offset, length]);
      return bytes.subarray(offset, offset + length);
    },
  };
  const sink = new RecordingSink();
  const options = { signal: { aborted: false }, onProgress: (at: number) => progress.push(at) };
  await walkFile(source, walkerOf(bytes), sink, windowSize === undefined ? options : { ...options, windowSize });
  return { sink, reads, progress };
}

describe('walking a source', () => {
  const bytes = capture(200);
  const whole = walkBytes(walkerOf(bytes), bytes);

  test.each([1, 10, 116, 1000, 11600, 23224, 100_000, undefined])('in windows of %s octets', async (size) => {
    const { sink, progress } = await walk(bytes, size);
    expect(sink).toEqual(whole);
    expect(progress.at(-1)).toBe(bytes.length);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test.each([1, 10, 116, 1000, 11600, 100_000])(
    'in windows of %s octets that go when they have been walked',
    async (size) => {
      let reused = 0;
      let read = 0;
      const source: ByteSource = {
        name: 'a',
        size: bytes.length,
        read: async (offset, length) => {
          const window = bytes.slice(offset, offset + length);
          read += window.length;
          return window;
        },
        reuse(window) {
          reused += window.length;
          structuredClone(window.buffer, { transfer: [window.buffer as ArrayBuffer] });
        },
      };
      const sink = new RecordingSink();
      await walkFile(source, walkerOf(bytes), sink, {
        signal: { aborted: false },
        onProgress: () => undefined,
        windowSize: size,
      });
      expect(sink).toEqual(whole);
      expect(reused).toBeGreaterThan(size > 100 ? 0 : -1);
      expect(reused).toBeLessThanOrEqual(read);
    },
  );

  test('reads each octet once, two windows ahead', async () => {
    const { reads } = await walk(bytes, 5000);
    expect(reads).toEqual([0, 1, 2, 3, 4].map((i) => [i * 5000, 5000]));
    const exact = await walk(bytes.subarray(0, 24 + 116 * 100), 2324);
    expect(exact.sink.packets).toHaveLength(100);
    expect(exact.sink.faults).toEqual([]);
  });

  test('in parts of a window, with turns in between and the head read before', async () => {
    const large = capture(400, 5000);
    const expected = walkBytes(walkerOf(large), large);
    const sink = new RecordingSink();
    let turns = 0;
    const reads: number[] = [];
    await walkFile(
      {
        name: 'a',
        size: large.length,
        read: async (offset, length) => {
          reads.push(offset);
          return large.subarray(offset, offset + length);
        },
      },
      walkerOf(large),
      sink,
      {
        signal: { aborted: false },
        head: large.subarray(0, HEAD_OCTETS),
        pause: async () => {
          turns++;
        },
        onProgress: () => undefined,
      },
    );
    expect(sink.packets).toEqual(expected.packets);
    expect(reads[0]).toBe(HEAD_OCTETS);
    // One behind each window that grows.
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  test('makes room for records larger than a part of a window', async () => {
    const large = concatBytes(capture(700, 1000), capture(3, 250_000).subarray(24), capture(300, 1000).subarray(24));
    const { sink } = await walk(large);
    const whole = walkBytes(walkerOf(large), large);
    expect(sink.faults).toEqual([]);
    expect(sink.packets.map(({ offset, bytes }) => [offset, bytes.length])).toEqual(
      whole.packets.map(({ offset, bytes }) => [offset, bytes.length]),
    );
  });

  test('makes room for records larger than the window', async () => {
    const large = capture(5, 20_000);
    const { sink } = await walk(large, 64);
    expect(sink.packets.map((packet) => packet.bytes.length)).toEqual([20_000, 20_000, 20_000, 20_000, 20_000]);
  });

  test('does not read what the walker skips', async () => {
    const start = writePcapng([{ linkType: 1 }], []);
    const block = new Uint8Array(100_000);
    new DataView(block.buffer).setUint32(0, 0x80000001, true);
    new DataView(block.buffer).setUint32(4, 100_000, true);
    new DataView(block.buffer).setUint32(99_996, 100_000, true);
    const end = writePcapng([{ linkType: 2 }], [{ seconds: 1, nanos: 0, bytes: block.subarray(0, 9) }]);
    const { sink, reads } = await walk(concatBytes(start, block, end), 1000);
    expect(sink.packets).toHaveLength(1);
    expect(sink.faults).toEqual([]);
    expect(reads.length).toBeLessThan(8);
    const cut = await walk(concatBytes(start, block.subarray(0, 3000)), 1000);
    expect(cut.sink.faults).toMatchObject([{ message: expect.stringContaining('ends inside the block') }]);
  });

  test('stops at once when told to', async () => {
    const signal = { aborted: false };
    const sink = new RecordingSink();
    let calls = 0;
    const onProgress = () => {
      if (++calls === 3) signal.aborted = true;
    };
    await walkFile(new MemorySource('a', bytes), walkerOf(bytes), sink, { signal, onProgress, windowSize: 1200 });
    expect(calls).toBe(3);
    expect(sink.packets.length).toBeLessThan(40);
    // Also while it waits for a window.
    const late: ByteSource = {
      name: 'late',
      size: bytes.length,
      read: async (offset, length) => {
        if (offset > 0) signal.aborted = true;
        return bytes.subarray(offset, offset + length);
      },
    };
    signal.aborted = false;
    const few = new RecordingSink();
    await walkFile(late, walkerOf(bytes), few, { signal, onProgress: () => undefined, windowSize: 1200 });
    expect(few.packets.length).toBeLessThan(20);
  });

  test('stops where the walker stops', async () => {
    const damaged = bytes.slice();
    new DataView(damaged.buffer).setUint32(24 + 116 * 3 + 8, 99_999_999, true);
    const { sink, reads } = await walk(damaged, 1000);
    expect(sink.packets).toHaveLength(3);
    expect(sink.faults).toMatchObject([{ fatal: true }]);
    expect(reads.length).toBeLessThan(4);
  });

  test('rejects when the source goes away, and leaves no rejection behind', async () => {
    for (const from of [0, 1, 1500]) {
      const gone: ByteSource = {
        name: 'gone',
        size: bytes.length,
        read: async (offset, length) => {
          if (offset >= from) throw new Error('gone');
          return bytes.subarray(offset, offset + length);
        },
      };
      const options = { signal: { aborted: false }, onProgress: () => undefined, windowSize: 1000 };
      await expect(walkFile(gone, walkerOf(bytes), new RecordingSink(), options)).rejects.toThrow('gone');
    }
  });

  test('lets the event loop turn', async () => {
    let turned = 0;
    const timer = setInterval(() => turned++, 1);
    const slow: ByteSource = {
      name: 'slow',
      size: bytes.length,
      read: (offset, length) => {
        const until = performance.now() + 8;
        while (performance.now() < until);
        return Promise.resolve(bytes.subarray(offset, offset + length));
      },
    };
    const options = { signal: { aborted: false }, onProgress: () => undefined, windowSize: 2000 };
    await walkFile(slow, walkerOf(bytes), new RecordingSink(), options);
    clearInterval(timer);
    expect(turned).toBeGreaterThan(1);
  });

  test('lists the first packets while the rest still unpacks', async () => {
    const large = capture(40_000, 200);
    const packed = new Uint8Array(gzipSync(large));
    const signal = { aborted: false };
    const source = unpack(new MemorySource('a', packed), new MemorySpill(), signal);
    const sink = new RecordingSink();
    let early = false;
    const onProgress = () => {
      early ||= sink.packets.length > 0 && !source.finished;
    };
    const head = await source.read(0, HEAD_OCTETS);
    await walkFile(source, createWalker(head, false)!, sink, { signal, onProgress, windowSize: 100_000 });
    expect(sink.packets).toHaveLength(40_000);
    expect(early).toBe(true);
    expect(source.fault).toBeUndefined();
  });
});
