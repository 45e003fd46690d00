import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, toUtf8 } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, dissectAll, findingTexts, octets, summarize, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register as cdmaWdp } from './cdma-wdp.ts';
import { guessSegment } from './scan.ts';

const CALENDAR = { filter: 'test.calendar', type: 'bytes', label: 'Calendar' } as const;
const calendar: Dissector = {
  id: 'calendar',
  name: 'CALENDAR',
  summarize(_bytes, _start, _end, row) {
    row.protocol = 99;
  },
  dissect(cursor) {
    if (cursor.octetsLeft > 0) cursor.octets(CALENDAR, cursor.octetsLeft);
  },
};

const TO = new Registry();
for (const register of [frame, wsp, cdmaWdp]) register(TO);
TO.bind('udp.port', 9205, calendar);

/** A push of a notification: TID, Push, HeadersLen, content type, application id. */
const PUSH = '010603c4af87';
const PORTS = '23f00b84';
const SWAPPED = '0b8423f0';
const BODY = '00112233445566778899aabbccddeeff';
const one = (hex: string | Uint8Array, original?: number) => {
  const made = dissect(TO, 'cdma-wdp', hex, original === undefined ? {} : { original });
  checkTiling(made.tree);
  return made;
};
const many = (...segments: string[]) => {
  const all = dissectAll(TO, 'cdma-wdp', segments);
  for (const { tree } of all) checkTiling(tree);
  return all;
};
const row = (hex: string) => summarize(TO, { table: 'layer', key: 'cdma-wdp' }, octets(hex), 0, createCaptureState());

describe('a datagram in one segment', () => {
  test('with a push', () => {
    const { tree, context } = one(`000100${PORTS}${PUSH}${BODY}`);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'cdma_wdp.message_type')).toEqual([0]);
    expect(values(tree, 'cdma_wdp.total_segments')).toEqual([1]);
    expect(values(tree, 'cdma_wdp.segment_number')).toEqual([0]);
    expect(values(tree, 'cdma_wdp.source_port')).toEqual([9200]);
    expect(values(tree, 'cdma_wdp.destination_port')).toEqual([2948]);
    expect(values(tree, 'wsp.pdu_type')).toEqual([6]);
    expect(context.layers.map(({ protocol }) => protocol).slice(1, 3)).toEqual(['cdma_wdp', 'wsp']);
    expect([context.sourcePort?.port, context.destinationPort?.port]).toEqual([9200, 2948]);
    expect(row(`000100${PORTS}${PUSH}${BODY}`)).toMatchObject({
      sourcePort: 9200,
      destinationPort: 2948,
      protocol: TO.protocolNumber('wsp'),
    });
  });

  test('for the source port, by a guess, and for nobody', () => {
    expect(values(one('00010023f51111414243').tree, 'test.calendar')).toEqual(['414243']);
    expect(row('00010023f51111414243').protocol).toBe(99);
    const guessed = `00010011112222${PUSH}`;
    expect(values(one(guessed).tree, 'wsp.pdu_type')).toEqual([6]);
    expect(row(guessed).protocol).toBe(TO.protocolNumber('wsp'));
    expect(values(one('00010011112222414243').tree, 'cdma_wdp.data')).toEqual(['414243']);
    expect(row('00010011112222414243').protocol).toBe(TO.protocolNumber('cdma_wdp'));
    expect(values(one('00010023f00b84').tree, 'cdma_wdp.destination_port')).toEqual([2948]);
  });
});

