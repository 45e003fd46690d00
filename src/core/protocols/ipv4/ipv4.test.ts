import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, dissectAll, findingTexts, values, violations } from '../../testing/packets.ts';
import { ipv4Checksum, ipv4Packet } from './header.ts';

const registry = internetRegistry();
const draft = {
  dsfield: { dscp: 0, ecn: 0 },
  id: 0x1234,
  flags: { rb: 0, df: 0, mf: 0 },
  fragmentOffset: 0,
  ttl: 64,
  protocol: 253,
  source: Uint8Array.of(10, 0, 0, 1),
  destination: Uint8Array.of(10, 0, 0, 2),
};
const bytes = (hex: string) => fromHex(hex.replaceAll(' ', ''))!;
const octetsOf = (count: number, from = 0) => Uint8Array.from({ length: count }, (_, i) => (from + i) & 0xff);

const fragment = (offset: number, data: Uint8Array, more: boolean, extra: Partial<typeof draft> = {}) =>
  ipv4Packet({ ...draft, ...extra, flags: { rb: 0, df: 0, mf: more ? 1 : 0 }, fragmentOffset: offset / 8 }, data);

test('a packet is written with lengths and checksum, and read back', () => {
  const packet = ipv4Packet(draft, octetsOf(4), bytes('94 04 00 00'));
  expect(ipv4Checksum(packet.subarray(0, 24))).toBe((packet[10]! << 8) | packet[11]!);
  const { tree, context } = dissect(registry, 'ipv4', packet);
  checkTiling(tree);
  expect(findingTexts(tree)).toEqual([]);
  expect(values(tree, 'ip.hdr_len')).toEqual([24]);
  expect(values(tree, 'ip.len')).toEqual([28]);
  expect(values(tree, 'ip.opt.ra')).toEqual([0]);
  expect(values(tree, 'ip.checksum.status')).toEqual([1]);
  expect(values(tree, 'data.data')).toEqual(['00010203']);
  expect([context.source, context.destination]).toEqual(['10.0.0.1', '10.0.0.2']);
});

test('what a draft gives wins, even when it is wrong', () => {
  const packet = ipv4Packet({ ...draft, checksum: 0xbeef, totalLength: 99 }, octetsOf(4));
  const { tree } = dissect(registry, 'ipv4', packet);
  expect(violations(tree)).toEqual(['IP-003', 'IP-004']);
  expect(values(tree, 'ip.checksum.status')).toEqual([0]);
});

describe('options', () => {
  const read = (options: string) => {
    const { tree } = dissect(registry, 'ipv4', ipv4Packet(draft, octetsOf(0), bytes(options)));
    checkTiling(tree);
    return tree;
  };
  test('record route with room left', () => {
    const tree = read('01 07 0b 08 0a 00 00 09 00 00 00 00');
    expect(values(tree, 'ip.rec_rt')).toEqual(['10.0.0.9']);
    expect(values(tree, 'ip.empty_rt')).toEqual(['0.0.0.0']);
    expect(values(tree, 'ip.opt.type.number')).toEqual([1, 7]);
  });
  test('source routes', () => {
    expect(values(read('83 07 04 0a 00 00 09 00'), 'ip.src_rt')).toEqual(['10.0.0.9']);
    expect(values(read('89 07 08 0a 00 00 09 00'), 'ip.rec_rt')).toEqual(['10.0.0.9']);
  });
  test('time stamps with and without addresses', () => {
    expect(values(read('44 0c 0d 01 0a 00 00 09 00 00 00 05'), 'ip.opt.time_stamp_addr')).toEqual(['10.0.0.9']);
    expect(values(read('44 08 09 20 00 00 00 05'), 'ip.opt.time_stamp')).toEqual([5]);
    expect(values(read('44 08 09 20 00 00 00 05'), 'ip.opt.overflow')).toEqual([2]);
  });
  test('security, old and new', () => {
    expect(values(read('82 0b 00 01 00 02 41 42 43 44 45 00'), 'ip.opt.sec_rfc791_tcc')).toEqual(['CDE']);
    expect(values(read('82 04 ab 80'), 'ip.opt.sec_cl')).toEqual([0xab]);
  });
  test('stream, MTU, unknown, and padding behind the end', () => {
    expect(values(read('88 04 00 07'), 'ip.opt.sid')).toEqual([7]);
    expect(values(read('0b 04 05 dc'), 'ip.opt.mtu')).toEqual([1500]);
    expect(values(read('9e 04 12 34'), 'ip.opt.data')).toEqual(['1234']);
    expect(values(read('00 01 02 03'), 'ip.opt.padding')).toEqual(['010203']);
  });
  test('wrong lengths', () => {
    expect(violations(read('94 01 00 00'))).toEqual(['IP-020']);
    expect(violations(read('94 03 00 00'))).toEqual(['IP-021']);
    expect(violations(read('94 09 00 00'))).toEqual(['IP-021', 'X-SHORT']);
    expect(violations(read('01 01 01 07'))).toEqual(['X-SHORT']);
  });
});

