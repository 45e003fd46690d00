import { expect, test } from 'vitest';
import { packetView } from '../../testing/packet-view.ts';
import { rangeOf } from './RangeFields.tsx';
import { octetsOfBits, octetsOfSource } from './shown-octets.ts';

test('bits stand for the octets that they lie in, as far as there are any', () => {
  const view = packetView(0, [[0, 0, 640, 1, 0]]);
  const size = view.sources[0]?.bytes.length ?? 0;
  expect(octetsOfBits(view, { source: 0, start: 9, end: 25 }, 'Field')).toMatchObject({ start: 1, end: 4 });
  expect(octetsOfBits(view, { source: 0, start: 9, end: 25 }, 'Field')?.name).toMatch(/^Field in /);
  expect(octetsOfBits(view, { source: 0, start: 8, end: 9 })?.name).toMatch(/^Octets of /);
  expect(octetsOfBits(view, { source: 0, start: 8, end: 8 })).toBeUndefined();
  expect(octetsOfBits(view, { source: 7, start: 0, end: 8 })).toBeUndefined();
  expect(octetsOfSource(view, 0)).toMatchObject({ start: 0, end: size });
});

test('a range is two octets in their order that are there', () => {
  expect(rangeOf('0', '9', 10)).toEqual({ start: 0, end: 10 });
  expect(rangeOf(' 3 ', '3', 10)).toEqual({ start: 3, end: 4 });
  for (const [first, last] of [
    ['4', '3'],
    ['0', '10'],
    ['', '3'],
    ['-1', '3'],
    ['1.5', '3'],
    ['0', '1e1'],
  ] as const)
    expect(rangeOf(first, last, 10)).toBeUndefined();
});
