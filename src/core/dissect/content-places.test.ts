import { expect, test } from 'vitest';
import { createCaptureState } from './capture-state.ts';
import { ContentPlace, ContentPlaces } from './content-places.ts';
import type { Dissector } from './registry.ts';
import { Summary } from './summary.ts';

const dissector: Dissector = { id: 'demo', name: 'Demo', dissect: () => undefined };
const window = Uint8Array.from({ length: 100 }, (_, i) => i);

/** A row at packet `frame`, whose octets begin at octet 10 of the window. */
function rowAt(frame: number, isReassembled = false, isCut = false): Summary {
  const row = new Summary(createCaptureState());
  row.begin(frame, 0, 10, isCut);
  row.reassembled = isReassembled;
  row.destinationPort = 2948;
  return row;
}

function placesOf(places: ContentPlaces, frame: number): { at: number; octets: number[] | undefined; port: number }[] {
  const found: { at: number; octets: number[] | undefined; port: number }[] = [];
  const place = new ContentPlace();
  for (let i = places.first(frame); places.isOf(i, frame); i++) {
    places.read(i, place);
    const octets = place.kept && [...place.kept.subarray(place.at, place.at + place.size)];
    found.push({ at: place.at, octets, port: place.port });
  }
  return found;
}

test('places are those of the packet, in its own octets or kept', () => {
  const places = new ContentPlaces({ octets: 10, shortOctets: 0, places: 100 });
  places.note(dissector, window, 14, 20, rowAt(3));
  places.note(dissector, window, 90, 93, rowAt(3, true));
  places.note(dissector, window, 12, 13, rowAt(7));
  expect(placesOf(places, 3)).toEqual([
    { at: 4, octets: undefined, port: 2948 },
    { at: 0, octets: [90, 91, 92], port: 2948 },
  ]);
  expect(placesOf(places, 7)).toEqual([{ at: 2, octets: undefined, port: 2948 }]);
  expect(placesOf(places, 5)).toEqual([]);
  expect([3, 5, 7].every((frame) => places.isWhole(frame))).toBe(true);
});

test('a packet that hides content says so, then and later', () => {
  const places = new ContentPlaces();
  places.note(dissector, window, 14, 20, rowAt(1));
  places.note(dissector, window, 14, 20, rowAt(2));
  places.hide(2);
  places.note(dissector, window, 14, 20, rowAt(3));
  places.hide(1);
  expect([0, 1, 2, 3].map((frame) => places.isWhole(frame))).toEqual([true, false, false, true]);
});

test('what is not kept is lost', () => {
  const places = new ContentPlaces({ octets: 4, shortOctets: 0, places: 100 });
  places.note(dissector, window, 20, 24, rowAt(1, true));
  places.note(dissector, window, 20, 21, rowAt(2, true));
  expect([0, 1].map((i) => places.isLost(i))).toEqual([false, true]);
  expect(placesOf(places, 2)[0]?.octets).toBe(undefined);
});

test('content of content is kept once, unless the buffer holds something else by now', () => {
  const places = new ContentPlaces({ octets: 10, shortOctets: 0, places: 100 });
  const buffer = window.slice();
  places.note(dissector, buffer, 10, 18, rowAt(1, true));
  places.note(dissector, buffer, 12, 18, rowAt(1, true));
  buffer[12] = 200;
  places.note(dissector, buffer, 12, 14, rowAt(1, true));
  places.note(dissector, buffer, 13, 15, rowAt(2, true));
  expect(placesOf(places, 1).map(({ octets }) => octets)).toEqual([
    [10, 11, 12, 13, 14, 15, 16, 17],
    [12, 13, 14, 15, 16, 17],
    [200, 13],
  ]);
  expect(places.isLost(3)).toBe(true);
});

test('short content is kept, its own content with it, until its room is full; what the capture cut off is not', () => {
  const places = new ContentPlaces({ octets: 0, shortOctets: 10, places: 100 });
  places.note(dissector, window, 14, 22, rowAt(1));
  places.note(dissector, window, 16, 20, rowAt(1));
  places.note(dissector, window, 14, 20, rowAt(2));
  places.note(dissector, window, 14, 15, rowAt(3, false, true));
  places.note(dissector, window, 14, 16, rowAt(4));
  expect(placesOf(places, 1).map(({ octets }) => octets)).toEqual([
    [14, 15, 16, 17, 18, 19, 20, 21],
    [16, 17, 18, 19],
  ]);
  expect([2, 3].flatMap((frame) => placesOf(places, frame))).toEqual([
    { at: 4, octets: undefined, port: 2948 },
    { at: 4, octets: undefined, port: 2948 },
  ]);
  expect(placesOf(places, 4).map(({ octets }) => octets)).toEqual([[14, 15]]);
  expect([0, 1, 2, 3, 4].map((i) => places.isLost(i))).toEqual([false, false, false, false, false]);
  const long = new Uint8Array(141);
  const roomy = new ContentPlaces();
  roomy.note(dissector, long, 0, 140, rowAt(1));
  roomy.note(dissector, long, 0, 141, rowAt(2));
  expect([0, 1].map((i) => roomy.isKept(i))).toEqual([true, false]);
});

test('beyond the most places packets hide their content', () => {
  const places = new ContentPlaces({ octets: 100, shortOctets: 0, places: 3 });
  for (const frame of [1, 2, 2, 2, 4]) places.note(dissector, window, 20, 24, rowAt(frame));
  expect([0, 1, 2, 3, 4, 5].map((frame) => places.isWhole(frame))).toEqual([true, true, false, false, false, false]);
  expect(places.length).toBe(3);
});

test('empty content at the end of a full block is kept as such', () => {
  const places = new ContentPlaces();
  const buffer = new Uint8Array(16 * 1024);
  for (let i = 0; i < 4; i++) places.note(dissector, buffer, 0, buffer.length, rowAt(i, true));
  places.note(dissector, buffer, buffer.length, buffer.length, rowAt(3, true));
  expect(placesOf(places, 3).map(({ octets }) => octets?.length)).toEqual([buffer.length, 0]);
});
