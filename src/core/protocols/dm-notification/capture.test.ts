import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toBase64, toHex, toUtf8 } from '../../base/bytes.ts';
import { ANY_ID, OF_SERVER } from '../../dissect/dm-sessions.ts';
import { Registry } from '../../dissect/registry.ts';
import type { CaptureState } from '../../dissect/summary.ts';
import { checkTiling, findingTexts, values } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';

const registry = new Registry();
frame(registry);
register(registry);
withPost(registry);

/** Notifications of the server `a`. */
function notificationsOfA(state: CaptureState) {
  const known = state.sightings('dm.notification');
  return known.of(known.known(OF_SERVER, 'a'), ANY_ID);
}

const TYPE_12 = 'application/vnd.syncml.notification';
const TYPE_13 = 'application/vnd.syncml.dm.notification';

const word = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const counted = (text: string, digits: number) => word(text.length, digits) + toHex(toUtf8(text));

/** Digest 16 octets, version 11, session id, server, vendor's octets. */
function n12(id: number, server: string, more: { readonly digest?: string; readonly vendor?: string } = {}): Message {
  const { digest = '11', vendor = '' } = more;
  return { type: TYPE_12, body: `${digest.repeat(16)} 02c0000000 ${word(id, 4)} ${counted(server, 2)} ${vendor}` };
}

/** One Server-ID, Requested-MO 0x000C, 32 octets of digest. */
function n13(
  id: number,
  server: string,
  more: { readonly timeout?: number; readonly time?: number; readonly mo?: string } = {},
): Message {
  const { timeout = 0, time = 1_700_000_000, mo = '000c' } = more;
  const options = `1 ${counted(server, 3)} 3 002 ${mo}`;
  return {
    type: TYPE_13,
    body: `15880000 ${word(timeout, 4)} ${word(id, 4)} ${word(time, 8)} ${options} ${'ab'.repeat(32)}`,
  };
}

/** With a SERVER-ID and REQ-MO 0x000C, or with REQ-MO alone. */
function n20(id: number, server?: string, mo = '000c'): Message {
  const named = server === undefined ? '' : `1 ${counted(server, 3)}`;
  const head = (2 << 28) | ((server === undefined ? 1 : 2) << 23) | id;
  return { type: TYPE_13, body: `${word(head >>> 0, 8)} ${named} ${server === undefined ? 3 : 2} 002 ${mo}` };
}

const RULES = /^(N12-01[13]|N13-03[13]|N20-00[67]) /;

/** Findings and links of each packet, the findings without their messages. */
function said(messages: readonly Message[]) {
  return dissectTraffic(registry, messages).packets.map(({ tree }) => {
    checkTiling(tree);
    return [
      ...values(tree, 'dmnoti.duplicate_of').map((frame) => `copy of ${String(frame)}`),
      ...values(tree, 'dmnoti.same_id_as').map((frame) => `id of ${String(frame)}`),
      ...findingTexts(tree)
        .filter((text) => RULES.test(text))
        .map((text) => text.split(' ').slice(0, 2).join(' ')),
    ];
  });
}