describe('segments', () => {
  const WHOLE = `${PUSH}${BODY}`;
  const A = `000300${PORTS}${WHOLE.slice(0, 10)}`;
  const B = `000301${WHOLE.slice(10, 24)}`;
  const C = `000302${WHOLE.slice(24)}`;

  test('in any order give the datagram where the last one comes', () => {
    for (const order of [
      [A, B, C],
      [C, A, B],
      [B, C, A],
    ]) {
      const all = many(...order);
      const last = all[2]!;
      expect(findingTexts(last.tree)).toEqual([]);
      expect(values(last.tree, 'wsp.pdu_type')).toEqual([6]);
      expect(toHex(last.tree.sources[1]!.bytes)).toBe(WHOLE);
      expect(values(last.tree, 'cdma_wdp.segment')).toEqual([A, B, C].map((hex) => order.indexOf(hex) + 1));
      expect(values(last.tree, 'cdma_wdp.reassembled.length')).toEqual([WHOLE.length / 2]);
      expect([last.context.sourcePort?.port, last.context.destinationPort?.port]).toEqual([9200, 2948]);
      for (const { tree } of all.slice(0, 2)) {
        expect(values(tree, 'cdma_wdp.reassembled_in')).toEqual([3]);
        expect(values(tree, 'cdma_wdp.data')).toHaveLength(1);
        expect(values(tree, 'wsp.pdu_type')).toEqual([]);
      }
    }
  });

  test('columns are what the trees say', () => {
    const state = createCaptureState();
    const rows = [C, A, B].map((hex, i) => summarize(TO, { table: 'layer', key: 'cdma-wdp' }, octets(hex), i, state));
    expect(rows.map(({ destinationPort }) => destinationPort)).toEqual([0, 2948, 2948]);
    const own = TO.protocolNumber('cdma_wdp');
    expect(rows.map(({ protocol }) => protocol)).toEqual([own, own, TO.protocolNumber('wsp')]);
    const { context } = many(C, A, B)[1]!;
    expect(context.info).toBe('CDMA WDP, segment 0 of 3');
  });

  test('that are missing, come again, or come again changed', () => {
    const [first, second, again, changed] = many(A, B, B, `${B}00`);
    expect(findingTexts(first!.tree)).toEqual([expect.stringContaining('CDMA-004 note')]);
    expect(first!.tree.findings[0]!.message).toBe('segment 2 of 3 is not in the capture');
    expect(second!.tree.findings[0]!.message).toBe('segment 2 of 3 is not in the capture');
    expect(findingTexts(again!.tree)).toHaveLength(1);
    expect(findingTexts(changed!.tree)[0]).toContain('CDMA-003 warning');
    expect(many(C)[0]!.tree.findings[0]!.message).toBe('segment 0, 1 of 3 are not in the capture');
  });

  test('a segment that the capture cut is not joined', () => {
    const { tree } = one(A, 100);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'cdma_wdp.segments')).toEqual([]);
  });
});

describe('repeated ports', () => {
  const skipped = (hex: string) => {
    const { tree } = one(hex);
    return [
      values(tree, 'cdma_wdp.repeated_ports'),
      values(tree, 'wsp.pdu_type'),
      findingTexts(tree).map((text) => text.slice(0, 13)),
    ];
  };
  const said = (ports: string) => [[ports], [6], ['CDMA-005 note']];

  test('in either order, before any push', () => {
    expect(skipped(`000100${PORTS}${PORTS}${PUSH}`)).toEqual(said(PORTS));
    expect(skipped(`000100${PORTS}${SWAPPED}01060281ea`)).toEqual([
      [SWAPPED],
      [6],
      expect.arrayContaining(['CDMA-005 note']),
    ]);
    expect(row(`000100${PORTS}${PORTS}${PUSH}`).protocol).toBe(TO.protocolNumber('wsp'));
  });

  test('other octets before a notification, however its type is written', () => {
    const name = toHex(toUtf8('application/vnd.syncml.notification'));
    expect(skipped(`000100${PORTS}0b84c002${PUSH}`)).toEqual(said('0b84c002'));
    for (const push of [`010624${name}00`, '01060401c4af87', '0106051f01c4af87'])
      expect(skipped(`000100${PORTS}0b84c002${push}`), push).toEqual([
        ['0b84c002'],
        [6],
        expect.arrayContaining(['CDMA-005 note']),
      ]);
  });

  test('over segments', () => {
    const [, last] = many(`000200${PORTS}${PORTS}${PUSH}`, `000201${BODY}`);
    expect(values(last!.tree, 'cdma_wdp.repeated_ports')).toEqual([PORTS]);
    expect(values(last!.tree, 'wsp.pdu_type')).toEqual([6]);
  });

  test('nothing else is skipped', () => {
    const none = (hex: string) => expect(values(one(hex).tree, 'cdma_wdp.repeated_ports'), hex).toEqual([]);
    none(`000100${PORTS}${PUSH}`);
    none(`000100${PORTS}0b84c00201060281ea`);
    none(`000100${PORTS}0b84c0020106ffffffffffff`);
    none(`000100${PORTS}0b84c002010603`);
    none(`000100${PORTS}0b84c0020106031fffffffffff`);
    none(`000100${PORTS}0b84c002010603616263`);
    none(`000100${PORTS}0b84c002010624${'61'.repeat(40)}`);
    none(`000100${PORTS}${PORTS}`);
  });
});

