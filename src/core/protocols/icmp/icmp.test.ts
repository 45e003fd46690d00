import { expect, test } from 'vitest';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, findingTexts, values, violations } from '../../testing/packets.ts';

const registry = internetRegistry();
const read = (hex: string) => {
  const result = dissect(registry, 'icmp', hex);
  checkTiling(result.tree);
  return result;
};

test('echo', () => {
  const { tree, context } = read('0800 b2fb 4500 0001 abcd');
  expect(context.info).toBe('Echo (ping) request  id=0x4500, seq=1/256');
  expect(values(tree, 'icmp.ident')).toEqual([0x4500]);
});

test('a wrong checksum says what is right, and the right one is right', () => {
  const { tree } = read('0800 1234 0001 0001');
  expect(findingTexts(tree)).toEqual(['ICMP-001 warning [0:16+16] the checksum is 0x1234 and should be 0xf7fd']);
  expect(values(read('0800 f7fd 0001 0001').tree, 'icmp.checksum.status')).toEqual([1]);
});

test('a quoted packet is shown, cut and not taken for traffic', () => {
  const quoted = '4500004500010000401166a50a0000010a00000223f00b8400316d05';
  const { tree, context } = dissect(registry, 'icmp', `0303 0000 00000000 ${quoted}`);
  checkTiling(tree);
  expect(values(tree, 'udp.dstport')).toEqual([2948]);
  expect(values(tree, 'icmp.code')).toEqual([3]);
  expect(context.info).toBe('Destination unreachable (Port unreachable)');
  expect([context.source, context.destinationPort, context.protocolName, context.quoting]).toEqual([
    '',
    undefined,
    'ICMP',
    0,
  ]);
  expect(violations(tree)).toEqual(['ICMP-001']);
});

test.each([
  ['0304 0000 0000 05dc', 'icmp.mtu', [1500]],
  ['0501 0000 0a000001', 'icmp.redir_gw', ['10.0.0.1']],
  ['0c00 0000 09000000', 'icmp.pointer', [9]],
  ['0b00 0000 00000000', 'icmp.length', [0]],
  ['0d00 0000 00010002 00000001 00000002 00000003', 'icmp.transmit_timestamp', [3]],
  ['1100 0000 00010002 ffffff00', 'icmp.address_mask', ['255.255.255.0']],
  ['6300 0000 aabb', 'data.data', ['aabb']],
])('%s', (hex, filter, expected) => {
  expect(values(read(hex).tree, filter)).toEqual(expected);
});
