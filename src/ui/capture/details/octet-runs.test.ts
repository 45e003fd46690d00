import { expect, test } from 'vitest';
import { asciiRuns, characterParts, hexRuns, type OctetLook } from './octet-runs.ts';

const look = (octet: number, rest: Partial<OctetLook> = {}): OctetLook => ({
  at: octet,
  octet,
  fields: '',
  classes: '',
  outline: '',
  hover: '',
  split: false,
  ...rest,
});

test('octets that look the same are one run; a class, an outline or a background of its own begins another', () => {
  const runs = asciiRuns([
    look(1),
    look(2),
    look(3, { classes: 't1' }),
    look(4, { classes: 't1', outline: 'parent top left' }),
    look(5, { classes: 't1', outline: 'parent top' }),
    look(6, { classes: 't1', outline: 'parent top' }),
    look(7, { classes: 't1', outline: 'parent top', hover: 'hover left' }),
    look(8, { classes: 'split', split: true }),
    look(9, { classes: 'split', split: true }),
    look(10),
  ]);
  expect(runs.map(({ octets }) => octets)).toEqual([[1, 2], [3], [4], [5, 6], [7], [8], [9], [10]]);
  expect(asciiRuns([])).toEqual([]);
});

test('digits are one cell as far as they are of the same fields, up to a gap, and never with the octet of the cursor', () => {
  const row = Array.from({ length: 16 }, (_, at) => look(at, { fields: at < 3 ? 'a' : 'b' }));
  const cells = (cursor: number) => hexRuns(row, cursor, 8).map(({ octets }) => octets.length);
  expect(cells(-1)).toEqual([3, 5, 8]);
  expect(cells(0)).toEqual([1, 2, 5, 8]);
  expect(cells(9)).toEqual([3, 5, 1, 1, 6]);
  expect(hexRuns([look(1), look(2, { classes: 't1' }), look(3, { split: true })], -1, 8)).toHaveLength(3);
});

test('what is no character is a dot, and told apart from one', () => {
  expect(characterParts([0x00, 0x2e, 0x41, 0x20, 0x7e, 0x7f, 0xff], 'ascii')).toEqual([
    { text: '.', isCharacters: false },
    { text: '.A ~', isCharacters: true },
    { text: '..', isCharacters: false },
  ]);
});

test('octets of EBCDIC are its characters', () => {
  expect(characterParts([0xd7, 0xa4, 0xa2, 0x88, 0x40, 0x15, 0x2e, 0x51, 0x41], 'ebcdic')).toEqual([
    { text: 'Push ', isCharacters: true },
    { text: '..', isCharacters: false },
    { text: '\u00e9', isCharacters: true },
    { text: '.', isCharacters: false },
  ]);
});
