import { expect, test } from 'vitest';
import { Extract, ExtractReader } from './extract.ts';

test('what was written is read in the same order, whatever room it takes', () => {
  const extract = new Extract();
  const octets = Uint8Array.from({ length: 3000 }, (_, i) => i);
  for (let round = 0; round < 3; round++) {
    extract.clear();
    const sizes = [0, 1, 249, 3000, 2];
    for (const size of sizes) {
      extract.number(size * 0x10_0001);
      extract.run(octets, round, round + Math.min(size, 3000 - round));
    }
    extract.number(-1);
    // As a learner gets it: somewhere among other octets.
    const there = new Uint8Array(extract.size + 7);
    there.set(extract.bytes.subarray(0, extract.size), 7);
    const reader = new ExtractReader(there, 7);
    for (const size of sizes) {
      expect(reader.number()).toBe((size * 0x10_0001) >>> 0);
      const start = reader.run();
      expect(there.subarray(start, reader.at)).toEqual(octets.subarray(round, round + Math.min(size, 3000 - round)));
    }
    expect(reader.number()).toBe(0xffff_ffff);
    expect(reader.at).toBe(there.length);
  }
});
