import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { valueOfRow } from '../src/core/filter/values.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { findingTexts } from '../src/core/testing/packets.ts';
import { capturesIn, FIXTURES, OTHERS, octetsOf, SAMPLES } from './captures.ts';

/*
 * Filters over what stands in octets do not wait until it is known what packets have to do with each other. That is right
 * as long as only generated rows and findings tell of it.
 */

const registry = createRegistry();
const MOST_PACKETS = 1000;

/** @param isRelated false: it stays unknown what packets have to do with each other */
async function load(file: string, isRelated: boolean): Promise<Capture> {
  const source = new MemorySource(file, octetsOf(file));
  const never = new Promise<void>(() => undefined);
  const environment = { makeSpill: () => new MemorySpill(), ...(isRelated ? {} : { idle: () => never }) };
  const loading = loadCapture(registry, source, environment, () => undefined);
  await (isRelated ? loading.done : loading.listed);
  return loading.opened;
}

/** All that filters without relations can ask of a tree. */
function plainRows(tree: Tree): string[] {
  const lines: string[] = [];
  for (let row = 0; row < tree.length; row++) {
    const { filter, generated, also = [] } = tree.field(row);
    if (generated === true) continue;
    const place = `${tree.source(row)}:${tree.start(row)}-${tree.end(row)}`;
    lines.push(`${[filter, ...also].join(' ')} ${place} ${String(valueOfRow(tree, row))}`);
  }
  return lines;
}

function relatedRows(tree: Tree): string[] {
  const rows = Array.from({ length: tree.length }, (_, row) => `${tree.field(row).filter} ${tree.num(row)}`);
  return [...rows, ...findingTexts(tree)];
}

test('what packets have to do with each other changes generated rows and findings only', async () => {
  const early = new Tree();
  const late = new Tree();
  const wrong: string[] = [];
  let changed = 0;
  for (const file of capturesIn(FIXTURES, SAMPLES, OTHERS)) {
    const unrelated = await load(file, false);
    const related = await load(file, true);
    const indexes = Array.from({ length: Math.min(MOST_PACKETS, related.length) }, (_, i) => i);
    const bytes = await related.bytes.fetch(related.needed(indexes));
    for (const index of indexes) {
      unrelated.dissect(index, bytes, [], early);
      related.dissect(index, bytes, [], late);
      if (plainRows(early).join('\n') !== plainRows(late).join('\n')) wrong.push(`${file} packet ${index + 1}`);
      if (relatedRows(early).join('\n') !== relatedRows(late).join('\n')) changed++;
    }
  }
  expect(wrong).toEqual([]);
  expect(changed).toBeGreaterThan(20);
}, 300_000);

test('a filter says whether it asks for relations', () => {
  const catalogue = filterCatalogue(registry);
  const asks = (text: string): boolean => {
    const compiled = compileFilter(text, catalogue);
    if ('fault' in compiled) throw new Error(compiled.fault.message);
    return compiled.filter.needs.relations;
  };
  const plain = ['ip.src == 10.0.0.1', 'frame.len > 9', 'dmnoti.ui_mode == 2', 'sip.Method == "MESSAGE"', 'wsp'];
  expect(plain.filter(asks)).toEqual([]);
  const related = [
    'dmnoti.duplicate_of',
    'rule.N12-013',
    'wsp && si.replaces',
    'frame.len > 9 || dmnoti.session_in == 7',
  ];
  expect(related.filter((text) => !asks(text))).toEqual([]);
});
