import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fromHex } from '../base/bytes.ts';
import { MemorySource } from '../files/byte-source.ts';
import { writePcap } from '../files/capture-writer.ts';
import { HEAD_OCTETS } from '../files/open-capture-file.ts';
import { MemorySpill } from '../files/spill.ts';
import { ethernetFrame } from '../protocols/ethernet/build.ts';
import { createRegistry } from '../protocols/index.ts';
import { ipv4Packet } from '../protocols/ipv4/header.ts';
import { udpDatagram } from '../protocols/udp/udp.ts';
import { loadCapture } from './load-capture.ts';
import { packetJson } from './packet-json.ts';

/* Notification 1.2 of a server with the session id 1, pushed to UDP 2948. */
const PUSH = `010603c4af87${'00'.repeat(16)}00c800000000010474657374`;

function capture(copies: number): Uint8Array {
  const udp = udpDatagram({ sourcePort: 9200, destinationPort: 2948, checksum: 0 }, fromHex(PUSH)!, new Uint8Array(10));
  const ip = ipv4Packet(
    {
      dsfield: { dscp: 0, ecn: 0 },
      id: 1,
      flags: { rb: 0, df: 0, mf: 0 },
      fragmentOffset: 0,
      ttl: 64,
      protocol: 17,
      source: Uint8Array.of(192, 0, 2, 1),
      destination: Uint8Array.of(192, 0, 2, 2),
    },
    udp,
  );
  const bytes = ethernetFrame({ destination: new Uint8Array(6), source: new Uint8Array(6), type: 0x0800 }, ip);
  return writePcap(
    1,
    Array.from({ length: copies }, (_, i) => ({ seconds: i, nanos: 0, bytes })),
  );
}

class WatchedSpill extends MemorySpill {
  closed = 0;
  override async close(): Promise<void> {
    this.closed++;
    await super.close();
  }
}

const NEVER = { makeSpill: () => new MemorySpill() };

test('the place of unpacked octets is given up when the capture is closed, and not before', async () => {
  const spill = new WatchedSpill();
  const source = new MemorySource('packed', new Uint8Array(gzipSync(capture(3))));
  const loading = loadCapture(createRegistry(), source, { makeSpill: () => spill }, () => undefined);
  await loading.done;
  expect([loading.phase, (await loading.opened).length, spill.closed]).toEqual(['done', 3, 0]);
  await loading.close();
  expect(spill.closed).toBe(1);
});

test('closing stops a capture that is still read', async () => {
  const spill = new WatchedSpill();
  const source = new MemorySource('packed', new Uint8Array(gzipSync(capture(50_000))));
  const loading = loadCapture(createRegistry(), source, { makeSpill: () => spill }, () => undefined);
  await loading.opened;
  await loading.close();
  expect([loading.phase, spill.closed]).toEqual(['stopped', 1]);
});

test('what packets tell of each other is learned before loading ends, unless columns are all that is asked for', async () => {
  const source = new MemorySource('plain', capture(2));
  const load = async (columnsOnly: boolean) => {
    const loading = loadCapture(createRegistry(), source, { ...NEVER, columnsOnly }, () => undefined);
    const opened = await loading.opened;
    await loading.done;
    const bytes = await opened.bytes.fetch(opened.needed([1]));
    const { tree, context } = opened.dissect(1, bytes, []);
    return { waiting: opened.state.learning?.length, json: packetJson(tree, context, true) };
  };
  const whole = await load(false);
  const columns = await load(true);
  expect([whole.waiting, columns.waiting]).toEqual([0, 0]);
  expect(whole.json).toContain('dmnoti.duplicate');
  expect(columns.json).not.toContain('dmnoti.duplicate');
});

test('the first rows need no read but that of the head, and read the same as any other', async () => {
  const bytes = capture(1000);
  const reads: string[] = [];
  class WatchedSource extends MemorySource {
    override async read(offset: number, length: number): Promise<Uint8Array> {
      reads.push(`${offset} ${length}`);
      return await super.read(offset, length);
    }
  }
  const opened = loadCapture(createRegistry(), new WatchedSource('watched', bytes), NEVER, () => undefined);
  const watched = await opened.opened;
  await opened.done;
  const inHead = Array.from({ length: watched.length }, (_, index) => index).filter(
    (index) => watched.table.offset.get(index) + watched.table.captured.get(index) <= HEAD_OCTETS,
  );
  expect(inHead.length).toBeGreaterThan(100);
  expect(inHead.length).toBeLessThan(watched.length);
  const before = reads.length;
  const fromHead = await watched.bytes.fetch(inHead);
  expect(reads.length).toBe(before);
  const all = await watched.bytes.fetch(Array.from({ length: watched.length }, (_, index) => index));
  expect(reads.length).toBeGreaterThan(before);
  for (const [index, octets] of all) {
    const offset = watched.table.offset.get(index);
    expect(octets).toEqual(bytes.subarray(offset, offset + watched.table.captured.get(index)));
    if (fromHead.has(index)) expect(fromHead.get(index)).toEqual(octets);
  }
  // Whoever read the head may use its memory again.
  const head = new Uint8Array(HEAD_OCTETS);
  watched.bytes.keepHead(head);
  head.fill(1);
  expect((await watched.bytes.fetch([0])).get(0)?.every((octet) => octet === 0)).toBe(true);
  await opened.close();
});

test('a packed file that is cut before anything of it is told as cut, not as empty', async () => {
  for (const size of [4, 10, 14]) {
    const source = new MemorySource('x', new Uint8Array(gzipSync(capture(1)).subarray(0, size)));
    const loading = loadCapture(createRegistry(), source, { makeSpill: () => new MemorySpill() }, () => undefined);
    await loading.done;
    expect((await loading.opened).notes.faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('the packed file is cut'),
    ]);
  }
});
