import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import {
  checkTiling,
  dissect,
  dissectAll,
  findingTexts,
  octets,
  summarize,
  values,
  violations,
} from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as lapdm } from '../lapdm/lapdm.ts';
import { register as gsmtap } from './gsmtap.ts';

const L3 = { filter: 'test.l3', type: 'bytes', label: 'Layer 3' } as const;
const layerThree: Dissector = {
  id: 'l3',
  name: 'L3',
  summarize(_bytes, start, end, row) {
    row.protocol = 100 + end - start;
  },
  dissect(cursor, context) {
    context.info = 'L3';
    if (cursor.octetsLeft > 0) cursor.octets(L3, cursor.octetsLeft);
  },
};

const TO = new Registry();
for (const register of [frame, lapdm, gsmtap]) register(TO);
TO.bind('dissector.name', 'gsm_a_dtap', layerThree);

const octet = (value: number) => value.toString(16).padStart(2, '0');
function tap(payload: string, { type = 1, channel = 8, arfcn = '0065', slot = 2 } = {}): string {
  return `0204${octet(type)}01${arfcn}c40000001000${octet(channel)}00${octet(slot)}00${payload}`;
}
/** An I frame of SAPI 3 of 23 octets. */
function frameOf(ns: number, more: boolean, info: string, nr = 0): string {
  const head = `0f${octet((nr << 5) | (ns << 1))}${octet((info.length / 2) * 4 + (more ? 2 : 0) + 1)}`;
  return (head + info).padEnd(46, '2b');
}
const A = '01'.repeat(20);
const B = '02'.repeat(20);
const one = (hex: string | Uint8Array) => dissect(TO, 'gsmtap', hex);

describe('header', () => {
  test('fields', () => {
    const { tree, context } = one(tap(frameOf(0, false, 'aabb'), { arfcn: 'c065' }));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsmtap.hdr_len')).toEqual([16]);
    expect(values(tree, 'gsmtap.arfcn')).toEqual([101]);
    expect(values(tree, 'gsmtap.uplink')).toEqual([1]);
    expect(values(tree, 'gsmtap.pcs_band')).toEqual([1]);
    expect(values(tree, 'gsmtap.signal_dbm')).toEqual([-60]);
    expect(values(tree, 'gsmtap.frame_nr')).toEqual([4096]);
    expect(values(tree, 'gsmtap.chan_type')).toEqual([8]);
    expect(values(tree, 'test.l3')).toEqual(['aabb']);
    expect(context.layers.map(({ protocol }) => protocol)).toEqual(['frame', 'gsmtap', 'lapdm', 'l3']);
  });

  test('link types', () => {
    for (const link of [217, 218]) {
      expect(values(dissect(TO, link, tap(frameOf(0, false, 'aabb'))).tree, 'test.l3')).toEqual(['aabb']);
    }
  });

  test('an associated channel has two octets of layer 1', () => {
    const { tree } = one(tap(`4507${frameOf(0, false, 'aabb')}`, { channel: 0x88 }));
    checkTiling(tree);
    expect(values(tree, 'gsmtap.sacch_l1.power_lev')).toEqual([5]);
    expect(values(tree, 'gsmtap.sacch_l1.ta')).toEqual([7]);
    expect(values(tree, 'test.l3')).toEqual(['aabb']);
    expect(one(tap('', { channel: 0x88 })).context.info).toBe('SACCH of SDCCH/8, ARFCN 101 downlink');
  });

  test('other payloads', () => {
    expect(values(one(tap('0508', { type: 2 })).tree, 'test.l3')).toEqual(['0508']);
    expect(values(one(tap('aabb', { channel: 1 })).tree, 'data.data')).toEqual(['aabb']);
    expect(one(tap('aabb', { type: 0x12 })).context.info).toBe('LTE NAS, ARFCN 101 downlink');
    expect(one(tap('aabb', { type: 0x55 })).context.info).toBe('type 85, ARFCN 101 downlink');
    expect(one(tap('aabb', { channel: 0x55 })).context.info).toBe('channel 85, ARFCN 101 downlink');
    expect(values(one(tap('aabb', { channel: 12 })).tree, 'data.data')).toEqual(['aabb']);
  });

  test('a longer header, another version, and none', () => {
    const long = one(`0205${tap(`cccccccc${frameOf(0, false, 'aabb')}`).slice(4)}`);
    checkTiling(long.tree);
    expect(values(long.tree, 'gsmtap.extra')).toEqual(['cccccccc']);
    expect(values(long.tree, 'test.l3')).toEqual(['aabb']);
    expect(violations(one(`0104${tap('aa', { channel: 1 }).slice(4)}`).tree)).toEqual(['GSMTAP-001']);
    expect(violations(one('0204').tree)).toEqual(['X-SHORT']);
  });

  test('guess', () => {
    const guess = (hex: string) => TO.table('layer').guess(fromHex(hex)!, 0, hex.length / 2)?.likely ?? 0;
    expect(guess(tap('aa'))).toBe(0.8);
    expect(guess(tap(''))).toBe(0);
    expect(guess(tap('aa', { type: 0x55 }))).toBe(0);
    expect(guess(tap('aa', { channel: 0x55 }))).toBe(0);
    expect(guess(`0304${tap('aa').slice(4)}`)).toBe(0);
    expect(guess(tap('aa').replace(/^02040101/, '02040109'))).toBe(0);
  });
});

