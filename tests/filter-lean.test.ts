import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { askedOf, treeFor } from '../src/core/engine/listing/asked.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../src/core/filter/compile.ts';
import { valueOfRow } from '../src/core/filter/values.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS, octetsOf } from './captures.ts';

/** Trees that were made for a filter alone answer it as whole trees do, in every capture and for every field. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** Packets of a capture that all filters are asked about, and those where each field is looked at. */
const PACKETS = 12;
const PACKETS_OF_FIELDS = 60;
/** Packets of a capture in which one field is looked at. */
const PACKETS_OF_FIELD = 3;
const secrets = [{ password: 'secret' }, { password: 'push' }].map(({ password }) => ({
  form: 'text' as const,
  typed: password,
}));

function compiled(text: string): CompiledFilter {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
  return result.filter;
}

/** Texts of the list's columns, for which no row is laid. */
const TEXTS = [
  '_ws.col.info contains "session"',
  '_ws.col.info matches "a.*e" && _ws.col.protocol != "TCP"',
  'len(_ws.col.info) > 40 || _ws.col.protocol contains "DM"',
  '_ws.col.def_src == "192.0.2.1" ^^ _ws.col.def_dst contains "1"',
];
const filters = readFileSync(here('fixtures/filters.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .concat(TEXTS)
  .map((text) => ({ text, filter: compiled(text), wants: askedOf(compiled(text), registry) }));

const files = capturesIn(FIXTURES, OTHERS);

/** Values of the rows that count under a name, in their order. */
function valuesOf(tree: Tree, name: string): string {
  const values: string[] = [];
  for (let row = 0; row < tree.length; row++) {
    const { filter, also } = tree.field(row);
    if (filter !== name && also?.includes(name) !== true) continue;
    const alternative = tree.sources[tree.source(row)]?.alternative === true;
    if (!alternative) values.push(String(valueOfRow(tree, row)));
  }
  return values.join('|');
}

function namesIn(tree: Tree): Set<string> {
  const names = new Set<string>();
  for (let row = 0; row < tree.length; row++) {
    const { filter, also } = tree.field(row);
    for (const name of [filter, ...(also ?? [])]) names.add(name);
  }
  return names;
}

const whole = new Tree();
const lean = new Tree();

test('filters match the same packets', async () => {
  const wrong: string[] = [];
  let leaner = 0;
  for (const file of files) {
    const capture = await loaded(registry, file);
    const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const full = capture.dissect(index, bytes, secrets, whole);
      for (const { text, filter, wants } of filters) {
        if (wants === undefined) continue;
        const part = capture.dissect(index, bytes, secrets, treeFor(wants), wants);
        if (part.tree.length < full.tree.length) leaner++;
        if (TEXTS.includes(text) && part.tree.length > 0) wrong.push(`${text}: rows are laid`);
        if (filter.test(part.tree, part.context) !== filter.test(full.tree, full.context))
          wrong.push(`${file} packet ${index + 1}: ${text}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(leaner).toBeGreaterThan(10_000);
}, 300_000);

/** The octets that the WBXML of a service indication begins with, up to its public identifier; and that of another kind. */
const SI_DOCUMENT = [0x02, 0x05, 0x6a];
const WML_1_1 = 0x04;

test('a document that is not what its carrier says is found as what it is', async () => {
  const file = octetsOf(fileURLToPath(new URL('../public/samples/pap-udp-si-sl-co.pcap', import.meta.url))).slice();
  for (let at = 0; at < file.length; at++)
    if (SI_DOCUMENT.every((octet, i) => file[at + i] === octet)) file[at + 1] = WML_1_1;
  const capture = await loaded(registry, file);
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  for (const name of ['wml', 'wbxml.version', 'si']) {
    const filter = compiled(name);
    const wants = askedOf(filter, registry);
    const found = { whole: 0, lean: 0 };
    for (const index of indexes) {
      const full = capture.dissect(index, bytes, [], whole);
      if (filter.test(full.tree, full.context)) found.whole++;
      const part = capture.dissect(index, bytes, [], lean, wants);
      if (filter.test(part.tree, part.context)) found.lean++;
    }
    expect(found.whole, name).toBeGreaterThan(0);
    expect(found.lean, name).toBe(found.whole);
  }
});

test('each field has the values that it has in the whole tree', async () => {
  const wrong: string[] = [];
  const looked = new Set<string>();
  const wantsOf = new Map<string, ReturnType<typeof askedOf>>();
  for (const file of files) {
    const capture = await loaded(registry, file);
    const times = new Map<string, number>();
    const indexes = Array.from({ length: Math.min(PACKETS_OF_FIELDS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      capture.dissect(index, bytes, secrets, whole);
      for (const name of namesIn(whole)) {
        const before = times.get(name) ?? 0;
        if (before >= PACKETS_OF_FIELD || catalogue.get(name) === undefined) continue;
        times.set(name, before + 1);
        if (!wantsOf.has(name)) wantsOf.set(name, askedOf(compiled(name), registry));
        const wants = wantsOf.get(name);
        if (wants === undefined) continue;
        looked.add(name);
        capture.dissect(index, bytes, secrets, lean, wants);
        if (valuesOf(lean, name) !== valuesOf(whole, name)) wrong.push(`${file} packet ${index + 1}: ${name}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(looked.size).toBeGreaterThan(500);
}, 300_000);
