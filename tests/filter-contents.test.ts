import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { matchingPackets } from '../src/core/engine/listing/headless-filter.ts';
import { PlacedContents } from '../src/core/engine/listing/placed-contents.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../src/core/filter/compile.ts';
import { filterFor } from '../src/core/filter/quote.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, octetsOf, SAMPLES } from './captures.ts';

/**
 * Filters that read contents where pass 1 has met them, and nothing around them, match the packets whose whole trees
 * match: for every field of every protocol that does so, its presence and a value that occurs, and what lacks them, in
 * every capture and in the same ones with octets changed and cut off.
 */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
/** Captures of more packets would take long. */
const MOST_PACKETS = 400;
/** Octets in these many are changed. */
const CHANGED_EVERY = 60;

const placed = new Set(
  registry.declared.flatMap(({ dissector, fields }) =>
    dissector.isPlaced === true ? fields.flatMap(({ filter, also }) => [filter, ...(also ?? [])]) : [],
  ),
);

/** What columns answer beside contents, what only trees do, and what cannot be parted. */
const BESIDE: readonly ((text: string) => string)[] = [
  (text) => `frame.len > 100 && (${text})`,
  (text) => `frame.len > 100 || ${text}`,
  (text) => `!(udp && (${text}))`,
  (text) => `!(${text} || tcp)`,
  (text) => `ip.ttl > 60 && (${text})`,
  (text) => `ip.dst == 127.0.0.0/8 || ip.ttl > 100 || ${text}`,
  (text) => `(${text}) && frame.number % 2 == 0 && udp.dstport > 1000`,
  (text) => `(frame.number < 9 && (${text})) || !udp`,
  (text) => `${text} ^^ udp`,
];

const found = capturesIn(FIXTURES, SAMPLES, '../../shared/samples/').filter((file) => !file.endsWith('.gz'));
/** The same capture may lie in several folders. */
const files = new Map(found.map((path) => [path.slice(path.lastIndexOf('/') + 1), path])).values();

/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/** The file with octets of its packets changed, behind the headers that say where the packets are. */
function changed(capture: Capture, file: Uint8Array, random: () => number): Uint8Array {
  const out = file.slice();
  for (let index = 0; index < capture.length; index++) {
    const at = capture.table.offset.get(index);
    const size = capture.table.captured.get(index);
    // Most of what is in the first octets is looked at by the layers below.
    for (let i = Math.min(42, size >>> 1); i < size; i++)
      if (random() * CHANGED_EVERY < 1)
        out[at + i] = random() < 0.3 ? Math.floor(random() * 256) : out[at + i]! ^ (1 << Math.floor(random() * 8));
  }
  return out;
}

function compiled(text: string): CompiledFilter | undefined {
  const result = compileFilter(text, catalogue);
  return 'fault' in result ? undefined : result.filter;
}

interface Asked {
  readonly text: string;
  readonly filter: CompiledFilter;
  readonly expected: number[];
}

/** Filters for all that stands in rows of placed protocols, and the packets whose trees match. */
async function askedOf(capture: Capture): Promise<readonly Asked[]> {
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const tree = new Tree();
  const texts = new Map<string, Set<string>>();
  for (const index of indexes) {
    capture.dissect(index, bytes, [], tree);
    for (let row = 0; row < tree.length; row++) {
      const field = tree.field(row);
      if (!placed.has(field.filter)) continue;
      const known = texts.get(field.filter) ?? new Set([field.filter]);
      texts.set(field.filter, known);
      if (known.size < 2) known.add(filterFor(field, rowValue(tree, row)));
    }
  }
  const asked: Asked[] = [];
  for (const [i, text] of [...texts.values()]
    .flatMap((some) => [...some, ...[...some].map((text) => `!(${text})`)])
    .entries()) {
    const filter = compiled(text);
    if (filter === undefined || PlacedContents.of(capture, filter) === undefined) continue;
    asked.push({ text, filter, expected: [] });
    if (i % 2 === 1) continue;
    const more = BESIDE[i % BESIDE.length]!(text);
    const mixed = compiled(more);
    if (mixed !== undefined) asked.push({ text: more, filter: mixed, expected: [] });
  }
  for (const index of indexes) {
    const { context } = capture.dissect(index, bytes, [], tree);
    for (const { filter, expected } of asked) if (filter.test(tree, context)) expected.push(index);
  }
  return asked;
}

async function differences(name: string, capture: Capture): Promise<{ wrong: string[]; asked: number }> {
  const wrong: string[] = [];
  const asked = await askedOf(capture);
  for (const { text, filter, expected } of asked) {
    const list = await matchingPackets(capture, filter, []);
    const found = [...list.slice(0, list.length)];
    if (found.join() !== expected.join())
      wrong.push(`${name}: ${text}: ${found.slice(0, 9)} instead of ${expected.slice(0, 9)}`);
  }
  return { wrong, asked: asked.length };
}

test('filters over contents match the packets whose trees match', async () => {
  const wrong: string[] = [];
  let asked = 0;
  const random = randomFrom(4);
  for (const path of files) {
    const file = octetsOf(path);
    const capture = await loaded(registry, file);
    if (capture.length > MOST_PACKETS) continue;
    for (const [name, octets] of [
      ['', file],
      ['changed ', changed(capture, file, random)],
      ['cut ', file.subarray(0, Math.floor(file.length * 0.8))],
    ] as const) {
      const found = await differences(`${name}${path}`, name === '' ? capture : await loaded(registry, octets));
      wrong.push(...found.wrong);
      asked += found.asked;
    }
  }
  expect(wrong.slice(0, 40)).toEqual([]);
  expect(asked).toBeGreaterThan(500);
}, 600_000);
