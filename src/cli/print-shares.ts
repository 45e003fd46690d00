import {
  AloneDissector,
  aloneConversation,
  type Capture,
  mayStandAlone,
  type Secret,
  Tree,
} from '../core/engine/headless.ts';

/**
 * Which thread had best print which packets. Each thread compiles for itself, which takes a third of all processor time (5.5 of 15.5 s for
 * 100 000 packets and two threads): packets of like protocols go to one thread, which takes 0.92 of the time. Packets with nothing but what
 * most packets have (headers) are anybody's: they fill up who has less.
 */
export interface PrintShares {
  readonly threads: number;
  /** Number of the thread that had best print a packet; `threads` for anybody's. */
  of(index: number): number;
  /** False for a thread that prints its own share only. */
  helps(thread: number): boolean;
  /** What a thread that prints only what stands alone is told of a packet; undefined where threads know for themselves. */
  readonly conversation?: (index: number) => number;
}

/** Protocols that this share of packets has are everybody's: all threads compile them anyway. */
const COMMON = 0.5;

/** The shares of a capture whose pass 1 is done. */
export function printShares(capture: Capture, threads: number): PrintShares {
  const { shape } = capture.table;
  if (threads === 1) return { threads, of: () => 0, helps: () => true };
  const shares = sharesOfSets(packetsOfSets(shape), (set) => capture.protocolSets.members(set), threads);
  return { threads, of: (index) => shares.get(shape.get(index)) ?? threads, helps: () => true };
}

/** Sets of protocols, the most frequent ones, of which a packet is tried. */
const MOST_TRIED = 64;

/**
 * Shares for this thread (0) and one that prints only what stands alone (1). Of each frequent set of protocols a packet is tried: which
 * protocols ask for other packets is nowhere declared.
 */
export async function aloneShares(capture: Capture, secrets: readonly Secret[]): Promise<PrintShares> {
  const { shape } = capture.table;
  const sets = [...packetsOfSets(shape)].sort((a, b) => b[1] - a[1]).slice(0, MOST_TRIED);
  const wanted = new Set(sets.map(([set]) => set));
  const first = new Map<number, number>();
  for (let index = 0; index < capture.length && first.size < wanted.size; index++) {
    const set = shape.get(index);
    if (wanted.has(set) && !first.has(set) && mayStandAlone(capture, index)) first.set(set, index);
  }
  const dissector = new AloneDissector(capture);
  const bytes = await capture.bytes.fetch(new Set(first.values()));
  const tree = new Tree();
  const alone = new Uint8Array(1 << 16);
  const conversation = (index: number): number => aloneConversation(capture, index);
  for (const [set, index] of first)
    if (dissector.dissect(index, bytes, secrets, conversation(index), tree) !== undefined) alone[set] = 1;
  return {
    threads: 2,
    of: (index) => (alone[shape.get(index)] === 1 && mayStandAlone(capture, index) ? 1 : 0),
    helps: (thread) => thread === 0,
    conversation,
  };
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
