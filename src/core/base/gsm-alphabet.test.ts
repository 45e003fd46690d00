import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import {
  gsmText,
  knowsShift,
  NATIONAL_LANGUAGES,
  packSeptets,
  septetOctets,
  toSeptets,
  ucs2Text,
  unpackSeptets,
} from './gsm-alphabet.ts';

test('the default alphabet has 128 characters, each once', () => {
  const all = gsmText(Uint8Array.from({ length: 127 }, (_, i) => (i < 27 ? i : i + 1)));
  expect([...all]).toHaveLength(127);
  expect(new Set(all).size).toBe(127);
  expect(all.slice(0, 6)).toBe('@£$¥èé');
  expect(all.at(-1)).toBe('à');
});

test('packing', () => {
  expect(toHex(packSeptets(toSeptets('hello')!))).toBe('e8329bfd06');
  expect(toHex(packSeptets(toSeptets('hello')!, 1))).toBe('d06536fb0d');
  expect(gsmText(unpackSeptets(fromHex('c4e6bc2cb797e5')!, 0, 0, 8))).toBe('DMserver');
  expect(gsmText(unpackSeptets(fromHex('00d06536fb0d')!, 1, 1, 5))).toBe('hello');
  expect(septetOctets(160)).toBe(140);
  expect(septetOctets(12)).toBe(11);
  expect([...unpackSeptets(fromHex('ff')!, 0, 0, 2)]).toEqual([0x7f, 1]);
});

test('escapes', () => {
  expect(gsmText(Uint8Array.of(0x1b, 0x65))).toBe('€');
  expect(gsmText(Uint8Array.of(0x1b, 0x41))).toBe('A');
  expect(gsmText(Uint8Array.of(0x1b, 0x1b))).toBe(' ');
  expect(gsmText(Uint8Array.of(0x1b))).toBe(' ');
});

test('national tables', () => {
  expect(gsmText(Uint8Array.of(0x1b, 0x47, 0x1b, 0x65), 1)).toBe('Ğ€');
  expect(gsmText(Uint8Array.of(0x1b, 0x61, 0x61), 2)).toBe('áa');
  expect(gsmText(Uint8Array.of(0x04, 0x07, 0x41), 0, 1)).toBe('€ıA');
  expect(gsmText(Uint8Array.of(0x18, 0x1a), 0, 3)).toBe('€|');
  // Tables that are not known are read as the default.
  expect(gsmText(Uint8Array.of(0x41), 6, 6)).toBe('A');
  expect(knowsShift('single', 3)).toBe(true);
  expect(knowsShift('locking', 2)).toBe(false);
  expect(knowsShift('locking', 0)).toBe(true);
  expect(Object.keys(NATIONAL_LANGUAGES)).toHaveLength(14);
});

test('text to septets and back', () => {
  expect(toSeptets('日')).toBeUndefined();
  expect([...toSeptets('€')!]).toEqual([0x1b, 0x65]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'@£$abcXYZ €{}[]~|^\\ñüà')), fc.nat(6), (characters, firstBit) => {
      const septets = toSeptets(characters.join(''))!;
      const packed = packSeptets(septets, firstBit);
      expect(gsmText(unpackSeptets(packed, 0, firstBit, septets.length))).toBe(characters.join(''));
    }),
  );
});

test('UCS2', () => {
  expect(ucs2Text(fromHex('00410042d83dde00')!)).toBe('AB😀');
  expect(ucs2Text(fromHex('004100')!)).toBe('A');
});
