import { expect, test } from 'vitest';
import { isDeclared } from '../src/core/codec/field.ts';
import { newRegistry } from '../src/core/engine/headless.ts';

test('every field that a protocol registers is made by `field` or `fields`: rows are read fast because all have one shape', () => {
  const others = newRegistry().fields.filter((field) => !isDeclared(field));
  expect([...new Set(others.map(({ filter }) => filter))]).toEqual([]);
});
