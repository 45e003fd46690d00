import type { Capture } from '../src/core/engine/capture.ts';

/** Numbers from 0 up to but not including 1, the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

/**
 * A capture's file with octets of its packets changed: some wholly, most in one bit.
 * @param every one in so many octets is changed
 * @param part first octet of a packet that may be, and the one behind the last, given how many there are
 */
export function changedPackets(
  capture: Capture,
  file: Uint8Array,
  random: () => number,
  every: number,
  part: (captured: number) => readonly [number, number],
): Uint8Array {
  const out = file.slice();
  for (let index = 0; index < capture.length; index++) {
    const at = capture.table.offset.get(index);
    const [from, to] = part(capture.table.captured.get(index));
    for (let i = from; i < to; i++)
      if (random() * every < 1)
        out[at + i] = random() < 0.3 ? Math.floor(random() * 256) : out[at + i]! ^ (1 << Math.floor(random() * 8));
  }
  return out;
}
