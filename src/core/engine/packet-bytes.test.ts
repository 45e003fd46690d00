import { expect, test } from 'vitest';
import { FlowTable } from '../store/flow-table.ts';
import { PacketTable } from '../store/packet-table.ts';
import { PacketBytes } from './packet-bytes.ts';

const BLOCK = 256 * 1024;
const SIZE = 40 * BLOCK;
const file = Uint8Array.from({ length: SIZE }, (_, at) => (at * 31 + (at >> 8)) & 0xff);

/** `toEqual` takes a second for large ones. */
const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a?.length === b.length && a.every((octet, at) => octet === b[at]);

/** Packets at places of the file, whose octets are overwritten when they are given back. */
function made(packets: readonly (readonly [offset: number, size: number])[]) {
  const table = new PacketTable(new FlowTable());
  for (const [offset, size] of packets) table.append(0, 0, offset, size, size, 0, 0);
  const given = new Set<ArrayBufferLike>();
  const reads: number[] = [];
  const source = {
    name: '',
    size: SIZE,
    read: async (offset: number, length: number) => {
      const octets = file.slice(offset, offset + length);
      given.add(octets.buffer);
      reads.push(length);
      return octets;
    },
    reuse: (octets: Uint8Array) => {
      // What it has not given, or has back already, is not its own.
      expect(given.delete(octets.buffer)).toBe(true);
      octets.fill(0);
    },
  };
  const expected = (index: number) => {
    const [offset, size] = packets[index] ?? [0, 0];
    return file.subarray(offset, offset + size);
  };
  return { bytes: new PacketBytes(source, table), expected, given, reads };
}

test('octets stay as long as anybody looks at them, and their memory goes when nobody does', async () => {
  // Small ones, ones across two blocks, and one that is larger than a block.
  const packets = Array.from({ length: 200 }, (_, i): [number, number] => [(i * 51_111) % (SIZE - 300_000), 60 + i]);
  packets.push([3 * BLOCK - 10, 300], [5 * BLOCK - 10, 300_000]);
  const { bytes, expected, given } = made(packets);
  let random = 1;
  const held: { release(): void; check(): void }[] = [];
  for (let i = 0; i < 300; i++) {
    random = (random * 48271) % 0x7fffffff;
    const indexes = Array.from({ length: 1 + (i % 5) }, (_, n) => (random + n * n * 17) % packets.length);
    const fetched = await bytes.fetch(indexes);
    const check = (): void => {
      for (const index of indexes) expect(isSame(fetched.get(index), expected(index)), `packet ${index}`).toBe(true);
    };
    check();
    held.push({ release: () => fetched.release(), check });
    if (held.length <= 8) continue;
    const [first] = held.splice(random % held.length, 1);
    first?.check();
    first?.release();
    // Once more does no harm.
    first?.release();
    for (const { check: still } of held) still();
  }
  for (const { check, release } of held) {
    check();
    release();
  }
  await Promise.resolve();
  expect(given.size).toBe(16);
});

test('who asks at the same time for the same octets has them until the last one is done', async () => {
  const { bytes, expected, reads } = made(Array.from({ length: 40 }, (_, i) => [i * BLOCK, 100]));
  const [one, other] = await Promise.all([bytes.fetch([0]), bytes.fetch([0])]);
  expect(reads).toEqual([BLOCK]);
  one.release();
  // Seventeen others: the block is not kept any more.
  for (let index = 1; index < 20; index++) (await bytes.fetch([index])).release();
  expect(other.get(0)).toEqual(expected(0));
  other.release();
  expect((await bytes.fetch([0])).get(0)).toEqual(expected(0));
  expect(reads).toHaveLength(21);
});

test('packets come in parts of few octets, each once and in their order', () => {
  const large = Array.from({ length: 30 }, (_, i): [number, number] => [i * 262_160, 262_144]);
  const small = Array.from({ length: 1000 }, (_, i): [number, number] => [i * 100, 84]);
  const apart = Array.from({ length: 40 }, (_, i): [number, number] => [(i * BLOCK * 7) % SIZE, 84]);
  const sizes = (packets: [number, number][]) => {
    const parts = [...made(packets).bytes.parts(packets.keys())];
    expect(parts.flat()).toEqual([...packets.keys()]);
    return parts.map(({ length }) => length);
  };
  expect(Math.max(...sizes(large))).toBe(8);
  expect(sizes(small)).toEqual([1000]);
  expect(Math.max(...sizes(apart))).toBe(8);
  // From two files in turns, and in another order: they come back to the same blocks.
  const turns = Array.from({ length: 1000 }, (_, i): [number, number] => [(i % 2) * 20 * BLOCK + i * 100, 84]);
  expect(sizes(turns)).toEqual([1000]);
  expect(sizes(turns.toSorted(([a], [b]) => (a % 7919) - (b % 7919)))).toEqual([1000]);
  expect(sizes([])).toEqual([]);
});
