import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { isSemiOctets, semiOctetDigits, swappedDecimal, toSemiOctets } from './semi-octets.ts';

test('digits', () => {
  const bytes = fromHex('44770009103200')!;
  expect(semiOctetDigits(bytes, 0, 6)).toBe('447700900123');
  expect(semiOctetDigits(fromHex('21f3')!, 0, 2)).toBe('123');
  expect(semiOctetDigits(fromHex('21f3')!, 0, 2, 3)).toBe('123');
  expect(semiOctetDigits(fromHex('badcfe')!, 0, 3)).toBe('*#abc');
});

test('what are digits', () => {
  expect(isSemiOctets(fromHex('21f3')!, 0, 2)).toBe(true);
  expect(isSemiOctets(fromHex('f321')!, 0, 2)).toBe(false);
  expect(isSemiOctets(fromHex('2f')!, 0, 1)).toBe(false);
});

test('two decimal digits', () => {
  expect(swappedDecimal(0x32)).toBe(23);
  expect(swappedDecimal(0xa0)).toBeUndefined();
  expect(swappedDecimal(0x0a)).toBeUndefined();
});

test('there and back', () => {
  expect(toHex(toSemiOctets('123')!)).toBe('21f3');
  expect(toSemiOctets('12x')).toBeUndefined();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'0123456789*#abc')), (digits) => {
      const bytes = toSemiOctets(digits.join(''))!;
      expect(semiOctetDigits(bytes, 0, bytes.length)).toBe(digits.join(''));
    }),
  );
});
