import { expect, test } from 'vitest';
import type { Secret } from '../src/core/dissect/secrets.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { ListingService } from '../src/core/engine/listing/listing-service.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded } from './captures.ts';

/** The order by Info that is made ahead is the one that is made when it is asked for. */
const registry = createRegistry();
const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
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

test('what is at work is taken over, and other secrets make another order', async () => {
  let changed = 0;
  for (const file of capturesIn(`${FIXTURES}dm-notification/`, `${FIXTURES}made/bad/`)) {
    const capture = await loaded(registry, file);
    const bare = await order(service(capture), capture);
    const told = await order(
      service(capture, () => [secret]),
      capture,
    );
    let secrets: readonly Secret[] = [];
    const listing = service(capture, () => secrets);
    // It gives way for ever, until somebody asks for the order.
    void listing.sortAhead(() => new Promise(() => undefined));
    expect(await order(listing, capture), file).toBe(bare);
    secrets = [secret];
    listing.readAnew();
    await listing.idle();
    expect(listing.indexes(0, capture.length).join(), file).toBe(told);
    await listing.sort(undefined, false);
    listing.readAnew();
    void listing.sortAhead(() => new Promise(() => undefined));
    listing.readAnew();
    expect(await order(listing, capture), file).toBe(told);
    if (bare !== told) changed++;
  }
  expect(changed).toBeGreaterThan(0);
}, 300_000);
