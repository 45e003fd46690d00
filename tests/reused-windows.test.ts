import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import type { ByteSource } from '../src/core/files/byte-source.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { findingTexts, treeText } from '../src/core/testing/packets.ts';
import { capturesIn, FIXTURES, loaded, OTHERS, octetsOf, SAMPLES } from './captures.ts';

/* The windows of a file are used again as soon as pass 1 is through with them: whatever it keeps of them it has to copy. */

const registry = createRegistry();
const MOST_PACKETS = 1000;
/** What is unpacked is not read in windows of the file. */
const files = capturesIn(FIXTURES, SAMPLES, OTHERS).filter((file) => !file.endsWith('.gz'));

/** Columns and trees, and what pass 1 says of the file. */
async function all(capture: Capture): Promise<string[]> {
  const { table, state, flows } = capture;
  const indexes = Array.from({ length: Math.min(MOST_PACKETS, capture.length) }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const tree = new Tree();
  const text = (id: number) => state.addresses.text(id);
  const lines = indexes.map((index) => {
    const { context } = capture.dissect(index, bytes, [], tree);
    const columns = [table.protocol, table.sourcePort, table.destinationPort, table.flow, table.shape].map((column) =>
      column.get(index),
    );
    const ends = `${text(table.source.get(index))} ${text(table.destination.get(index))}`;
    return `${columns.join(' ')} ${ends} ${context.info}\n${treeText(tree)}\n${findingTexts(tree).join('\n')}`;
  });
  return [...lines, `${flows.length}`, JSON.stringify(capture.notes.faults), JSON.stringify(capture.notes.details)];
}

test('a window that has been walked may be overwritten', async () => {
  let reused = 0;
  for (const file of files) {
    const octets = octetsOf(file);
    const source: ByteSource = {
      name: file,
      size: octets.length,
      read: async (offset, length) => octets.slice(offset, offset + length),
      reuse(bytes) {
        reused++;
        bytes.fill(0xa5);
      },
    };
    expect(await all(await loaded(registry, source)), file).toEqual(await all(await loaded(registry, octets)));
  }
  expect(reused).toBeGreaterThan(40);
}, 300_000);
