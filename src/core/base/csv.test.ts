import { expect, test } from 'vitest';
import { csvCell, csvLine, notFormula } from './csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['  @cmd', "'  @cmd"],
  ['-1 is text here', "'-1 is text here"],
  ['\uff1dSUM(A1)', "'\uff1dSUM(A1)"],
  ['\tx', "'\tx"],
  ['plain', 'plain'],
  ['a=b', 'a=b'],
])('%j as text is %j', (text, expected) => {
  expect(notFormula(text)).toBe(expected);
});

test('cells with commas, quotes, line ends or blanks at an end are quoted', () => {
  expect(['a,b', 'say "a"', 'two\nlines', ' x', 'x'].map(csvCell)).toEqual([
    '"a,b"',
    '"say ""a"""',
    '"two\nlines"',
    '" x"',
    'x',
  ]);
});

test('numbers stay numbers, even negative ones', () => {
  expect(csvLine([-1, 'a', '-1'])).toBe(`-1,a,"'-1"\r\n`);
});
