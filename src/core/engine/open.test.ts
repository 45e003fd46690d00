import { expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { openPackets } from './open.ts';

test('a pasted text may hold more packets than a call takes arguments', async () => {
  const packets = Array.from({ length: 150_000 }, (_, i) => Uint8Array.of(i & 0xff));
  const capture = openPackets(createRegistry(), 'x', packets, { table: 'layer', key: 'data' });
  expect(capture.length).toBe(150_000);
  expect((await capture.bytes.fetch([149_999])).get(149_999)).toEqual(packets[149_999]);
});
