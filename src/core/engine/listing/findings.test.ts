import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Tree } from '../../codec/tree.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { createRegistry } from '../../protocols/index.ts';
import type { Capture } from '../capture.ts';
import { loadCapture } from '../load-capture.ts';
import { matchingPackets, readFilter } from './headless-filter.ts';
import { ListingService } from './listing-service.ts';

const registry = createRegistry();
const WRONG: Secret = { form: 'text', typed: 'certainly wrong' };

async function judgedBy(service: ListingService, capture: Capture, secrets: readonly Secret[]): Promise<void> {
  const all = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(all));
  for (const index of all) {
    const { tree, context } = capture.dissect(index, bytes, secrets, new Tree());
    service.onDissected(capture, index, tree, context);
  }
}

test('findings of judged packets are asked of no tree, and forgotten when there are other secrets', async () => {
  const file = new URL('../../../../tests/fixtures/made/pap-udp-dmnoti.pcapng', import.meta.url);
  const source = new MemorySource('', new Uint8Array(readFileSync(file)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  let secrets: readonly Secret[] = [];
  const clock = { pause: () => Promise.resolve(), now: () => performance.now() };
  const service = new ListingService(
    { clock, secrets: () => secrets, version: () => 0, onStatus: () => undefined },
    registry,
  );
  service.open(capture, false);
  const compare = async (text: string): Promise<number> => {
    const read = readFilter(text, registry);
    if ('fault' in read) throw new Error(read.fault.message);
    await service.setFilter(text);
    await service.idle();
    const wanted = await matchingPackets(capture, read.filter, secrets);
    expect(service.indexes(0, 1000)).toEqual([...wanted.slice(0, wanted.length)]);
    return wanted.length;
  };
  const texts = ['rule.severity == "error"', 'rule == "N13-D1" || rule == "N12-D1"', '!rule', 'rule.message'];
  const before: number[] = [];
  for (const text of texts) before.push(await compare(text));
  await judgedBy(service, capture, secrets);
  for (const [i, text] of texts.entries()) expect(await compare(text)).toBe(before[i]);
  secrets = [WRONG];
  service.readAnew();
  const after: number[] = [];
  for (const text of texts) after.push(await compare(text));
  expect(after).not.toEqual(before);
  await judgedBy(service, capture, secrets);
  for (const [i, text] of texts.entries()) expect(await compare(text)).toBe(after[i]);
});
