import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { INFO_ALONE } from '../dissect/wants.ts';
import { MemorySource } from '../files/byte-source.ts';
import { writePcap } from '../files/capture-writer.ts';
import { MemorySpill } from '../files/inflate.ts';
import { Capture } from './capture.ts';
import type { ExportColumn } from './export-views.ts';
import { Session } from './session.ts';

const PACKETS = 50_000;
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};

/** Small packets of a user's link type that nothing decodes. */
const file = (packets: number): Uint8Array =>
  writePcap(
    147,
    Array.from({ length: packets }, (_, index) => ({
      seconds: index,
      nanos: 0,
      bytes: new Uint8Array(1 + (index % 64)),
    })),
  );

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A session over a file of which nothing comes behind its first window while `held` is true. */
async function opened() {
  const octets = file(PACKETS);
  const inner = new MemorySource('', octets);
  const gate = { isHeld: false };
  const source = {
    name: '',
    size: octets.length,
    read: async (offset: number, length: number) => {
      if (offset > 200_000) await until(() => !gate.isHeld);
      return await inner.read(offset, length);
    },
  };
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const session = new Session({ now: () => performance.now(), pause, makeSpill }, () => undefined);
  await session.open({ kind: 'source', source });
  const isRead = () => until(() => session.status()?.phase !== 'loading');
  return { session, marks: session.marks, gate, isRead };
}

test('the next marked packet is told with its place in the list', async () => {
  const { session, marks, isRead } = await opened();
  await isRead();
  marks.mark({ kind: 'packets', indexes: [20, 40_000, 40_007] }, true);
  expect(marks.nextMarked(-1, 1)).toEqual({ place: 20, index: 20 });
  await session.listing.setFilter('frame.number > 40000');
  await session.listing.idle();
  expect(marks.nextMarked(-1, 1)).toEqual({ place: 0, index: 40_000 });
  expect(marks.nextMarked(0, 1)).toEqual({ place: 7, index: 40_007 });
  expect(marks.nextMarked(7, 1)).toBeUndefined();
  expect(marks.nextMarked(10_000, -1)).toEqual({ place: 7, index: 40_007 });
  session.close();
});

test('places are those of the list, as far as it has them', async () => {
  const { session, marks, isRead } = await opened();
  await isRead();
  await session.listing.setFilter('frame.number > 40000');
  await session.listing.idle();
  marks.mark({ kind: 'places', ranges: [{ from: 2, to: 5 }] }, true);
  expect(marks.marked(10)).toEqual([40_002, 40_003, 40_004]);
  marks.mark({ kind: 'places', ranges: [{ from: -3, to: 3 }] }, false);
  expect(marks.marked(10)).toEqual([40_003, 40_004]);
  const packets = session.status()?.packets ?? 0;
  for (const [from, to] of [
    [7, 7],
    [9, 2],
    [packets, packets + 5],
  ] as const)
    marks.mark({ kind: 'places', ranges: [{ from, to }] }, true);
  expect(marks.markCounts().marked).toBe(2);
  const apart = [
    { from: 0, to: 4 },
    { from: packets, to: packets + 5 },
    { from: 6, to: 8 },
  ];
  marks.mark({ kind: 'places', ranges: apart }, true);
  expect(marks.marked(10)).toEqual([40_000, 40_001, 40_002, 40_003, 40_004, 40_006, 40_007]);
  const { total } = marks.exportPackets({ which: { kind: 'places', ranges: apart }, format: 'pcap' });
  expect(total).toBe(6);
  session.close();
});

test('a packet is marked and left out in turns, whether it is listed or not', async () => {
  const { session, marks, isRead } = await opened();
  await isRead();
  await session.listing.setFilter('frame.number < 10');
  await session.listing.idle();
  const counts: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    marks.toggleMark(30_000);
    await marks.toggleIgnore(30_000);
    const { marked, ignored } = marks.markCounts();
    counts.push([marked, ignored]);
  }
  expect(counts).toEqual([
    [1, 1],
    [0, 0],
    [1, 1],
  ]);
  session.close();
});

test('packets are left out one by one although all is read anew each time', async () => {
  const { session, marks, gate, isRead } = await opened();
  await isRead();
  gate.isHeld = true;
  // None of these is there again when the next is said, and none of the calls fails.
  const calls = [40_000, 40_001, 49_999].map((index) => marks.toggleIgnore(index));
  await until(() => (session.status()?.packets ?? 0) > 0);
  expect(session.status()?.packets).toBeLessThan(40_000);
  marks.toggleMark(45_000);
  marks.comment(45_001, 'see');
  expect(marks.markCounts()).toEqual({ marked: 1, ignored: 3, references: 0, commented: 1, isShifted: false });
  gate.isHeld = false;
  await Promise.all(calls);
  await isRead();
  expect(session.status()?.packets).toBe(PACKETS);
  const { rows } = await session.packets.rows(39_999, 3);
  expect(rows.map(({ isIgnored }) => isIgnored)).toEqual([false, true, true]);
  // All are taken in, those too that are not there again yet.
  gate.isHeld = true;
  const again = marks.toggleIgnore(0);
  const none = marks.ignore({ kind: 'all' }, false);
  expect(marks.markCounts().ignored).toBe(0);
  gate.isHeld = false;
  await Promise.all([again, none]);
  await isRead();
  session.close();
});

