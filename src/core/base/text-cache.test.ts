import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextCache } from './text-cache.ts';

test('gives the text of printable octets, and nothing for others', () => {
  const texts = new TextCache();
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) }, fc.nat(255)), {
        maxLength: 120,
      }),
      fc.nat(5),
      (octets, from) => {
        const bytes = Uint8Array.from(octets);
        const start = Math.min(from, bytes.length);
        const text = String.fromCharCode(...bytes.subarray(start));
        const expected = /^[\x20-\x7e]{1,96}$/.test(text) ? text : undefined;
        expect(texts.printable(bytes, start, bytes.length)).toBe(expected);
        expect(texts.printable(bytes, start, bytes.length)).toBe(expected);
      },
    ),
    { numRuns: 2000 },
  );
});

test('keeps texts apart that fall on one place', () => {
  const texts = new TextCache();
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < 5000; i++) {
      const text = `text/${i}`;
      const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
      expect(texts.printable(bytes, 0, bytes.length)).toBe(text);
    }
});
