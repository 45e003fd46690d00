import { expect, test, vi } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { Judging } from './judging.ts';
import { openPackets } from './open.ts';

const RAW_IP = { table: 'link.type', key: 101 } as const;

test.each([
  ['large', 262_144, 40],
  ['small', 40, 600],
  ['without octets', 0, 600],
])(
  'each of many %s packets is judged once, and no more octets are read at once than memory is to hold',
  async (_, size, count) => {
    const capture = openPackets(
      createRegistry(),
      'many',
      Array.from({ length: count }, () => new Uint8Array(size)),
      RAW_IP,
    );
    const read = vi.spyOn(capture.source, 'read');
    const judged: number[] = [];
    const judging = new Judging({
      clock: { now: () => performance.now(), pause: () => Promise.resolve() },
      secrets: () => [],
      onJudged: (_capture, index) => void judged.push(index),
      onProgress: () => undefined,
      idle: () => Promise.resolve(),
    });
    await judging.start(capture);
    expect(judged).toEqual(Array.from({ length: count }, (_, index) => index));
    const octets = read.mock.calls.map(([, length]) => length);
    expect(Math.max(0, ...octets)).toBeLessThan(2_000_000);
    expect(octets.length).toBeLessThan(20);
  },
);

test('packets that cannot be read end it, with the reason, until it begins anew', async () => {
  const packets = Array.from({ length: 40 }, () => new Uint8Array(262_144));
  const capture = openPackets(createRegistry(), 'many', packets, RAW_IP);
  const read = vi.spyOn(capture.source, 'read');
  read.mockImplementationOnce(() => Promise.resolve(new Uint8Array(2_000_000)));
  read.mockImplementationOnce(() => Promise.reject(new Error('the file is gone')));
  const told: boolean[] = [];
  const judging: Judging = new Judging({
    clock: { now: () => performance.now(), pause: () => Promise.resolve() },
    secrets: () => [],
    onJudged: () => undefined,
    onProgress: (isOver) => void told.push(isOver),
    idle: () => Promise.resolve(),
  });
  await judging.start(capture);
  expect(judging).toMatchObject({ isOn: false, fault: 'the file is gone' });
  expect(judging.tally.judged).toBeGreaterThan(0);
  expect(judging.tally.judged).toBeLessThan(40);
  expect(told.at(-1)).toBe(true);
  judging.reset();
  expect(judging.fault).toBeUndefined();
  await judging.start(capture);
  expect(judging).toMatchObject({ isOn: false, fault: undefined });
  expect(judging.tally.judged).toBe(40);
});
