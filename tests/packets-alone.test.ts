import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { AloneDissector, aloneConversation, mayStandAlone } from '../src/core/engine/alone-dissector.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { packetJson } from '../src/core/engine/packet-json.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS, octetsOf, SAMPLES } from './captures.ts';

/** Packets that are dissected by their own octets alone are what they are with all that pass 1 knows, or refused. */
const registry = createRegistry();
const secrets = [{ form: 'text', typed: 'secret' }] as const;
const PACKETS = 3000;

async function recordsOf(path: string): Promise<Capture> {
  const source = new MemorySource(path, octetsOf(path));
  const environment = { makeSpill: () => new MemorySpill(), recordsOnly: true };
  const loading = loadCapture(registry, source, environment, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  return capture;
}

/** Over all captures: by whether they stood alone. */
const met = { alone: 0, refused: 0, noted: 0 };

for (const path of capturesIn(FIXTURES, SAMPLES, OTHERS)) {
  test(path.slice(path.lastIndexOf('/', path.lastIndexOf('/') - 1) + 1), { timeout: 60_000 }, async () => {
    const whole = await loaded(registry, path);
    const records = await recordsOf(path);
    expect(records.length).toBe(whole.length);
    const dissector = new AloneDissector(records);
    const indexes = Array.from({ length: Math.min(PACKETS, whole.length) }, (_, index) => index);
    const octets = await records.bytes.fetch(new Set(indexes));
    const bytes = await whole.bytes.fetch(whole.needed(indexes));
    const [ownTree, wholeTree] = [new Tree(), new Tree()];
    for (const index of indexes) {
      if (!mayStandAlone(whole, index)) {
        met.noted++;
        continue;
      }
      const alone = dissector.dissect(index, octets, secrets, aloneConversation(whole, index), ownTree);
      if (alone === undefined) {
        met.refused++;
        continue;
      }
      met.alone++;
      const { tree, context } = whole.dissect(index, bytes, secrets, wholeTree);
      expect(packetJson(alone.tree, alone.context, true)).toBe(packetJson(tree, context, true));
    }
  });
}

test('there were packets of all kinds', () => {
  expect(met.alone).toBeGreaterThan(200);
  expect(met.refused).toBeGreaterThan(200);
  expect(met.noted).toBeGreaterThan(20);
});
