import type { Capture } from '../core/engine/headless.ts';

/**
 * Which thread had best print which packets. Each thread compiles for itself, which takes a third of all processor time (5.5 of 15.5 s for
 * 100 000 packets and two threads): packets of like protocols go to one thread, which takes 0.92 of the time. Packets with nothing but what
 * most packets have (headers) are anybody's: they fill up who has less.
 */
export interface PrintShares {
  readonly threads: number;
  /** Number of the thread that had best print a packet; `threads` for anybody's. */
  of(index: number): number;
}

/** Protocols that this share of packets has are everybody's: all threads compile them anyway. */
const COMMON = 0.5;

/** The shares of a capture whose pass 1 is done. */
export function printShares(capture: Capture, threads: number): PrintShares {
  const { shape } = capture.table;
  if (threads === 1) return { threads, of: () => 0 };
  const shares = sharesOfSets(packetsOfSets(shape), (set) => capture.protocolSets.members(set), threads);
  return { threads, of: (index) => shares.get(shape.get(index)) ?? threads };
}

function packetsOfSets(shape: Capture['table']['shape']): Map<number, number> {
  const counts = new Uint32Array(1 << 16);
  for (const { values } of shape.chunks()) for (const set of values) counts[set] = (counts[set] ?? 0) + 1;
  const packets = new Map<number, number>();
  for (const [set, count] of counts.entries()) if (count > 0) packets.set(set, count);
  return packets;
}

/**
 * Threads of sets of protocols; none for those that are anybody's. Sets are grouped by the most frequent of their protocols that is not
 * common, and the groups are dealt out, the largest first, to who has least.
 * @param packets number of packets of each set
 */
export function sharesOfSets(
  packets: ReadonlyMap<number, number>,
  membersOf: (set: number) => readonly number[],
  threads: number,
): Map<number, number> {
  const frequencies = new Map<number, number>();
  const frequency = (protocol: number): number => frequencies.get(protocol) ?? 0;
  let all = 0;
  for (const [set, count] of packets) {
    all += count;
    for (const protocol of new Set(membersOf(set))) frequencies.set(protocol, frequency(protocol) + count);
  }
  const groups = new Map<number, { readonly sets: number[]; work: number }>();
  for (const [set, count] of packets) {
    const own = membersOf(set).filter((protocol) => frequency(protocol) < all * COMMON);
    if (own.length === 0) continue;
    const key = own.reduce((a, b) => (frequency(b) > frequency(a) ? b : a));
    const group = groups.get(key) ?? { sets: [], work: 0 };
    groups.set(key, group);
    group.sets.push(set);
    // Each protocol takes about as long as another.
    group.work += count * own.length;
  }
  const loads = new Array<number>(threads).fill(0);
  const shares = new Map<number, number>();
  for (const { sets, work } of [...groups.values()].sort((a, b) => b.work - a.work)) {
    const thread = loads.indexOf(Math.min(...loads));
    loads[thread] = Math.min(...loads) + work;
    for (const set of sets) shares.set(set, thread);
  }
  return shares;
}
