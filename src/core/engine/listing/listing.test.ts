import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import type { ListingStatus } from '../listing-views.ts';
import { Session } from '../session.ts';

const made = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));

async function opened(name: string) {
  const events: ListingStatus[] = [];
  const session = new Session(
    {
      pause: () => Promise.resolve(),
      now: () => performance.now(),
      makeSpill: () => {
        throw new Error('not packed');
      },
    },
    () => undefined,
    (status) => events.push(status),
  );
  await session.open({ kind: 'source', source: new MemorySource(name, made(name)) });
  return { session, listing: session.listing, events };
}

const indexesOf = async (session: Session): Promise<number[]> =>
  (await session.rows(0, 1000)).rows.map(({ index }) => index);

test('lists the packets that a filter matches, and all again without one', async () => {
  const { session, listing, events } = await opened('pap-udp-si-sl-co.pcap');
  const all = await indexesOf(session);
  expect(all.length).toBeGreaterThan(3);
  expect(await listing.setFilter('frame.number in {2, 4}')).toBeUndefined();
  await listing.idle();
  expect(await indexesOf(session)).toEqual([1, 3]);
  expect(listing.status()).toMatchObject({ shown: 2, scanned: all.length, total: all.length, phase: 'complete' });
  expect([listing.placeOf(3), listing.placeOf(2)]).toEqual([1, undefined]);
  expect(await listing.setFilter('wsp && !(si)')).toBeUndefined();
  await listing.idle();
  expect((await indexesOf(session)).length).toBeGreaterThan(0);
  expect(await listing.setFilter('wsp &&')).toMatchObject({ start: expect.any(Number) as number });
  expect(await listing.setFilter('')).toBeUndefined();
  await listing.idle();
  expect(await indexesOf(session)).toEqual(all);
  expect(events.at(-1)).toMatchObject({ phase: 'complete', filter: '' });
});

test('sorts, both ways, and finds', async () => {
  const { session, listing } = await opened('pap-udp-si-sl-co.pcap');
  await listing.sort('length', true);
  const lengths = (await session.rows(0, 1000)).rows.map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  await listing.sort('info', false);
  await listing.sort(undefined, false);
  expect(
    await listing.find({
      kind: 'filter',
      pattern: 'frame.number == 3',
      where: 'list',
      isCaseSensitive: false,
      from: 0,
      direction: 1,
    }),
  ).toMatchObject({ found: { place: 2, index: 2 }, isWrapped: false });
  expect(
    await listing.find({
      kind: 'hex',
      pattern: '4500',
      where: 'bytes',
      isCaseSensitive: false,
      from: -1,
      direction: 1,
    }),
  ).toMatchObject({ found: { place: 0 } });
});
