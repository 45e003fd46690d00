import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { crc32 } from '../../base/crc32.ts';
import { encode } from '../../codec/codec.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { dissectPacket } from '../../dissect/dissect-packet.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, frameInfo, toHex, values, violations } from '../../testing/packets.ts';
import { ethernetHeader, frameCheckSequence } from './ethernet.ts';

const registry = internetRegistry();
const HEAD = '020000000002020000000001';
const SHORT = '4500002300010000401166c70a0000010a00000223f00b84000f90070106 03c4af8778'.replaceAll(' ', '');

/** The reference's example of a frame with check sequence (pcap-fcs). */
const WITH_FCS = `${HEAD}0800${SHORT}${'00'.repeat(11)}9a76c304`;

function withFcs(hex: string, fcsOctets: number | undefined) {
  const bytes = fromHex(hex)!;
  const frame = { ...frameInfo({ table: 'link.type', key: 1 }, bytes.length), fcsOctets };
  const { tree } = dissectPacket({ registry, frame, bytes, state: createCaptureState() });
  checkTiling(tree);
  return tree;
}

test('the header is written and read', () => {
  const header = encode(ethernetHeader, {
    destination: fromHex('020000000002')!,
    source: fromHex('020000000001')!,
    type: 0x0800,
  });
  expect(toHex(header)).toBe(`${HEAD}0800`);
  const { tree, context } = dissect(registry, 1, header);
  expect(values(tree, 'eth.type')).toEqual([0x0800]);
  expect([context.source, context.destination]).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:02']);
});

describe('frame check sequence', () => {
  test('CRC-32 has its well-known check value', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(frameCheckSequence(fromHex(WITH_FCS)!.subarray(0, 60))).toBe(0x9a76c304);
  });
  test('as the capture says, right and wrong', () => {
    const right = withFcs(WITH_FCS, 4);
    expect(values(right, 'eth.fcs')).toEqual([0x9a76c304]);
    expect(values(right, 'eth.fcs.status')).toEqual([1]);
    expect(values(right, 'eth.padding')).toEqual(['00'.repeat(11)]);
    expect(violations(right)).toEqual([]);
    expect(violations(withFcs(WITH_FCS.replace(/04$/, '05'), 4))).toEqual(['ETH-001']);
  });
  test('found where the capture does not say, by its value alone', () => {
    expect(values(withFcs(WITH_FCS, undefined), 'eth.fcs')).toEqual([0x9a76c304]);
    const other = withFcs(WITH_FCS.replace(/04$/, '05'), undefined);
    expect(values(other, 'eth.fcs')).toEqual([]);
    expect(values(other, 'eth.trailer')).toEqual(['9a76c305']);
  });
  test('none where the IP packet says that it ends with the frame', () => {
    for (const [totalLength, found] of [
      ['0032', []],
      ['0031', [4]],
      ['002e', [4]],
    ] as const) {
      const frame = fromHex(WITH_FCS.slice(0, 120).replace('45000023', `4500${totalLength}`))!;
      const check = frameCheckSequence(frame).toString(16).padStart(8, '0');
      const tree = withFcs(`${toHex(frame)}${check}`, undefined);
      expect([totalLength, values(tree, 'eth.fcs').map(() => 4)]).toEqual([totalLength, found]);
    }
  });
  test('none where the capture says none', () => {
    expect(values(withFcs(WITH_FCS, 0), 'eth.trailer')).toEqual(['9a76c304']);
  });
});

test('padding and trailer are told apart at 60 octets', () => {
  const { tree } = dissect(registry, 1, `${HEAD}0800${SHORT}${'00'.repeat(11)}beef`);
  expect(values(tree, 'eth.padding')).toEqual(['00'.repeat(11)]);
  expect(values(tree, 'eth.trailer')).toEqual(['beef']);
});

describe('length or type', () => {
  test('802.3 with LLC and SNAP', () => {
    const { tree } = dissect(registry, 1, `${HEAD}002baaaa030000000800${SHORT}0000`);
    checkTiling(tree);
    expect(values(tree, 'eth.len')).toEqual([43]);
    expect(values(tree, 'llc.type')).toEqual([0x0800]);
    expect(values(tree, 'udp.dstport')).toEqual([2948]);
    expect(values(tree, 'eth.padding')).toEqual(['0000']);
  });
  test('IP right on LLC, and LLC that is not known', () => {
    expect(values(dissect(registry, 1, `${HEAD}0026060603${SHORT}`).tree, 'udp.dstport')).toEqual([2948]);
    const other = dissect(registry, 1, `${HEAD}0006424203000000`);
    expect(values(other.tree, 'llc.control')).toEqual([3]);
    expect(values(dissect(registry, 1, `${HEAD}0006424200021111`).tree, 'llc.control')).toEqual([0x200]);
  });
  test('a length beyond the frame, and neither length nor type', () => {
    expect(violations(dissect(registry, 1, `${HEAD}0099424203`).tree)).toEqual(['ETH-003']);
    expect(violations(dissect(registry, 1, `${HEAD}05ff424203`).tree)).toEqual(['ETH-002']);
  });
  test('an unknown type stays octets', () => {
    const { tree, context } = dissect(registry, 1, `${HEAD}9999aabb`);
    expect(values(tree, 'data.data')).toEqual(['aabb']);
    expect(context.info).toBe('EtherType 0x9999');
  });
});

test('VLAN tags in any number, the service tag named as such', () => {
  const { tree } = dissect(registry, 1, `${HEAD}88a8a00a9100006481007fff0800${SHORT}`);
  checkTiling(tree);
  expect(values(tree, 'ieee8021ad.id')).toEqual([10]);
  expect(values(tree, 'ieee8021ad.priority')).toEqual([5]);
  expect(values(tree, 'vlan.id')).toEqual([100, 0xfff]);
  expect(values(tree, 'vlan.dei')).toEqual([0, 1]);
  expect(values(tree, 'udp.dstport')).toEqual([2948]);
});

test('a paste is likely Ethernet when what it claims to carry fits', () => {
  const likely = (hex: string) =>
    registry
      .table('layer')
      .candidates(fromHex(hex)!)
      .find(({ dissector }) => dissector.id === 'eth')?.likely;
  expect(likely(`${HEAD}0800${SHORT}`)).toBe(0.9);
  expect(likely(`${HEAD}0800${SHORT.replace('66c7', '66c8')}`)).toBe(0.6);
  expect(likely(`${HEAD}0800${SHORT.replace('0023', '0099')}`)).toBe(0.2);
  expect(likely(`${HEAD}0800${SHORT.replace('4500', '5500')}`)).toBeUndefined();
  expect(likely(`${HEAD}86dd6000000000000000${'00'.repeat(32)}`)).toBe(0.85);
  expect(likely(`${HEAD}81000064080000${'00'.repeat(20)}`)).toBe(0.6);
  expect(likely(`${HEAD}08060001080006040001${'00'.repeat(20)}`)).toBe(0.85);
  expect(likely(toHex(concatBytes(new Uint8Array(40))))).toBeUndefined();
});
