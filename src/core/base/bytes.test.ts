import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromLatin1,
  fromUtf8,
  toBase64,
  toHex,
  toUtf8,
} from './bytes.ts';

const octets = fc.uint8Array({ maxLength: 200 });

describe('hexadecimal', () => {
  test('comes back', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });
  test('takes both cases, no odd digit, nothing else', () => {
    expect(fromHex('aBcD')).toEqual(Uint8Array.of(0xab, 0xcd));
    expect(fromHex('')).toEqual(new Uint8Array(0));
    for (const bad of ['a', '0x12', '12 34', 'zz', '1٣']) expect(fromHex(bad)).toBeUndefined();
  });
  test('has a separator on demand', () => expect(toHex(Uint8Array.of(1, 2, 255), ':')).toBe('01:02:ff'));
});

describe('base64', () => {
  test('is what Node makes of the same octets, and comes back', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
        expect(fromBase64(Buffer.from(bytes).toString('base64url'))).toEqual(new Uint8Array(bytes));
      }),
    );
  });
  test('refuses what it is not', () => {
    for (const bad of ['a', 'ab=', 'ab c', 'äöüß', 'abc==']) expect(fromBase64(bad)).toBeUndefined();
  });
});

describe('UTF-8', () => {
  test('comes back, a byte order mark too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fromUtf8(toUtf8(text))).toBe(text);
      }),
    );
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
  });
  test('is undefined for octets that are not', () => {
    for (const bad of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0x41, 0x80]]) {
      expect(fromUtf8(Uint8Array.from(bad))).toBeUndefined();
    }
  });
  test('of long ASCII takes the decoder', () => expect(fromUtf8(new Uint8Array(40).fill(0x61))).toBe('a'.repeat(40)));
});

test('Latin-1 keeps every octet', () => expect(fromLatin1(Uint8Array.of(0, 0x7f, 0x80, 0xff))).toBe('\0\x7f\x80\xff'));

test('octets are joined and compared', () => {
  expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});
