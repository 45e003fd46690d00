import { expect, test } from 'vitest';
import { Traffic } from '../scripts/bench/traffic.ts';
import { toUtf8 } from '../src/core/base/bytes.ts';
import type { Secret } from '../src/core/dissect/secrets.ts';
import { Annotations } from '../src/core/engine/annotations.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { matchingPackets, readFilter } from '../src/core/engine/listing/headless-filter.ts';
import { ListingService } from '../src/core/engine/listing/listing-service.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import type { ThreadPool } from '../src/core/engine/threads/thread-pool.ts';
import type { ByteSource } from '../src/core/files/byte-source.ts';
import { type PacketToWrite, writePcap } from '../src/core/files/capture-writer.ts';
import { turn } from '../src/core/files/event-loop.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { randomFrom } from './changed-packets.ts';
import { readyThreads, shared, ThreadsHere, turns } from './threads-here.ts';

/**
 * While a capture grows, several threads find what one finds in what has come so far, and at the end what is found in the whole
 * capture; also when packets are ignored, and secrets change, in between.
 */
const registry = createRegistry();
const ETHERNET = 1;
const PACKETS = 30_000;
/** Octets of the file that come at a time, at least: they are read in windows. */
const STEP = 400_000;
const SECRET: Secret = { form: 'text', typed: 'secret of the benchmark', nonce: toUtf8('nonce') };
/** Each matches more packets of the first step than fill a screen: until one does, the list before stays. */
const FILTERS = [
  'dmnoti.ui_mode == 2',
  'si.href || sl.href || wsp.header.push_flag',
  'dmnoti.digest.verdict == "unchecked" || dmnoti.ui_mode == 1',
  '(dmnoti.digest.verdict != "unchecked" || dmnoti.ui_mode == 3) && frame.len > 100',
  'ip.ttl > 99 || dmnoti.session_id > 1000',
];

const file = ((): Uint8Array => {
  const packets: PacketToWrite[] = [];
  for (const bytes of new Traffic().frames()) {
    if (packets.length === PACKETS) break;
    packets.push({ seconds: 1_700_000_000 + Math.floor(packets.length / 1000), nanos: 0, bytes });
  }
  return writePcap(ETHERNET, packets);
})();

/** The file for threads, and for this one as far as it has come: whoever goes on behind that waits. */
function arriving() {
  const whole = shared(file);
  let come = 0;
  let asked = 0;
  let wake: (() => void)[] = [];
  const source: ByteSource = {
    name: '',
    size: whole.size,
    handle: whole.handle,
    read: async (offset, length) => {
      if (offset >= asked) {
        asked = offset + length;
        while (offset >= come) await new Promise<void>((resolve) => wake.push(resolve));
      }
      return await whole.read(offset, length);
    },
  };
  const step = (): void => {
    come += STEP;
    const waiting = wake;
    wake = [];
    for (const go of waiting) go();
  };
  step();
  return { source, step };
}

/** Lists that follow the same capture, one with threads and one without. */
async function lists(threads: ThreadPool) {
  let secrets: readonly Secret[] = [];
  const list = (pool: ThreadPool | undefined): ListingService => {
    let looks = 0;
    const clock = { now: () => ++looks, pause: turn };
    const owner = { clock, secrets: () => secrets, version: () => 0, threads: () => pool, onStatus: () => undefined };
    return new ListingService(owner, registry);
  };
  const both = [list(threads), list(undefined)] as const;
  return {
    both,
    setSecrets: (some: readonly Secret[]): void => {
      secrets = some;
      for (const one of both) one.readAnew();
    },
    /** Reads the file from its begin, with packets ignored. */
    open: async (annotations: Annotations) => {
      const { source, step } = arriving();
      const onProgress = (): void => {
        for (const one of both) one.onGrown();
      };
      const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, onProgress, annotations);
      const capture = await loading.opened;
      for (const one of both) {
        one.open(capture, true);
        void loading.listed.then(() => one.onListed());
        void loading.done.then(() => one.onRelated());
      }
      return { capture, loading, step };
    },
    rest: async (): Promise<void> => {
      await turns();
      for (const one of both) await one.resting();
    },
    shown: (capture: Capture): readonly [string, string] => {
      const [some, alone] = both.map((one) => one.indexes(0, capture.length));
      return [some!.join(), alone!.join()];
    },
    secrets: () => secrets,
  };
}

/** What one thread finds in a capture that is there, of which nothing is known but what pass 1 has met. */
async function foundIn(annotations: Annotations, text: string, secrets: readonly Secret[]): Promise<string> {
  const loading = loadCapture(
    registry,
    shared(file),
    { makeSpill: () => new MemorySpill() },
    () => undefined,
    annotations,
  );
  await loading.done;
  const read = readFilter(text, registry);
  if ('fault' in read) throw new Error(read.fault.message);
  const found = await matchingPackets(await loading.opened, read.filter, secrets);
  return [...found.slice(0, found.length)].join();
}

test('several threads find in a growing capture what one finds, with packets ignored and secrets changed in between', async () => {
  const platform = new ThreadsHere(2);
  const threads = await readyThreads(platform);
  const { both, open, rest, setSecrets, secrets, shown } = await lists(threads);
  const annotations = new Annotations();
  const random = randomFrom(5);
  let next = 0;
  const ask = (): string => {
    const text = FILTERS[next++ % FILTERS.length]!;
    for (const one of both) void one.setFilter(text);
    return text;
  };
  let text = ask();
  const seen = { steps: 0, grown: new Set<string>(), early: 0 };
  for (const change of ['nothing', 'secrets', 'ignored', 'both', 'threads'] as const) {
    const { capture, loading, step } = await open(annotations);
    for (let steps = 0; loading.phase === 'loading'; steps++) {
      const before = platform.packets;
      step();
      // Some are asked for while packets come, others when all have been asked that are there.
      if (steps % 2 === 0) await rest();
      if (steps % 3 !== 2) text = ask();
      if (steps === 3 && (change === 'secrets' || change === 'both'))
        setSecrets(secrets().length === 0 ? [SECRET] : []);
      if (steps === 4 && change === 'threads') threads.end();
      await rest();
      if (loading.phase !== 'loading') break;
      for (const one of both) expect(one.status()?.scanned).toBe(capture.length);
      const [some, alone] = shown(capture);
      expect(some, `${change}, step ${steps}: ${text}`).toBe(alone);
      seen.steps++;
      seen.grown.add(`${capture.length} ${some.length}`);
      seen.early += platform.packets - before;
    }
    await loading.done;
    for (const one of both) await one.idle();
    const [some, alone] = shown(capture);
    const expected = await foundIn(annotations, text, secrets());
    expect(alone, text).toBe(expected);
    expect(some, text).toBe(expected);
    expect(expected.length).toBeGreaterThan(1000);
    if (change === 'ignored' || change === 'secrets')
      for (let index = 0; index < PACKETS; index++)
        if (random() < 0.2) annotations.ignored.set(index, change === 'secrets');
  }
  expect(seen.steps).toBeGreaterThan(20);
  expect(seen.grown.size).toBeGreaterThan(20);
  expect(seen.early).toBeGreaterThan(5000);
  for (const one of both) one.close();
  threads.end();
}, 120_000);
