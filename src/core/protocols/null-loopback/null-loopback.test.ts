import { expect, test } from 'vitest';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';

const IP = '4500002300010000401166c70a0000010a00000223f00b84000f9007010603c4af8778';
const read = (type: number, hex: string) => {
  const result = dissect(internetRegistry(), type, hex);
  checkTiling(result.tree);
  return result.tree;
};

test.each([
  ['little-endian', 0, '02000000', 'null.family', [2]],
  ['big-endian', 0, '00000002', 'null.family', [2]],
  ['in the high half', 0, '00020000', 'null.family', [2]],
  ['in the high half, swapped', 0, '02000000', 'null.family', [2]],
  ['in the low half, swapped', 0, '00000200', 'null.family', [2]],
  ['an EtherType', 0, '00000800', 'null.type', [0x0800]],
  ['always big-endian', 108, '00000002', 'null.family', [2]],
  ['PPP', 0, 'ff030021', 'ppp.protocol', [0x21]],
])('%s', (_, type, header, filter, expected) => {
  const tree = read(type, header + IP);
  expect(values(tree, filter)).toEqual(expected);
  expect(values(tree, 'udp.dstport')).toEqual([2948]);
  expect(violations(tree)).toEqual([]);
});

test('an unknown family before what looks like IP is read as IP, with a finding', () => {
  const tree = read(0, `63000000${IP}`);
  expect(values(tree, 'udp.dstport')).toEqual([2948]);
  expect(violations(tree)).toEqual(['NULL-001']);
});

test('an unknown family before anything else stays octets', () => {
  expect(values(read(0, '63000000ff'), 'data.data')).toEqual(['ff']);
  expect(violations(read(0, '6300'))).toEqual(['X-SHORT']);
});
