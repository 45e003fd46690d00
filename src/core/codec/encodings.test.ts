import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { type Encoding, encodeNumber, encodeText, hasOwnWidth, largest } from './encodings.ts';

const shown = (result: ReturnType<typeof encodeText>): string =>
  'bytes' in result ? `${toHex(result.bytes)}/${result.width}` : result.problem;

describe('numbers', () => {
  test.each<[number, Encoding | undefined, number | undefined, string]>([
    [5, undefined, 4, '50/4'],
    [5, 'big-endian', 16, '0005/16'],
    [2 ** 53 - 1, undefined, 64, '001fffffffffffff/64'],
    [16, undefined, 4, 'is from 0 to 15 (4 bits), not 16'],
    [2, undefined, 1, 'is from 0 to 1 (1 bit), not 2'],
    [-1, undefined, 8, 'is from 0 to 255 (8 bits), not -1'],
    [1.5, undefined, 8, 'must be a whole number, not 1.5'],
    [1, undefined, undefined, 'has no fixed width: state it as {"value", "bits"}'],
    [0x0102, 'little-endian', 16, '0201/16'],
    [-28, 'signed', 8, 'e4/8'],
    [127, 'signed', 8, '7f/8'],
    [128, 'signed', 8, 'is from -128 to 127, not 128'],
    [1, 'signed', undefined, 'has no fixed width: state it as {"value", "bits"}'],
    [404, 'ascii-decimal', undefined, '343034/24'],
    [-1, 'ascii-decimal', undefined, 'must not be negative: -1'],
    [127, 'uintvar', undefined, '7f/8'],
    [162, 'uintvar', undefined, '8122/16'],
    [2 ** 32, 'uintvar', undefined, '9080808000/40'],
    [-1, 'uintvar', undefined, 'must not be negative: -1'],
    [47, 'short-integer', undefined, 'af/8'],
    [128, 'short-integer', undefined, 'is from 0 to 127, not 128'],
    [26, 'swapped-decimal', undefined, '62/8'],
    [100, 'swapped-decimal', undefined, 'is from 0 to 99, not 100'],
    [127, 'ber-length', undefined, '7f/8'],
    [138, 'ber-length', undefined, '818a/16'],
    [256, 'ber-length', undefined, '820100/24'],
    [-1, 'ber-length', undefined, 'must not be negative: -1'],
    [20, { unit: 4 }, 4, '50/4'],
    [18, { unit: 4 }, 4, 'must be a multiple of 4, not 18'],
    [64, { unit: 4 }, 4, 'is at most 60, not 64'],
    [6, { unit: 2, base: 4 }, 8, '01/8'],
    [5, { unit: 2, base: 4 }, 8, 'must be 4 and a multiple of 2, not 5'],
  ])('%d as %j in %s bits', (value, encoding, width, wanted) => {
    expect(shown(encodeNumber(value, encoding, width))).toBe(wanted);
  });

  test('have a largest value where there is one', () => {
    expect([
      largest(undefined, 16),
      largest('short-integer', undefined),
      largest('swapped-decimal', undefined),
      largest('signed', 8),
      largest({ unit: 4 }, 4),
      largest('uintvar', undefined),
      largest('uintvar', 8),
      largest(undefined, 64),
    ]).toEqual([65535, 127, 99, 127, 60, undefined, undefined, undefined]);
    expect([hasOwnWidth('uintvar'), hasOwnWidth('little-endian'), hasOwnWidth(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('texts', () => {
  test.each<[string, Encoding | undefined, string]>([
    ['aé', undefined, '61c3a9/24'],
    ['\ud800', undefined, 'holds half a character'],
    ['ab', 'zero-terminated', '616200/24'],
    ['a\0', 'zero-terminated', 'holds a character 0, which would end it'],
    ['é€', 'utf-16', '00e920ac/32'],
    ['a', 'utf-16-zero', '00610000/32'],
    ['é', 'latin-1', 'e9/8'],
    ['€', 'latin-1', 'has no octet for "€"'],
    ['12345', 'semi-octets', '2143f5/24'],
    ['+1', 'semi-octets', 'holds digits, *, #, a, b and c only'],
    ['DMserver', 'gsm-7bit', 'c4e6bc2cb797e5/56'],
    ['ш', 'gsm-7bit', 'holds a character that the default alphabet has not'],
    ['1.3', 'version', '93/8'],
    ['1', 'version', '9f/8'],
    ['8.0', 'version', 'is a version such as 1.3'],
    ['1.16', 'version', 'is a version such as 1.3'],
  ])('%j as %s', (value, encoding, wanted) => {
    expect(shown(encodeText(value, encoding))).toBe(wanted);
  });
});
