import { expect, test } from 'vitest';
import { OctetArena } from './octet-arena.ts';

test('gives back what was put, over the end of blocks', () => {
  const arena = new OctetArena();
  const all = Array.from({ length: 700 }, (_, i) => new Uint8Array(i === 5 ? 65_536 : (i * 37) % 900).fill(i));
  const places = all.map((octets) => {
    const scratch = octets.slice();
    const place = arena.put(scratch);
    // The octets are the caller's again.
    scratch.fill(255);
    return place;
  });
  expect(places.map((place, i) => arena.get(place, all[i]!.length))).toEqual(all);
});

test('nothing behind a full block is nothing', () => {
  const arena = new OctetArena();
  arena.put(new Uint8Array(65_536));
  const place = arena.put(new Uint8Array(0));
  expect(arena.get(place, 0)).toEqual(new Uint8Array(0));
});

test('a part of octets, and the block it lies in', () => {
  const arena = new OctetArena();
  const octets = Uint8Array.of(1, 2, 3, 4, 5);
  arena.put(octets);
  const place = arena.put(octets, 1, 3);
  const at = arena.offsetOf(place);
  expect([...arena.blockOf(place).subarray(at, at + 2)]).toEqual([2, 3]);
});
