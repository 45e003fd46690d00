import { expect, test, vi } from 'vitest';
import type { Secret } from '../src/core/dissect/secrets.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { ListingService } from '../src/core/engine/listing/listing-service.ts';
import { openPackets } from '../src/core/engine/open.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded } from './captures.ts';

/** The order by Info that is made ahead is the one that is made when it is asked for. */
const registry = createRegistry();
let ticks = 0;
/** Every look at this clock finds that a slice is over. */
const clock = { pause: () => Promise.resolve(), now: () => (ticks += 1000) };
const secret: Secret = { form: 'text', typed: 'secret' };

function service(capture: Capture, secrets: () => readonly Secret[] = () => []): ListingService {
  const listing = new ListingService({ clock, secrets, version: () => 0, onStatus: () => undefined }, registry);
  listing.open(capture, false);
  return listing;
}

async function order(listing: ListingService, capture: Capture, isDescending = false): Promise<string> {
  await listing.sort('info', isDescending);
  return listing.indexes(0, capture.length).join();
}

const isAscending = (places: string): boolean =>
  places.split(',').every((index, i, all) => i === 0 || +index > +all[i - 1]!);
const nobody = () => Promise.resolve();

test('both orders are the same, of all packets and of those that a filter leaves', async () => {
  let others = 0;
  for (const file of capturesIn(FIXTURES)) {
    const capture = await loaded(registry, file);
    for (const filter of ['', 'frame.number % 3 != 1', 'udp', 'frame.number == 0']) {
      const plain = service(capture);
      await plain.setFilter(filter);
      await plain.idle();
      const ahead = service(capture);
      await ahead.sortAhead(nobody);
      await ahead.setFilter(filter);
      await ahead.idle();
      for (const isDescending of [false, true]) {
        const expected = await order(plain, capture, isDescending);
        expect(await order(ahead, capture, isDescending), `${file} ${filter}`).toBe(expected);
        if (!isAscending(expected)) others++;
      }
    }
  }
  expect(others).toBeGreaterThan(10);
}, 300_000);

/** Dissects packets for the listing, as judging does. */
async function dissected(listing: ListingService, capture: Capture, from: number, to: number): Promise<void> {
  const indexes = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  for (const index of indexes) {
    const { tree, context } = capture.dissect(index, bytes, []);
    listing.onDissected(capture, index, tree, context);
  }
}

test('packets that have been dissected are not dissected again for the order, however many there are', async () => {
  let others = 0;
  for (const file of capturesIn(FIXTURES)) {
    const capture = await loaded(registry, file);
    const { length } = capture;
    const plain = service(capture);
    await plain.idle();
    const expected = await order(plain, capture);
    if (!isAscending(expected)) others++;
    for (const part of [0, 0.3, 1]) {
      const some = Math.floor(length * part);
      for (const isAhead of [true, false]) {
        const listing = service(capture);
        await listing.idle();
        await dissected(listing, capture, 0, some);
        const dissect = vi.spyOn(capture, 'dissect');
        if (isAhead) await listing.sortAhead(nobody);
        expect(await order(listing, capture), `${file} ${some}`).toBe(expected);
        expect(dissect).toHaveBeenCalledTimes(length - some);
        dissect.mockRestore();
      }
    }
  }
  expect(others).toBeGreaterThan(10);
}, 300_000);

test('a sort and judging find Infos side by side, in any order', async () => {
  const capture = await loaded(registry, capturesIn(`${FIXTURES}dm-notification/`)[0]!);
  const { length } = capture;
  const expected = await order(service(capture), capture);
  for (let seed = 1; seed < 12; seed++) {
    const listing = service(capture);
    await listing.idle();
    let judged = 0;
    let isSorted = false;
    const sorted = order(listing, capture).then((places) => {
      isSorted = true;
      return places;
    });
    for (let step = seed; !isSorted && judged < length; step = (step * 7) % 11) {
      const to = Math.min(length, judged + (step % 5));
      await dissected(listing, capture, judged, to);
      judged = to;
    }
    expect(await sorted).toBe(expected);
  }
});

/** A packet whose digest the secret proves, behind a copy of it that was altered: equal texts, until the secret is known. */
async function pair(): Promise<Capture> {
  const cases = await loaded(registry, capturesIn(`${FIXTURES}dm-notification/`)[0]!);
  const all = Array.from({ length: cases.length }, (_, i) => i);
  const bytes = await cases.bytes.fetch(all);
  const infoOf = (capture: Capture, index: number, octets: Uint8Array, secrets: readonly Secret[]) =>
    capture.dissect(index, { get: () => octets }, secrets).context.info;
  const index = all.find((one) => {
    const info = infoOf(cases, one, bytes.get(one)!, [secret]);
    // What stands behind 256 characters is not sorted by.
    return info.length < 256 && info.endsWith('digest verified');
  })!;
  const proved = bytes.get(index)!;
  const plain = infoOf(cases, index, proved, []);
  for (let at = proved.length - 1; at >= 0; at--) {
    const altered = proved.slice();
    altered[at]! ^= 1;
    const isSame = infoOf(cases, index, altered, []) === plain;
    if (!isSame || !infoOf(cases, index, altered, [secret]).endsWith('wrong digest')) continue;
    return openPackets(registry, 'pair', [altered, proved], cases.frame(index).start);
  }
  throw new Error('no octet alters the digest');
}

test('what is at work is taken over, and other secrets make another order', async () => {
  const capture = await pair();
  let secrets: readonly Secret[] = [];
  const listing = service(capture, () => secrets);
  // It gives way for ever, until somebody asks for the order.
  let isGivingWay = false;
  void listing.sortAhead(() => {
    isGivingWay = true;
    return new Promise(() => undefined);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isGivingWay).toBe(true);
  expect(await order(listing, capture)).toBe('0,1');
  secrets = [secret];
  listing.readAnew();
  await listing.idle();
  expect(listing.indexes(0, 2).join()).toBe('1,0');
  await listing.sort(undefined, false);
  secrets = [];
  listing.readAnew();
  await listing.sortAhead(nobody);
  secrets = [secret];
  listing.readAnew();
  expect(await order(listing, capture)).toBe('1,0');
});
