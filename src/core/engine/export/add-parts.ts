import { IndexSet } from '../../store/index-set.ts';
import type { Capture } from '../capture.ts';

/** Packets that are looked at between two chances for others. */
const STRIDE = 16_384;

/**
 * Adds to packets those that brought parts of their messages (fragments, segments, parts of short messages), and of these parts again:
 * without them a file would hold ends of messages that nobody can put together. Ascending packets stay so; in any other order parts stand
 * before the first packet that needs them. Each packet comes once.
 * @yields now and then, so that others have a turn
 */
export function* addParts(capture: Capture, indexes: Uint32Array): Generator<undefined, Uint32Array> {
  const all = new IndexSet();
  const ordered: number[] = [];
  let isAscending = true;
  let looks = 0;
  for (const [place, index] of indexes.entries()) {
    isAscending &&= place === 0 || indexes[place - 1]! < index;
    // It may have come before, as part of another.
    if (all.has(index)) continue;
    const open = [index];
    const found: number[] = [];
    for (let packet = open.pop(); packet !== undefined; packet = open.pop()) {
      if (all.has(packet)) continue;
      all.set(packet, true);
      if (packet !== index) found.push(packet);
      for (const part of capture.state.partsOf(packet)) open.push(part);
      if (++looks % STRIDE === 0) yield;
    }
    for (const part of found.sort((a, b) => a - b)) ordered.push(part);
    ordered.push(index);
  }
  return Uint32Array.from(isAscending ? all.values() : ordered);
}