describe('LAPDm', () => {
  test('segments become a message', () => {
    const all = dissectAll(TO, 'gsmtap', [
      tap(frameOf(6, true, A)),
      tap(frameOf(7, true, B)),
      tap(frameOf(0, false, '0303')),
    ]);
    for (const { tree } of all) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    expect(values(all[2]!.tree, 'test.l3')).toEqual([`${A}${B}0303`]);
    expect(values(all[2]!.tree, 'lapdm.fragment')).toEqual([1, 2, 3]);
    expect(values(all[2]!.tree, 'lapdm.reassembled.length')).toEqual([42]);
    expect(values(all[0]!.tree, 'lapdm.reassembled.in')).toEqual([3]);
    expect(all[0]!.context.info).toBe('I, N(R)=0, N(S)=6 (segment)');
    expect(values(all[0]!.tree, 'lapdm.sapi')).toEqual([3]);
    expect(values(all[0]!.tree, 'lapdm.m')).toEqual([1]);
  });

  test('channels and directions do not mix, and a repeated frame counts once', () => {
    const all = dissectAll(TO, 'gsmtap', [
      tap(frameOf(0, true, A)),
      tap(frameOf(0, true, B), { arfcn: '4065' }),
      tap(frameOf(0, true, A)),
      tap(frameOf(1, false, '04'), { arfcn: '4065' }),
      tap(frameOf(1, false, '03')),
      tap(frameOf(1, false, '03')),
    ]);
    expect(values(all[3]!.tree, 'test.l3')).toEqual([`${B}04`]);
    expect(values(all[4]!.tree, 'test.l3')).toEqual([`${A}03`]);
    expect(values(all[5]!.tree, 'test.l3')).toEqual([]);
    expect(values(all[5]!.tree, 'lapdm.reassembled.in')).toEqual([5]);
  });

  test('a lost frame, and SABM', () => {
    const lost = dissectAll(TO, 'gsmtap', [tap(frameOf(0, true, A)), tap(frameOf(2, false, '03'))]);
    expect(values(lost[1]!.tree, 'test.l3')).toEqual([]);
    expect(findingTexts(lost[1]!.tree)).toEqual([expect.stringContaining('LAPDM-003')]);
    const anew = dissectAll(TO, 'gsmtap', [
      tap(frameOf(0, true, A)),
      tap('0f3f01'.padEnd(46, '2b')),
      tap(frameOf(0, false, '03')),
    ]);
    expect(anew[1]!.context.info).toBe('SABM');
    expect(values(anew[2]!.tree, 'test.l3')).toEqual(['03']);
  });

  test('kinds of frame', () => {
    const info = (hex: string) => one(tap(hex.padEnd(46, '2b'))).context.info;
    expect(info('0f2101')).toBe('RR, N(R)=1');
    expect(info('0f2901')).toBe('REJ, N(R)=1');
    expect(info('0f0f01')).toBe('DM');
    expect(info('0f4301')).toBe('DISC');
    expect(info('0f7301')).toBe('UA');
    expect(info('0fef01')).toBe('U frame 0xef');
    const ui = one(tap('0f03090102'.padEnd(46, '2b')));
    checkTiling(ui.tree);
    expect(ui.context.info).toBe('UI');
    expect(values(ui.tree, 'data.data')).toEqual(['0102']);
    expect(values(one(tap('0f3f01'.padEnd(46, '2b'))).tree, 'lapdm.control.u_modifier_cmd')).toEqual([11]);
  });

  test('lengths and fill', () => {
    const long = one(tap('0f00ff0102'));
    checkTiling(long.tree);
    expect(findingTexts(long.tree).join()).toContain('LAPDM-001');
    expect(findingTexts(one(tap('0f0001aa')).tree)).toEqual([expect.stringContaining('LAPDM-002')]);
    for (const hex of ['0f', '0f00', '0f0001']) checkTiling(one(tap(hex)).tree);
    expect(violations(one(tap('0f')).tree)).toEqual(['X-SHORT']);
  });

  test('without layer 3', () => {
    const bare = new Registry();
    for (const register of [frame, lapdm, gsmtap]) register(bare);
    expect(values(dissect(bare, 'gsmtap', tap(frameOf(0, false, 'aabb'))).tree, 'data.data')).toEqual(['aabb']);
  });
});

describe('whatever the octets', () => {
  const VALID = [
    tap(frameOf(0, false, 'aabb')),
    tap(frameOf(0, true, A)),
    tap(frameOf(0, true, A), { channel: 0x88 }),
    tap('0f3f01'.padEnd(46, '2b')),
    tap('0508', { type: 2 }),
  ];
  function check(bytes: Uint8Array): void {
    const { tree } = one(bytes);
    checkTiling(tree);
    const row = summarize(TO, { table: 'layer', key: 'gsmtap' }, bytes, 0, createCaptureState());
    const content = values(tree, 'test.l3')[0] as string | undefined;
    expect(row.protocol >= 100 ? row.protocol - 100 : 0).toBe((content?.length ?? 0) / 2);
  }
  test('truncated and mutated', () => {
    for (const hex of VALID) for (let size = 0; size <= hex.length / 2; size++) check(octets(hex).slice(0, size));
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (hex, changes) => {
          const bytes = octets(hex).slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          check(bytes);
        },
      ),
      { numRuns: 2000 },
    );
  });
  test('any order of segments', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(7), fc.boolean(), fc.uint8Array({ maxLength: 20 })), { maxLength: 12 }),
        (frames) => {
          for (const { tree } of dissectAll(
            TO,
            'gsmtap',
            frames.map(([ns, more, info]) => tap(frameOf(ns, more, toHex(info)))),
          ))
            checkTiling(tree);
        },
      ),
      { numRuns: 200 },
    );
  });
});
