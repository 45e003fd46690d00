import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ByteSource, MemorySource } from '../../files/byte-source.ts';
import { createRegistry } from '../../protocols/index.ts';
import type { FindRequest } from '../listing-views.ts';
import { loadCapture } from '../load-capture.ts';
import { ListingService } from './listing-service.ts';

const registry = createRegistry();
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};
const file = new Uint8Array(
  readFileSync(new URL('../../../../tests/fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url)),
);

/** A capture whose source knows which octets it has given and not got back. */
async function watched() {
  const inner = new MemorySource('', file);
  const given = new Set<Uint8Array>();
  const state = { reads: 0, onRead: (): void => undefined, onPause: (): void => undefined };
  const source: ByteSource = {
    name: '',
    size: file.length,
    read: async (offset, length) => {
      const bytes = (await inner.read(offset, length)).slice();
      state.reads++;
      given.add(bytes);
      state.onRead();
      return bytes;
    },
    reuse: (bytes) => {
      expect(given.delete(bytes)).toBe(true);
      bytes.fill(0xee);
    },
  };
  const loading = loadCapture(registry, source, { makeSpill }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  let now = 0;
  const clock = {
    // No slice ever lasts.
    now: () => (now += 1000),
    pause: () => {
      state.onPause();
      return Promise.resolve();
    },
  };
  const listing = new ListingService(
    { clock, secrets: () => [], version: () => 0, onStatus: () => undefined },
    registry,
  );
  listing.open(capture, false);
  given.clear();
  state.reads = 0;
  return { listing, given, state };
}

const BASE: FindRequest = {
  kind: 'text',
  pattern: 'push',
  where: 'list',
  isCaseSensitive: false,
  from: -1,
  direction: 1,
};
const SEARCHES: readonly Partial<FindRequest>[] = [
  {},
  { where: 'tree', direction: -1 },
  { kind: 'hex', pattern: '0b 84' },
  { kind: 'filter', pattern: 'udp.length > 20' },
];

test.each(SEARCHES)('octets that were searched are given back when there is a hit: %o', async (more) => {
  const { listing, given, state } = await watched();
  const { found } = await listing.find({ ...BASE, ...more });
  expect(found).toBeDefined();
  expect(state.reads).toBeGreaterThan(0);
  expect(given.size).toBe(0);
});

test.each(SEARCHES)('and when there is none, or the search is given up: %o', async (more) => {
  const { listing, given, state } = await watched();
  const nowhere = { ...BASE, ...more, pattern: more.kind === undefined ? 'nowhere' : more.pattern! };
  await listing.find(nowhere);
  expect(given.size).toBe(0);
  for (const when of ['onRead', 'onPause'] as const) {
    const before = state.reads;
    let times = 0;
    // The first pause is before anything is read.
    state[when] = () => {
      if (when === 'onRead' || ++times > 1) listing.stopFind();
    };
    await listing.find(nowhere);
    state[when] = () => undefined;
    expect(state.reads).toBeGreaterThan(before);
    expect(given.size).toBe(0);
  }
});
