import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Sighting, Sightings } from './sightings.ts';

const frames = (sightings: readonly Sighting[]) => sightings.map(({ frame }) => frame);

test('a packet is told of those before and after it, not of itself', () => {
  const known = new Sightings();
  for (const frame of [2, 5, 5, 9]) known.learn('a', { frame });
  known.learn('b', { frame: 3 });
  expect(frames(known.of('a'))).toEqual([2, 5, 5, 9]);
  expect(frames(known.before('a', 5))).toEqual([2]);
  expect(frames(known.after('a', 5))).toEqual([9]);
  expect(frames(known.before('a', 2))).toEqual([]);
  expect(frames(known.after('a', 9))).toEqual([]);
  expect(frames(known.before('a', 100))).toEqual([2, 5, 5, 9]);
  expect(known.of('c')).toEqual([]);
  expect(known.held).toBe(5);
});

test('before and after are what a filter gives', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 40 }), fc.nat(32), (numbers, frame) => {
      const known = new Sightings();
      const sorted = numbers.sort((a, b) => a - b);
      for (const number of sorted) known.learn('k', { frame: number });
      expect(frames(known.before('k', frame))).toEqual(sorted.filter((number) => number < frame));
      expect(frames(known.after('k', frame))).toEqual(sorted.filter((number) => number > frame));
    }),
  );
});

test('memory is bounded: what comes late is left out', () => {
  const known = new Sightings(500);
  for (let frame = 0; frame < 1000; frame++) known.learn('often', { frame });
  expect(known.of('often')).toHaveLength(256);
  expect(known.full).toBe(false);
  for (let frame = 0; frame < 10_000; frame++) known.learn(`key ${frame}`, { frame });
  expect(known.full).toBe(true);
  expect(known.held).toBe(500);
  expect(frames(known.of('key 0'))).toEqual([0]);
  expect(known.of('key 300')).toEqual([]);
  expect(frames(known.before('often', 3))).toEqual([0, 1, 2]);
});

test('time is bounded: a key that is full ends the learning in the end, and documents are read so many times', () => {
  const known = new Sightings(300);
  let learned = 0;
  for (; !known.full && learned < 10_000; learned++) known.learn('often', { frame: learned });
  expect(learned).toBe(1200);
  expect(known.held).toBe(256);
  expect(known.mayRead()).toBe(false);
  const other = new Sightings();
  let read = 0;
  while (other.mayRead()) read++;
  expect(read).toBe(50_000);
  expect(other.full).toBe(false);
});
