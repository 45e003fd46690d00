import { expect, test } from 'vitest';
import { createAppStore } from '../state/store.ts';
import { fakeStatus } from '../testing/fake-engine.ts';
import { packetRows } from '../testing/packet-rows.ts';
import { findPacket, type ReadRows } from './find-packet.ts';

const PACKETS = 5000;
const wish = (...wanted: readonly number[]) => ({
  what: 'a wish',
  fits: ({ index }: { readonly index: number }) => wanted.includes(index),
});

function open(packet: number) {
  const store = createAppStore();
  store.getState().takeStatus(fakeStatus('made up', PACKETS));
  store.getState().showPacket(packet);
  const asked: [number, number][] = [];
  const read: ReadRows = async (from, count) => {
    asked.push([from, count]);
    return packetRows(from, count);
  };
  return { store, read, asked };
}

test('the next packet that fits is found, on and back, and never the selected one', async () => {
  const { store, read } = open(10);
  await findPacket(store, read, wish(10, 4321), 1);
  expect(store.getState().packet).toBe(4321);
  await findPacket(store, read, wish(3, 10, 4321), -1);
  expect(store.getState().packet).toBe(10);
  expect(store.getState().search).toBeUndefined();
});

test('blocks leave no packet out and none twice', async () => {
  for (const direction of [1, -1] as const) {
    const { store, read, asked } = open(2500);
    await findPacket(store, read, wish(), direction);
    const rows = asked.flatMap(([from, count]) => Array.from({ length: count }, (_, at) => from + at));
    const all = Array.from({ length: PACKETS }, (_, at) => at);
    expect(rows.sort((a, b) => a - b)).toEqual(direction > 0 ? all.slice(2501) : all.slice(0, 2500));
    expect(store.getState().packet).toBe(2500);
    expect(store.getState().said).toContain(direction > 0 ? 'No later' : 'No earlier');
  }
});

test('a search that is stopped, or overtaken, selects nothing', async () => {
  const { store, read } = open(0);
  const first = findPacket(store, read, wish(4999), 1);
  store.getState().search?.stop.abort();
  await first;
  expect(store.getState().packet).toBe(0);
  expect(store.getState().search).toBeUndefined();
  const second = findPacket(store, read, wish(4000), 1);
  await findPacket(store, read, wish(7), 1);
  await second;
  expect(store.getState().packet).toBe(7);
});
