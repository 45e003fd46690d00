import { describe, expect, test } from 'vitest';
import { toUtf8 } from './bytes.ts';
import {
  cArray,
  characterColumn,
  digitsColumn,
  dumpLine,
  escapedString,
  hexDump,
  plainDump,
  printableText,
  yamlBinary,
} from './octet-forms.ts';

const counting = (size: number, from = 0) => Uint8Array.from({ length: size }, (_, i) => from + i);

describe('dumps', () => {
  test('offset, two halves, characters; and without the characters', () => {
    expect(hexDump(counting(18, 0x40), 0x20).split('\n')).toEqual([
      '00000020  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  |@ABCDEFGHIJKLMNO|',
      '00000030  50 51                                             |PQ|',
    ]);
    expect(plainDump(counting(18, 0x40), 0x20).split('\n')).toEqual([
      '00000020  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f',
      '00000030  50 51',
    ]);
    expect(hexDump(new Uint8Array())).toBe('');
    expect(plainDump(new Uint8Array())).toBe('');
  });

  test('columns of octets are where the octets stand', () => {
    for (const size of [1, 8, 9, 16]) {
      const line = dumpLine(counting(size, 0x30));
      for (let i = 0; i < size; i++) {
        expect(line.slice(digitsColumn(i), digitsColumn(i) + 2)).toBe((0x30 + i).toString(16));
        expect(line[characterColumn(i)]).toBe(String.fromCharCode(0x30 + i));
      }
    }
  });
});

test('arrays and strings', () => {
  expect(cArray(counting(13, 1), 'octets').split('\n')).toEqual([
    'const uint8_t octets[13] = {',
    '  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c,',
    '  0x0d,',
    '};',
  ]);
  expect(escapedString(Uint8Array.of(0, 0x22, 0xff))).toBe('"\\x00\\x22\\xff"');
  expect(escapedString(new Uint8Array())).toBe('""');
});

test('YAML wraps base64 at 76 characters, whole groups in each line but the last', () => {
  const [head, first, second] = yamlBinary(counting(60)).split('\n');
  expect(head).toBe('!!binary |');
  expect(first).toHaveLength(2 + 76);
  expect(first).not.toContain('=');
  expect(second).toBe('  OTo7');
});

test('printable text leaves out what cannot be printed', () => {
  expect(printableText(Uint8Array.of(0, ...toUtf8('a b\r\n\tc'), 0x7f, 0xe9, 0x1b))).toBe('a b\r\n\tc');
});
