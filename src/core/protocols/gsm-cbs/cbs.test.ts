import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { packSeptets, toSeptets } from '../../base/gsm-alphabet.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
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
import { STAND_IN, standIn } from '../../testing/stand-in.ts';
import { register as frame } from '../frame/frame.ts';
import { register as userData } from '../gsm-sms-ud/user-data.ts';
import { register as cbs } from './cbs.ts';
import { messageOctets } from './cbsp.ts';
import { contentEnd, pageCoding } from './coding.ts';
import { identifierName } from './fields.ts';

const TO = new Registry();
for (const register of [frame, userData, cbs]) register(TO);
TO.bind('udp.port', 2948, standIn).bind('udp.port', 9200, standIn);
for (const name of ['gsm_cbch']) TO.bind('layer', name, TO.table('dissector.name').get(name)!);

const octet = (value: number) => value.toString(16).padStart(2, '0');
const text7 = (text: string) => toHex(packSeptets(toSeptets(text.padEnd(93, '\r'))!));
const text16 = (text: string) =>
  [...text.padEnd(41, '\r')].map((character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('');
function page(content: string, { serial = '0011', identifier = '0141', dcs = 0x0f, page: which = 0x11 } = {}): string {
  return serial + identifier + octet(dcs) + octet(which) + content;
}
const WSP = '010603d8af8721aabb';
const DATA = (content: string) => `0605040b8423f0${content}`.padEnd(164, '2b');
const one = (hex: string | Uint8Array, layer = 'cbs') => dissect(TO, layer, hex);

describe('pages', () => {
  test('7-bit text', () => {
    const { tree, context } = one(page(text7('DM test page')));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_cbs.page_content')).toEqual(['DM test page']);
    expect(values(tree, 'gsm_cbs.message_content')).toEqual(['DM test page']);
    expect(values(tree, 'gsm_cbs.serial_number')).toEqual([0x11]);
    expect(values(tree, 'gsm_cbs.message-identifier')).toEqual([321]);
    expect(context.info).toBe('Cell broadcast 321 (operator or GSM association), page 1 of 1: DM test page');
  });

  test('UCS2, and a language in front', () => {
    expect(values(one(page(text16('AB'), { dcs: 0x48 })).tree, 'gsm_cbs.page_content')).toEqual(['AB']);
    expect(values(one(page(text7('en\rhello'), { dcs: 0x10 })).tree, 'gsm_cbs.page_content')).toEqual(['hello']);
    const named = one(page(`6537${text16('AB').slice(4)}`, { dcs: 0x11 }));
    checkTiling(named.tree);
    expect(values(named.tree, 'gsm_cbs.page_content')).toEqual(['B']);
  });

  test('binary pages', () => {
    expect(values(one(page('aa'.repeat(82), { dcs: 0xf4 })).tree, 'gsm_cbs.page_data')).toEqual(['aa'.repeat(82)]);
    expect(values(one(page('aa'.repeat(82), { dcs: 0x60 })).tree, 'gsm_cbs.page_data')).toEqual(['aa'.repeat(82)]);
  });

  test('a push behind a user data header, and what fills the page up', () => {
    const { tree, context } = one(page(DATA(WSP), { dcs: 0x94 }));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(context.destinationPort?.port).toBe(2948);
    expect(values(tree, 'gsm_cbs.page_content_padding')).toEqual(['2b'.repeat(82 - 16)]);
    const empty = one(page('2b'.repeat(82), { dcs: 0x94 }));
    checkTiling(empty.tree);
    const text = one(page(`00${'00'.repeat(81)}`, { dcs: 0x90 }));
    checkTiling(text.tree);
  });

  test('pages in any order', () => {
    const first = page(text16('Hello '.padEnd(41, 'x')), { dcs: 0x48, page: 0x12 });
    const second = page(text16('world'), { dcs: 0x48, page: 0x22 });
    for (const order of [
      [first, second],
      [second, first],
    ]) {
      const all = dissectAll(TO, 'cbs', order);
      for (const { tree } of all) {
        checkTiling(tree);
        expect(violations(tree)).toEqual([]);
      }
      expect(values(all[1]!.tree, 'gsm_cbs.message_content')).toEqual([`${'Hello '.padEnd(41, 'x')}world`]);
      expect(values(all[0]!.tree, 'gsm_cbs.reassembled.in')).toEqual([2]);
      expect(values(all[1]!.tree, 'gsm_cbs.page_number').length).toBe(2);
    }
  });

  test('fifteen pages, the last one first', () => {
    const text = Array.from({ length: 15 }, (_, i) => String.fromCharCode(0x41 + i).repeat(41));
    const pages = text.map((part, i) => page(text16(part), { dcs: 0x48, page: ((i + 1) << 4) | 15 })).reverse();
    const all = dissectAll(TO, 'cbs', pages);
    for (const { tree } of all) checkTiling(tree);
    expect(values(all[14]!.tree, 'gsm_cbs.message_content')).toEqual([text.join('')]);
    expect(values(all[14]!.tree, 'gsm_cbs.fragment.count')).toEqual([15]);
    expect(all.slice(0, 14).map(({ tree }) => values(tree, 'gsm_cbs.reassembled.in'))).toEqual(
      Array.from({ length: 14 }, () => [15]),
    );
    const lacking = dissectAll(TO, 'cbs', pages.slice(1));
    expect(lacking.flatMap(({ tree }) => values(tree, 'gsm_cbs.message_content'))).toEqual([]);
  });

  test('a push in two pages, 7-bit and binary messages', () => {
    const long = `0605040b8423f0${WSP}`.padEnd(164, 'cc');
    const all = dissectAll(TO, 'cbs', [
      page(long, { dcs: 0x94, page: 0x12 }),
      page('dddd'.padEnd(164, '00'), { dcs: 0x94, page: 0x22 }),
    ]);
    for (const { tree } of all) checkTiling(tree);
    expect(values(all[1]!.tree, 'test.push')).toEqual([`${long.slice(14)}dddd`]);
    const text = dissectAll(TO, 'cbs', [page(text7('ab'), { page: 0x12 }), page(text7('cd'), { page: 0x22 })]);
    expect(values(text[1]!.tree, 'gsm_cbs.message_content')).toEqual(['abcd']);
    const data = dissectAll(TO, 'cbs', [
      page('aa'.repeat(82), { dcs: 0xf4, page: 0x12 }),
      page('bb'.repeat(82), { dcs: 0xf4, page: 0x22 }),
    ]);
    expect(values(data[1]!.tree, 'gsm_cbs.page_data').at(-1)).toBe('aa'.repeat(82) + 'bb'.repeat(82));
  });

  test('repeated, changed and missing pages', () => {
    const a = page(text7('a'), { page: 0x12 });
    const all = dissectAll(TO, 'cbs', [a, a, page(text7('b'), { page: 0x22 }), page(text7('b'), { page: 0x22 })]);
    expect(values(all[2]!.tree, 'gsm_cbs.message_content')).toEqual(['ab']);
    expect(values(all[3]!.tree, 'gsm_cbs.reassembled.in')).toEqual([3]);
    const missing = dissectAll(TO, 'cbs', [page(text7('b'), { page: 0x23 }), page(text7('c'), { page: 0x23 })]);
    expect(findingTexts(missing[0]!.tree)).toEqual([expect.stringContaining('page 1, 3 of 3 are not in the capture')]);
    expect(violations(missing[1]!.tree)).toEqual(['CBS-005']);
  });

  test.each([
    ['page 3 of 2', page(text7('a'), { page: 0x32 }), 'CBS-001'],
    ['a short page', page('aabb'), 'CBS-002'],
    ['no header', '0011', 'X-SHORT'],
  ])('%s', (_name, hex, rule) => {
    const { tree } = one(hex);
    checkTiling(tree);
    expect(violations(tree)).toContain(rule);
  });

  test('page parameter 0 is one page', () => {
    expect(one(page(text7('a'), { page: 0 })).context.info).toContain('page 1 of 1: a');
    const bare = one(page(''));
    checkTiling(bare.tree);
  });

  test('data coding schemes', () => {
    for (let dcs = 0; dcs < 256; dcs++) {
      const { tree } = one(page('00'.repeat(82), { dcs }));
      checkTiling(tree);
      expect(values(tree, 'gsm_map.cbs.coding_grp')).toEqual([dcs >>> 4]);
      expect(findingTexts(tree).some((text) => text.includes('CBS-003'))).toBe(pageCoding(dcs).reserved);
    }
    expect(pageCoding(0xe5).coding).toBe('octets');
    expect(pageCoding(0x98)).toMatchObject({ coding: 'ucs2', hasHeader: true });
  });

  test('the end of binary content', () => {
    const end = (hex: string) => contentEnd(fromHex(hex)!, 0, hex.length / 2);
    expect(end('aa2b2b')).toBe(1);
    expect(end('aa2b')).toBe(2);
    expect(end('aa000000')).toBe(4);
    expect(end('aa00000000')).toBe(1);
    expect(end('aaaa')).toBe(2);
    expect(end('')).toBe(0);
  });

  test('message identifiers', () => {
    expect([1000, 4100, 4300, 4352, 4370, 65535, 2000].map(identifierName)).toEqual([
      'location services',
      'data download to the SIM',
      'data download to the SIM, secured',
      'ETWS',
      'CMAS',
      'reserved',
      undefined,
    ]);
  });

  test('guess', () => {
    const guess = (hex: string) => TO.table('layer').guess(fromHex(hex)!, 0, hex.length / 2)?.likely ?? 0;
    expect(guess(page(text7('a')))).toBe(0.6);
    expect(guess(page(text7('a'), { page: 0x32 }))).toBe(0);
    expect(guess(page(text7('a'), { dcs: 0x80 }))).toBe(0);
    expect(guess(`${page(text7('a'))}00`)).toBe(0);
  });
});

describe('CBCH', () => {
  const blocks = (hex: string) =>
    [0, 1, 2, 3].map((i) => octet(0x20 | i | (i === 3 ? 0x10 : 0)) + hex.slice(44 * i, 44 * i + 44));

  test('four blocks make a page', () => {
    const all = dissectAll(TO, 'gsm_cbch', blocks(page(text7('DM test page'))));
    for (const { tree } of all) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    expect(values(all[3]!.tree, 'gsm_cbs.page_content')).toEqual(['DM test page']);
    expect(values(all[3]!.tree, 'gsm_cbch.fragment')).toEqual([1, 2, 3, 4]);
    expect(values(all[0]!.tree, 'gsm_cbch.reassembled.in')).toEqual([4]);
    expect(all[1]!.context.info).toBe('CBCH, second block');
  });

  test('a lost block', () => {
    const [first, , third, last] = blocks(page(text7('a')));
    const all = dissectAll(TO, 'gsm_cbch', [first!, third!, last!]);
    for (const { tree } of all) expect(findingTexts(tree)).toEqual([expect.stringContaining('CBCH-002')]);
  });

  test('other blocks', () => {
    const info = (hex: string) => {
      const { tree, context } = one(hex, 'gsm_cbch');
      checkTiling(tree);
      return context.info;
    };
    expect(info('28aabb')).toBe('CBCH, first schedule block');
    expect(info('2faabb')).toBe('CBCH, null message');
    expect(info('25aabb')).toBe('CBCH, block 5');
    expect(info('20')).toBe('CBCH, first block');
    expect(violations(one('00aabb', 'gsm_cbch').tree)).toEqual(['CBCH-001']);
    expect(violations(one('', 'gsm_cbch').tree)).toEqual(['X-SHORT']);
  });
});

describe('CBSP', () => {
  const message = (body: string, type = '01') => type + (body.length / 2).toString(16).padStart(6, '0') + body;
  const content = (hex: string) => `01${octet(hex.length / 2)}${hex.padEnd(164, '00')}`;
  const HEAD = '0e01410300110400010612000502060102070005';
  const TEXT = message(`${HEAD}13010c0f${content(text7('DM test page'))}`);

  test('WRITE-REPLACE', () => {
    const { tree, context } = one(TEXT, 'cbsp');
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('WRITE-REPLACE');
    expect(values(tree, 'cbsp.message_id')).toEqual([0x141]);
    expect(values(tree, 'cbsp.new_serial_nr')).toEqual([0x11]);
    expect(values(tree, 'cbsp.cell_id_disc')).toEqual([6]);
    expect(values(tree, 'cbsp.num_of_pages')).toEqual([1]);
    expect(values(tree, 'cbsp.cb_page_content')).toEqual(['DM test page']);
  });

  test('a push in two pages', () => {
    const first = `0605040b8423f0${WSP}`.padEnd(164, 'cc');
    const body = `${HEAD}13020c94${content(first)}${content('dddd')}`;
    const { tree, context } = one(message(body), 'cbsp');
    checkTiling(tree);
    expect(values(tree, 'test.push')).toEqual([`${first.slice(14)}dddd`]);
    expect(context.destinationPort?.port).toBe(2948);
    expect(values(tree, 'cbsp.cb_msg_page')).toEqual([first, 'dddd']);
  });

  test('several messages, other elements', () => {
    const { tree, context } = one(
      message('18051402', '16') + message('0b05110102', '03').replace('110102', '0b0202'),
      'cbsp',
    );
    checkTiling(tree);
    expect(context.info).toBe('KEEP-ALIVE, WRITE-REPLACE FAILURE');
    expect(values(tree, 'cbsp.keepalive_rep_period')).toEqual([5]);
    const unknown = one(message('77aabb'), 'cbsp');
    checkTiling(unknown.tree);
    expect(findingTexts(unknown.tree)).toEqual([expect.stringContaining('CBSP-002')]);
    expect(violations(one('ff000000', 'cbsp').tree)).toEqual(['CBSP-001']);
    expect(violations(one(message('0e01'), 'cbsp').tree)).toContain('X-SHORT');
  });

  test('octets that a stream must bring', () => {
    expect(messageOctets(octets('01'), 0, 1)).toBe(4);
    expect(messageOctets(octets('0100006c'), 0, 4)).toBe(112);
    expect(messageOctets(octets('ff000000'), 0, 4)).toBeUndefined();
  });

  test('a message that goes on elsewhere is cut', () => {
    for (let size = 1; size < TEXT.length / 2; size++) {
      const { tree } = one(TEXT.slice(0, 2 * size), 'cbsp');
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
  });
});

test('whatever the octets', () => {
  const first = `0605040b8423f0${WSP}`.padEnd(164, 'cc');
  const valid = [
    ['cbs', page(text7('a'))],
    ['cbs', page(text16('a'), { dcs: 0x48 })],
    ['cbs', page(DATA(WSP), { dcs: 0x94 })],
    ['cbs', page(DATA(WSP), { dcs: 0x94, page: 0x12 })],
    [
      'cbsp',
      `01${(188).toString(16).padStart(6, '0')}0e01410300110400010612000502060102070005${'13020c94'}01${'52'}${first}01${'52'}${'dd'.repeat(82)}`,
    ],
    ['gsm_cbch', `20${'aa'.repeat(22)}`],
  ] as const;
  const check = (layer: string, bytes: Uint8Array) => {
    const { tree, context } = one(bytes, layer);
    checkTiling(tree);
    const row = summarize(TO, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
    expect(row.protocol === STAND_IN).toBe(context.protocolName === 'PUSH');
    expect(row.destinationPort).toBe(context.destinationPort?.port ?? 0);
  };
  for (const [layer, hex] of valid)
    for (let size = 0; size <= hex.length / 2; size++) check(layer, octets(hex).slice(0, size));
  fc.assert(
    fc.property(
      fc.constantFrom(...valid),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
      ([layer, hex], changes) => {
        const bytes = octets(hex).slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        check(layer, bytes);
      },
    ),
    { numRuns: 1500 },
  );
});
