import { expect, test } from 'vitest';
import { joinBytes, toUtf8 } from '../../base/bytes.ts';
import { createRegistry } from '../../protocols/index.ts';
import { readAtOnce } from '../../testing/captures.ts';
import type { Capture } from '../capture.ts';
import type { FollowView } from '../follow-views.ts';
import { FollowService } from './follow-service.ts';

const registry = createRegistry();
const clock = { pause: () => Promise.resolve(), now: () => performance.now() };

/** A segment in an IPv4 packet between port 1000 of 10.0.0.1 and port 7777 of 10.0.0.2. */
function segment(isAnswer: boolean, sequence: number, data: Uint8Array): Uint8Array {
  const packet = new Uint8Array(40 + data.length);
  const view = new DataView(packet.buffer);
  packet.set([0x45, 0, 0, 0, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, isAnswer ? 2 : 1, 10, 0, 0, isAnswer ? 1 : 2]);
  view.setUint16(2, packet.length);
  view.setUint16(20, isAnswer ? 7777 : 1000);
  view.setUint16(22, isAnswer ? 1000 : 7777);
  view.setUint32(24, sequence);
  packet.set([0x50, 0x10], 32);
  packet.set(data, 40);
  return packet;
}

/** A pcap file of packets that begin with IP. */
function pcap(packets: readonly Uint8Array[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(24));
  head.setUint32(0, 0xa1b2c3d4);
  head.setUint16(4, 2);
  head.setUint16(6, 4);
  head.setUint32(16, 0x40000);
  head.setUint32(20, 101);
  const records = packets.flatMap((packet, i) => {
    const record = new DataView(new ArrayBuffer(16));
    record.setUint32(0, i);
    record.setUint32(8, packet.length);
    record.setUint32(12, packet.length);
    return [new Uint8Array(record.buffer), packet];
  });
  return joinBytes([new Uint8Array(head.buffer), ...records]);
}

const captureOf = (packets: readonly Uint8Array[]): Capture => readAtOnce(registry, pcap(packets)).capture;

async function ended(service: FollowService): Promise<FollowView> {
  for (;;) {
    const view = service.followed();
    if (view === undefined) throw new Error('nothing is followed');
    if (view.phase !== 'reading') return view;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

test('more than is kept at once is seen from a later packet on, nothing twice and nothing left out', async () => {
  const size = 60_000;
  const capture = captureOf(
    Array.from({ length: 300 }, (_, i) => segment(false, i * size, new Uint8Array(size).fill(i % 251))),
  );
  const service = new FollowService({ clock, capture: () => capture, isLoading: () => false });
  await service.follow(7, false);
  const parts: Uint8Array[] = [];
  const phases: string[] = [];
  for (;;) {
    const { phase, next } = await ended(service);
    phases.push(phase);
    parts.push(service.followedOctets(0));
    if (next === undefined) break;
    await service.follow(next, true);
  }
  expect(phases).toEqual(['full', 'full', 'complete']);
  const all = joinBytes(parts);
  expect(all.length).toBe(300 * size);
  for (let i = 0; i < 300; i++) expect([all[i * size], all[(i + 1) * size - 1]]).toEqual([i % 251, i % 251]);
});

test('what is read while the capture is loading is followed to its end', async () => {
  const packets = ['a', 'b', 'c', 'd'].map((text, i) => segment(i % 2 === 1, i >> 1, toUtf8(text)));
  const capture = captureOf(packets);
  const grown = capture.length;
  let length = 2;
  const growing = new Proxy(capture, {
    get: (target, key) => {
      const value: unknown = key === 'length' ? length : Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const service = new FollowService({ clock, capture: () => growing, isLoading: () => length < grown });
  await service.follow(0, false);
  expect(service.followed()).toMatchObject({ phase: 'reading', packets: 2, octets: [1, 1] });
  length = grown;
  expect(await ended(service)).toMatchObject({ phase: 'complete', packets: 4, octets: [2, 2], turns: 4 });
  expect(service.followLines('ascii', 'both', 0, 10)?.lines.map(({ side, spans }) => [side, spans[0]?.text])).toEqual([
    [0, 'a'],
    [1, 'b'],
    [0, 'c'],
    [1, 'd'],
  ]);
});

test('the end that began comes first, from a packet on the one that sent it', async () => {
  const capture = captureOf([segment(true, 5, toUtf8('hello')), segment(false, 9, toUtf8('ehlo'))]);
  const service = new FollowService({ clock, capture: () => capture, isLoading: () => false });
  expect((await service.follow(1, false))?.ends).toEqual(['10.0.0.2:7777', '10.0.0.1:1000']);
  expect(service.followLines('ascii', 0, 0, 10)?.lines.map(({ spans }) => spans[0]?.text)).toEqual(['hello']);
  expect((await service.follow(1, true))?.ends).toEqual(['10.0.0.1:1000', '10.0.0.2:7777']);
  expect(service.followLines('ascii', 'both', 0, 10)?.lines).toHaveLength(1);
});

test('text is found from a line on, once around, and what is left is forgotten', async () => {
  const capture = captureOf([segment(false, 0, toUtf8('one\ntwo\nThree\ntwo'))]);
  const service = new FollowService({ clock, capture: () => capture, isLoading: () => false });
  await service.follow(0, false);
  const find = (text: string, from: number, direction: 1 | -1) =>
    service.findInFollowed('ascii', 'both', text, from, direction);
  expect(await find('TWO', -1, 1)).toBe(1);
  expect(await find('two', 1, 1)).toBe(3);
  expect(await find('two', 3, 1)).toBe(1);
  expect(await find('two', 1, -1)).toBe(3);
  expect(await find('three', 2, 1)).toBe(2);
  expect(await find('four', 0, 1)).toBeUndefined();
  expect(await find('', 0, 1)).toBeUndefined();
  expect(await service.followedText('ascii', 'both')).toBe('one\ntwo\nThree\ntwo\n');
  service.leaveFollowed();
  expect(service.followed()).toBeUndefined();
  expect(service.followLines('ascii', 'both', 0, 10)).toBeUndefined();
  expect(await find('two', -1, 1)).toBeUndefined();
});

test('a packet without ports belongs to nothing that can be followed', async () => {
  const packet = segment(false, 0, toUtf8('x'));
  packet[9] = 50;
  const capture = captureOf([packet]);
  const service = new FollowService({ clock, capture: () => capture, isLoading: () => false });
  expect(await service.follow(0, false)).toBeUndefined();
  expect(await service.follow(5, false)).toBeUndefined();
  const empty = new FollowService({ clock, capture: () => undefined, isLoading: () => false });
  expect(await empty.follow(0, false)).toBeUndefined();
});
