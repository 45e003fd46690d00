import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { segments, textContent } from './encode.ts';

const octets = (count: number) => ({ coding: 'octets', bytes: new Uint8Array(count).fill(0xab) }) as const;
const ports = { destination: 2948, originator: 9200 };

describe('segments', () => {
  it('puts 133 octets behind ports into one message, 134 into two', () => {
    const [one, ...none] = segments(octets(133), { ports, reference: 1 });
    expect(none).toEqual([]);
    expect(one?.length).toBe(140);
    expect(toHex(one?.bytes.subarray(0, 7) ?? new Uint8Array(0))).toBe('0605040b8423f0');
    const two = segments(octets(134), { ports, reference: 1 });
    expect(two.map(({ length }) => length)).toEqual([140, 12 + 134 - 128]);
    expect(two.map(({ bytes }) => toHex(bytes.subarray(0, 12)))).toEqual([
      '0b05040b8423f00003010201',
      '0b05040b8423f00003010202',
    ]);
  });

  it('writes 8-bit ports and 16-bit references', () => {
    const two = segments(octets(140), {
      ports: { destination: 226, originator: 227, bits: 8 },
      reference: 0xbeef,
      referenceBits: 16,
    });
    expect(two.map(({ bytes }) => toHex(bytes.subarray(0, 11)))).toEqual([
      '0a0402e2e30804beef0201',
      '0a0402e2e30804beef0202',
    ]);
  });

  it('keeps escape sequences and surrogate pairs whole', () => {
    const text = segments(textContent(`${'a'.repeat(152)}€${'b'.repeat(20)}`), { reference: 7 });
    expect(text.map(({ length }) => length)).toEqual([7 + 152, 7 + 22]);
    const wide = segments(textContent(`${'ж'.repeat(66)}😀${'ж'.repeat(9)}`), { reference: 7 });
    expect(wide.map(({ bytes }) => bytes.length)).toEqual([6 + 132, 6 + 22]);
  });

  it('refuses what 255 messages do not hold', () => {
    expect(() => segments(octets(255 * 134 + 1), { reference: 0 })).toThrow(RangeError);
    expect(segments(octets(255 * 134), { reference: 0 })).toHaveLength(255);
    const elements = [{ id: 0x70, data: new Uint8Array(136) }];
    expect(() => segments(octets(9), { reference: 0, elements })).toThrow(RangeError);
  });
});
