import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, dissectAll, findingTexts, values, violations } from '../../testing/packets.ts';
import { fragmentHeader } from './extensions.ts';
import { ipv6Packet } from './header.ts';

const registry = internetRegistry();
const address = (last: string) => fromHex(`20010db80000000000000000000000${last}`)!;
const draft = {
  trafficClass: { dscp: 0, ecn: 0 },
  flow: 0x12345,
  hopLimit: 64,
  source: address('01'),
  destination: address('02'),
};
const read = (nextHeader: number, hex: string, extra: object = {}) => {
  const result = dissect(
    registry,
    'ip',
    ipv6Packet({ ...draft, nextHeader, ...extra }, fromHex(hex.replaceAll(' ', ''))!),
  );
  checkTiling(result.tree);
  return result;
};

test('the header is written and read', () => {
  const { tree, context } = read(59, '');
  expect(findingTexts(tree)).toEqual([]);
  expect(values(tree, 'ipv6.flow')).toEqual([0x12345]);
  expect([context.source, context.destination]).toEqual(['2001:db8::1', '2001:db8::2']);
});

test('extension headers, one after the other', () => {
  const home = `c910${'20010db8000000000000000000000009'}`;
  const { tree } = read(
    0,
    `2b00 0502 0000 0100 3c02 0001 00000000 20010db8000000000000000000000003
     3302 ${home} 0100 00 00 3b04 0000 00000001 00000002 aabbccddaabbccddaabbccdd aa`.replace(/\s/g, ''),
  );
  expect(values(tree, 'ipv6.opt.router_alert')).toEqual([0]);
  expect(values(tree, 'ipv6.routing.src.addr')).toEqual(['2001:db8::3']);
  expect(values(tree, 'ipv6.opt.mipv6.home_address')).toEqual(['2001:db8::9']);
  expect(values(tree, 'ah.spi')).toEqual([1]);
  expect(values(tree, 'data.data')).toEqual(['aa']);
});

describe('faults', () => {
  test.each([
    ['version', 59, '', { version: 5 }, ['RAW-001']],
    ['a payload length beyond the packet', 59, 'aa', { payloadLength: 9 }, ['IP6-002']],
    ['hop-by-hop options behind others', 60, '0000010400000000 3b00010400000000', {}, ['IP6-010']],
    ['an option of wrong length', 60, '3b00050100010100', {}, ['IP6-011']],
    ['an option that does not fit', 60, '3b00 3f20 0000 0000', {}, ['X-SHORT']],
  ])('%s', (_, next, hex, extra, expected) => {
    expect(violations(read(next, hex, extra).tree)).toEqual(expected);
  });
  test('a payload length of 0 takes all octets for a jumbogram', () => {
    const { tree } = read(0, '3b00 c204 00010000 aa', { payloadLength: 0 });
    expect(values(tree, 'ipv6.opt.jumbo')).toEqual([65_536]);
    expect(findingTexts(tree)[0]).toMatch(/^IP6-003 info/);
  });
});

describe('fragments', () => {
  const part = (offset: number, more: boolean, data: Uint8Array) =>
    ipv6Packet(
      { ...draft, nextHeader: 44 },
      concatBytes(encode(fragmentHeader, { nextHeader: 253, offset: offset / 8, more: more ? 1 : 0, ident: 7 }), data),
    );
  const octetsOf = (from: number, to: number) => Uint8Array.from({ length: to - from }, (_, i) => from + i);
  const rulesOf = (...packets: Uint8Array[]) => {
    const all = dissectAll(registry, 'ip', packets);
    for (const { tree } of all) checkTiling(tree);
    return all.at(-1)!.tree.findings.map(({ rule, severity }) => `${rule.id} ${severity}`);
  };
  test('are shown together where the last one came', () => {
    const [first, last] = dissectAll(registry, 'ip', [
      part(0, true, octetsOf(0, 16)),
      part(16, false, octetsOf(16, 20)),
    ]);
    expect(values(first!.tree, 'ipv6.reassembled.in')).toEqual([2]);
    expect(values(last!.tree, 'ipv6.reassembled.length')).toEqual([20]);
    expect(last!.tree.sources[1]!.bytes).toEqual(octetsOf(0, 20));
  });
  test('that overlap are an error, a second copy is not', () => {
    const first = part(0, true, octetsOf(0, 16));
    expect(rulesOf(first, part(8, false, octetsOf(8, 20)))).toEqual(['FRAG-003 error']);
    expect(rulesOf(first, part(8, false, octetsOf(80, 92)))).toEqual(['FRAG-003 error']);
    expect(rulesOf(first, first, part(16, false, octetsOf(16, 20)))).toEqual(['FRAG-001 note']);
  });
  test('one that is all of the packet needs no others', () => {
    const { tree } = dissect(registry, 'ip', part(0, false, octetsOf(0, 4)));
    expect(values(tree, 'ipv6.fraghdr.ident')).toEqual([7]);
    expect(values(tree, 'data.data')).toEqual(['00010203']);
    expect(tree.sources).toHaveLength(1);
  });
});

test('ICMPv6: neighbor discovery, errors, echo', () => {
  const body = (hex: string) => read(58, hex);
  const target = '20010db8000000000000000000000009';
  expect(body(`8700 0000 00000000 ${target} 0101020000000001`).context.info).toBe(
    'Neighbor solicitation for 2001:db8::9',
  );
  const advertisement = body(`8800 0000 60000000 ${target} 0201020000000001`).tree;
  expect(values(advertisement, 'icmpv6.nd.na.flag.s')).toEqual([1]);
  expect(values(advertisement, 'icmpv6.opt.linkaddr')).toEqual(['020000000001']);
  expect(violations(advertisement)).toEqual(['ICMP6-001']);
  const router = body(
    `8600 0000 40c0 0708 00000000 00000000 0304 40c0 00000e10 00000e10 00000000 ${target} 0501 0000 000005dc 1903 0000 00000e10 ${target} 1f01 000000000000`,
  ).tree;
  expect(values(router, 'icmpv6.opt.prefix')).toEqual(['2001:db8::9']);
  expect(values(router, 'icmpv6.opt.mtu')).toEqual([1500]);
  expect(values(router, 'icmpv6.opt.rdnss')).toEqual(['2001:db8::9']);
  expect(violations(body('8500 0000 00000000 0100 000000000000').tree)).toEqual(['ICMP6-001', 'ICMP6-010']);
  expect(body('8000 0000 0001 0002').context.info).toBe('Echo (ping) request id=0x0001, seq=2');
  const error = body(`0200 0000 00000500 6000000000083a40 ${target}${target} 8000 0000`);
  expect(values(error.tree, 'icmpv6.mtu')).toEqual([1280]);
  expect(error.context.source).toBe('2001:db8::1');
  expect(values(body(`8900 0000 00000000 ${target}${target}`).tree, 'icmpv6.nd.rd.target_address')).toEqual([
    '2001:db8::9',
  ]);
  expect(values(body(`8200 0000 00ff 0000 ${target}`).tree, 'icmpv6.mld.multicast_address')).toEqual(['2001:db8::9']);
  expect(values(body('0400 0000 00000028 60').tree, 'icmpv6.pointer')).toEqual([40]);
  expect(body('0104 0000 00000000').context.info).toBe('Destination unreachable (port unreachable)');
});
