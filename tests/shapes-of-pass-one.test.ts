import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { PassOneShapes } from '../src/core/engine/listing/pass-one-shape.ts';
import { familyOf } from '../src/core/filter/values.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, SAMPLES } from './captures.ts';

/** What pass 1 has met of a packet denies no row of its tree: filters leave out what cannot have a field without reading it. */
const registry = createRegistry();
/** Packets of a capture that are looked at. */
const PACKETS = 300;

test('no packet has rows that its shape denies', async () => {
  const wrong: string[] = [];
  let denied = 0;
  const tree = new Tree();
  const all = new Set(registry.fields.map(({ filter }) => familyOf(filter)));
  for (const path of capturesIn(FIXTURES, SAMPLES, '../../shared/samples/')) {
    const capture = await loaded(registry, path);
    const shapes = new PassOneShapes(registry, capture.protocolSets);
    const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const shape = shapes.shape(capture.table.shape.get(index));
      if (shape === undefined) continue;
      const families = new Set<string>();
      capture.dissect(index, bytes, [], tree);
      for (let row = 0; row < tree.length; row++) families.add(familyOf(tree.field(row).filter));
      for (const family of families)
        if (shape.has(`${family}.`) === false) wrong.push(`${path} packet ${index + 1}: ${family}`);
      for (const family of all) if (!families.has(family) && shape.has(`${family}.`) === false) denied++;
    }
  }
  expect([...new Set(wrong)].slice(0, 30)).toEqual([]);
  expect(denied).toBeGreaterThan(100_000);
}, 300_000);
