import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../base/bytes.ts';
import type { Tree } from '../../codec/tree.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import { loadCapture } from '../../engine/load-capture.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { internetRegistry } from '../../testing/internet.ts';
import {
  checkTiling,
  dissect,
  dissectAll,
  findingTexts,
  summarize,
  treeText,
  values,
  violations,
} from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register } from './obex.ts';
import { likely, measure } from './scan.ts';

const registry = internetRegistry();
register(registry);
dmNotification(registry);

const N13 =
  '15500000003c12346b011740100e636f6d2e6578616d706c652e646d300101cf7759723d8eb726c135f14b58762f977315cb502d8ff8c6d5ff13d279562a5e';
const N13_TYPE = 'application/vnd.syncml.dm.notification';

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 255);
}

/** A header of octets or text. */
function header(id: number, value: Uint8Array | string): Uint8Array {
  const octets = typeof value === 'string' ? fromHex(value)! : value;
  return concatBytes(Uint8Array.of(id), u16(octets.length + 3), octets);
}

function packet(code: number, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const body = concatBytes(...parts.map((part) => (typeof part === 'string' ? fromHex(part)! : part)));
  return concatBytes(Uint8Array.of(code), u16(body.length + 3), body);
}

const type = (text: string) => header(0x42, toUtf8(`${text}\0`));
const name = (text: string) => header(1, concatBytes(...[...`${text}\0`].map((c) => u16(c.charCodeAt(0)))));

function one(bytes: Uint8Array | string): Tree {
  const { tree } = dissect(registry, 'obex', bytes);
  checkTiling(tree);
  return tree;
}

