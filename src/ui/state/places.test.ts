import { expect, test } from 'vitest';
import { hasPlace, joinedPlaces, nearestPlace, placeCount, placesWithout } from './places.ts';

const range = (from: number, to: number) => ({ from, to });

test('ranges that touch, overlap or hold one another are one', () => {
  expect(joinedPlaces([])).toEqual([]);
  expect(joinedPlaces([range(8, 9), range(2, 4), range(4, 5)])).toEqual([range(2, 5), range(8, 9)]);
  expect(joinedPlaces([range(0, 10), range(3, 4), range(9, 12)])).toEqual([range(0, 12)]);
  expect(placeCount(joinedPlaces([range(0, 10), range(3, 4), range(20, 22)]))).toBe(12);
});

test('a place is taken out of the middle, of an end, or with its whole range', () => {
  const ranges = [range(2, 5), range(8, 9)];
  expect(placesWithout(ranges, 3)).toEqual([range(2, 3), range(4, 5), range(8, 9)]);
  expect(placesWithout(ranges, 2)).toEqual([range(3, 5), range(8, 9)]);
  expect(placesWithout(ranges, 4)).toEqual([range(2, 4), range(8, 9)]);
  expect(placesWithout(ranges, 8)).toEqual([range(2, 5)]);
  expect(placesWithout(ranges, 5)).toEqual(ranges);
});

test('which places ranges have, and which is nearest', () => {
  const ranges = [range(2, 5), range(8, 9)];
  expect([1, 2, 4, 5, 8, 9].filter((place) => hasPlace(ranges, place))).toEqual([2, 4, 8]);
  expect([0, 3, 6, 7, 100].map((place) => nearestPlace(ranges, place))).toEqual([2, 3, 4, 8, 8]);
  expect(nearestPlace([], 3)).toBeUndefined();
});
