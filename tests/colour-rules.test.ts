import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { checkedFilter } from '../src/core/filter/checked.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { FirstMatch } from '../src/core/filter/first-match.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { DEFAULT_RULES } from '../src/ui/capture/colours/default-rules.ts';
import { differentCaptures, FIXTURES, loaded, SAMPLES } from './captures.ts';

const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const FILTERS = DEFAULT_RULES.map(({ filter }) => filter);

test('every usual rule has a filter without a fault or a doubt', () => {
  for (const filter of FILTERS)
    expect([filter, checkedFilter(filter, catalogue)]).toMatchObject([{}, { warnings: [] }]);
});

test('a list of filters gives the first of those that match by themselves, for every packet', async () => {
  // One that nothing matches, one that is blank and one that is wrong stand between them.
  const texts = ['frame.number < 0', ...FILTERS.slice(0, 3), '', 'no.such.field', ...FILTERS.slice(3)];
  const first = new FirstMatch(texts, catalogue);
  const alone = texts.map((text) => {
    const compiled = compileFilter(text, catalogue);
    return 'filter' in compiled && text !== '' ? compiled.filter : undefined;
  });
  const found = new Map<number | undefined, number>();
  const tree = new Tree();
  for (const file of differentCaptures(SAMPLES, FIXTURES)) {
    const capture = await loaded(registry, file);
    const indexes = Array.from({ length: Math.min(capture.length, 60) }, (_, index) => index);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, [], tree);
      const place = first.placeOf(tree, context);
      const wanted = alone.findIndex((filter) => filter?.test(tree, context) === true);
      expect([file, index, place]).toEqual([file, index, wanted < 0 ? undefined : wanted]);
      found.set(place, (found.get(place) ?? 0) + 1);
    }
  }
  // Of the usual rules all but "digest mismatch", which needs a secret, and DNS have packets here; so has "no rule".
  expect(found.size).toBeGreaterThan(9);
  expect(found.has(undefined)).toBe(true);
});
