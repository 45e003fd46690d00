import { expect, test } from 'vitest';
import { fromUtf8, toUtf8 } from './bytes.ts';
import { fromPercent, fromQuotedPrintable } from './escapes.ts';

const read = (decode: typeof fromPercent, text: string) => {
  const { bytes, ...rest } = decode(toUtf8(text));
  return [fromUtf8(bytes), rest];
};

test('quoted-printable: octets, joined lines, and what is neither stays', () => {
  expect(read(fromQuotedPrintable, 'a=3Db=\r\nc=\nd=C3=a9')).toEqual(['a=bcdé', { wrong: 0, firstWrong: -1 }]);
  expect(read(fromQuotedPrintable, 'ok=3=zz=')).toEqual(['ok=3=zz=', { wrong: 3, firstWrong: 2 }]);
});

test('percent: octets, and what is none stays; plus is plus', () => {
  expect(read(fromPercent, '%41+%c3%A9%')).toEqual(['A+é%', { wrong: 1, firstWrong: 10 }]);
  expect(read(fromPercent, '%4=0a%\n')).toEqual(['%4=0a%\n', { wrong: 2, firstWrong: 0 }]);
});
