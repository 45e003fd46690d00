import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRegistry } from '../../protocols/index.ts';
import { repeated } from '../../testing/captures.ts';
import { watchedSource } from '../../testing/watched-source.ts';
import { Judging } from '../judging.ts';
import { loadCapture } from '../load-capture.ts';
import { ListingService } from './listing-service.ts';

const registry = createRegistry();
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};

const SAMPLE = new URL('../../../../tests/fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url);
/** Several windows of packets. */
const file = repeated(registry, new Uint8Array(readFileSync(SAMPLE)), 4000);

/** A list and the judging of a capture whose source knows what it has given; each slice is over at once. */
async function watched() {
  const source = watchedSource(file);
  const loading = loadCapture(registry, source, { makeSpill }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const pauses = { count: 0, onPause: (): void => undefined };
  let now = 0;
  const clock = {
    now: () => (now += 1000),
    pause: async () => {
      pauses.count++;
      pauses.onPause();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const secrets = () => [];
  const listing = new ListingService({ clock, secrets, version: () => 0, onStatus: () => undefined }, registry);
  listing.open(capture, false);
  source.given.clear();
  source.state.reads = 0;
  return { source, capture, clock, secrets, listing, pauses };
}

/** What was given up behind pause `when` has read something, and keeps none of it when reads that are under way have come. */
async function expectAllGivenBack(
  { source, pauses }: Awaited<ReturnType<typeof watched>>,
  when: number,
): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(pauses.count).toBeGreaterThanOrEqual(when);
  expect(source.state.reads).toBeGreaterThan(0);
  expect(source.given.size).toBe(0);
}

test.each([
  ['a filter over trees', 'tcp.len > 1000 || http.content_length == 7'],
  ['a filter over octets', 'frame contains "nowhere"'],
])('%s that is given up gives back the octets of all its windows', async (_, filter) => {
  for (const when of [3, 4, 7, 12]) {
    const open = await watched();
    const { listing, pauses } = open;
    pauses.onPause = () => {
      if (pauses.count === when) void listing.setFilter('');
    };
    await listing.setFilter(filter);
    await listing.idle();
    await expectAllGivenBack(open, when);
  }
});

test('a sort that is given up does too', async () => {
  for (const when of [3, 20]) {
    const open = await watched();
    const { listing, pauses } = open;
    pauses.onPause = () => {
      if (pauses.count === when) void listing.sort(undefined, false);
    };
    await listing.sort('info', true);
    await listing.idle();
    await expectAllGivenBack(open, when);
  }
});

test('judging that is given up does too', async () => {
  const open = await watched();
  const { capture, clock, secrets, pauses } = open;
  const judging: Judging = new Judging({
    clock,
    secrets,
    onJudged: () => undefined,
    onProgress: () => undefined,
    idle: () => Promise.resolve(),
  });
  pauses.onPause = () => {
    if (pauses.count === 5) judging.reset();
  };
  await judging.start(capture);
  expect(pauses.count).toBe(5);
  await expectAllGivenBack(open, 5);
});

test('a filter over a file that is gone says why it has stopped, and never that it is complete', async () => {
  const { source, listing } = await watched();
  source.state.onRead = () => {
    throw new Error('the file is gone');
  };
  await listing.setFilter('frame contains "nowhere"');
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'stopped', fault: 'the file is gone' });
  await listing.sort('length', true);
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'stopped', fault: undefined });
  await listing.setFilter('frame.len > 1');
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'complete', fault: undefined });
});

test('what a stopped filter has found does not become complete when it is put in order', async () => {
  const { listing, pauses } = await watched();
  pauses.onPause = () => {
    if (pauses.count === 7) listing.stopFilter();
  };
  await listing.setFilter('frame contains "push"');
  await listing.idle();
  pauses.onPause = () => undefined;
  expect(listing.status()).toMatchObject({ phase: 'stopped', fault: undefined });
  for (const key of ['length', undefined]) {
    await listing.sort(key, true);
    await listing.idle();
    expect(listing.status()?.phase).toBe('stopped');
  }
  await listing.setFilter('');
  await listing.sort('length', true);
  expect(listing.status()?.phase).toBe('complete');
});

test('an order that is stopped leaves the one before, of all packets', async () => {
  const { capture, listing, pauses } = await watched();
  const lengths = (): number[] => listing.indexes(0, capture.length).map((index) => capture.table.original.get(index));
  const stopSorting = async (key: string): Promise<void> => {
    const from = pauses.count;
    pauses.onPause = () => {
      if (pauses.count === from + 3) listing.stopFilter();
    };
    await listing.sort(key, false);
    pauses.onPause = () => undefined;
  };
  await listing.setFilter('udp');
  await listing.idle();
  const { shown } = listing.status()!;
  await stopSorting('udp.dstport');
  expect(listing.status()).toMatchObject({ phase: 'complete', shown, sort: undefined });
  await listing.sort('length', true);
  await stopSorting('udp.dstport');
  expect(listing.status()).toMatchObject({ phase: 'complete', shown, sort: { key: 'length', isDescending: true } });
  expect(lengths()).toEqual(lengths().toSorted((a, b) => b - a));
  // Nor is it wished when packets read differently, or are read anew.
  listing.readAnew();
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'complete', shown, sort: { key: 'length' } });
  listing.open(capture, false);
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'complete', shown, sort: { key: 'length' } });
});
