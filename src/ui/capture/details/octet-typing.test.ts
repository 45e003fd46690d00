import { expect, test } from 'vitest';
import { typedOctet } from './octet-typing.ts';

test('two digits write an octet', () => {
  const first = typedOctet('hex', 'A', 0x12, 0, false);
  expect(first).toEqual({ value: 0xa2, isHalf: true, step: 0 });
  expect(typedOctet('hex', '5', first?.value ?? 0, 0, true)).toEqual({ value: 0xa5, isHalf: false, step: 8 });
  expect(typedOctet('hex', 'g', 0, 0, false)).toBeUndefined();
  expect(typedOctet('hex', 'ArrowLeft', 0, 0, false)).toBeUndefined();
});

test('bits are set, cleared and flipped', () => {
  expect(typedOctet('bits', '1', 0, 0, false)).toEqual({ value: 0x80, isHalf: false, step: 1 });
  expect(typedOctet('bits', '0', 0xff, 7, false)).toEqual({ value: 0xfe, isHalf: false, step: 1 });
  expect(typedOctet('bits', ' ', 0b0001_0000, 3, false)).toEqual({ value: 0, isHalf: false, step: 0 });
  expect(typedOctet('bits', '2', 0, 0, false)).toBeUndefined();
});
