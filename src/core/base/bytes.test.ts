import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  fromLatin1,
  fromUtf8,
  joinBytes,
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
  test('is what a strict decoder makes of it, wherever it goes wrong', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const decoded = (bytes: Uint8Array): string | undefined => {
      try {
        return decoder.decode(bytes);
      } catch {
        return undefined;
      }
    };
    const padding = new Uint8Array(60).fill(0x61);
    // Every first octet with each kind of second, alone, in a longer text and at the place up to which it is looked at.
    for (let first = 0x7f; first < 0x100; first++)
      for (const second of [0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe2, 0xff])
        for (const tail of [[], [0x80], [0x80, 0x80], [0x80, 0x41], [0xc3, 0xa9, 0x80]]) {
          const bytes = Uint8Array.of(first, second, ...tail);
          expect(fromUtf8(bytes)).toBe(decoded(bytes));
          for (let before = 30; before <= 60; before += 3) {
            const longer = concatBytes(padding.subarray(0, before), bytes, padding);
            expect(fromUtf8(longer)).toBe(decoded(longer));
            const cut = concatBytes(padding.subarray(0, before), bytes);
            expect(fromUtf8(cut)).toBe(decoded(cut));
          }
        }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 90 }),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        (text, at, octet) => {
          const bytes = toUtf8(text);
          bytes[at % (bytes.length + 1)] = octet;
          expect(fromUtf8(bytes)).toBe(decoded(bytes));
        },
      ),
    );
  });
  test('of long ASCII takes the decoder', () => expect(fromUtf8(new Uint8Array(40).fill(0x61))).toBe('a'.repeat(40)));
});

test('Latin-1 keeps every octet', () => expect(fromLatin1(Uint8Array.of(0, 0x7f, 0x80, 0xff))).toBe('\0\x7f\x80\xff'));

test('octets are joined and compared', () => {
  expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  const many = Array.from({ length: 300_000 }, (_, i) => Uint8Array.of(i & 0xff));
  expect(joinBytes(many)).toEqual(Uint8Array.from(many, ([octet = 0]) => octet));
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
});
