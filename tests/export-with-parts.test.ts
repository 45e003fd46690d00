import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { joinBytes } from '../src/core/base/bytes.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { addParts } from '../src/core/engine/export/add-parts.ts';
import { exportPackets } from '../src/core/engine/export/capture-export.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, loaded, OTHERS, SAMPLES } from './captures.ts';

/** A packet that is exported with the packets that hold other parts of its messages is in the new file what it was in the old one. */
const registry = createRegistry();
const files = differentCaptures(FIXTURES, SAMPLES, OTHERS);
/** Packets of a capture that are exported, and packets that are looked at for them. */
const MOST = 12;
const LOOKED = 3000;

/** Packets that are another thing in the new file, and why. */
const OTHERWISE: ReadonlySet<string> = new Set([
  // The content type of an object stands in the table of the session, which is another object.
  'crafted-flute.pcap 8',
  // A part that completes nothing: where no packet completes it, it is shown as far as it goes.
  'gsmtap-sms.pcap 15',
]);

function added(capture: Capture, indexes: readonly number[]): readonly number[] {
  const adding = addParts(capture, Uint32Array.from(indexes));
  for (;;) {
    const step = adding.next();
    if (step.done === true) return [...step.value];
  }
}

async function written(capture: Capture, indexes: readonly number[]): Promise<Capture> {
  const parts: Uint8Array[] = [];
  const job = { capture, indexes, format: 'pcapng', secrets: [], head: [], cells: () => [] } as const;
  for await (const part of exportPackets(job)) parts.push(part);
  return loaded(registry, joinBytes(parts));
}

/** Protocols of a packet and the text of its Info column, which may name the numbers of other packets. */
async function readingOf(capture: Capture, index: number): Promise<string> {
  const bytes = await capture.bytes.fetch(capture.needed([index]));
  const { context } = capture.dissect(index, bytes, []);
  bytes.release();
  return `${context.layers.map(({ protocol }) => protocol).join(' ')}: ${context.info}`;
}

test('messages of exported packets are put together again', { timeout: 240_000 }, async () => {
  const others = new Map<string, string>();
  let checked = 0;
  let alone = 0;
  for (const file of files) {
    const capture = await loaded(registry, file);
    let found = 0;
    for (let index = 0; index < Math.min(capture.length, LOOKED) && found < MOST; index++) {
      if (capture.state.partsOf(index).length === 0) continue;
      found++;
      checked++;
      const indexes = added(capture, [index]);
      expect(indexes).toContain(index);
      expect([...indexes].sort((a, b) => a - b)).toEqual(indexes);
      const whole = await readingOf(capture, index);
      const again = await readingOf(await written(capture, indexes), indexes.indexOf(index));
      if (again !== whole) others.set(`${basename(file)} ${index + 1}`, `${whole}\n${again}`);
      if ((await readingOf(await written(capture, [index]), 0)) !== whole) alone++;
    }
  }
  for (const [packet, readings] of others) expect(OTHERWISE, `${packet}:\n${readings}`).toContain(packet);
  expect(checked).toBeGreaterThan(30);
  // Without its parts hardly any would be what it was.
  expect(alone).toBeGreaterThan(checked * 0.8);
});

test('packets in another order come behind their parts, each once', async () => {
  const capture = await loaded(registry, files.find((file) => file.endsWith('smpp-push-concat.pcapng'))!);
  const all = Array.from({ length: capture.length }, (_, index) => index);
  const last = all.findLast((index) => capture.state.partsOf(index).length > 0)!;
  const parts = [...capture.state.partsOf(last)].sort((a, b) => a - b);
  const other = all.find((index) => index !== last && !parts.includes(index))!;
  expect(parts.length).toBeGreaterThan(0);
  expect(
    added(
      capture,
      [last, other].sort((a, b) => b - a),
    ),
  ).toEqual(last > other ? [...parts, last, other] : [other, ...parts, last]);
  expect(added(capture, [last, parts[0]!])).toEqual([...parts, last]);
  expect(added(capture, all)).toEqual(all);
});
