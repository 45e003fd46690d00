import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../core/base/bytes.ts';
import { asciiOf } from '../../../core/base/octet-forms.ts';
import { bitMask, bitText } from './bit-mask.ts';
import { BYTE_FORMATS, formatBytes } from './copy-formats.ts';
import { clip, edgesOf, moveCursor, octetRange } from './octet-cursor.ts';
import { octetDiff } from './octet-diff.ts';
import { safeText, visibleText } from './visible-text.ts';

describe('octets as text', () => {
  const bytes = toUtf8('Push <b>&\0\x7f');

  test('each format', () => {
    expect(formatBytes(bytes, 'hex')).toBe('50757368203c623e26007f');
    expect(formatBytes(bytes, 'base64')).toBe('UHVzaCA8Yj4mAH8=');
    expect(formatBytes(bytes, 'escaped')).toBe('"\\x50\\x75\\x73\\x68\\x20\\x3c\\x62\\x3e\\x26\\x00\\x7f"');
    expect(formatBytes(Uint8Array.of(1, 255), 'c')).toBe('const uint8_t packet[2] = {\n  0x01, 0xff,\n};');
    expect(formatBytes(bytes, 'text')).toBe('Push <b>&\\0\\x7f');
    expect(formatBytes(Uint8Array.of(0xe9), 'text')).toBe('\u00e9');
    expect(formatBytes(bytes, 'printable')).toBe('Push <b>&');
    expect(formatBytes(toUtf8('=1+1\u0001'), 'printable')).toBe("'=1+1");
    expect(formatBytes(bytes, 'yaml')).toBe('!!binary |\n  UHVzaCA8Yj4mAH8=');
    expect(formatBytes(bytes, 'plain-dump', 32)).toBe('00000020  50 75 73 68 20 3c 62 3e  26 00 7f');
    expect(new Set(BYTE_FORMATS.map(({ id }) => formatBytes(bytes, id))).size).toBe(BYTE_FORMATS.length);
    for (const format of ['hex', 'base64', 'dump', 'text'] as const)
      expect(formatBytes(new Uint8Array(), format)).toBe('');
  });

  test('the dump has offsets, two halves and ASCII', () => {
    const dump = formatBytes(
      Uint8Array.from({ length: 18 }, (_, i) => i + 0x40),
      'dump',
      0x20,
    );
    expect(dump.split('\n')).toEqual([
      '00000020  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  |@ABCDEFGHIJKLMNO|',
      '00000030  50 51                                             |PQ|',
    ]);
    expect(asciiOf(Uint8Array.of(0x1f, 0x20, 0x7e, 0x7f, 0xff))).toBe('. ~..');
  });
});

describe('hostile text', () => {
  test('what cannot be seen is shown as an escape', () => {
    expect(visibleText('a\u202eb\u200bc\n\u0085\ufeff')).toBe('a\\u202eb\\u200bc\\n\\x85\\ufeff');
    expect(visibleText('ソフト é')).toBe('ソフト é');
    expect(visibleText('\u{e0041}')).toBe('\\u{e0041}');
  });

  test('no line and no cell begins a formula', () => {
    expect(safeText('=1+1')).toBe("'=1+1");
    expect(safeText('ok\r\n@SUM(A1)\t=x\r+cmd')).toBe("ok\n'@SUM(A1)\t'=x\n'+cmd");
    expect(safeText('\uff1d1')).toBe("'\uff1d1");
    expect(safeText('  -x')).toBe("'  -x");
  });

  test('numbers stay numbers', () => {
    expect(safeText('-1')).toBe('-1');
    expect(safeText('+447785016005')).toBe('+447785016005');
  });
});

describe('bits', () => {
  const bytes = Uint8Array.of(0b0001_1101, 0b1101_0000);

  test('masks of fields that do not fill octets', () => {
    expect(bitMask(bytes, 0, 4)).toBe('0001 ....');
    expect(bitMask(bytes, 7, 8)).toBe('.... ...1');
    expect(bitMask(bytes, 4, 13)).toBe('.... 1101 1101 0...');
    expect(bitMask(bytes, 0, 8)).toBeUndefined();
    expect(bitMask(bytes, 3, 3)).toBeUndefined();
    expect(bitMask(new Uint8Array(9), 1, 70)).toBeUndefined();
    expect(bitText(bytes, 4, 12)).toBe('1101 1101');
  });
});

describe('cursor', () => {
  const grid = { unit: 8, perRow: 128, total: 20 * 8, pageRows: 4 } as const;

  test('moves by octets and stays inside', () => {
    expect(moveCursor('ArrowRight', 0, grid)).toBe(8);
    expect(moveCursor('ArrowLeft', 0, grid)).toBe(0);
    expect(moveCursor('ArrowRight', 152, grid)).toBe(152);
    expect(moveCursor('ArrowDown', 8, grid)).toBe(136);
    // The last row is short: down from above its gap goes to its end.
    expect(moveCursor('ArrowDown', 80, grid)).toBe(152);
    expect(moveCursor('ArrowDown', 136, grid)).toBe(136);
    expect(moveCursor('ArrowUp', 136, grid)).toBe(8);
    expect(moveCursor('ArrowUp', 8, grid)).toBe(8);
    expect(moveCursor('PageDown', 0, grid)).toBe(152);
    expect(moveCursor('Home', 144, grid)).toBe(128);
    expect(moveCursor('End', 0, grid)).toBe(120);
    expect(moveCursor('End', 130, grid)).toBe(152);
    expect(moveCursor('x', 0, grid)).toBeUndefined();
    expect(moveCursor('ArrowDown', 0, { ...grid, total: 0 })).toBeUndefined();
  });

  test('moves by bits', () => {
    const bits = { unit: 1, perRow: 32, total: 40, pageRows: 4 } as const;
    expect(moveCursor('ArrowRight', 38, bits)).toBe(39);
    expect(moveCursor('ArrowRight', 39, bits)).toBe(39);
    expect(moveCursor('ArrowDown', 3, bits)).toBe(35);
    expect(moveCursor('End', 33, bits)).toBe(39);
  });

  test('ranges, what a row shows of them, and their outline', () => {
    expect(octetRange(17, 3)).toEqual({ start: 0, end: 3 });
    expect(clip({ start: 3, end: 9 }, 4, 8)).toEqual({ start: 4, end: 8 });
    expect(clip({ start: 3, end: 4 }, 4, 8)).toEqual({ start: 0, end: 0 });
    expect(clip(undefined, 0, 9)).toEqual({ start: 0, end: 0 });
    expect(edgesOf(2, 5, 2, 4)).toBe('top bottom left');
    expect(edgesOf(2, 5, 3, 4)).toBe('top bottom right');
    expect(edgesOf(0, 8, 1, 4)).toBe('top');
    expect(edgesOf(0, 8, 8, 4)).toBe('');
  });
});

describe('digests side by side', () => {
  test('octets that differ, and octets that one of them lacks', () => {
    expect(octetDiff('AB01', 'ab02ff')).toEqual([
      { found: 'ab', expected: 'ab', differs: false },
      { found: '01', expected: '02', differs: true },
      { found: undefined, expected: 'ff', differs: true },
    ]);
    expect(octetDiff('', '')).toEqual([]);
  });
});