test('a bearer tells apart what has the same total', () => {
  const bearer: Dissector = {
    id: 'bearer',
    name: 'BEARER',
    summarize(bytes, start, end, r) {
      r.shortMessage = { hasHeader: false, coding: 'octets', septets: -1, thread: String(bytes[start]) };
      TO.table('layer').get('cdma-wdp')!.summarize!(bytes, start + 1, end, r);
    },
    dissect(cursor, context) {
      const thread = String(cursor.uint(CALENDAR, 8));
      context.shortMessage = { hasHeader: false, coding: 'octets', septets: -1, thread };
      context.next('layer', 'cdma-wdp', cursor);
    },
  };
  TO.bind('layer', 'bearer', bearer);
  const first = `000200${PORTS}${PUSH}`;
  const all = dissectAll(TO, 'bearer', [`01${first}`, `02${first}`, '02000201aa', '01000201bb']);
  for (const { tree } of all) checkTiling(tree);
  expect(all.map(({ tree }) => values(tree, 'cdma_wdp.segment'))).toEqual([[], [], [2, 3], [1, 4]]);
  expect(all.map(({ tree }) => values(tree, 'wsp.pdu_type').length)).toEqual([0, 0, 1, 1]);
});

describe('findings', () => {
  test.each([
    ['another message type', '010100', ['CDMA-001 error']],
    ['a number beyond the total', '000303', ['CDMA-002 error']],
    ['no segments', '000000', ['CDMA-002 error']],
    ['no header', '0001', ['X-SHORT error']],
    ['nothing', '', ['X-SHORT error']],
    ['half of the ports', '00010023f00b', ['X-SHORT error']],
    ['no ports', '000100', ['X-SHORT error']],
  ])('%s', (_name, hex, expected) => {
    const { tree } = one(hex);
    expect(findingTexts(tree).map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual(expected);
    expect(row(hex).protocol).toBe(TO.protocolNumber('cdma_wdp'));
  });
});

test('guess', () => {
  const guess = (hex: string) => guessSegment(fromHex(hex)!, 0, hex.length / 2);
  expect(guess(`000100${PORTS}${PUSH}${BODY}`)).toBe(0.85);
  expect(guess(`000100${PORTS}${PORTS}${PUSH}`)).toBe(0.85);
  expect(guess(`000100${SWAPPED}${PUSH}`)).toBe(0.85);
  expect(guess(`000200${PORTS}${PUSH.slice(0, 8)}`)).toBe(0.85);
  for (const hex of [
    '',
    `000201${PUSH}`,
    `00010011112222${PUSH}`,
    `000100${PORTS}414243`,
    `000100${PORTS}${PUSH.slice(0, 8)}`,
    `000100${PORTS}010600c4`,
    `000100${PORTS}0106ffffffffffff`,
  ])
    expect(guess(hex), hex).toBe(0);
  const bytes = octets(`000100${PORTS}${PUSH}${BODY}`);
  expect(TO.table('layer').guess(bytes, 0, bytes.length)?.dissector.id).toBe('cdma_wdp');
});

test('whatever the octets', () => {
  const valid = [`000100${PORTS}${PUSH}${BODY}`, `000200${PORTS}${PORTS}${PUSH}`, `000201${BODY}`].map(octets);
  for (const bytes of valid) for (let size = 0; size < bytes.length; size++) one(bytes.subarray(0, size), bytes.length);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...valid), fc.nat(40), fc.nat(255)), { maxLength: 5 }), (list) => {
      const packets = list.map(([bytes, at, value]) => {
        const copy = bytes.slice();
        copy[at % copy.length] = value;
        return toHex(copy);
      });
      many(...packets);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => void one(bytes)));
});
