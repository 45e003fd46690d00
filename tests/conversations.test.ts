import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { Conversation } from '../src/core/engine/conversation.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS } from './captures.ts';

/** The packets of a conversation, found in columns, are those that its filter matches in their trees, in every capture. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const PACKETS = 40;
const files = capturesIn(FIXTURES, OTHERS);

/** Rows of the tree under these names. */
function count(tree: Tree, names: readonly string[]): number {
  let rows = 0;
  for (let row = 0; row < tree.length; row++) if (names.includes(tree.field(row).filter)) rows++;
  return rows;
}

/** Tunnels and quoted packets have further addresses, which no column has. */
const isPlain = (tree: Tree): boolean => count(tree, ['ip.src', 'ipv6.src']) <= 1 && count(tree, ['eth.src']) <= 1;

async function compare(capture: Capture, file: string) {
  const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const seen = new Set<string>();
  const wrong: string[] = [];
  let both = 0;
  for (const first of indexes) {
    const conversation = Conversation.of(capture, first);
    const text = conversation?.filter;
    if (conversation === undefined || text === undefined || seen.has(text)) continue;
    seen.add(text);
    if (!conversation.has(first)) wrong.push(`${file} ${first + 1} is not in its own conversation`);
    const compiled = compileFilter(text, catalogue);
    if ('fault' in compiled) throw new Error(`${text}: ${compiled.fault.message}`);
    const tree = new Tree();
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, [], tree);
      const isMatch = compiled.filter.test(tree, context);
      const has = conversation.has(index);
      if (has && isMatch) both++;
      if (has !== isMatch && isPlain(tree)) wrong.push(`${file} ${index + 1}: ${text}: ${has}, but ${isMatch}`);
    }
  }
  return { wrong, both, conversations: seen.size };
}

test('packets of a conversation are those that its filter matches', { timeout: 300_000 }, async () => {
  const all = { wrong: [] as string[], both: 0, conversations: 0 };
  for (const file of files) {
    const { wrong, both, conversations } = await compare(await loaded(registry, file), file);
    all.wrong.push(...wrong);
    all.both += both;
    all.conversations += conversations;
  }
  expect(all.wrong.slice(0, 20)).toEqual([]);
  expect(all.conversations).toBeGreaterThan(50);
  // Some have packets of both directions.
  expect(all.both).toBeGreaterThan(2 * all.conversations);
});
