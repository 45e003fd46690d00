import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { isPlacedName } from '../src/core/engine/contents/placed-protocols.ts';
import { matchingPackets } from '../src/core/engine/listing/headless-filter.ts';
import { PlacedContents } from '../src/core/engine/listing/placed-contents.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../src/core/filter/compile.ts';
import { filterFor } from '../src/core/filter/quote.ts';
import { valueOfRow } from '../src/core/filter/values.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, loaded, octetsOf, SAMPLES } from './captures.ts';
import { changedPackets, randomFrom } from './changed-packets.ts';

/**
 * Contents that are read where pass 1 has met them, and nothing around them, have the values that the packet's whole tree has:
 * for every field that is answered so, in every capture and in the same ones with octets changed and cut off. Filters over such
 * fields, and over others beside them, match the packets whose whole trees match.
 */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
/** Captures of more packets would take long. */
const MOST_PACKETS = 400;
/** Octets in these many are changed. */
const CHANGED_EVERY = 60;
/** Filters of each capture that are asked of all its packets; the next capture goes on with others. */
const FILTERS = 16;
/** Fields that a packet lacks, and that it is asked for. */
const ABSENT = 4;
/** They fit to some of the digests. */
const secrets = ['secret', 'push'].map((typed) => ({ form: 'text' as const, typed }));

const placed = new Set(catalogue.names.filter((name) => isPlacedName(registry, name)));
/** Protocols of which contents only say whether they are there. */
const present = new Set(
  catalogue.names.filter((name) => isPlacedName(registry, name, true) && !isPlacedName(registry, name)),
);

/** What is asked of contents, and beside them what columns answer, what only trees do, and what cannot be parted. */
const FORMS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `!(${text})`,
  (text) => `frame.len > 100 && (${text})`,
  (text) => `frame.len > 100 || ${text}`,
  (text) => `!(udp && (${text}))`,
  (text) => `!(${text} || tcp)`,
  (text) => `ip.ttl > 60 && (${text})`,
  (text) => `ip.dst == 127.0.0.0/8 || ip.ttl > 100 || ${text}`,
  (text) => `(${text}) && frame.number % 2 == 0 && udp.dstport > 1000`,
  (text) => `(frame.number < 9 && (${text})) || !udp`,
  (text) => `${text} ^^ udp`,
  (text) => `(wsp || tcp) && (${text})`,
  (text) => `dmnoti || http || (${text})`,
];

const files = differentCaptures(FIXTURES, SAMPLES, '../../shared/samples/');

/** The file with octets of its packets changed, behind the headers that say where the packets are. */
function changed(capture: Capture, file: Uint8Array, random: () => number): Uint8Array {
  // Most of what is in the first octets is looked at by the layers below.
  return changedPackets(capture, file, random, CHANGED_EVERY, (captured) => [Math.min(42, captured >>> 1), captured]);
}