describe('notifications with one id', () => {
  test('copies are told, and no more', () => {
    expect(said([n12(1, 'a'), n12(1, 'a'), n12(1, 'a')])).toEqual([
      [],
      ['copy of 1', 'N12-013 info'],
      ['copy of 1', 'N12-013 info'],
    ]);
    expect(said([n13(1, 'a'), n13(1, 'a')])).toEqual([[], ['copy of 1', 'N13-033 info']]);
    expect(said([n20(1, 'a'), n20(1, 'a')])).toEqual([[], ['copy of 1', 'N20-006 info']]);
    expect(said([n20(0, 'a'), n20(0, 'a')])).toEqual([[], ['copy of 1', 'N20-006 info']]);
  });

  test('others of the same server break a rule, at the later one', () => {
    expect(said([n12(1, 'a'), n12(1, 'a', { vendor: '00' })])).toEqual([[], ['id of 1', 'N12-011 warning']]);
    expect(said([n13(1, 'a'), n13(1, 'a', { mo: '000d' })])).toEqual([[], ['id of 1', 'N13-031 warning']]);
    expect(said([n20(1, 'a'), n20(1, 'a', '000d')])).toEqual([[], ['id of 1', 'N20-007 warning', 'N20-006 warning']]);
  });

  test('the message names the other packet', () => {
    const [, second] = dissectTraffic(registry, [
      n13(0x1f, 'Host.example'),
      n13(0x1f, 'host.example', { mo: '000d' }),
    ]).packets;
    expect(findingTexts(second!.tree)).toContainEqual(
      expect.stringMatching(
        /^N13-031 warning \[0:\d+\+16\] packet 1 has another notification of the same server with the session id 0x001F/,
      ),
    );
  });

  test('copies of the second of two do not repeat the warning, as the "any" device brings them', () => {
    const a = n13(1, 'a');
    const b = n13(1, 'a', { mo: '000d' });
    expect(said([a, a, b, b])).toEqual([
      [],
      ['copy of 1', 'N13-033 info'],
      ['id of 2', 'N13-031 warning'],
      ['copy of 3', 'N13-033 info'],
    ]);
  });

  test('other servers, ids and formats have nothing to do with each other', () => {
    expect(said([n13(1, 'a'), n13(1, 'b'), n13(2, 'a'), n12(1, 'a'), n20(1, 'a')])).toEqual([[], [], [], [], []]);
  });

  test('session id 0 is no id', () => {
    expect(said([n13(0, 'a'), n13(0, 'a', { mo: '000d' }), n12(0, 'a'), n12(0, 'a', { vendor: '00' })])).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test('1.2: the same trigger with another digest asks for the same session again', () => {
    expect(said([n12(1, 'a'), n12(1, 'a', { digest: '22' })])).toEqual([[], ['id of 1', 'N12-013 info']]);
  });

  test('1.2 with another version field is compared too', () => {
    const as12 = (message: Message) => ({ ...message, body: String(message.body).replace('02c0', '0300') });
    expect(said([as12(n12(1, 'a')), as12(n12(1, 'a', { vendor: '00' }))])).toEqual([
      [],
      ['id of 1', 'N12-011 warning'],
    ]);
  });

  test('1.3: when the timeout is over the id is free again', () => {
    const other = n13(1, 'a', { mo: '000d' });
    expect(said([n13(1, 'a', { timeout: 2 }), { ...other, after: 119 }])).toEqual([[], ['id of 1', 'N13-031 warning']]);
    expect(said([n13(1, 'a', { timeout: 2 }), { ...other, after: 121 }])).toEqual([[], ['id of 1', 'N13-031 note']]);
    expect(said([n13(1, 'a', { timeout: 0 }), { ...other, after: 86_400 }])).toEqual([
      [],
      ['id of 1', 'N13-031 warning'],
    ]);
  });

  test('servers that are not named are told by the address of the sender (A-34)', () => {
    const from = (message: Message, address: string) => ({ ...message, from: address });
    const a = n20(1);
    const b = n20(1, undefined, '000d');
    expect(said([from(a, 'x'), from(b, 'x')])).toEqual([[], ['id of 1', 'N20-007 warning', 'N20-006 warning']]);
    expect(said([from(a, 'x'), from(b, 'y')])).toEqual([[], []]);
    expect(said([a, b])).toEqual([[], []]);
    expect(said([from(n12(1, ''), 'x'), from(n12(1, '', { vendor: '00' }), 'x')])).toEqual([
      [],
      ['id of 1', 'N12-011 warning'],
    ]);
  });

  test('broken ones are not held against others: their id may be none', () => {
    const broken = { ...n13(1, 'a'), body: String(n13(1, 'a').body).slice(0, -2) };
    expect(said([broken, n13(1, 'a', { mo: '000d' }), broken])).toEqual([[], [], ['copy of 1', 'N13-033 info']]);
  });

  test('a message that the capture cut is no other message', () => {
    const cut = (message: Message, octets: number) => ({ ...message, cut: octets });
    expect(said([n13(1, 'a'), cut(n13(1, 'a'), 4)])).toEqual([[], []]);
    expect(said([n12(1, 'a', { vendor: '0000' }), cut(n12(1, 'a', { vendor: '0000' }), 1)])).toEqual([[], []]);
    expect(said([cut(n12(1, 'a', { vendor: '0000' }), 1), n12(1, 'a', { vendor: '0000' })])).toEqual([[], []]);
    expect(said([cut(n20(1, 'a'), 1), n20(1, 'a', '000d')])).toEqual([[], []]);
  });

  test('one that an error message quotes is no copy', () => {
    const a = n13(1, 'a');
    expect(said([a, { ...a, type: `quoted ${a.type}` }, a])).toEqual([[], [], ['copy of 1', 'N13-033 info']]);
  });

  test('DS alerts and octets that are no notification are let be', () => {
    const ds = { type: 'application/vnd.syncml.ds.notification', body: `${'11'.repeat(16)} 0300000000 0001 0161 00` };
    expect(
      said([
        ds,
        { ...ds, body: `${ds.body}00` },
        { type: TYPE_13, body: '1000000000' },
        { type: TYPE_13, body: '' },
        { type: TYPE_13, body: '30' },
      ]),
    ).toEqual([[], [], [], [], []]);
  });
});

describe('the name of the server', () => {
  test('may be an address, and need not be UTF-8', () => {
    const options = (hex: string) => ({
      type: TYPE_13,
      body: `13880000 0000 0001 65000000 1${word(hex.length / 2, 3)} ${hex} ${'ab'.repeat(32)}`,
    });
    const moved = (hex: string) => ({
      ...options(hex),
      body: String(options(hex).body).replace('65000000', '65000001'),
    });
    expect(said([options('ff80'), moved('ff80')])).toEqual([[], ['id of 1', 'N13-031 warning']]);
    const web = toHex(toUtf8('https://u@DM.example:443/x?y'));
    expect(said([options(web), moved(toHex(toUtf8('dm.example')))])).toEqual([[], ['id of 1', 'N13-031 warning']]);
  });

  test('options behind the Server-ID and requested objects are taken as far as they go', () => {
    const odd = { type: TYPE_13, body: `19880000 0000 0001 65000000 3001 0c 3003 000000 1001 61 ${'ab'.repeat(32)}` };
    const counting = dissectTraffic(registry, [odd]).state;
    expect(notificationsOfA(counting).at(0)).toMatchObject({ id: 1, whole: false });
    const known = dissectTraffic(registry, [{ ...odd, body: String(odd.body).replace('1988', '1788') }]).state;
    expect(notificationsOfA(known).at(0)).toMatchObject({
      requested: ['urn:oma:mo:oma-dm-devinfo:1.1'],
      whole: true,
    });
  });
});

test('a base64 body in SIP or HTTP is compared by the notification in it', () => {
  const text = (message: Message) => toUtf8(toBase64(fromHex(String(message.body).replace(/\s/g, ''))!));
  const held = new Registry();
  frame(held);
  register(held);
  withPost(held);
  const media = held.table('media.type');
  held.bind('media.type', 'wrapped', {
    id: 'wrapped',
    name: 'Wrapped',
    summarize(bytes, start, end, row) {
      row.contentType = TYPE_13;
      media.get(TYPE_13)?.summarize?.(bytes, start, end, row);
    },
    dissect(cursor, context) {
      context.push = { bearer: 'sip', secure: false };
      context.next('media.type', TYPE_13, cursor);
    },
  });
  const wrapped = { type: 'wrapped', body: text(n13(1, 'a')) };
  const { packets } = dissectTraffic(held, [wrapped, n13(1, 'a'), wrapped, n13(1, 'a', { mo: '000d' })]);
  expect(packets.map(({ tree }) => values(tree, 'dmnoti.duplicate_of'))).toEqual([[], [1], [1], []]);
  expect(packets.map(({ tree }) => values(tree, 'dmnoti.same_id_as'))).toEqual([[], [], [], [3]]);
});

test('any order of asking gives what capture order gave', () => {
  const some = fc.record({
    id: fc.integer({ min: 0, max: 2 }),
    server: fc.constantFrom('a', 'b'),
    mo: fc.constantFrom('000c', '000d'),
    kind: fc.constantFrom('n12', 'n13', 'n20'),
    from: fc.constantFrom('', 'x'),
  });
  let links = 0;
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), fc.nat(), (list, seed) => {
      const { packets, dissect } = dissectTraffic(
        registry,
        list.map(({ id, server, mo, kind, from }) => ({
          ...(kind === 'n12'
            ? n12(id, server, { vendor: mo })
            : kind === 'n13'
              ? n13(id, server, { mo })
              : n20(id, server, mo)),
          from,
        })),
      );
      const texts = packets.map(({ tree }) => findingTexts(tree));
      links += texts.flat().filter((text) => RULES.test(text)).length;
      for (let i = 0; i < list.length; i++) {
        const index = (seed + i * 7) % list.length;
        expect(findingTexts(dissect(index).tree)).toEqual(texts[index]);
      }
    }),
  );
  expect(links).toBeGreaterThan(50);
});

test('memory is bounded', () => {
  const many = Array.from({ length: 3000 }, (_, i) => n13((i % 65_535) + 1, 'a', { time: i }));
  const { state } = dissectTraffic(registry, [...many, ...many]);
  expect(notificationsOfA(state)).toHaveLength(256);
  expect(state.sightings('dm.notification').held).toBeLessThan(25_000);
});
