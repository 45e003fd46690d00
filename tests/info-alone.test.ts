import { expect, test } from 'vitest';
import { SilentTree } from '../src/core/codec/silent-tree.ts';
import { Tree } from '../src/core/codec/tree.ts';
import type { Context } from '../src/core/dissect/context.ts';
import { INFO_ALONE } from '../src/core/dissect/wants.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { capturesIn, FIXTURES, loaded, OTHERS, SAMPLES } from './captures.ts';
import { randomFrom } from './changed-packets.ts';

/** Info that is dissected for alone is what whole trees say, in every capture, and in packets that were damaged. */
const registry = createRegistry();
/** Packets of a capture that are looked at, and of these those that are damaged, each so many times. */
const PACKETS = 1500;
const DAMAGED = 60;
const TIMES = 12;
const secrets = [{ password: 'secret' }, { password: 'push' }].map(({ password }) => ({
  form: 'text' as const,
  typed: password,
}));

const files = capturesIn(FIXTURES, SAMPLES, OTHERS);

/** Numbers below `below`, the same in every run. */
function numbers(seed: number): (below: number) => number {
  const random = randomFrom(seed);
  return (below) => Math.floor(random() * below);
}

/** A copy with some octets changed, or the end cut off. */
function damaged(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  const copy = bytes.slice();
  if (next(4) === 0) return copy.subarray(0, next(copy.length + 1));
  for (let i = next(4); i >= 0; i--) copy[next(copy.length)] = next(3) === 0 ? [0, 0xff, 0x80][next(3)]! : next(256);
  return copy;
}

const whole = new Tree();
const silent = new SilentTree();

/** What the list shows of a packet by itself. */
function shown({ context }: { readonly context: Context }): { readonly info: string; readonly cells: string } {
  const { source, destination, protocolName, info } = context;
  return { info, cells: [source, destination, protocolName, info].join(' | ') };
}

test('Info alone is the Info of whole trees', async () => {
  const wrong: string[] = [];
  const infos = new Set<string>();
  const next = numbers(4);
  for (const file of files) {
    const capture = await loaded(registry, file);
    const indexes = Array.from({ length: Math.min(PACKETS, capture.length) }, (_, i) => i);
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    for (const index of indexes) {
      const own = bytes.get(index);
      const readings = [own];
      if (index < DAMAGED && own !== undefined)
        readings.push(...Array.from({ length: TIMES }, () => damaged(own, next)));
      for (const reading of readings) {
        const octets = { get: (other: number) => (other === index ? reading : bytes.get(other)) };
        const { info, cells } = shown(capture.dissect(index, octets, secrets, whole));
        const alone = shown(capture.dissect(index, octets, secrets, silent, INFO_ALONE)).cells;
        if (alone !== cells) wrong.push(`${file} packet ${index + 1}: "${alone}" and not "${cells}"`);
        infos.add(info);
      }
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(silent.length).toBe(0);
  expect(infos.size).toBeGreaterThan(10_000);
}, 300_000);
