import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

test('digits in groups of three, as the platform writes them', () => {
  for (const value of [0, 7, 999, 1000, -1000, 12_345, 999_999, 1_000_000, -1_234_567, 10_737_418_240])
    expect(grouped(value)).toBe(value.toLocaleString('en'));
});
