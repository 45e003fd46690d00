import { expect, test } from 'vitest';
import { withOther } from '../capture/list/column-edits.ts';
import { withField, withoutField } from '../capture/list/columns.ts';
import { listCount } from '../state/listing.ts';
import { createAppStore } from '../state/store.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { createSession } from './session.ts';

const capture = { name: 'a.pcap', input: { kind: 'bytes', name: 'a.pcap', bytes: new Uint8Array(4) } } as const;

/** Every fourth packet is UDP: 2, 6, 10 ... (counted from 0). */
async function opened(options: Parameters<typeof fakeEngine>[0] = {}, packet?: number, filter?: string) {
  const store = createAppStore();
  const session = createSession(store, fakeEngine(options));
  session.open(capture, { packet, filter });
  await session.idle();
  session.wantRows(0, 60);
  await session.idle();
  return { store, session, get: store.getState };
}

test('a filter lists what fits, the list is fetched by place, and clearing gives all back', async () => {
  const { session, get } = await opened({ delay: 1, step: 100 });
  get().applyFilter('udp');
  await session.idle();
  expect(listCount(get())).toBe(250);
  expect(
    get()
      .rows.rows(0, 4)
      .map((row) => row?.index),
  ).toEqual([2, 6, 10, 14]);
  get().applyFilter('');
  await session.idle();
  expect(listCount(get())).toBe(1000);
  expect(
    get()
      .rows.rows(0, 3)
      .map((row) => row?.index),
  ).toEqual([0, 1, 2]);
});

test('a new filter gives up the one before', async () => {
  const { session, get } = await opened({ delay: 2, step: 50 });
  get().applyFilter('wsp');
  get().applyFilter('pap');
  await session.idle();
  expect(get().listing?.filter).toBe('pap');
  expect(get().rows.row(0)?.index).toBe(3);
});

test('a fault of the filter is kept until another is applied', async () => {
  const { session, get } = await opened();
  get().applyFilter('a!');
  await session.idle();
  expect(get().filterFault).toMatchObject({ start: 1 });
  expect(listCount(get())).toBe(1000);
  get().applyFilter('udp');
  await session.idle();
  expect(get().filterFault).toBeUndefined();
});

test('the selected packet stays; its place is found, or the list says that it is left out', async () => {
  const { session, get } = await opened({}, 6);
  get().applyFilter('udp');
  await session.idle();
  expect([get().packet, get().listPlace, get().isHidden]).toEqual([6, 1, false]);
  get().applyFilter('wsp');
  await session.idle();
  expect([get().packet, get().view?.index, get().listPlace, get().isHidden]).toEqual([6, 6, undefined, true]);
  expect(get().nearPlace).toBe(2);
  get().moveBy(1);
  await session.idle();
  // WSP is 1, 5, 9: the next behind 6 is 9.
  expect([get().packet, get().listPlace, get().isHidden]).toEqual([9, 2, false]);
  get().applyFilter('');
  await session.idle();
  expect([get().packet, get().listPlace]).toEqual([9, 9]);
});

test('one row back from a packet that is left out', async () => {
  const { session, get } = await opened({}, 6);
  get().applyFilter('wsp');
  await session.idle();
  get().moveBy(-1);
  await session.idle();
  expect(get().packet).toBe(5);
});

test('arrows and ends move in the order of the list, also where rows have not come yet', async () => {
  const { session, get } = await opened({}, 0);
  get().sortBy({ key: 'number', isDescending: true });
  await session.idle();
  expect(get().listPlace).toBe(999);
  get().moveBy(-1);
  await session.idle();
  expect([get().packet, get().listPlace]).toEqual([1, 998]);
  get().selectPlace(500);
  expect([get().packet, get().listPlace]).toEqual([1, 500]);
  await session.idle();
  expect([get().packet, get().listPlace, get().soughtPlace]).toEqual([499, 500, undefined]);
  get().sortBy(undefined);
  await session.idle();
  expect([get().packet, get().listPlace]).toEqual([499, 499]);
});

test('a place that is sought while the list is put in order is that of the list that comes of it', async () => {
  const { session, get } = await opened({}, 402);
  get().sortBy({ key: 'number', isDescending: true });
  await session.idle();
  const { listing } = get();
  if (listing === undefined) return;
  get().rows.clear();
  get().selectPlace(0);
  expect([get().packet, get().soughtPlace]).toEqual([402, 0]);
  // The order comes before the answer.
  get().takeListing({ ...listing, revision: listing.revision + 1 });
  await session.idle();
  expect([get().packet, get().listPlace, get().soughtPlace]).toEqual([999, 0, undefined]);
  // Of a list of other packets nothing is sought.
  get().rows.clear();
  get().selectPlace(900);
  get().takeListing({ ...listing, shown: 3, revision: listing.revision + 2 });
  expect([get().packet, get().soughtPlace]).toEqual([999, undefined]);
});

test('a filter of the address holds from the start and after a restart', async () => {
  const { session, get } = await opened({}, 5, 'wsp');
  expect([get().draft, listCount(get()), get().listPlace]).toEqual(['wsp', 250, 1]);
  session.restart();
  await session.idle();
  expect([get().filter, listCount(get()), get().packet]).toEqual(['wsp', 250, 5]);
});

test('another capture begins with all its packets in their order', async () => {
  const { session, get } = await opened({}, 0, 'wsp');
  get().sortBy({ key: 'length', isDescending: false });
  session.open({ ...capture, name: 'b.pcap' });
  await session.idle();
  expect([get().filter, get().draft, get().sort, listCount(get())]).toEqual(['', '', undefined, 1000]);
});

