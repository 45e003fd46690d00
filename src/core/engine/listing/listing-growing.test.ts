import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ByteSource, MemorySource } from '../../files/byte-source.ts';
import { createRegistry } from '../../protocols/index.ts';
import { loadCapture } from '../load-capture.ts';
import { ListingService } from './listing-service.ts';

const registry = createRegistry();
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};
const turns = (): Promise<void> => new Promise((done) => setTimeout(done, 20));

/** 40 000 packets of some kilobytes, in windows that come one by one as `step` lets them. */
async function growing() {
  const one = new Uint8Array(
    readFileSync(new URL('../../../../tests/fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url)),
  );
  const times = 600;
  const file = new Uint8Array(24 + times * (one.length - 24));
  file.set(one.subarray(0, 24));
  for (let i = 0; i < times; i++) file.set(one.subarray(24), 24 + i * (one.length - 24));
  const inner = new MemorySource('', file);
  const waiting: (() => void)[] = [];
  const source: ByteSource = {
    name: '',
    size: file.length,
    read: async (offset, length) => {
      if (length > 200_000) await new Promise<void>((resolve) => waiting.push(resolve));
      return await inner.read(offset, length);
    },
  };
  const loading = loadCapture(registry, source, { makeSpill }, () => service?.onGrown());
  let service: ListingService | undefined;
  const capture = await loading.opened;
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const listing = new ListingService(
    { clock, secrets: () => [], version: () => 0, onStatus: () => undefined },
    registry,
  );
  service = listing;
  listing.open(capture, true);
  void loading.listed.then(() => listing.onListed());
  void loading.done.then(() => listing.onRelated());
  return {
    capture,
    listing,
    loading,
    step: async () => {
      waiting.shift()?.();
      await turns();
      await listing.resting();
    },
  };
}

test('a filter with an order shows what is loaded so far in order, and grows', async () => {
  const { capture, listing, loading, step } = await growing();
  const { table } = capture;
  const inOrder = (indexes: readonly number[]): number[] =>
    indexes
      .filter((index) => table.original.get(index) > 120)
      .toSorted((a, b) => table.original.get(b) - table.original.get(a) || a - b);
  await listing.sort('length', true);
  void listing.setFilter('frame.len > 120');
  const lengths: number[] = [];
  for (let steps = 0; loading.phase === 'loading' && steps < 1000; steps++) {
    await step();
    if (loading.phase !== 'loading') break;
    const shown = listing.indexes(0, capture.length);
    // All that had come when it was put in order.
    const last = Math.max(-1, ...shown);
    expect(shown).toEqual(inOrder(Array.from({ length: last + 1 }, (_, i) => i)));
    if (shown.length > (lengths.at(-1) ?? 0)) lengths.push(shown.length);
  }
  expect(lengths.length).toBeGreaterThan(2);
  await loading.done;
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'complete', filter: 'frame.len > 120' });
  expect(listing.indexes(0, capture.length)).toEqual(inOrder(Array.from({ length: capture.length }, (_, i) => i)));
});

test('an order can be changed and given up while a filter follows a capture', async () => {
  const { capture, listing, loading, step } = await growing();
  void listing.setFilter('udp');
  // Until a screen is filled, the list before stays.
  do await step();
  while (listing.status()?.shown === capture.length && loading.phase === 'loading');
  void listing.sort('length', false);
  await step();
  const places = listing.indexes(0, capture.length).map((index) => capture.table.original.get(index));
  expect(places.length).toBeGreaterThan(0);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  void listing.sort(undefined, false);
  await step();
  const plain = listing.indexes(0, capture.length);
  expect(plain).toEqual(plain.toSorted((a, b) => a - b));
  void listing.setFilter('');
  await listing.idle();
  expect(listing.status()).toMatchObject({ phase: 'complete', shown: capture.length });
  for (let steps = 0; loading.phase === 'loading' && steps < 1000; steps++) await step();
  await loading.done;
  expect(listing.status()).toMatchObject({ phase: 'complete', shown: capture.length });
});

test('an order that is stopped while the capture grows leaves no packet out', async () => {
  const { capture, listing, loading, step } = await growing();
  void listing.sort('length', true);
  await step();
  expect(listing.status()).toMatchObject({ phase: 'sorting', sort: { key: 'length' } });
  listing.stopFilter();
  expect(listing.status()).toMatchObject({ phase: 'complete', sort: undefined });
  for (let steps = 0; loading.phase === 'loading' && steps < 1000; steps++) await step();
  await loading.done;
  expect(listing.status()).toMatchObject({ phase: 'complete', shown: capture.length });
  expect(listing.indexes(0, 3)).toEqual([0, 1, 2]);
});
