import { expect, test } from 'vitest';
import { asciiParts, asciiRuns, type OctetLook } from './ascii-runs.ts';

const look = (octet: number, rest: Partial<OctetLook> = {}): OctetLook => ({
  octet,
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

test('what is no character is a dot, and told apart from one', () => {
  expect(asciiParts([0x00, 0x2e, 0x41, 0x20, 0x7e, 0x7f, 0xff])).toEqual([
    { text: '.', isCharacters: false },
    { text: '.A ~', isCharacters: true },
    { text: '..', isCharacters: false },
  ]);
});
