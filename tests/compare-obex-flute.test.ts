import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { checkTiling, dissectAll, values } from '../src/core/testing/packets.ts';
import { wireExamples } from '../src/core/testing/wire-examples.ts';

/*
 * Values of every field that tshark 4.0.17 has too (OBEX on TCP 650 and ALC on UDP 4001 by its "decode as"). It does not
 * know that a packet answers a request to connect, and reads version and maximum length of those as a header.
 */

type Readings = Readonly<Record<string, readonly Readonly<Record<string, readonly (string | number)[]>>[]>>;

const registry = createRegistry();
const fixtures = new URL('./fixtures/', import.meta.url);
const readings = JSON.parse(readFileSync(new URL('tshark-obex-flute.json', fixtures), 'utf8')) as Readings;
const csv = readFileSync(new URL('wire-examples.csv', fixtures), 'utf8');

const CONNECT_RESPONSES: Readonly<Record<string, readonly number[]>> = { 'obex-put-650.pcap': [6, 22, 36] };

test.each(['obex-put-650.pcap', 'crafted-flute.pcap'])('%s', async (name) => {
  const source = new MemorySource(name, new Uint8Array(readFileSync(new URL(`made/${name}`, fixtures))));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const bytes = await capture.bytes.fetch(capture.needed([...Array(capture.length).keys()]));
  expect(readings[name]?.length).toBe(capture.length);
  readings[name]?.forEach((packet, index) => {
    const { tree } = capture.dissect(index, bytes, []);
    checkTiling(tree);
    const isAnswer = CONNECT_RESPONSES[name]?.includes(index + 1) === true;
    for (const [field, expected] of Object.entries(packet)) {
      if (isAnswer && field.startsWith('obex.header')) continue;
      expect({ index, field, values: values(tree, field) }).toEqual({ index, field, values: expected });
    }
  });
});

describe('links of OBEX', () => {
  test.each(wireExamples(csv, /^lt-(h4phdr|irda)$/).map((example) => [example.name, example] as const))(
    '%s',
    (name, { linkType, packets }) => {
      const all = dissectAll(registry, linkType, packets);
      expect(readings[name]?.length).toBe(all.length);
      readings[name]?.forEach((packet, index) => {
        for (const [field, expected] of Object.entries(packet)) {
          const found = values(all[index]!.tree, field);
          expect({ index, field, values: found }).toEqual({ index, field, values: expected });
        }
      });
    },
  );
});
