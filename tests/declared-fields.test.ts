import { expect, test } from 'vitest';
import { isDeclared } from '../src/core/codec/field.ts';
import { newRegistry, Tree } from '../src/core/engine/headless.ts';
import { differentCaptures, FIXTURES, loaded, octetsOf, SAMPLES } from './captures.ts';

test('every field that a protocol registers is made by `field` or `fields`: rows are read fast because all have one shape', () => {
  const others = newRegistry().fields.filter((field) => !isDeclared(field));
  expect([...new Set(others.map(({ filter }) => filter))]).toEqual([]);
});

test('fields that say which texts they may be are none but these in any packet', async () => {
  const registry = newRegistry();
  const met = new Map<string, Set<string>>();
  const others: string[] = [];
  for (const path of differentCaptures(FIXTURES, SAMPLES)) {
    const capture = await loaded(registry, octetsOf(path));
    const tree = new Tree();
    for (let index = 0; index < capture.length; index++) {
      const bytes = await capture.bytes.fetch(capture.needed([index]));
      capture.dissect(index, bytes, [], tree);
      for (let row = 0; row < tree.length; row++) {
        const { texts, filter } = tree.field(row);
        const text = texts && tree.text(row);
        if (texts === undefined || text === undefined) continue;
        met.set(filter, (met.get(filter) ?? new Set()).add(text));
        if (!Object.hasOwn(texts, text)) others.push(`${path} ${index + 1}: ${filter} is ${text}`);
      }
      bytes.release();
    }
  }
  expect(others).toEqual([]);
  expect(met.get('dmnoti.format')?.size).toBeGreaterThan(2);
  expect(met.get('dmnoti.digest.verdict')?.size).toBeGreaterThan(2);
});