describe('lengths', () => {
  test('octets behind the total length are not part of the packet', () => {
    const { tree } = dissect(registry, 'ipv4', concatBytes(ipv4Packet(draft, octetsOf(4)), octetsOf(3)));
    expect(values(tree, 'data.data')).toEqual(['00010203', '000102']);
    expect(findingTexts(tree)).toEqual([]);
  });
  test('a total length of 0 takes all octets', () => {
    const { tree } = dissect(registry, 'ipv4', ipv4Packet({ ...draft, totalLength: 0 }, octetsOf(4)));
    expect(findingTexts(tree).map((text) => text.slice(0, 11))).toEqual(['IP-005 info']);
  });
  test('shorter than the header', () => {
    expect(violations(dissect(registry, 'ipv4', ipv4Packet({ ...draft, totalLength: 19 }, octetsOf(4))).tree)).toEqual([
      'IP-004',
    ]);
  });
  test('a header length below 20, a version, a reserved flag', () => {
    const wrong = { ...draft, version: 5, headerLength: 4, flags: { rb: 1, df: 0, mf: 0 } };
    expect(violations(dissect(registry, 'ipv4', ipv4Packet(wrong, octetsOf(4))).tree)).toEqual(['IP-001', 'IP-002']);
  });
  test('a packet that the capture cut is cut, not malformed', () => {
    const packet = ipv4Packet(draft, octetsOf(100));
    for (let size = 0; size < packet.length; size++) {
      const { tree } = dissect(registry, 'ipv4', packet.subarray(0, size), { original: packet.length });
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
  });
});

describe('fragments', () => {
  const parts = (...packets: Uint8Array[]) => {
    const all = dissectAll(registry, 'ipv4', packets);
    for (const { tree } of all) checkTiling(tree);
    return all;
  };
  test('are shown together where the last one came, and point at each other', () => {
    const [first, last] = parts(fragment(0, octetsOf(16), true), fragment(16, octetsOf(4, 16), false));
    expect(values(first!.tree, 'ip.reassembled_in')).toEqual([2]);
    expect(first!.context.info).toContain('[Reassembled in #2]');
    expect(values(last!.tree, 'ip.fragment')).toEqual([1, 2]);
    expect(values(last!.tree, 'ip.fragment.count')).toEqual([2]);
    expect(values(last!.tree, 'ip.reassembled.length')).toEqual([20]);
    expect(last!.tree.sources.map(({ label }) => label)).toEqual(['Frame', 'Reassembled IPv4 (20 octets)']);
    expect(last!.tree.sources[1]!.bytes).toEqual(octetsOf(20));
  });
  test('a hole leaves them alone', () => {
    const all = parts(fragment(0, octetsOf(16), true), fragment(24, octetsOf(4), false));
    expect(all.flatMap(({ tree }) => values(tree, 'ip.reassembled_in'))).toEqual([]);
    expect(all[0]!.context.info).toBe('Fragmented IP protocol (proto=protocol 253, off=0, ID=1234)');
  });
  test('of another packet do not mix', () => {
    const all = parts(fragment(0, octetsOf(16), true), fragment(16, octetsOf(4), false, { id: 7 }));
    expect(all.flatMap(({ tree }) => values(tree, 'ip.fragment'))).toEqual([]);
  });
  test('overlaps and duplicates are found', () => {
    const rulesOf = (...packets: Uint8Array[]) =>
      parts(...packets)
        .at(-1)!
        .tree.findings.map(({ rule }) => rule.id);
    const first = fragment(0, octetsOf(16), true);
    expect(rulesOf(first, first, fragment(16, octetsOf(4), false))).toEqual(['FRAG-001']);
    expect(rulesOf(first, fragment(8, octetsOf(12, 8), false))).toEqual(['FRAG-001']);
    expect(rulesOf(first, fragment(8, octetsOf(12, 99), false))).toEqual(['FRAG-002']);
    expect(rulesOf(fragment(16, octetsOf(4, 16), false), fragment(0, octetsOf(24), true))).toEqual([
      'FRAG-001',
      'FRAG-004',
    ]);
  });
  test('sizes that cannot be', () => {
    expect(violations(parts(fragment(0, octetsOf(15), true))[0]!.tree)).toEqual(['FRAG-005']);
    expect(violations(parts(fragment(65_528, octetsOf(16), false))[0]!.tree)).toEqual(['FRAG-006']);
  });
  test('the first one alone shows the header above, cut', () => {
    const udp = concatBytes(bytes('23f0 0b84 0031 6d05'), octetsOf(8));
    const { tree, context } = parts(fragment(0, udp, true, { protocol: 17 }))[0]!;
    expect(values(tree, 'udp.dstport')).toEqual([2948]);
    expect(values(tree, 'udp.checksum.status')).toEqual([2]);
    expect(context.destinationPort?.port).toBe(2948);
    expect(violations(tree)).toEqual([]);
    const short = parts(fragment(0, udp.subarray(0, 8), true, { protocol: 6 }))[0]!;
    expect(findingTexts(short.tree).map((text) => text.split(' ', 2).join(' '))).toEqual([
      'FRAG-007 note',
      'X-CUT note',
    ]);
  });
});

test('nothing throws and every bit has its leaf, whatever the octets', () => {
  const packet = ipv4Packet(
    { ...draft, protocol: 4 },
    ipv4Packet(draft, octetsOf(9)),
    bytes('44 0c 0d 01 0a 00 00 09 00 00 00 05'),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(packet.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(packet.length),
      (changes, size) => {
        const mutated = packet.slice(0, size);
        for (const [at, value] of changes) if (at < size) mutated[at] = value;
        checkTiling(dissect(registry, 'ipv4', mutated).tree);
      },
    ),
    { numRuns: 300 },
  );
});