test('stop keeps what has been found', async () => {
  const { session, get } = await opened({ delay: 2, step: 10 });
  get().applyFilter('udp');
  await expect.poll(() => listCount(get())).toBeGreaterThan(3);
  session.list.stopFilter();
  await session.idle();
  expect(get().listing?.phase).toBe('stopped');
  expect(listCount(get())).toBeLessThan(250);
});

test('an order that is stopped is wished no more, and the next one holds', async () => {
  const { session, get } = await opened({ delay: 2, step: 10 });
  get().sortBy({ key: 'length', isDescending: false });
  await expect.poll(() => get().listing?.phase).toBe('filtering');
  session.list.stopFilter();
  await session.idle();
  await expect.poll(() => get().sort).toBeUndefined();
  get().sortBy({ key: 'length', isDescending: false });
  await expect.poll(() => get().listing?.phase).toBe('filtering');
  // Another order is wished before it is told that the one before was stopped.
  session.list.stopFilter();
  get().sortBy({ key: 'number', isDescending: true });
  await session.idle();
  expect([get().sort, get().listing?.sort]).toEqual(Array(2).fill({ key: 'number', isDescending: true }));
});

test('rows bring the values of added columns', async () => {
  const { session, get } = await opened();
  get().setColumns(withField(get().layout.columns, { field: 'udp.port', label: 'Port', isNumber: true }));
  await session.idle();
  expect(get().cellFields).toEqual(['udp.port']);
  expect(get().rows.row(3)?.cells).toEqual(['udp.port of 4']);
});

test('the order follows a column that shows something else, and ends with one that is removed', async () => {
  const { session, get } = await opened();
  const port = { field: 'udp.port', label: 'Port', isNumber: true };
  get().setColumns(withField(get().layout.columns, port));
  get().sortBy({ key: 'udp.port', isDescending: true });
  await session.idle();
  get().setColumns(withOther(get().layout.columns, 'udp.port', { ...port, field: 'udp.port:-1:U' }));
  expect(get().sort).toEqual({ key: 'udp.port:-1:U', isDescending: true });
  await session.idle();
  expect(get().listing?.sort).toEqual({ key: 'udp.port:-1:U', isDescending: true });
  expect(get().cellFields).toEqual(['udp.port:-1:U']);
  get().setColumns(withoutField(get().layout.columns, 'udp.port:-1:U'));
  expect(get().sort).toBeUndefined();
});

test('a hit is shown and its bits are marked', async () => {
  const { session, get } = await opened();
  const answer = await session.list.search({
    kind: 'text',
    pattern: 'pap',
    where: 'tree',
    isCaseSensitive: false,
    from: 0,
    direction: 1,
  });
  expect(answer?.found).toMatchObject({ place: 3, index: 3 });
  get().aimAt(3, 3, answer?.found?.at);
  await session.idle();
  expect([get().packet, get().row, get().aimedBits]).toEqual([3, 4, undefined]);
});

test('rows that were moved by while the place was not known are counted from it', async () => {
  const { session, get } = await opened({ delay: 1, step: 100 }, 402);
  get().applyFilter('udp');
  await expect.poll(() => get().listing?.filter).toBe('udp');
  expect(get().listPlace).toBeUndefined();
  // UDP is 2, 6 ... 402, 406.
  get().moveBy(3);
  get().moveBy(-1);
  expect(get().packet).toBe(402);
  await session.idle();
  expect([get().packet, get().listPlace, get().owedRows]).toEqual([410, 102, 0]);
  // WSP is 1, 5 ... 409, 413: from a packet that is left out the first step is to the next behind it.
  get().applyFilter('wsp');
  await expect.poll(() => get().listing?.filter).toBe('wsp');
  get().moveBy(2);
  await session.idle();
  expect(get().packet).toBe(417);
  // Who chooses meanwhile is not moved on.
  get().applyFilter('udp');
  await expect.poll(() => get().listing?.filter).toBe('udp');
  get().moveBy(1);
  get().selectPacket(802);
  await session.idle();
  expect([get().packet, get().listPlace]).toEqual([802, 200]);
});

test('a place that is known before its row is counted is not left for the last row', async () => {
  const { session, get } = await opened({}, 402);
  get().applyFilter('udp');
  await session.idle();
  const { listing } = get();
  if (listing === undefined) return;
  get().takeListing({ ...listing, shown: 10 });
  get().moveBy(1);
  expect([get().packet, get().listPlace]).toEqual([402, 100]);
  get().takeListing(listing);
  await session.idle();
  expect([get().packet, get().listPlace]).toEqual([406, 101]);
});

test("the place of the selected packet is asked for anew in a list that takes another one's place", async () => {
  const { session, get } = await opened({}, 402);
  get().applyFilter('udp');
  await session.idle();
  const { listing } = get();
  if (listing === undefined) return;
  get().takePlace(402, 7, false);
  get().takeListing({ ...listing, revision: listing.revision + 1 });
  expect(get().listPlace).toBeUndefined();
  await session.idle();
  expect(get().listPlace).toBe(100);
});

test('a packet that a growing list in order has not yet is not said to be left out', async () => {
  const { session, get } = await opened({}, 402);
  get().sortBy({ key: 'length', isDescending: true });
  get().applyFilter('wsp');
  await session.idle();
  expect(get().isHidden).toBe(true);
  const { listing } = get();
  if (listing === undefined) return;
  get().takeListing({ ...listing, phase: 'filtering', revision: listing.revision + 1 });
  await expect.poll(() => get().packet).toBe(402);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(get().isHidden).toBe(false);
  get().moveBy(1);
  expect([get().packet, get().owedRows]).toEqual([402, 1]);
  get().takeListing({ ...listing, revision: listing.revision + 1 });
  await session.idle();
  expect(get().owedRows).toBe(0);
});
