import { expect, test } from 'vitest';
import { encode } from '../../codec/codec.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';
import { arpPacket } from './arp.ts';

const MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
const NOBODY = new Uint8Array(6);
const ip = (last: number) => Uint8Array.of(10, 0, 0, last);
const packet = (opcode: number, from: Uint8Array, target: Uint8Array) =>
  encode(arpPacket, {
    hardwareType: 1,
    protocolType: 0x0800,
    hardwareSize: 6,
    protocolSize: 4,
    opcode,
    sourceMac: MAC,
    sourceIp: from,
    targetMac: NOBODY,
    targetIp: target,
  });

test.each([
  ['request', packet(1, ip(1), ip(2)), 'Who has 10.0.0.2? Tell 10.0.0.1', 0],
  ['reply', packet(2, ip(1), ip(2)), '10.0.0.1 is at 02:00:00:00:00:01', 0],
  ['probe', packet(1, new Uint8Array(4), ip(2)), 'Who has 10.0.0.2? (ARP Probe)', 0],
  ['gratuitous request', packet(1, ip(1), ip(1)), 'Gratuitous ARP for 10.0.0.1 (Request)', 1],
  ['gratuitous reply', packet(2, ip(1), ip(1)), 'Gratuitous ARP for 10.0.0.1 (Reply)', 1],
  ['another opcode', packet(77, ip(1), ip(2)), 'ARP opcode 77', 0],
])('%s', (_, bytes, info, gratuitous) => {
  const { tree, context } = dissect(internetRegistry(), 'arp', bytes);
  checkTiling(tree);
  expect(context.info).toBe(info);
  expect(values(tree, 'arp.isgratuitous')).toEqual([gratuitous]);
  expect(tree.findings.map(({ rule }) => rule.id)).toEqual(gratuitous === 1 ? ['ARP-001'] : []);
});

test('other kinds of addresses are octets', () => {
  const { tree } = dissect(internetRegistry(), 'arp', '0007 0800 01 00 0003 aa bb');
  checkTiling(tree);
  expect(values(tree, 'arp.src.hw')).toEqual(['aa']);
  expect(values(tree, 'arp.dst.hw')).toEqual(['bb']);
});
