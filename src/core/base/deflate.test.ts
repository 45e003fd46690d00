import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from './bytes.ts';
import { type InflateEnd, Inflater } from './deflate.ts';

const text = new TextEncoder().encode(Array.from({ length: 4000 }, (_, i) => `${i * i} `).join(''));

function deflate(bytes: Uint8Array, level = 6): Uint8Array {
  return new Uint8Array(deflateRawSync(bytes, { level }));
}

function inflate(packed: Uint8Array, piece = packed.length): { bytes: Uint8Array; state: InflateEnd; used: number } {
  const inflater = new Inflater();
  const parts: Uint8Array[] = [];
  let used = 0;
  for (let at = 0; at < packed.length && inflater.state === 'more'; at += piece) {
    parts.push(...inflater.push(packed.subarray(at, at + piece), at + piece >= packed.length));
    used += inflater.used;
  }
  return { bytes: concatBytes(...parts), state: inflater.state, used };
}

/** Octets from the start that agree. */
function agreeing(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return at < 0 ? a.length : at;
}

describe('inflate', () => {
  test.each([0, 1, 9])('says where a stream of level %i ends, whatever follows', (level) => {
    const packed = deflate(text, level);
    for (const [follow, piece] of [
      [0, 100_000],
      [1, 100_000],
      [40_000, 100_000],
      [8, 997],
      [1000, 31],
    ] as const) {
      const { bytes, state, used } = inflate(concatBytes(packed, new Uint8Array(follow).fill(0xff)), piece);
      expect([state, used, Buffer.compare(bytes, text)]).toEqual(['end', packed.length, 0]);
    }
  });

  test('one stream after the other', () => {
    const inflater = new Inflater();
    for (const bytes of [text, new Uint8Array(0), text.subarray(7)]) {
      inflater.reset();
      const unpacked = concatBytes(...inflater.push(deflate(bytes), true));
      expect(Buffer.compare(unpacked, bytes)).toBe(0);
      expect(inflater.state).toBe('end');
    }
  });

  test('what comes before a damaged octet is kept, in whatever pieces', () => {
    // The first two bits of a further block say that it is of no kind.
    const packed = concatBytes(new Uint8Array(deflateRawSync(text, { finishFlush: 2 })), new Uint8Array([7, 1, 2, 3]));
    for (const piece of [packed.length, 1000]) {
      const { bytes, state, used } = inflate(packed, piece);
      expect([state, used, Buffer.compare(bytes, text)]).toEqual(['damaged', packed.length - 4, 0]);
    }
  });

  test('damage anywhere never takes octets away that came before it', () => {
    const packed = deflate(text);
    fc.assert(
      fc.property(fc.integer({ min: 200, max: packed.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = packed.slice();
        damaged[at] = damaged[at]! ^ flip;
        const before = inflate(packed.subarray(0, at));
        expect(before.state).toBe('cut');
        const { bytes } = inflate(damaged);
        expect(agreeing(before.bytes, bytes)).toBe(before.bytes.length);
      }),
    );
  });

  test('a cut stored block gives the octets that are there', () => {
    const packed = deflate(text, 0);
    for (const size of [5, 6, 1000, 16_389, packed.length - 1]) {
      for (const piece of [size, 900]) {
        const { bytes, state, used } = inflate(packed.subarray(0, size), piece);
        expect([state, used, bytes.length]).toEqual(['cut', size, size - 5]);
        expect(agreeing(bytes, text)).toBe(size - 5);
      }
    }
  });

  test('a stored block whose lengths differ is damage at its first octet', () => {
    for (const wrong of [1, 2, 3, 4]) {
      const packed = deflate(text, 0);
      packed[wrong]! ^= 0x10;
      expect(inflate(packed)).toEqual({ bytes: new Uint8Array(0), state: 'damaged', used: 0 });
    }
  });

  test('much comes out of little in pieces of bounded size', () => {
    const inflater = new Inflater();
    let size = 0;
    let most = 0;
    for (const out of inflater.push(deflate(new Uint8Array(30_000_000), 9), true)) {
      size += out.length;
      most = Math.max(most, out.length);
    }
    expect([size, inflater.state]).toEqual([30_000_000, 'end']);
    expect(most).toBeLessThanOrEqual(262_144);
  });
});
