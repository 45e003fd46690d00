import { expect, test } from 'vitest';
import { fakeStatus } from '../testing/fake-engine.ts';
import { selectedCount, selectedPlaces } from './listing.ts';
import { createAppStore } from './store.ts';

const PACKETS = 100;

test('rows are selected from where the selection began, until another packet is chosen or the list is another one', () => {
  const store = createAppStore();
  const get = store.getState;
  get().takeStatus(fakeStatus('a.pcap', PACKETS));
  expect(selectedCount(get())).toBe(0);
  get().selectTo(10);
  expect([selectedPlaces(get()), selectedCount(get())]).toEqual([undefined, 1]);
  get().selectTo(14);
  expect([get().packet, selectedPlaces(get()), selectedCount(get())]).toEqual([14, [{ from: 10, to: 15 }], 5]);
  get().selectTo(Number.NEGATIVE_INFINITY);
  expect([get().packet, selectedPlaces(get())]).toEqual([0, [{ from: 0, to: 11 }]]);
  get().selectTo(10);
  expect(selectedPlaces(get())).toBeUndefined();
  for (const end of [
    () => get().selectPacket(get().packet ?? 0),
    () => get().moveBy(1),
    () => get().applyFilter('ip'),
    () => get().sortBy({ key: 'info', isDescending: false }),
    () => get().clearCapture(),
  ]) {
    get().selectPlace(20);
    get().selectTo(30);
    expect(selectedCount(get())).toBeGreaterThan(1);
    end();
    expect(selectedPlaces(get())).toBeUndefined();
  }
});

test('rows that lie apart are picked one by one, and taken out again; the last one stays', () => {
  const store = createAppStore();
  const get = store.getState;
  const selected = () => [get().packet, selectedPlaces(get())];
  get().takeStatus(fakeStatus('a.pcap', PACKETS));
  get().pickPlace(10);
  expect(selected()).toEqual([10, undefined]);
  get().pickPlace(20);
  get().pickPlace(12);
  get().pickPlace(11);
  const picked = [
    { from: 10, to: 13 },
    { from: 20, to: 21 },
  ];
  expect(selected()).toEqual([11, picked]);
  expect(selectedCount(get())).toBe(4);
  // Another than the shown one goes: the shown one stays shown.
  get().pickPlace(20);
  expect(selected()).toEqual([11, [{ from: 10, to: 13 }]]);
  // The shown one goes: its nearest neighbour is shown.
  get().pickPlace(11);
  expect(selected()).toEqual([
    10,
    [
      { from: 10, to: 11 },
      { from: 12, to: 13 },
    ],
  ]);
  get().pickPlace(10);
  expect(selected()).toEqual([12, undefined]);
  get().pickPlace(12);
  expect([...selected(), selectedCount(get())]).toEqual([12, undefined, 1]);
});

test('a stretch takes the place of what was picked, or comes besides it', () => {
  const store = createAppStore();
  const get = store.getState;
  get().takeStatus(fakeStatus('a.pcap', PACKETS));
  get().selectPlace(50);
  get().pickPlace(10);
  get().selectTo(12, true);
  expect(selectedPlaces(get())).toEqual([
    { from: 10, to: 13 },
    { from: 50, to: 51 },
  ]);
  get().selectTo(14);
  expect(selectedPlaces(get())).toEqual([{ from: 10, to: 15 }]);
  // What was one selection is picked from too.
  get().pickPlace(13);
  expect(selectedPlaces(get())).toEqual([
    { from: 10, to: 13 },
    { from: 14, to: 15 },
  ]);
});

test('all rows are selected without leaving the shown packet', () => {
  const store = createAppStore();
  const get = store.getState;
  get().takeStatus(fakeStatus('a.pcap', PACKETS));
  get().selectPlace(50);
  get().selectAll();
  expect([get().packet, selectedPlaces(get()), selectedCount(get())]).toEqual([
    50,
    [{ from: 0, to: PACKETS }],
    PACKETS,
  ]);
  get().moveBy(1);
  expect([get().packet, selectedCount(get())]).toEqual([51, 1]);
});
