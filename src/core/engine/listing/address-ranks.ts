import type { AddressPool } from '../../dissect/address-pool.ts';
import { parseEther, parseIpv4, parseIpv6 } from '../../filter/addresses.ts';
import { mergeSort } from './merge-sort.ts';
import { compareNatural } from './natural.ts';
import { placesUpTo, sortByAllKeys } from './radix-sort.ts';
import type { Slices } from './slices.ts';

/** Addresses between two looks at the clock while texts are read. */
const LOOK_EVERY = 4096;
const HIGH = 2 ** 32;

/** Addresses of one kind: ids of the pool, and their keys, the most telling ones first. */
class Numbered {
  readonly ids: number[] = [];
  readonly keys: readonly number[][];

  constructor(width: number) {
    this.keys = Array.from({ length: width }, () => []);
  }

  /** As many of the keys count as the width says. No array of them is made: there are hundreds of thousands of addresses. */
  add(id: number, first: number, second = 0, third = 0, fourth = 0): void {
    const { keys } = this;
    this.ids.push(id);
    keys[0]!.push(first);
    if (keys.length > 1) keys[1]!.push(second);
    if (keys.length > 2) keys[2]!.push(third);
    if (keys.length > 3) keys[3]!.push(fourth);
  }
}

/**
 * Ranks by which addresses are ordered: none first, then IPv4 and IPv6 by number, hardware addresses by number, then names as
 * people order them. The same address has one rank, however it is written.
 * @param used ids of the pool; only these are ranked
 * @returns ranks by id, undefined when it was given up
 */
export async function addressRanks(
  addresses: AddressPool,
  used: Uint32Array,
  slices: Slices,
  isOn: () => boolean,
): Promise<Uint32Array | undefined> {
  const { length } = addresses;
  const isUsed = new Uint8Array(length);
  for (let place = 0; place < used.length; place++) isUsed[used[place]!] = 1;
  const ipv4 = new Numbered(1);
  const ipv6 = new Numbered(4);
  const ether = new Numbered(2);
  const names: { readonly id: number; readonly text: string }[] = [];
  const ranks = new Uint32Array(length);
  let untilLook = LOOK_EVERY;
  for (let id = 1; id < length; id++) {
    if (isUsed[id] === 0) continue;
    const number = addresses.ipv4Number(id);
    if (number >= 0) {
      ipv4.add(id, number);
      continue;
    }
    const hardware = addresses.etherNumber(id);
    if (hardware >= 0) {
      ether.add(id, Math.floor(hardware / HIGH), hardware % HIGH);
      continue;
    }
    const text = addresses.text(id);
    const octets = parseIpv4(text) ?? parseIpv6(text) ?? parseEther(text);
    if (octets === undefined) names.push({ id, text });
    else if (octets.length === 6) ether.add(id, word(octets, 0, 2), word(octets, 2, 6));
    else if (octets.length === 4) ipv4.add(id, word(octets, 0, 4));
    else ipv6.add(id, word(octets, 0, 4), word(octets, 4, 8), word(octets, 8, 12), word(octets, 12, 16));
    if (--untilLook > 0) continue;
    untilLook = LOOK_EVERY;
    await slices.rest();
    if (!isOn()) return undefined;
  }
  // Rank 0 is "no address".
  let rank = 0;
  for (const { ids, keys } of [ipv4, ipv6, ether]) {
    const sorted = await sortByAllKeys(
      keys.map((some) => Uint32Array.from(some)),
      slices,
      isOn,
    );
    if (sorted === undefined) return undefined;
    const { order, begins } = sorted;
    for (let i = 0; i < order.length; i++) {
      if (i === 0 || begins[i] === 1) rank++;
      ranks[ids[order[i]!]!] = rank;
    }
  }
  const byName = await mergeSort(
    placesUpTo(names.length),
    (a, b) => compareNatural(names[a]!.text, names[b]!.text),
    slices,
    isOn,
  );
  if (byName === undefined) return undefined;
  for (let i = 0; i < byName.length; i++) {
    const { id, text } = names[byName[i]!]!;
    if (i === 0 || text !== names[byName[i - 1]!]!.text) rank++;
    ranks[id] = rank;
  }
  return ranks;
}

/** Octets `start` to `end` as one number. */
function word(octets: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) number = number * 256 + octets[at]!;
  return number;
}
