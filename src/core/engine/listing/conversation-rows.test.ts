import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { type PacketToWrite, writePcap } from '../../files/capture-writer.ts';
import { createRegistry } from '../../protocols/index.ts';
import { readAtOnce } from '../../testing/captures.ts';
import { Session } from '../session.ts';
import type { Clock } from './slices.ts';

const SAMPLE = new URL('../../../../public/samples/pap-udp-si-sl-co.pcap', import.meta.url);
const makeSpill = () => {
  throw new Error('nothing is packed here');
};

const octets = () => new Uint8Array(readFileSync(SAMPLE));
const CLOCK: Clock = { pause: () => Promise.resolve(), now: () => performance.now() };

/** Packets 12 to 22 are a connection with a push over UDP, packet 20, in between. */
async function opened(file: Uint8Array = octets(), clock: Clock = CLOCK) {
  let slow: Clock = CLOCK;
  const session = new Session({ pause: () => slow.pause(), now: () => slow.now(), makeSpill }, () => undefined);
  await session.open({ kind: 'source', source: new MemorySource('pap', file) });
  while (session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  while (session.status()?.judging !== false) await new Promise((resolve) => setTimeout(resolve, 1));
  await session.listing.idle();
  slow = clock;
  return session.listing;
}

test('rows of a conversation are told for places of the list, its ends for the capture', async () => {
  const listing = await opened();
  const whole = await listing.conversationRows(15, 10, 14);
  expect([whole?.first, whole?.last, whole?.from]).toEqual([11, 21, 10]);
  expect([...(whole?.members ?? [])]).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 0]);
  await listing.setFilter('http || wsp');
  await listing.idle();
  const places = listing.indexes(0, 100);
  const some = await listing.conversationRows(15, 0, places.length);
  expect(some?.revision).toBe(listing.revision);
  expect([some?.first, some?.last]).toEqual([11, 21]);
  const listed = places.filter((_, place) => some?.members[place] === 1);
  expect(listed.length).toBeGreaterThan(1);
  expect(listed.every((index) => index >= 11 && index <= 21 && index !== 19)).toBe(true);
  expect(places).toContain(19);
});

test('packets that tell no ends, or are not there, have no conversation', async () => {
  const listing = await opened();
  expect(await listing.conversationRows(-1, 0, 10)).toBeUndefined();
  expect(await listing.conversationRows(1_000_000, 0, 10)).toBeUndefined();
});

test('of a capture that is closed nothing is told', async () => {
  const listing = await opened();
  const closed = listing.conversationRows(15, 0, 4);
  listing.close();
  expect((await closed)?.members.length ?? 0).toBe(0);
});

test('a question about another conversation gives up the one before', async () => {
  const frames = [...readAtOnce(createRegistry(), octets()).packets.values()];
  const frame = (index: number): PacketToWrite => ({
    seconds: index,
    nanos: 0,
    bytes: frames[index] ?? new Uint8Array(),
  });
  // The connection comes once, behind many times the push.
  const file = writePcap(1, [...Array.from({ length: 9000 }, () => frame(19)), frame(11), frame(12)]);
  let time = 0;
  const paused: (() => void)[] = [];
  const listing = await opened(file, {
    now: () => (time += 5),
    pause: () => new Promise((resolve) => void paused.push(resolve)),
  });
  const first = listing.conversationRows(9000, 0, 4);
  await expect.poll(() => paused.length).toBe(1);
  const second = listing.conversationRows(0, 0, 4);
  for (const go of paused.splice(0)) go();
  expect(await first).toBeUndefined();
  expect(await second).toMatchObject({ first: 0, last: 8999 });
});

test('the next of some packets is found where the list goes on, both ways', async () => {
  const listing = await opened();
  expect(listing.nextAmong([3, 40, 20], 10, 1)).toEqual({ place: 20, index: 20 });
  expect(listing.nextAmong([3, 40, 20], 10, -1)).toEqual({ place: 3, index: 3 });
  expect(listing.nextAmong([3, 40, 20], 40, 1)).toBeUndefined();
  await listing.sort('number', true);
  const place = listing.placeOf(10) ?? -1;
  expect(listing.nextAmong([3, 40, 20], place, 1)).toMatchObject({ index: 3 });
});
