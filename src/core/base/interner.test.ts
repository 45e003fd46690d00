import { expect, test } from 'vitest';
import { Interner } from './interner.ts';
import { decimalSeconds } from './time.ts';

test('one number per distinct text, 0 for the empty one', () => {
  const interner = new Interner();
  expect(interner.id('')).toBe(0);
  const a = interner.id('10.0.0.1');
  const b = interner.id('10.0.0.2');
  expect(interner.id('10.0.0.1')).toBe(a);
  expect(a).not.toBe(b);
  expect([interner.text(a), interner.text(b), interner.text(99)]).toEqual(['10.0.0.1', '10.0.0.2', '']);
  expect(interner.length).toBe(3);
});

test('seconds have nine decimals, and differences keep them', () => {
  expect(decimalSeconds(1_700_000_000, 5)).toBe('1700000000.000000005');
  expect(decimalSeconds(10, 100_000_000, 8, 900_000_000)).toBe('1.200000000');
  expect(decimalSeconds(8, 900_000_000, 10, 100_000_000)).toBe('-1.200000000');
  expect(decimalSeconds(8, 900_000_000, 9, 100_000_000)).toBe('-0.200000000');
  expect(decimalSeconds(-2, 500_000_000)).toBe('-1.500000000');
});
