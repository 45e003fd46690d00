import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCapture } from '../engine/load-capture.ts';
import { MemorySource } from '../files/byte-source.ts';
import { MemorySpill } from '../files/spill.ts';
import { createRegistry } from '../protocols/index.ts';
import { checkTiling, findingTexts, values } from '../testing/packets.ts';
import { createCaptureState } from './capture-state.ts';
import { LoneFragments } from './lone-fragments.ts';
import { Summary } from './summary.ts';

const registry = createRegistry();

/** Packet `index` of a sample: its tree and its columns. */
async function packetOf(file: string, index: number) {
  const url = new URL(`../../../tests/fixtures/made/${file}`, import.meta.url);
  const source = new MemorySource(file, new Uint8Array(readFileSync(url)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const { tree, context } = capture.dissect(index, await capture.bytes.fetch(capture.needed([index])), []);
  checkTiling(tree);
  const protocol = registry.protocolByNumber(capture.table.protocol.get(index))?.name;
  return { tree, context, protocol, port: capture.table.destinationPort.get(index) };
}

describe('a first fragment that is never joined', () => {
  test('is read as far as it goes, in both passes', async () => {
    const { tree, context, protocol, port } = await packetOf('sip-message-udp.pcap', 6);
    expect(values(tree, 'sip.Method')).toEqual(['MESSAGE']);
    expect(values(tree, 'sip.Content-Type')).toEqual(['application/vnd.syncml.dm+xml']);
    expect(protocol).toBe(context.protocolName);
    expect(port).toBe(5060);
    expect(findingTexts(tree).filter((text) => text.startsWith('FRAG-007'))).toHaveLength(1);
    expect(tree.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('also when the capture has cut it off', async () => {
    for (const file of ['snap96.pcap', 'fmt-snap80.pcap']) {
      const { tree, context, protocol } = await packetOf(file, 2);
      expect(values(tree, 'wsp.TID')).toEqual([1]);
      expect(protocol).toBe(context.protocolName);
      expect(tree.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });
});

describe('limits', () => {
  const note = (lone: LoneFragments, frame: number) => {
    const row = new Summary(createCaptureState());
    row.begin(frame, 0, 0, false);
    lone.note(row, (aside) => {
      aside.protocol = frame;
    });
  };

  test('fragments that were joined are dropped, and none counts before the end', () => {
    const lone = new LoneFragments(createCaptureState);
    for (const frame of [1, 2, 3]) note(lone, frame);
    expect(lone.has(1)).toBe(false);
    lone.finish((frame) => frame === 2);
    expect([1, 2, 3].map((frame) => lone.has(frame))).toEqual([true, false, true]);
    expect([...lone.all()].map(({ protocol }) => protocol)).toEqual([1, 3]);
  });

  test('no more than the given number is remembered', () => {
    const lone = new LoneFragments(createCaptureState, 2);
    for (const frame of [1, 2, 3]) note(lone, frame);
    expect(lone.size).toBe(2);
  });
});
