import { expect, test } from 'vitest';
import { joinBytes } from '../src/core/base/bytes.ts';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { exportPackets } from '../src/core/engine/export/capture-export.ts';
import { exportCells } from '../src/core/engine/export/cells.ts';
import { judge } from '../src/core/engine/judgement.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, loaded, OTHERS, SAMPLES } from './captures.ts';

/** A table of packets that are judged is the same as one for which each packet is dissected whole. */
const registry = createRegistry();
const files = differentCaptures(FIXTURES, SAMPLES, OTHERS);
const PACKETS = 300;

async function table(capture: Capture, judgedAs?: (index: number) => number | undefined): Promise<string[]> {
  const { head, cells } = exportCells(undefined, () => () => []);
  const indexes = Array.from({ length: Math.min(capture.length, PACKETS) }, (_, index) => index);
  const parts: Uint8Array[] = [];
  const job = { capture, indexes, format: 'csv', secrets: [], head, cells, judgedAs } as const;
  for await (const part of exportPackets(job)) parts.push(part);
  return Buffer.from(joinBytes(parts)).toString().split('\r\n');
}

async function judgements(capture: Capture): Promise<readonly number[]> {
  const tree = new Tree();
  const judged: number[] = [];
  for (let index = 0; index < Math.min(capture.length, PACKETS); index++) {
    const bytes = await capture.bytes.fetch(capture.needed([index]));
    judged.push(judge(tree, capture.dissect(index, bytes, [], tree).context));
    bytes.release();
  }
  return judged;
}

test('judged packets have the line that others have', { timeout: 240_000 }, async () => {
  let lines = 0;
  let findings = 0;
  for (const file of files) {
    const capture = await loaded(registry, file);
    const judged = await judgements(capture);
    let asked = 0;
    const lean = await table(capture, (index) => {
      asked++;
      return judged[index];
    });
    expect(asked, file).toBe(judged.length);
    const whole = await table(capture);
    expect(lean, file).toEqual(whole);
    lines += whole.length - 2;
    findings += whole.filter((line) => /,(error|warning),/.test(line)).length;
  }
  expect(lines).toBeGreaterThan(1000);
  expect(findings).toBeGreaterThan(20);
});
