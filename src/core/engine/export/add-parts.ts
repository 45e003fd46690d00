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
  const isAscending = indexes.every((index, place) => place === 0 || indexes[place - 1]! < index);
  const all = new IndexSet();
  /** In the order of the file to be, where that is not the capture's. */
  const ordered: number[] = [];
  let looks = 0;
  for (const index of indexes) {
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
    if (isAscending) continue;
    for (const part of found.sort((a, b) => a - b)) ordered.push(part);
    ordered.push(index);
  }
  if (!isAscending) return Uint32Array.from(ordered);
  if (all.size === indexes.length) return indexes;
  const out = new Uint32Array(all.size);
  let count = 0;
  for (const index of all.values()) {
    out[count++] = index;
    if (count % STRIDE === 0) yield;
  }
  return out;
}