test('what the user has stopped is not read further when it is read anew', async () => {
  const { session, marks, gate, isRead } = await opened();
  gate.isHeld = true;
  session.stop();
  gate.isHeld = false;
  await isRead();
  expect(session.status()?.phase).toBe('stopped');
  const packets = session.status()?.packets ?? 0;
  expect(packets).toBeGreaterThan(0);
  expect(packets).toBeLessThan(PACKETS / 2);
  for (let i = 0; i < 3; i++) {
    await marks.toggleIgnore(packets - 1);
    await isRead();
    expect(session.status()?.phase).toBe('stopped');
    const now = session.status()?.packets ?? 0;
    expect(now).toBeGreaterThanOrEqual(packets);
    expect(now).toBeLessThan(PACKETS / 2);
  }
  await session.setDecodeAs([]);
  await isRead();
  expect(session.status()?.packets).toBeLessThan(PACKETS / 2);
  // Another input, and the same chosen again, is read to its end.
  await session.open({ kind: 'source', source: new MemorySource('', file(1000)) });
  await isRead();
  expect(session.status()).toMatchObject({ phase: 'done', packets: 1000 });
  session.close();
});

test('a list that is made anew has no revision of the one before', async () => {
  const { session, marks, isRead } = await opened();
  await isRead();
  const seen = new Set<number>();
  for (const filter of ['frame.len > 3', '', 'frame.len > 5']) {
    for (let i = 0; i < 3; i++) {
      await session.listing.setFilter(filter);
      await session.listing.idle();
      const { revision } = session.listing;
      expect(seen.has(revision)).toBe(false);
      seen.add(revision);
      await marks.toggleIgnore(3);
      await isRead();
    }
  }
  session.close();
});

test('an export reads to its end what was open when it began', async () => {
  const octets = file(2000);
  const spills: MemorySpill[] = [];
  const spillOf = (): MemorySpill => {
    const spill = new MemorySpill();
    spills.push(spill);
    return spill;
  };
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const session = new Session({ now: () => performance.now(), pause, makeSpill: spillOf }, () => undefined);
  await session.open({ kind: 'source', source: new MemorySource('', gzipSync(octets)) });
  await until(() => session.status()?.phase === 'done');
  const parts: Uint8Array[] = [];
  for await (const part of session.marks.exportPackets({ which: { kind: 'all' }, format: 'pcap' }).chunks) {
    parts.push(part);
    if (parts.length !== 2) continue;
    await session.open({ kind: 'source', source: new MemorySource('', file(10)) });
    await until(() => session.status()?.phase === 'done');
  }
  expect(concatBytes(...parts)).toEqual(octets);
  // Nobody reads them any more.
  await until(() => spills[0]?.size === 0);
  session.close();
});

test.each(['pcapng', 'csv', 'json'] as const)(
  '%s without octets that are gone is told, and not made',
  async (format) => {
    const octets = file(2000);
    let size = octets.length;
    const source = {
      name: '',
      size,
      read: async (offset: number, length: number) => octets.subarray(offset, Math.min(offset + length, size)),
    };
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
    const session = new Session({ now: () => performance.now(), pause, makeSpill }, () => undefined);
    await session.open({ kind: 'source', source });
    await until(() => session.status()?.judged === 2000);
    size = 20_000;
    const write = async (): Promise<void> => {
      for await (const _ of session.marks.exportPackets({ which: { kind: 'all' }, format }).chunks);
    };
    await expect(write()).rejects.toThrow(/^packet \d+ can no longer be read$/);
    session.close();
  },
);

test('a table asks judged packets for Info alone, unless it shows fields or the secrets have changed meanwhile', async () => {
  const octets = new Uint8Array(
    readFileSync(new URL('../../../tests/fixtures/dm-notification/cases.pcap', import.meta.url)),
  );
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const session = new Session({ now: () => performance.now(), pause, makeSpill }, () => undefined);
  await session.open({ kind: 'source', source: new MemorySource('', octets) });
  const isJudged = () => until(() => session.status()?.judged === session.status()?.packets);
  await isJudged();
  const dissect = vi.spyOn(Capture.prototype, 'dissect');
  const asked = async (columns?: readonly ExportColumn[], meanwhile = (): void => undefined) => {
    const { chunks } = session.marks.exportPackets({
      which: { kind: 'all' },
      format: 'csv',
      ...(columns === undefined ? {} : { columns }),
    });
    meanwhile();
    dissect.mockClear();
    for await (const _ of chunks);
    return new Set(dissect.mock.calls.map(([, , , , wants]) => wants));
  };
  try {
    expect(await asked()).toEqual(new Set([INFO_ALONE]));
    expect(await asked([{ key: 'udp.port', label: 'Port' }])).toEqual(new Set([undefined]));
    // Judged anew or not, no packet is taken for what other secrets have made of it.
    expect(await asked(undefined, () => session.setSecrets([{ form: 'text', typed: 'x' }]))).toEqual(
      new Set([undefined]),
    );
  } finally {
    dissect.mockRestore();
    session.close();
  }
});
