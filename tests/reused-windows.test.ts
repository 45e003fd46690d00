import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { Judging } from '../src/core/engine/judging.ts';
import { matchingPackets, readFilter } from '../src/core/engine/listing/headless-filter.ts';
import { Session } from '../src/core/engine/session.ts';
import { type ByteSource, MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { findingTexts, treeText } from '../src/core/testing/packets.ts';
import { capturesIn, FIXTURES, loaded, OTHERS, octetsOf, SAMPLES } from './captures.ts';

/* The windows of a file are used again as soon as pass 1 is through with them: whatever it keeps of them it has to copy. */

const registry = createRegistry();
const MOST_PACKETS = 1000;
const MOST_SHOWN = 150;
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

/** A file whose windows are overwritten when they are given back. @param onReuse is called then */
function overwriting(name: string, octets: Uint8Array, onReuse: () => void): ByteSource {
  return {
    name,
    size: octets.length,
    read: async (offset, length) => octets.slice(offset, offset + length),
    reuse(bytes) {
      onReuse();
      bytes.fill(0xa5);
    },
  };
}

test('a window that has been walked may be overwritten', async () => {
  let reused = 0;
  for (const file of files) {
    const octets = octetsOf(file);
    const source = overwriting(file, octets, () => reused++);
    expect(await all(await loaded(registry, source)), file).toEqual(await all(await loaded(registry, octets)));
  }
  expect(reused).toBeGreaterThan(40);
}, 300_000);

/** Filters by trees, by contents, and by contents or columns. */
const FILTERS = ['ip.ttl > 60 || wsp', 'dmnoti.session_id > 1 || si.href', 'sip.Method && frame.len > 60'];

/** What judging finds in each packet, in all of them, and which packets filters find. */
async function asked(capture: Capture): Promise<string[]> {
  const lines: string[] = [];
  const judging = new Judging({
    clock: { now: () => performance.now(), pause: () => Promise.resolve() },
    secrets: () => [],
    onJudged: (_capture, index, tree, { info }) => {
      if (index < MOST_PACKETS) lines.push(`${info} ${findingTexts(tree).join()}`);
    },
    onProgress: () => undefined,
    idle: () => Promise.resolve(),
  });
  await judging.start(capture);
  lines.push(JSON.stringify(judging.tally.broken));
  for (const text of FILTERS) {
    const compiled = readFilter(text, registry);
    if ('fault' in compiled) throw new Error(compiled.fault.message);
    const found = await matchingPackets(capture, compiled.filter, []);
    lines.push(`${text}: ${Array.from({ length: found.length }, (_, place) => found.at(place)).join()}`);
  }
  return lines;
}

/** Rows and trees as they go to the page, some of them twice, in parts and in another order. */
async function shown(source: ByteSource): Promise<string[]> {
  const session = new Session(
    { pause: () => Promise.resolve(), now: () => performance.now(), makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  await session.open({ kind: 'source', source });
  // What packets tell of each other is known by then.
  for (;;) {
    const status = session.status();
    if (status === undefined || (status.phase !== 'loading' && !status.judging && status.judged >= status.packets))
      break;
    await new Promise((resolve) => setTimeout(resolve));
  }
  const lines: string[] = [];
  const until = Math.min(MOST_SHOWN, session.status()?.packets ?? 0);
  for (let from = 0; from < until; from += 60) {
    const { rows } = await session.packets.rows(from, Math.min(64, until - from));
    lines.push(...rows.map((row) => JSON.stringify(row)));
  }
  for (let i = 0; i < until; i += 1 + (i % 5)) {
    const index = i % 2 === 0 ? i : until - i;
    const view = await session.packets.packet(index);
    lines.push(`${index} ${JSON.stringify(view)}`);
  }
  session.close();
  return lines;
}

test('octets whose rows and trees have been shown may be overwritten', async () => {
  let rows = 0;
  for (const file of files) {
    const octets = octetsOf(file);
    const lines = await shown(overwriting(file, octets, () => undefined));
    expect(lines, file).toEqual(await shown(new MemorySource(file, octets)));
    rows += lines.length;
  }
  expect(rows).toBeGreaterThan(1000);
}, 300_000);

test('a window whose packets have been judged or filtered may be overwritten', async () => {
  let reused = 0;
  for (const file of files) {
    const octets = octetsOf(file);
    const source = await loaded(
      registry,
      overwriting(file, octets, () => reused++),
    );
    const walked = reused;
    expect(await asked(source), file).toEqual(await asked(await loaded(registry, octets)));
    if (source.length > 0) expect(reused, file).toBeGreaterThan(walked);
  }
}, 300_000);
