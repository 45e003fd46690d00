import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { loadCapture } from '../../engine/load-capture.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { checkTiling, values } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';
import { createRegistry } from '../index.ts';

const registry = withPost(createRegistry());
const LINKS = ['request_in', 'response_in', 'submitted_in', 'result_in'];

const pap = (message: string, id = 'a', attribute = 'push-id'): Message => ({
  type: 'application/xml',
  body: toUtf8(`<?xml version="1.0"?><pap><${message} ${attribute}="${id}"/></pap>`),
});

function links(...messages: readonly Message[]) {
  return dissectTraffic(registry, messages).packets.map(({ tree }) => {
    checkTiling(tree);
    return LINKS.flatMap((name) => values(tree, `wap.pap.${name}`).map((packet) => `${name} ${String(packet)}`));
  });
}

describe('messages about one push', () => {
  test('a submission, its answer, the result and its answer', () => {
    expect(
      links(
        pap('push-message'),
        pap('push-response'),
        pap('resultnotification-message'),
        pap('resultnotification-response'),
      ),
    ).toEqual([
      ['response_in 2', 'result_in 3'],
      ['request_in 1'],
      ['response_in 4', 'submitted_in 1'],
      ['request_in 3', 'submitted_in 1'],
    ]);
  });

  test('questions and cancellations lead to the submission', () => {
    expect(
      links(pap('push-message'), pap('statusquery-message'), pap('cancel-message'), pap('cancel-response')),
    ).toEqual([[], ['submitted_in 1'], ['response_in 4', 'submitted_in 1'], ['request_in 3', 'submitted_in 1']]);
    expect(links(pap('ccq-message', 'q', 'query-id'), pap('ccq-response', 'q', 'query-id'))).toEqual([
      ['response_in 2'],
      ['request_in 1'],
    ]);
  });

  test('those of other pushes, and those without an id, have nothing to do with each other', () => {
    expect(links(pap('push-message'), pap('push-response', 'b'), pap('push-response', ''))).toEqual([[], [], []]);
  });
});

test('a gateway tells the result of a submission (capture of a real one)', async () => {
  const name = 'pap-confirmed-session.pcap';
  const bytes = new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));
  const whole = createRegistry();
  const loading = loadCapture(
    whole,
    new MemorySource(name, bytes),
    { makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  await loading.done;
  const capture = await loading.opened;
  const found: string[] = [];
  for (let i = 0; i < capture.length; i++) {
    const { tree } = capture.dissect(i, await capture.bytes.fetch(capture.needed([i])), []);
    for (const link of LINKS)
      for (const packet of values(tree, `wap.pap.${link}`)) found.push(`${i + 1} ${link} ${String(packet)}`);
  }
  expect(found).toMatchInlineSnapshot(`
    [
      "4 response_in 6",
      "6 request_in 4",
    ]
  `);
});
