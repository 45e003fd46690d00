import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { createRegistry } from '../../protocols/index.ts';
import { watchedSource } from '../../testing/watched-source.ts';
import type { FindRequest } from '../listing-views.ts';
import { loadCapture } from '../load-capture.ts';
import { Session } from '../session.ts';
import { ListingService } from './listing-service.ts';

const registry = createRegistry();
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};
const file = new Uint8Array(
  readFileSync(new URL('../../../../tests/fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url)),
);

async function opened() {
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const session = new Session({ ...clock, makeSpill }, () => undefined);
  await session.open({ kind: 'source', source: new MemorySource('', file) });
  while (session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  return { session, listing: session.listing };
}

test('finds what is there, in both directions and once around', async () => {
  const { session, listing } = await opened();
  const base: FindRequest = {
    kind: 'text',
    pattern: '',
    where: 'list',
    isCaseSensitive: false,
    from: -1,
    direction: 1,
  };
  const { rows } = await session.packets.rows(0, 1000);
  const hits = rows.flatMap(({ index, info }) => (/wbxml|push/i.test(info) ? [index] : []));
  expect(hits.length).toBeGreaterThan(1);
  const find = (more: Partial<FindRequest>) => listing.find({ ...base, ...more });
  const regex = { kind: 'regex', pattern: 'wbxml|push' } as const;
  expect(await find(regex)).toMatchObject({ found: { place: hits[0] }, isWrapped: false });
  expect(await find({ ...regex, from: hits[0]! })).toMatchObject({ found: { place: hits[1] }, isWrapped: false });
  expect(await find({ ...regex, from: hits.at(-1)! })).toMatchObject({ found: { place: hits[0] }, isWrapped: true });
  expect(await find({ ...regex, from: hits[0]!, direction: -1 })).toMatchObject({
    found: { place: hits.at(-1) },
    isWrapped: true,
  });
  expect(await find({ kind: 'filter', pattern: 'frame.number == 3', from: 0 })).toMatchObject({
    found: { index: 2, at: undefined },
  });
  expect(await find({ kind: 'filter', pattern: 'frame.number == ' })).toMatchObject({ found: undefined, fault: {} });
  expect(await find({ pattern: 'nowhere to be found' })).toMatchObject({ found: undefined, fault: undefined });
  expect(await find({ pattern: '' })).toMatchObject({ fault: { message: expect.any(String) as string } });
  const port = await find({ kind: 'hex', pattern: '0b 84', where: 'bytes' });
  const bytes = (await session.packets.packet(port.found!.index))!.sources[0]!.bytes;
  expect([...bytes.subarray(port.found!.at!.start / 8, port.found!.at!.end / 8)]).toEqual([0x0b, 0x84]);
  const label = await find({ pattern: 'Time to live', where: 'tree', from: 3 });
  expect(label.found).toMatchObject({ place: 4, at: { source: 0 } });
  expect(await find({ pattern: 'TIME TO LIVE', where: 'tree', isCaseSensitive: true })).toMatchObject({
    found: undefined,
  });
});

test('finds octets where a plain search does', async () => {
  const { session, listing } = await opened();
  const packets: Uint8Array[] = [];
  for (let index = 0; index < (session.status()?.packets ?? 0); index++)
    packets.push((await session.packets.packet(index))!.sources[0]!.bytes);
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 8), fc.integer({ min: 1, max: 6 }), async (at, size) => {
      const needle = file.subarray(at, at + size);
      const pattern = [...needle].map((octet) => octet.toString(16).padStart(2, '0')).join('');
      const expected = packets.findIndex((bytes) => Buffer.from(bytes).includes(Buffer.from(needle)));
      const answer = await listing.find({
        kind: 'hex',
        pattern,
        where: 'bytes',
        isCaseSensitive: true,
        from: -1,
        direction: 1,
      });
      expect(answer.found?.index ?? -1).toBe(expected);
      if (expected >= 0)
        expect(answer.found?.at?.start).toBe(Buffer.from(packets[expected]!).indexOf(Buffer.from(needle)) * 8);
    }),
    { numRuns: 50 },
  );
});

/** A capture whose source knows which octets it has given and not got back. */
async function watched() {
  const source = watchedSource(file);
  const { given } = source;
  const state = Object.assign(source.state, { onPause: (): void => undefined });
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

test('a list that changes while it is searched is not said to hold nothing', async () => {
  const { listing, state } = await watched();
  const nowhere: FindRequest = { ...BASE, where: 'tree', pattern: 'nowhere' };
  expect(await listing.find(nowhere)).toMatchObject({ found: undefined, isGivenUp: false });
  let isFirst = true;
  state.onRead = () => {
    if (isFirst) void listing.sort('length', true);
    isFirst = false;
  };
  expect(await listing.find(nowhere)).toMatchObject({ found: undefined, isGivenUp: true });
});
