import { expect, test } from 'vitest';
import { sharesOfSets } from './print-shares.ts';

const [ETH, IP, TCP, UDP, WSP, DMNOTI, HTTP, XML, SMPP] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

function shares(sets: readonly (readonly [packets: number, ...members: number[]])[], threads: number) {
  const packets = new Map(sets.map(([count], set) => [set, count]));
  const shared = sharesOfSets(packets, (set) => sets[set]!.slice(1), threads);
  return sets.map((_, set) => shared.get(set));
}

test('packets of like protocols have one thread, and what most packets have any', () => {
  const sets = [
    [1000, ETH, IP, TCP],
    [100, ETH, IP, UDP, WSP, DMNOTI],
    [40, ETH, IP, UDP],
    [60, ETH, IP, TCP, HTTP, XML],
    [30, ETH, IP, TCP, HTTP],
    [50, ETH, IP, TCP, SMPP],
  ] as const;
  const [headers, wsp, udp, xml, http, smpp] = shares(sets, 2);
  expect(headers).toBeUndefined();
  expect(udp).toBe(wsp);
  expect(http).toBe(xml);
  expect(http).not.toBe(udp);
  expect(smpp).toBe(http);
});

test('with more threads than groups some have none, and a group stays whole', () => {
  const sets = [
    [6, ETH],
    [8, ETH, IP],
    [3, ETH, IP, TCP],
  ] as const;
  expect(shares(sets, 4)).toEqual([undefined, undefined, 0]);
  expect(shares([[7, ETH, IP]], 2)).toEqual([undefined]);
  expect(shares([], 2)).toEqual([]);
});
