import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type ByteSource, MemorySource } from '../../files/byte-source.ts';
import { type PacketToWrite, writePcap } from '../../files/capture-writer.ts';
import { createRegistry } from '../../protocols/index.ts';
import { loadCapture } from '../load-capture.ts';
import { Session } from '../session.ts';
import type { Statistics } from '../statistics-views.ts';

/*
 * What is counted while a capture loads, and whether it leaves traces in what is counted in the end. The capture has messages that
 * lie across packets (fragments, short messages in parts, PDUs across segments), and says everything again and again.
 */
const MADE = ['frag-udp-push.pcapng', 'smpp-push-concat.pcapng', 'pap-udp-dmnoti.pcapng', 'vlan-push.pcap'];
const TIMES = 60;
const ETHERNET = 1;

const noSpill = (): never => {
  throw new Error('nothing is packed here');
};

async function packetsOf(name: string): Promise<PacketToWrite[]> {
  const bytes = new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));
  const source = new MemorySource(name, bytes);
  const loading = loadCapture(createRegistry(), source, { makeSpill: noSpill }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const octets = await capture.bytes.fetch(Array.from({ length: capture.length }, (_, index) => index));
  return [...octets.values()].map((one, i) => ({ seconds: i, nanos: 0, bytes: one }));
}

let file: Uint8Array;
let packets = 0;

beforeAll(async () => {
  const all = (await Promise.all(MADE.map(packetsOf))).flat();
  // Parts of messages come in one piece of the file and are complete in the next one.
  const written = Array.from({ length: TIMES }, (_, time) =>
    all.map((packet, i) => ({ ...packet, seconds: time * 100 + i })),
  ).flat();
  file = writePcap(ETHERNET, written);
  packets = written.length;
});

/** Packets are read again in blocks of this size, from multiples of it on. */
const BLOCK = 1024 * 1024;

/** A file whose next part comes when `onPart` says so; packets are read again at once. */
function slowly(bytes: Uint8Array, onPart: () => Promise<void>): ByteSource {
  return {
    name: 'slow.pcap',
    size: bytes.length,
    read: async (offset, length) => {
      if (length !== BLOCK || offset % BLOCK !== 0) await onPart();
      return bytes.slice(offset, offset + length);
    },
  };
}

const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 1));

interface Run {
  readonly early: readonly Statistics[];
  readonly afterLoading: readonly Statistics[];
  readonly final: Statistics | undefined;
  readonly shown: Statistics | undefined;
  readonly pushes: number;
}

const sum = (values: ArrayLike<number> | undefined): number =>
  Array.from(values ?? []).reduce((all, one) => all + one, 0);

/** Loads the capture. @param isWatched whether somebody looks at the statistics from the beginning */
async function run(isWatched: boolean, isStopped = false): Promise<Run> {
  const early: Statistics[] = [];
  const afterLoading: Statistics[] = [];
  let isBusy = true;
  let isLoading = true;
  const environment = {
    pause: () => new Promise<void>((done) => setTimeout(done, 0)),
    now: () => performance.now(),
    makeSpill: noSpill,
  };
  const session = new Session(environment, ({ judging, judged, packets: count, phase }) => {
    isLoading = phase === 'loading';
    isBusy = judging || judged < count || isLoading;
  });
  const { calls } = session.statistics;
  let looks = 0;
  const look = async (): Promise<void> => {
    const before = isLoading;
    const view = await calls.statistics({ isShownOnly: false });
    if (view !== undefined) (before && isLoading ? early : afterLoading).push(view);
    await calls.timeline(TIMELINE);
    await calls.statistics({ isShownOnly: true });
    looks++;
  };
  // Somebody looks at each part before the next one comes.
  const onPart = async (): Promise<void> => {
    const from = looks;
    while (isWatched && looks < from + 2) await soon();
  };
  const watch = async (): Promise<void> => {
    while (isBusy) {
      if (isWatched) await look();
      await soon();
    }
  };
  expect(await session.listing.setFilter('udp')).toBeUndefined();
  const opening = session.open({ kind: 'source', source: slowly(file, onPart) });
  const watching = watch();
  await opening;
  if (isStopped) session.stop();
  await watching;
  await session.listing.idle();
  const final = await calls.statistics({ isShownOnly: false });
  const shown = await calls.statistics({ isShownOnly: true });
  const timeline = await calls.timeline(TIMELINE);
  return { early, afterLoading, final, shown, pushes: sum(timeline?.series[0]?.packets) };
}

const TIMELINE = { isShownOnly: false, series: ['push'], filters: [], range: undefined, interval: undefined } as const;
/** All but the number of the capture's version. */
const numbers = (view: Statistics | undefined) => ({ ...view, version: 0 });

test('statistics grow while a capture loads, and come to the same as those counted afterwards', async () => {
  const unwatched = await run(false);
  const watched = await run(true);
  expect(unwatched.final).toMatchObject({ packets, dissected: packets, guessed: 0, isGrowing: false });
  expect(numbers(watched.final)).toEqual(numbers(unwatched.final));
  expect(numbers(watched.shown)).toEqual(numbers(unwatched.shown));
  expect(watched.pushes).toBe(unwatched.pushes);
  expect(watched.shown?.packets).toBeLessThan(packets);

  expect(watched.early.length).toBeGreaterThan(2);
  for (const view of watched.early) {
    expect(view.isGrowing).toBe(true);
    // Every packet that has come is in the hierarchy.
    expect(view.hierarchy[0]).toMatchObject({ name: 'Frame', packets: view.packets });
    expect(view.dissected + view.guessed).toBe(view.packets);
  }
  expect(watched.early.some(({ dissected }) => dissected > 0)).toBe(true);
  expect(watched.early.some(({ contentTypes, rules }) => contentTypes.length > 0 && rules.length > 0)).toBe(true);
  // Nothing falls back when the pass that judges begins.
  let before = watched.early.at(-1);
  for (const view of watched.afterLoading) {
    expect(view.packets).toBeGreaterThanOrEqual(before?.packets ?? 0);
    expect(view.dissected).toBeGreaterThanOrEqual(before?.dissected ?? 0);
    expect(view.hierarchy[0]?.packets).toBe(view.packets);
    before = view;
  }
});

test('layers are guessed right where packets with the same protocols are alike', async () => {
  const { early, final } = await run(true);
  const shares = (view: Statistics | undefined) =>
    new Map(view?.hierarchy.map(({ filter, packets: count }) => [filter, count / (view.packets || 1)]));
  const right = shares(final);
  const guessed = shares(early.at(-1));
  expect(early.at(-1)?.guessed).toBeGreaterThan(0);
  for (const [filter, share] of right) expect(guessed.get(filter) ?? 0).toBeCloseTo(share, 1);
});

test('stopping leaves what is loaded, counted exactly', async () => {
  const watched = await run(true, true);
  const unwatched = await run(false, true);
  expect(watched.final?.packets).toBeLessThan(packets);
  expect(watched.final).toMatchObject({ guessed: 0, isGrowing: false });
  expect(numbers(watched.final)).toEqual(numbers(unwatched.final));
});
