import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { type ByteSource, MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { findingTexts, treeText } from '../src/core/testing/packets.ts';

/* The windows of a file are used again as soon as pass 1 is through with them: whatever it keeps of them it has to copy. */

const registry = createRegistry();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MOST_PACKETS = 1000;

function capturesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(pcap|pcapng|cap)$/.test(name)).map((name) => `${folder}${name}`);
}

async function load(source: ByteSource): Promise<Capture> {
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  return loading.opened;
}

/** Columns and trees, and what pass 1 says of the file. */
async function all(capture: Capture): Promise<string[]> {
  const { table, state, flows } = capture;
  const indexes = Array.from({ length: Math.min(MOST_PACKETS, capture.length) }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const tree = new Tree();
  const text = (id: number) => state.addresses.text(id);
  const lines = indexes.map((index) => {
    const { context } = capture.dissect(index, bytes, [], tree);
    const columns = [table.protocol, table.sourcePort, table.destinationPort, table.info, table.flow, table.shape].map(
      (column) => column.get(index),
    );
    const ends = `${text(table.source.get(index))} ${text(table.destination.get(index))}`;
    return `${columns.join(' ')} ${ends} ${context.info}\n${treeText(tree)}\n${findingTexts(tree).join('\n')}`;
  });
  return [...lines, `${flows.length}`, JSON.stringify(capture.notes.faults), JSON.stringify(capture.notes.details)];
}

test('a window that has been walked may be overwritten', async () => {
  let reused = 0;
  for (const file of [
    ...capturesIn(here('fixtures/')),
    ...capturesIn(here('../public/samples/')),
    ...capturesIn(here('../../shared/samples/real/')),
  ]) {
    const octets = new Uint8Array(readFileSync(file));
    const whole = new MemorySource(file, octets);
    const source: ByteSource = {
      name: file,
      size: octets.length,
      read: async (offset, length) => octets.slice(offset, offset + length),
      reuse(bytes) {
        reused++;
        bytes.fill(0xa5);
      },
    };
    expect(await all(await load(source)), file).toEqual(await all(await load(whole)));
  }
  expect(reused).toBeGreaterThan(40);
}, 300_000);
