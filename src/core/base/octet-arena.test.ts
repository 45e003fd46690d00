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