describe('packets', () => {
  test('connect and its response', () => {
    const request = one('800013100020 00460 00c53594e434d4c2d444d'.replaceAll(' ', ''));
    expect(values(request, 'obex.opcode')).toEqual([0]);
    expect(values(request, 'obex.final_flag')).toEqual([1]);
    expect(values(request, 'obex.version')).toEqual([0x10]);
    expect(values(request, 'obex.max_pkt_len')).toEqual([0x2000]);
    expect(values(request, 'obex.header.value.byte_sequence')).toEqual([toHex(toUtf8('SYNCML-DM'))]);
    const response = one('a0001810001000cb000000014a000c53594e434d4c2d444d');
    expect(values(response, 'obex.resp_code')).toEqual([0x20]);
    expect(values(response, 'obex.max_pkt_len')).toEqual([0x1000]);
    expect(values(response, 'obex.connection_id')).toEqual([1]);
    expect(findingTexts(response)).toEqual([]);
  });

  test('an object in one packet goes to the dissector of its type, with the facts of the carrier', () => {
    const { tree, context } = dissect(registry, 'obex', packet(0x82, type(N13_TYPE.toUpperCase()), header(0x49, N13)));
    checkTiling(tree);
    expect(values(tree, 'obex.type')).toEqual([N13_TYPE.toUpperCase()]);
    expect(values(tree, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(violations(tree)).toEqual([]);
    expect(context.protocolName).not.toBe('OBEX');
    expect(context.layers.at(-1)?.chosenBy).toBe(`media.type ${N13_TYPE}`);
    expect(context.push).toBeUndefined();
  });

  test('values have names', () => {
    const text = treeText(one(packet(0x80, '12002000', header(0x70, '01'))));
    expect(text).toContain('obex.version [0:24+8] 1.2 (0x12)');
    expect(text).toContain('User defined (0x70)');
  });

  test('set path', () => {
    const tree = one(packet(0x85, '0200', name('x')));
    expect(values(tree, 'obex.set_path_flags_1')).toEqual([1]);
    expect(values(tree, 'obex.set_path_flags_0')).toEqual([0]);
    expect(values(tree, 'obex.constants')).toEqual([0]);
    expect(values(tree, 'obex.name')).toEqual(['x']);
  });

  test('every form of header', () => {
    const tree = one(
      packet(
        0x83,
        'cb00000007',
        name('a'),
        header(0x44, toUtf8('20261121T050000Z')),
        '9701',
        'c000000003',
        'c400000009',
        'cf00000001',
        header(0x51, toUtf8('c')),
        header(5, ''),
      ),
    );
    expect(values(tree, 'obex.header.id')).toEqual([0xcb, 1, 0x44, 0x97, 0xc0, 0xc4, 0xcf, 0x51, 5]);
    expect(values(tree, 'obex.header.id.encoding')).toEqual([3, 0, 1, 2, 3, 3, 3, 1, 0]);
    expect(values(tree, 'obex.header.value.byte')).toEqual([1]);
    expect(values(tree, 'obex.header.value.long')).toEqual([9, 1]);
    expect(values(tree, 'obex.count')).toEqual([3]);
    expect(values(tree, 'obex.time')).toEqual(['20261121T050000Z']);
    expect(values(tree, 'obex.object_class')).toEqual(['c']);
    expect(findingTexts(tree)).toEqual([]);
  });

  test('authentication, session and application parameters', () => {
    const nonce = '00112233445566778899aabbccddeeff';
    const challenge = one(packet(0xc1, header(0x4d, `0010${nonce}0101030207004f6666696365`.replace('0207', '0207'))));
    expect(values(challenge, 'obex.authentication.challenge_tag')).toEqual([0, 1, 2]);
    expect(values(challenge, 'obex.authentication.key')).toEqual([nonce]);
    expect(values(challenge, 'obex.authentication.option.read_only')).toEqual([1]);
    expect(values(challenge, 'obex.authentication.option.user_id')).toEqual([1]);
    expect(values(challenge, 'obex.authentication.info')).toEqual(['Office']);
    const answer = one(packet(0x82, header(0x4e, `0010${nonce}010361626302 10${nonce}0901ff`.replace(' ', ''))));
    expect(values(answer, 'obex.authentication.response_tag')).toEqual([0, 1, 2, 9]);
    expect(values(answer, 'obex.authentication.result_key')).toEqual([nonce]);
    expect(values(answer, 'obex.authentication.user_id')).toEqual(['616263']);
    const session = one(packet(0x87, header(0x52, '050100'), header(0x4c, '01020a0b0200')));
    expect(values(session, 'obex.session.value')).toEqual(['00']);
    expect(values(session, 'obex.parameter.id')).toEqual([1, 2]);
    expect(values(session, 'obex.parameter.value')).toEqual(['0a0b']);
    const unicode = one(packet(0xc1, header(0x4d, `0010${nonce}0205ff00410042`)));
    expect(values(unicode, 'obex.authentication.info')).toEqual(['AB']);
    expect(
      values(
        one(packet(0xc1, header(0x4d, `0010${nonce}020100 05020102`.replace(' ', '')))),
        'obex.authentication.value',
      ),
    ).toEqual(['0102']);
  });

  test('several packets in a row', () => {
    const tree = one(concatBytes(packet(0x81), packet(0xff)));
    expect(values(tree, 'obex.opcode')).toEqual([1, 0x7f]);
  });
});

describe('rules', () => {
  test.each([
    ['OBEX-001', '810002'],
    ['OBEX-001', '810009cb00000001'],
    ['OBEX-002', '82000842000961ff'],
    ['OBEX-002', '820007420002 61'.replace(' ', '')],
    ['OBEX-003', '840003'],
    ['OBEX-003', '930003'],
    ['OBEX-004', '80000710000020'],
    ['OBEX-005', toHex(packet(0x82, header(1, '0061')))],
    ['OBEX-005', toHex(packet(0x82, header(1, '006100')))],
    ['OBEX-006', toHex(packet(0x82, header(0x42, '6162')))],
    ['OBEX-006', toHex(packet(0x82, header(0x42, 'e900')))],
    ['OBEX-007', toHex(packet(0x82, 'c300000003', header(0x49, '0102')))],
    ['OBEX-010', toHex(packet(0x82, 'c300000003', 'cb00000001'))],
    ['OBEX-011', '200003'],
    ['OBEX-014', toHex(packet(0xc1, header(0x4d, '000101')))],
    ['OBEX-014', toHex(packet(0x82, header(0x4e, '010161')))],
    ['OBEX-015', toHex(packet(0x82, header(0x4c, '010561')))],
    ['X-SHORT', '82'],
    ['X-SHORT', '850004 00'.replace(' ', '')],
  ])('%s in %s', (rule, hex) => {
    expect(violations(one(hex))).toContain(rule);
  });

  test('notes', () => {
    expect(findingTexts(one(packet(0x82, header(0x48, '01')))).join()).toContain('OBEX-008 note');
    expect(findingTexts(one(packet(0x02, header(0x49, '01')))).join()).toContain('OBEX-009 note');
    expect(findingTexts(one(packet(0x82, header(0x44, toUtf8('today'))))).join()).toContain('OBEX-012 note');
    expect(findingTexts(one(packet(0x02, header(0x48, '01')))).join()).toContain('OBEX-013 note');
  });

  test('what the capture cut off is no fault', () => {
    const whole = packet(0x82, type(N13_TYPE), header(0x49, N13));
    for (let size = 1; size < whole.length; size++) {
      const { tree } = dissect(registry, 'obex', whole.subarray(0, size), { original: whole.length });
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
      expect(tree.findings.map(({ rule }) => rule.id)).toContain('X-CUT');
    }
  });
});

describe('objects over packets', () => {
  const half = N13.length / 2 - 1;
  const first = packet(0x02, name('a.bin'), type(N13_TYPE), 'c30000003f', header(0x48, N13.slice(0, half)));
  const last = packet(0x82, header(0x49, N13.slice(half)));

  test('are shown where they are whole', () => {
    const [a, answer, b] = dissectAll(registry, 'obex', [first, '900003', last]).map(({ tree }) => {
      checkTiling(tree);
      return tree;
    });
    expect(values(a!, 'obex.reassembled_in')).toEqual([3]);
    expect(values(a!, 'dmnoti')).toEqual([]);
    expect(values(answer!, 'obex.reassembled_in')).toEqual([]);
    expect(values(b!, 'obex.fragment')).toEqual([1, 3]);
    expect(values(b!, 'obex.fragment.count')).toEqual([2]);
    expect(values(b!, 'obex.reassembled.length')).toEqual([63]);
    expect(values(b!, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(violations(b!)).toEqual([]);
  });

  test('a connect, an abort or a new object gives up the one on its way', () => {
    for (const between of ['80000710000400', 'ff0003']) {
      const [, , b] = dissectAll(registry, 'obex', [first, between, last]);
      expect(values(b!.tree, 'dmnoti.session_id')).toEqual([]);
    }
    const [, , c] = dissectAll(registry, 'obex', [first, first, last]);
    expect(values(c!.tree, 'dmnoti.session_id')).toEqual([0x1234]);
    expect(values(c!.tree, 'obex.fragment')).toEqual([2, 3]);
  });

  test('headers may take a packet of their own, and the body several headers of one', () => {
    const all = [
      packet(0x02, type(N13_TYPE)),
      packet(0x82, header(0x48, N13.slice(0, 20)), header(0x49, N13.slice(20))),
    ];
    const [, b] = dissectAll(registry, 'obex', all);
    expect(values(b!.tree, 'dmnoti.session_id')).toEqual([0x1234]);
    const alone = one(packet(0x82, header(0x48, N13.slice(0, 20)), header(0x49, N13.slice(20)), type(N13_TYPE)));
    expect(values(alone, 'dmnoti.session_id')).toEqual([0x1234]);
  });

  test('without a type the name decides, then the octets', () => {
    const { context } = dissect(registry, 'obex', packet(0x82, name('x.bin'), header(0x49, N13)));
    expect(context.layers.at(-1)?.chosenBy).toMatch(/^guess 0\.\d\d$/);
    const unknown = one(packet(0x82, name('x.SIC'), header(0x49, '0102')));
    expect(treeText(unknown)).toContain('OBEX object');
  });
});

describe('objects that a GET asks for', () => {
  const octetsOf = fromHex(N13)!;
  const run = (...packets: readonly Uint8Array[]) => {
    const all = dissectAll(registry, 'obex', packets);
    for (const { tree } of all) checkTiling(tree);
    return all.map(({ tree }) => tree);
  };
  const ids = (tree: Tree | undefined) => tree && values(tree, 'dmnoti.session_id');

  test('come in one answer, with the type of the GET or their own', () => {
    const asked = run(packet(0x83, type(N13_TYPE)), packet(0xa0, header(0x49, octetsOf)));
    expect(ids(asked[1])).toEqual([0x1234]);
    expect(ids(run(packet(0x83), packet(0xa0, type(N13_TYPE), header(0x49, octetsOf)))[1])).toEqual([0x1234]);
    const row = createCaptureState();
    summarize(registry, { table: 'layer', key: 'obex' }, packet(0x83, type(N13_TYPE)), 0, row);
    const answer = summarize(registry, { table: 'layer', key: 'obex' }, packet(0xa0, header(0x49, octetsOf)), 1, row);
    expect(answer.protocol).toBe(registry.protocolNumber('dmnoti'));
  });

  test('come in several, and are shown where they are whole', () => {
    const [, first, , last] = run(
      packet(0x83, type(N13_TYPE)),
      packet(0x90, header(0x48, octetsOf.subarray(0, 20))),
      packet(0x83),
      packet(0xa0, header(0x49, octetsOf.subarray(20))),
    );
    expect(values(first!, 'obex.reassembled_in')).toEqual([4]);
    expect(ids(last)).toEqual([0x1234]);
    expect(values(last!, 'obex.fragment')).toEqual([2, 4]);
    expect(findingTexts(last!).filter((text) => text.startsWith('OBEX'))).toEqual([]);
  });

  test('are given up when another answer comes, and do not disturb an object that is put', () => {
    const [, first, , whole] = run(
      packet(0x83, type(N13_TYPE)),
      packet(0x90, header(0x48, octetsOf.subarray(0, 20))),
      packet(0xc4),
      packet(0xa0, type(N13_TYPE), header(0x49, octetsOf)),
    );
    expect(violations(first!).concat(findingTexts(first!)).join()).toContain('OBEX-013');
    expect(ids(whole)).toEqual([0x1234]);
    const put = run(
      packet(0x02, type(N13_TYPE), header(0x48, octetsOf.subarray(0, 20))),
      packet(0x90),
      packet(0x82, header(0x49, octetsOf.subarray(20))),
      packet(0xa0),
    );
    expect(ids(put[2])).toEqual([0x1234]);
  });
});

describe('streams and guesses', () => {
  test('measure', () => {
    const flow = { direction: 0 as const, seen: 0, waiting: [] };
    const size = (hex: string) => measure(fromHex(hex)!, 0, hex.length / 2, false, flow);
    expect(size('')).toBe(MORE_NEEDED);
    expect(size('82')).toBe(MORE_NEEDED);
    expect(size('820051')).toBe(0x51);
    expect(size('820002')).toBe(NOT_OURS);
    expect(size('47')).toBe(NOT_OURS);
    expect(size('00')).toBe(NOT_OURS);
    expect(size('20')).toBe(NOT_OURS);
  });

  test('guess', () => {
    const guess = (bytes: Uint8Array) => likely(bytes, 0, bytes.length);
    expect(guess(packet(0x82, header(0x49, N13)))).toBe(0.7);
    expect(guess(fromHex('a00003')!)).toBe(0.3);
    expect(guess(fromHex('82000442')!)).toBe(0);
    expect(guess(toUtf8('GET / HTTP'))).toBe(0);
    expect(guess(fromHex('82')!)).toBe(0);
  });
});

describe('properties', () => {
  const valid = [
    packet(0x02, name('a.bin'), type(N13_TYPE), 'c30000003f', header(0x48, N13.slice(0, 60))),
    packet(0x82, header(0x49, N13.slice(60))),
    packet(0xc1, header(0x4d, '001000112233445566778899aabbccddeeff010103')),
    packet(0x80, '10002000', header(0x46, toUtf8('SYNCML-DM'))),
  ];
  const mutated = fc
    .tuple(
      fc.array(fc.nat(valid.length - 1), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 4 }),
    )
    .map(([picks, changes]) => {
      const bytes = concatBytes(...picks.map((pick) => valid[pick]!));
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      return bytes;
    });

  test('every octet is in one leaf, nothing throws, and both passes give the same protocol', () => {
    let withFindings = 0;
    let without = 0;
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ minLength: 1, maxLength: 80 })), (bytes) => {
        const { tree, context } = dissect(registry, 'obex', bytes);
        checkTiling(tree);
        if (tree.findings.length > 0) withFindings++;
        else without++;
        const row = summarize(registry, { table: 'layer', key: 'obex' }, bytes, 0, createCaptureState());
        expect(registry.protocolByNumber(row.protocol)?.id).toBe(context.layers.at(-1)?.protocol);
      }),
      { numRuns: 300 },
    );
    expect(withFindings).toBeGreaterThan(0);
    expect(without).toBeGreaterThan(0);
  });

  test('an object cut at any place into packets is the same object', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 62 }), { maxLength: 5 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), 63];
        const packets = places.slice(1).map((end, i) => {
          const isLast = end === 63;
          const body = header(isLast ? 0x49 : 0x48, N13.slice(places[i]! * 2, end * 2));
          return i === 0 ? packet(isLast ? 0x82 : 2, type(N13_TYPE), body) : packet(isLast ? 0x82 : 2, body);
        });
        const { tree } = dissectAll(registry, 'obex', packets).at(-1)!;
        checkTiling(tree);
        expect(values(tree, 'dmnoti.digest')).toEqual([N13.slice(-64)]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('captured', () => {
  test('obexftp and libopenobex on TCP 650', async () => {
    const url = new URL('../../../../tests/fixtures/made/obex-put-650.pcap', import.meta.url);
    const source = new MemorySource('obex', new Uint8Array(readFileSync(url)));
    const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
    await loading.done;
    const capture = await loading.opened;
    const all = [...Array(capture.length).keys()];
    const bytes = await capture.bytes.fetch(capture.needed(all));
    const trees = all.map((index) => {
      const { tree } = capture.dissect(index, bytes, []);
      checkTiling(tree);
      return tree;
    });
    const shown = (filter: string) => trees.flatMap((tree, i) => values(tree, filter).map((value) => [i + 1, value]));
    expect(shown('obex.opcode')).toEqual([
      [4, 0],
      [8, 2],
      [10, 2],
      [12, 1],
      [20, 0],
      [24, 2],
      [26, 1],
      [34, 0],
      [38, 2],
      [40, 2],
      [42, 1],
    ]);
    expect(shown('obex.resp_code').map(([n]) => n)).toEqual([6, 9, 11, 13, 22, 25, 27, 36, 39, 41, 43]);
    expect(shown('obex.response_in_frame').slice(0, 4)).toEqual([
      [4, 6],
      [8, 9],
      [10, 11],
      [12, 13],
    ]);
    expect(shown('obex.request_in_frame').map(([n]) => n)).toEqual([6, 9, 11, 13, 22, 25, 27, 36, 39, 41, 43]);
    expect(shown('dmnoti.session_id')).toEqual([
      [10, 0x1234],
      [24, 0x1234],
      [38, 0x51],
    ]);
    expect(shown('obex.max_pkt_len').map(([n]) => n)).toEqual([4, 6, 20, 22, 34, 36]);
    expect(shown('obex.type').map(([n]) => n)).toEqual([24, 38, 40]);
    // The DM message in WBXML has no dissector here; it is kept whole.
    const row = trees[39]!.find1('data.data')!;
    expect(trees[39]!.bytes(row).length).toBe(298);
    expect(trees.flatMap((tree) => violations(tree)).filter((id) => id.startsWith('OBEX'))).toEqual([]);
  });

  const real = new URL('../../../../../shared/samples/real/obex/obexresp01.bin', import.meta.url);
  test.skipIf(!existsSync(real))('a connect response of a SyncML server', () => {
    const tree = one(new Uint8Array(readFileSync(real)));
    expect(values(tree, 'obex.connection_id')).toEqual([1]);
    expect(values(tree, 'obex.header.value.byte_sequence')).toEqual([toHex(toUtf8('SYNCML-SYNC'))]);
    expect(values(tree, 'obex.max_pkt_len')).toEqual([0xffff]);
  });
});
