import { expect, test } from 'vitest';
import { linkTypeName } from './link-types.ts';

test('names the registered link types and numbers the others', () => {
  expect(linkTypeName(1)).toBe('ETHERNET');
  expect(linkTypeName(147)).toBe('USER0');
  expect(linkTypeName(162)).toBe('USER15');
  expect(linkTypeName(276)).toBe('LINUX_SLL2');
  expect(linkTypeName(4711)).toBe('link type 4711');
});
