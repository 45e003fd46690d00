import { expect, test } from 'vitest';
import { typed } from './keys-ahead.ts';

const key = (name: string, held: Partial<Parameters<typeof typed>[1]> = {}) => ({
  key: name,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isGraph: false,
  ...held,
});

test('characters are put behind what was typed, also those of two units or with AltGr', () => {
  expect(typed('ma', key('r'))).toBe('mar');
  expect(typed('', key('\u{1f600}'))).toBe('\u{1f600}');
  expect(typed('a', key('@', { ctrlKey: true, altKey: true, isGraph: true }))).toBe('a@');
});

test('Backspace takes the last one away', () => {
  expect(typed('mar', key('Backspace'))).toBe('ma');
  expect(typed('', key('Backspace'))).toBe('');
});

test('commands and keys with names type nothing', () => {
  expect(typed('ma', key('r', { ctrlKey: true }))).toBeUndefined();
  expect(typed('ma', key('r', { metaKey: true }))).toBeUndefined();
  expect(typed('ma', key('Shift'))).toBeUndefined();
  expect(typed('ma', key('F5'))).toBeUndefined();
});
