import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBits, u16, u32, writeBits } from './bits.ts';

describe('bits', () => {
  test('are counted from the most significant one of octet 0', () => {
    const bytes = Uint8Array.of(0b1010_0101, 0b1100_0011, 0xff);
    expect(readBits(bytes, 0, 1)).toBe(1);
    expect(readBits(bytes, 1, 3)).toBe(0b010);
    expect(readBits(bytes, 4, 8)).toBe(0b0101_1100);
    expect(readBits(bytes, 13, 11)).toBe(0b011_1111_1111);
    expect(readBits(bytes, 5, 0)).toBe(0);
  });

  test('read as one would by hand, for every place and width', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 16 }),
        fc.nat(63),
        fc.integer({ min: 1, max: 53 }),
        (bytes, bit, width) => {
          const digits = Array.from(bytes, (octet) => octet.toString(2).padStart(8, '0')).join('');
          const cut = digits.slice(bit, bit + width);
          const expected = Number.parseInt(cut.padEnd(width, '0'), 2);
          expect(readBits(bytes, bit, width)).toBe(expected);
        },
      ),
    );
  });

  test('are read back as written, and their neighbours keep their values', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.nat(64),
        fc.integer({ min: 1, max: 53 }),
        fc.maxSafeInteger(),
        (bytes, bit, width, any) => {
          const value = Math.abs(any) % 2 ** width;
          const before = [readBits(bytes, 0, Math.min(bit, 53)), readBits(bytes, bit + width, 8)];
          writeBits(bytes, bit, width, value);
          expect(readBits(bytes, bit, width)).toBe(value);
          expect([readBits(bytes, 0, Math.min(bit, 53)), readBits(bytes, bit + width, 8)]).toEqual(before);
        },
      ),
    );
  });

  test('of 16 and 32 make unsigned integers', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc, 0xfb);
    expect(u16(bytes, 1)).toBe(0xfefd);
    expect(u32(bytes, 1)).toBe(0xfefdfcfb);
  });
});
