import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../src/core/base/bytes.ts';
import { Tree } from '../src/core/codec/tree.ts';
import { build } from '../src/core/craft/build.ts';
import { describePacket } from '../src/core/craft/describe-packet.ts';
import { dissectAlone } from '../src/core/craft/dissect-alone.ts';
import { formatDescription } from '../src/core/craft/format-description.ts';
import { Names } from '../src/core/craft/names.ts';
import type { Start } from '../src/core/dissect/context.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { wireExamples } from '../src/core/testing/wire-examples.ts';

/* build(describe(packet)) is the packet, bit for bit: for every capture and vector at hand, with findings and without. */

const registry = createRegistry();
const names = new Names(registry);
const fixtures = new URL('./fixtures/', import.meta.url);
const real = new URL('../../shared/samples/real/', import.meta.url);
/** Packets of one file that are all tested; of those behind, one in a hundred is. */
const MOST_PACKETS = 3000;

function filesIn(folder: URL, pattern: RegExp): URL[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesIn(new URL(`${entry.name}/`, folder), pattern)
      : pattern.test(entry.name)
        ? [new URL(entry.name, folder)]
        : [],
  );
}

const captures = [...filesIn(fixtures, /\.pcap(ng)?$/), ...filesIn(real, /\.pcap(ng)?(\.gz)?$/)];

test.each(captures.map((url) => [url.pathname.split('/').slice(-2).join('/'), url] as const))(
  '%s',
  async (_name, url) => {
    const source = new MemorySource(url.pathname, new Uint8Array(readFileSync(url)));
    const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
    await loading.done;
    const capture = await loading.opened;
    const tree = new Tree();
    const different: number[] = [];
    for (let index = 0; index < capture.length; index += index < MOST_PACKETS ? 1 : 100) {
      const bytes = await capture.bytes.fetch(capture.needed([index]));
      const { context } = capture.dissect(index, bytes, [], tree);
      // Documents as XML, and where there are any by their nodes too.
      const forms = tree.documents.length === 0 ? (['xml'] as const) : (['xml', 'nodes'] as const);
      const [built, ...others] = forms.map((documents) =>
        build(formatDescription(describePacket(tree, context, names, [], documents)), names),
      );
      if (built === undefined) throw new Error('nothing was built');
      for (const other of others)
        expect(toHex(other.bytes ?? new Uint8Array(0))).toBe(toHex(built.bytes ?? new Uint8Array(0)));
      expect({ index, faults: built.faults.list }).toEqual({ index, faults: [] });
      if (toHex(built.bytes ?? new Uint8Array(0)) !== toHex(bytes.get(index) ?? new Uint8Array(0)))
        different.push(index);
    }
    expect(different).toEqual([]);
  },
  120_000,
);

test.skipIf(existsSync(real))('captures of other projects (not at hand: skipped)', () => undefined);

/** What a description of octets builds. */
function rebuilt(bytes: Uint8Array, start: Start): string {
  const { tree, context } = dissectAlone(registry, { bytes, start }, []);
  const built = build(JSON.stringify(describePacket(tree, context, names)), names);
  expect(built.faults.list).toEqual([]);
  return toHex(built.bytes ?? new Uint8Array(0));
}

describe('vectors', () => {
  test.each(
    filesIn(new URL('dm-notification/', fixtures), /\.hex$/).map(
      (url) => [url.pathname.split('/').at(-1), url] as const,
    ),
  )('notification %s', (_name, url) => {
    const bytes = fromHex(readFileSync(url, 'utf8').replace(/\s/g, '')) ?? new Uint8Array(0);
    for (const key of ['dmnoti', 'dm-1.2', 'dm-1.3', 'dm-2.0', 'ds-1.2'])
      expect(rebuilt(bytes, { table: 'layer', key })).toBe(toHex(bytes));
  });

  test.each(
    filesIn(new URL('wbxml/', fixtures), /\.(wbxml|xml)$/).map((url) => [url.pathname.split('/').at(-1), url] as const),
  )('document %s', (_name, url) => {
    const bytes = new Uint8Array(readFileSync(url));
    const key = url.pathname.endsWith('.wbxml') ? 'wbxml' : 'xml';
    expect(rebuilt(bytes, { table: 'layer', key })).toBe(toHex(bytes));
  });

  test('frames of the reference', () => {
    const examples = wireExamples(readFileSync(new URL('wire-examples.csv', fixtures), 'utf8'), /./);
    expect(examples.length).toBeGreaterThan(20);
    for (const { name, linkType, packets } of examples) {
      for (const hex of packets) {
        const bytes = fromHex(hex);
        if (bytes === undefined) continue;
        expect([name, rebuilt(bytes, { table: 'link.type', key: linkType })]).toEqual([name, toHex(bytes)]);
      }
    }
  });

  test('octets from every start layer', () => {
    const octets = Uint8Array.from({ length: 120 }, (_, i) => (i * 37 + 11) & 0xff);
    for (const key of registry.table('layer').keys())
      for (const bytes of [octets, octets.subarray(60), new Uint8Array(40), new Uint8Array(0)])
        expect([key, rebuilt(bytes, { table: 'layer', key })]).toEqual([key, toHex(bytes)]);
  });
});
