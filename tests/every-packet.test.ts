import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { createCaptureState } from '../src/core/dissect/capture-state.ts';
import type { Start } from '../src/core/dissect/context.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { checkTiling, dissect, findingTexts, summarize, treeText } from '../src/core/testing/packets.ts';

/* What holds for every packet, whatever protocols it has: over all captures at hand, and over broken copies of their packets. */

const registry = createRegistry();
const fixtures = new URL('./fixtures/', import.meta.url);
const shared = new URL('../../shared/samples/real/captures/', import.meta.url);

function files(folder: URL, depth = 1): URL[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return depth > 0 ? files(new URL(`${entry.name}/`, folder), depth - 1) : [];
    return /\.pcap(ng)?(\.gz)?$/.test(entry.name) ? [new URL(entry.name, folder)] : [];
  });
}

/** Most samples of the start page are fixtures as well. */
const hasFixture = (url: URL) => existsSync(new URL(`made/${url.pathname.split('/').at(-1)}`, fixtures));

const MOST_PACKETS = 2000;

async function open(url: URL): Promise<Capture> {
  const source = new MemorySource(url.pathname, new Uint8Array(readFileSync(url)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  return loading.opened;
}

/** Trees of the packets with these indexes, in that order, as text. */
async function texts(capture: Capture, indexes: readonly number[]): Promise<Map<number, string>> {
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const tree = new Tree();
  const out = new Map<number, string>();
  for (const index of indexes) {
    capture.dissect(index, bytes, [], tree);
    checkTiling(tree);
    out.set(index, `${treeText(tree)}\n${findingTexts(tree).join('\n')}`);
  }
  return out;
}

const samples = new URL('../public/samples/', import.meta.url);
const captures = [...files(fixtures, 2), ...files(samples, 0).filter((url) => !hasFixture(url)), ...files(shared)];

describe.each(captures.map((url) => [url.pathname.split('/').slice(-2).join('/'), url] as const))(
  '%s',
  (_name, url) => {
    let capture: Capture;
    let indexes: number[];
    beforeAll(async () => {
      capture = await open(url);
      indexes = Array.from({ length: Math.min(capture.length, MOST_PACKETS) }, (_, i) => i);
    }, 60_000);

    test('leaves tile every packet, and random order gives what capture order gave', async () => {
      const inOrder = await texts(capture, indexes);
      // A fixed shuffle: 7919 is prime, so that multiples of it visit every index.
      const shuffled = indexes
        .map((_, i) => (i * 7919) % Math.max(indexes.length, 1))
        .filter((index, i, all) => all.indexOf(index) === i);
      expect(await texts(capture, shuffled.slice(0, 300))).toEqual(
        new Map(shuffled.slice(0, 300).map((index) => [index, inOrder.get(index)])),
      );
    });

    test('columns are what the trees say', async () => {
      const { table } = capture;
      const bytes = await capture.bytes.fetch(capture.needed(indexes));
      const tree = new Tree();
      for (const index of indexes) {
        const { context } = capture.dissect(index, bytes, [], tree);
        const columns = {
          source: capture.state.addresses.text(table.source.get(index)),
          destination: capture.state.addresses.text(table.destination.get(index)),
          sourcePort: table.sourcePort.get(index),
          destinationPort: table.destinationPort.get(index),
        };
        expect({ index, ...columns }).toEqual({
          index,
          source: context.source,
          destination: context.destination,
          sourcePort: context.sourcePort?.port ?? 0,
          destinationPort: context.destinationPort?.port ?? 0,
        });
      }
    });

    test('every row is of a field that is declared', async () => {
      const declared = new Set(registry.fields);
      const bytes = await capture.bytes.fetch(capture.needed(indexes));
      const tree = new Tree();
      const missing = new Set<string>();
      for (const index of indexes) {
        capture.dissect(index, bytes, [], tree);
        for (const field of tree.fields) if (!declared.has(field)) missing.add(field.filter);
      }
      expect([...missing]).toEqual([]);
    });
  },
);

test.skipIf(existsSync(shared))('captures of other projects (not at hand: skipped)', () => undefined);

describe('broken packets', () => {
  const packets: { readonly start: Start; readonly bytes: Uint8Array }[] = [];
  beforeAll(async () => {
    for (const url of files(fixtures, 2)) {
      const capture = await open(url);
      const some = Array.from({ length: Math.min(capture.length, 60) }, (_, i) => i);
      const bytes = await capture.bytes.fetch(some);
      for (const index of some) {
        const data = bytes.get(index);
        if (data !== undefined) packets.push({ start: capture.frame(index).start, bytes: data.slice() });
      }
    }
  }, 60_000);

  const check = (start: Start, bytes: Uint8Array, original: number): Tree => {
    summarize(registry, start, bytes, 0, createCaptureState(), original);
    const { tree } = dissect(registry, start.key, bytes, { original });
    checkTiling(tree);
    return tree;
  };

  test('that are cut anywhere', () => {
    for (const { start, bytes } of packets.filter((_, i) => i % 9 === 0)) {
      const step = Math.max(1, Math.floor(bytes.length / 120));
      for (let size = 0; size <= bytes.length; size += step) check(start, bytes.subarray(0, size), bytes.length);
    }
  }, 60_000);

  test('that are changed in some octets', () => {
    let broken = 0;
    let whole = 0;
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined }),
        (which, changes, cut) => {
          const packet = packets[which % packets.length]!;
          const bytes = packet.bytes.slice(0, cut === undefined ? undefined : cut % (packet.bytes.length + 1));
          for (const [at, octet] of changes) if (bytes.length > 0) bytes[at % bytes.length] = octet;
          const tree = check(packet.start, bytes, bytes.length);
          if (tree.findings.some(({ severity }) => severity === 'error')) broken++;
          else whole++;
        },
      ),
      { numRuns: 3000 },
    );
    // Both must have occurred, or the test did not look where it should.
    expect(broken).toBeGreaterThan(100);
    expect(whole).toBeGreaterThan(100);
  }, 60_000);

  test('that are random, from every start layer', () => {
    const layers = [...registry.table('layer').keys()];
    const links = [...registry.table('link.type').keys()];
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (bytes, which) => {
        const layer = layers[which % layers.length]!;
        const link = links[which % links.length]!;
        check({ table: 'layer', key: layer }, bytes, bytes.length);
        check({ table: 'link.type', key: link }, bytes, bytes.length);
      }),
      { numRuns: 2000 },
    );
  }, 60_000);
});

describe('the catalogue', () => {
  test('has one type per filter name', () => {
    const types = new Map<string, Set<string>>();
    for (const { filter, type } of registry.fields) types.set(filter, (types.get(filter) ?? new Set()).add(type));
    const numbers = new Set(['uint', 'bool', 'frame', 'seconds', 'time']);
    const clashing = [...types].filter(([, kinds]) => {
      const values = [...kinds].filter((kind) => kind !== 'group' && kind !== 'protocol');
      return values.length > 1 && !values.every((kind) => numbers.has(kind));
    });
    expect(clashing.map(([filter, kinds]) => `${filter}: ${[...kinds].join(' ')}`)).toEqual([]);
  });
  test('explains every field', () => {
    expect(
      registry.fields.filter(({ doc, label }) => (doc ?? '') === '' || label === '').map(({ filter }) => filter),
    ).toEqual([]);
  });
  test('has one rule per id', () => {
    const ids = registry.rules.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