function compiled(text: string): CompiledFilter {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message}`);
  return result.filter;
}

const everyFilter = compiled([...placed, ...present].join(' || '));
const filterOf = new Map([...placed, ...present].map((name) => [name, compiled(name)]));

/** Values of the rows of each field that contents answer, in the order of the rows; and what is there. */
function valuesIn(tree: Tree): Map<string, string> {
  const values = new Map<string, string>();
  for (let row = 0; row < tree.length; row++) {
    const { filter, also = [] } = tree.field(row);
    // Another reading of octets that are also read as what they are: its values are not the packet's.
    if (tree.sources[tree.source(row)]?.alternative === true) continue;
    for (const name of [filter, ...also])
      if (present.has(name)) values.set(name, 'there');
      else if (placed.has(name)) values.set(name, `${values.get(name) ?? ''}|${String(valueOfRow(tree, row))}`);
  }
  return values;
}

const whole = new Tree();
const random = randomFrom(4);

/** What is wrong, and how much was asked. */
interface Seen {
  readonly wrong: string[];
  /** Fields that contents have answered. */
  readonly fields: Set<string>;
  /** Values compared, and packets that only trees could answer. */
  values: number;
  trees: number;
  filters: number;
}

/** Compares the values of each packet; gives filters for fields and values that were met. */
async function compareValues(name: string, capture: Capture, seen: Seen): Promise<readonly string[]> {
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const contents = new Map<string, PlacedContents | undefined>();
  const contentsOf = (field: string): PlacedContents | undefined => {
    if (!contents.has(field)) contents.set(field, PlacedContents.of(capture, filterOf.get(field)!, secrets));
    return contents.get(field);
  };
  const every = PlacedContents.of(capture, everyFilter, secrets);
  const texts = new Map<string, Set<string>>();
  for (const index of indexes) {
    capture.dissect(index, bytes, secrets, whole);
    const expected = valuesIn(whole);
    const compare = (way: string, field: string, given: string | undefined): void => {
      seen.values++;
      if (given === expected.get(field)) return;
      seen.wrong.push(`${name} packet ${index + 1}: ${field}${way}: ${given} instead of ${expected.get(field)}`);
    };
    const wayOfAll = every?.way(index);
    if (wayOfAll === 'tree') seen.trees++;
    else {
      if (wayOfAll !== 'none') every?.test(index, bytes);
      const all = wayOfAll === 'none' || every === undefined ? new Map<string, string>() : valuesIn(every.tree);
      for (const field of new Set([...all.keys(), ...expected.keys()])) compare(' among all', field, all.get(field));
    }
    const others = [...texts.keys()].filter((field) => !expected.has(field));
    const absent =
      others.length === 0 ? [] : Array.from({ length: ABSENT }, () => others[Math.floor(random() * others.length)]!);
    for (const field of [...expected.keys(), ...absent]) {
      const asked = contentsOf(field);
      const way = asked?.way(index);
      if (asked === undefined || way === 'tree') continue;
      seen.fields.add(field);
      const isThere = way !== 'none' && asked.test(index, bytes);
      compare('', field, isThere ? valuesIn(asked.tree).get(field) : undefined);
    }
    for (let row = 0; row < whole.length; row++) {
      const field = whole.field(row);
      if (present.has(field.filter)) texts.set(field.filter, new Set([field.filter]));
      if (!placed.has(field.filter)) continue;
      const known = texts.get(field.filter) ?? new Set([field.filter]);
      texts.set(field.filter, known);
      if (known.size > 1) continue;
      const text = filterFor(field, rowValue(whole, row));
      // Some values have no literal: numbers of too many octets.
      if (!('fault' in compileFilter(text, catalogue))) known.add(text);
    }
  }
  return [...texts.values()].flatMap((some) => [...some]);
}

/** Asks filters in all forms of the whole capture. */
async function compareFilters(name: string, capture: Capture, texts: readonly string[], seen: Seen): Promise<void> {
  if (texts.length === 0) return;
  const asked = Array.from({ length: FILTERS }, () => {
    const text = texts[Math.floor(random() * texts.length)]!;
    const form = FORMS[Math.floor(random() * FORMS.length)]!;
    const filter = compiled(form(text));
    return { text: form(text), filter, expected: [] as number[] };
  });
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  for (const index of indexes) {
    const { context } = capture.dissect(index, bytes, secrets, whole);
    for (const { filter, expected } of asked) if (filter.test(whole, context)) expected.push(index);
  }
  for (const { text, filter, expected } of asked) {
    seen.filters++;
    const list = await matchingPackets(capture, filter, secrets);
    const found = [...list.slice(0, list.length)];
    if (found.join() !== expected.join())
      seen.wrong.push(`${name}: ${text}: ${found.slice(0, 9)} instead of ${expected.slice(0, 9)}`);
  }
}

test('contents have the values of whole trees, and filters over them match the same packets', async () => {
  const seen: Seen = { wrong: [], fields: new Set(), values: 0, trees: 0, filters: 0 };
  for (const path of files) {
    const file = octetsOf(path);
    const capture = await loaded(registry, file);
    if (capture.length > MOST_PACKETS) continue;
    for (const [way, octets] of [
      ['', file],
      ['changed ', changed(capture, file, random)],
      ['cut ', file.subarray(0, Math.floor(file.length * 0.8))],
    ] as const) {
      const name = `${way}${path.slice(path.lastIndexOf('/') + 1)}`;
      const opened = way === '' ? capture : await loaded(registry, octets);
      const texts = await compareValues(name, opened, seen);
      await compareFilters(name, opened, texts, seen);
    }
  }
  expect(seen.wrong.slice(0, 40)).toEqual([]);
  expect(seen.fields.size).toBeGreaterThan(200);
  expect([...present].filter((name) => seen.fields.has(name)).length).toBeGreaterThan(10);
  expect(seen.values).toBeGreaterThan(10_000);
  expect(seen.filters).toBeGreaterThan(500);
}, 300_000);
