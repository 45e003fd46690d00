import { describe, expect, test } from 'vitest';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';

const registry = internetRegistry();
const read = (hex: string) => {
  const one = dissect(registry, 'icmpv6', hex.replaceAll(' ', ''));
  checkTiling(one.tree);
  return one;
};
const GROUP = 'ff020000000000000000000000010002';
const SOURCE = '20010db8000000000000000000000001';

describe('multicast listeners, version 2', () => {
  test('a query with a source', () => {
    const { tree, context } = read(`8200 0000 2710 0000 ${GROUP} 0a 7d 0001 ${SOURCE}`);
    expect(values(tree, 'icmpv6.mld.maximum_response_code')).toEqual([10_000]);
    expect(values(tree, 'icmpv6.mld.multicast_address')).toEqual(['ff02::1:2']);
    expect(values(tree, 'icmpv6.mld.flag')).toEqual([0x0a]);
    expect(values(tree, 'icmpv6.mld.flag.s')).toEqual([1]);
    expect(values(tree, 'icmpv6.mld.flag.qrv')).toEqual([2]);
    expect(values(tree, 'icmpv6.mld.qqi')).toEqual([125]);
    expect(values(tree, 'icmpv6.mld.source_address')).toEqual(['2001:db8::1']);
    expect(context.info).toContain('v2, ff02::1:2');
  });

  test('a query of version 1 is shorter', () => {
    const { tree } = read(`8200 0000 2710 0000 ${GROUP}`);
    expect(values(tree, 'icmpv6.mld.maximum_response_delay')).toEqual([10_000]);
    expect(values(tree, 'icmpv6.mld.qqi')).toEqual([]);
  });

  test('a report with sources and auxiliary data', () => {
    const record = `05 01 0001 ${GROUP} ${SOURCE} 01020304`;
    const { tree, context } = read(`8f00 0000 0000 0002 ${record} 04 00 0000 ${GROUP}`);
    expect(values(tree, 'icmpv6.mldr.nb_mcast_records')).toEqual([2]);
    expect(values(tree, 'icmpv6.mldr.mar.record_type')).toEqual([5, 4]);
    expect(values(tree, 'icmpv6.mldr.mar.source_address')).toEqual(['2001:db8::1']);
    expect(values(tree, 'icmpv6.mldr.mar.auxiliary_data')).toEqual(['01020304']);
    expect(context.info).toContain('ff02::1:2, ff02::1:2');
  });

  test('a report that says more than it has', () => {
    expect(violations(read(`8f00 0000 0000 ffff 0400 ffff ${GROUP}`).tree)).toContain('X-SHORT');
    expect(violations(read('8f00 0000 0000').tree)).toContain('X-SHORT');
  });
});

test('discovery tags of PPPoE have fields of their own', () => {
  const { tree } = dissect(
    registry,
    'ethernet',
    '0200000000010200000000028863 1107 0000 0010 0102 0004 42524153 0103 0000 0105 0000'.replaceAll(' ', ''),
  );
  expect(values(tree, 'pppoed.tags.ac_name')).toEqual(['BRAS']);
  expect(values(tree, 'pppoed.tag')).toEqual([0x102, 0x103, 0x105]);
});
