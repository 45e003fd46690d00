import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, findingTexts, octets, values } from '../../testing/packets.ts';
import { ipv4Fragments } from '../ipv4/fragment.ts';
import { sll2Packet, sllPacket } from '../sll/build.ts';
import { ethernetFrame } from './build.ts';

const REGISTRY = internetRegistry();
const source = octets('c0000201');
const packet =
  ipv4Fragments(
    {
      dsfield: { dscp: 0, ecn: 0 },
      id: 1,
      flags: { rb: 0, df: 0, mf: 0 },
      fragmentOffset: 0,
      ttl: 1,
      protocol: 253,
      source,
      destination: source,
    },
    octets('0102'),
    1500,
  )[0] ?? new Uint8Array(0);

describe('link layers', () => {
  it('fills short frames and puts the check sequence behind them', () => {
    const draft = { destination: octets('020000000002'), source: octets('020000000001'), type: 0x0800 };
    expect(ethernetFrame(draft, packet)).toHaveLength(60);
    const frame = ethernetFrame(draft, packet, { withFcs: true });
    expect(frame).toHaveLength(64);
    const { tree } = dissect(REGISTRY, 1, frame);
    checkTiling(tree);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'eth.fcs.status')).toEqual([1]);
    expect(ethernetFrame(draft, new Uint8Array(100))).toHaveLength(114);
  });

  it('writes cooked packets of both versions', () => {
    const draft = { packetType: 4, address: octets('020000000001'), protocol: 0x0800, interfaceIndex: 3 };
    const first = dissect(REGISTRY, 113, sllPacket(draft, packet)).tree;
    const second = dissect(REGISTRY, 276, sll2Packet(draft, packet)).tree;
    for (const tree of [first, second]) {
      checkTiling(tree);
      expect(findingTexts(tree)).toEqual([]);
      expect(values(tree, 'sll.pkttype')).toEqual([4]);
      expect(values(tree, 'sll.src.eth')).toEqual(['02:00:00:00:00:01']);
      expect(values(tree, 'ip.src')).toEqual(['192.0.2.1']);
    }
    expect(values(second, 'sll.ifindex')).toEqual([3]);
    // Longer addresses are cut to 8 octets.
    expect(toHex(sllPacket({ address: octets('0102030405060708090a'), protocol: 1 }, packet).subarray(4, 14))).toBe(
      '000a0102030405060708',
    );
    expect(sll2Packet({ address: octets('01'), protocol: 0x0800 }, new Uint8Array(0))).toHaveLength(20);
  });
});
