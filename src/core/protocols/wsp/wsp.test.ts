import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { encode } from '../../codec/codec.ts';
import { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import { Tree } from '../../codec/tree.ts';
import { formatRow } from '../../codec/value.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import {
  checkTiling,
  dissect,
  findingTexts,
  octets,
  summarize,
  toHex,
  values,
  violations,
} from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { connectionlessPdu, pdu } from './pdu.ts';
import { register } from './wsp.ts';

interface Example {
  readonly name: string;
  readonly layer: string;
  readonly hex: string;
  readonly fields: readonly (readonly [string, string])[];
}

// PDUs of the reference and of captured gateways, with every WSP field that tshark 4.0.17 prints for them.
const EXAMPLES = JSON.parse(
  readFileSync(new URL('../../../../tests/fixtures/wsp/tshark.json', import.meta.url), 'utf8'),
) as readonly Example[];

function example(name: string): string {
  return EXAMPLES.find((one) => one.name === name)!.hex;
}

const seenField = fields({ seen: { filter: 'seen', type: 'bytes', label: 'Seen', doc: 'Octets that the test took.' } });

/** A registry with WSP, and a dissector that keeps what it was given for one media type. */
function setUp(...types: string[]) {
  const registry = new Registry();
  frame(registry);
  register(registry);
  const seen: { body: string; push: PushCarrier | undefined }[] = [];
  const taker: Dissector = {
    id: 'taker',
    name: 'Taker',
    summarize(_bytes, _start, _end, row) {
      row.protocol = registry.protocolNumber('taker');
    },
    dissect(cursor, context) {
      seen.push({ body: toHex(cursor.rest()), push: context.push });
      if (cursor.octetsLeft > 0) cursor.octets(seenField.seen, cursor.octetsLeft);
    },
  };
  registry.protocol(taker, Object.values(seenField));
  for (const type of types) registry.bind('media.type', type, taker);
  return { registry, seen };
}

const plain = setUp().registry;

/** Values of a field the way tshark writes them. */
function tsharkValues(tree: Tree, filter: string): string[] {
  const out: string[] = [];
  for (const value of values(tree, filter)) {
    if (
      typeof value === 'number' &&
      /TID|pdu_type|status|bearer_type|redirect\.flags$|parameter\.sec|protocol_opt$/.test(filter)
    )
      out.push(`0x${value.toString(16).padStart(2, '0')}`);
    else out.push(String(value));
  }
  return out;
}

/** Where tshark is not followed: it labels the first octet of a content type as a header name, and has no names for newer types. */
function expected({ fields: list }: Example): Map<string, string[]> {
  const map = new Map<string, string[]>();
  list.forEach(([filter, value], index) => {
    if (filter === 'wsp.header.name_value' && list[index + 1]?.[0] === 'wsp.header.content_type') return;
    const right = value === '<Unknown media type identifier 0x58>' ? 'application/vnd.syncml.dm.notification' : value;
    map.set(filter, [...(map.get(filter) ?? []), right]);
  });
  return map;
}

describe('fields of examples and captured pushes as tshark reads them', () => {
  test.each(EXAMPLES)('$name', (one) => {
    const { tree } = dissect(plain, one.layer, one.hex);
    checkTiling(tree);
    // tshark does not split the body.
    const parts = one.name === 'multipart' ? ['text/plain', 'application/vnd.wap.sic'] : [];
    for (const [filter, list] of expected(one)) {
      expect([filter, ...tsharkValues(tree, filter)]).toEqual([
        filter,
        ...list,
        ...(filter === 'wsp.header.content_type' ? parts : []),
      ]);
    }
  });

  test.each(EXAMPLES)('$name is written back octet for octet', ({ hex, layer }) => {
    const bytes = octets(hex);
    const tree = new Tree();
    tree.addSource({ label: 'PDU', bytes, cut: false });
    const cursor = new Cursor(tree, 0);
    const back =
      layer === 'wsp-co' ? encode(pdu, pdu.read(cursor)) : encode(connectionlessPdu, connectionlessPdu.read(cursor));
    expect(toHex(back)).toBe(toHex(bytes));
  });

  test.each(EXAMPLES)('$name breaks no rule', ({ hex, layer, name }) => {
    const { tree } = dissect(plain, layer, hex);
    expect([name, ...violations(tree)]).toEqual([name]);
  });

  test.each(EXAMPLES)('$name: columns are those of the tree', ({ hex, layer }) => {
    const bytes = octets(hex);
    const row = summarize(plain, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
    const { context } = dissect(plain, layer, bytes);
    expect(plain.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  });
});

test.each([
  ['push-dm12', 'wsp', 'WSP Push, application/vnd.syncml.notification, x-wap-application:syncml.dm'],
  ['ct-0x58', 'wsp', 'WSP Push, application/vnd.syncml.dm.notification, x-wap-application:syncml.dm'],
  ['ct-registered', 'wsp', 'WSP Push, application/vnd.docomo.pf, x-wap-application:syncml.dm'],
  ['cl-get', 'wsp', 'WSP Get http://a/x'],
  ['cl-post', 'wsp', 'WSP Post http://a/x (application/x-www-form-urlencoded)'],
  ['cl-reply', 'wsp', 'WSP Reply 200 OK (text/plain)'],
  ['wtp-connect', 'wsp-co', 'WSP Connect'],
  ['wtp-connectreply', 'wsp-co', 'WSP ConnectReply, session 4839'],
  ['wtp-redirect', 'wsp-co', 'WSP Redirect'],
  [
    'wtp-confirmedpush',
    'wsp-co',
    'WSP ConfirmedPush, application/vnd.syncml.notification, x-wap-application:syncml.dm',
  ],
  ['multipart', 'wsp', 'WSP multipart: text/plain, application/vnd.wap.sic'],
  ['sir', 'wsp', 'Session initiation request, x-wap-application:syncml.dm, x-wap-application:push.syncml'],
])('the Info column of %s', (name, layer, info) => {
  expect(dissect(plain, layer, example(name)).context.info).toBe(info);
});

describe('data', () => {
  test('go to the dissector of the media type, with what carried them', () => {
    const { registry, seen } = setUp('application/vnd.wap.connectivity-wbxml');
    const { context } = dissect(registry, 'wsp', example('push-cp'));
    expect(context.protocolName).toBe('Taker');
    expect(seen).toEqual([
      {
        body: '030b6a0005',
        push: {
          bearer: 'wsp',
          secure: false,
          pduType: { type: 6, source: 0, start: 8, end: 16 },
          contentType: {
            text: 'application/vnd.wap.connectivity-wbxml',
            code: 0x36,
            source: 0,
            start: 24,
            end: 400,
          },
          parameters: [
            { name: 'sec', value: 'USERPIN' },
            { name: 'mac', value: '0123456789ABCDEF0123456789ABCDEF01234567' },
          ],
          headersLength: { octets: 47, source: 0, start: 16, end: 24 },
          pduHeaderOctets: 50,
          order: ['content-type'],
        },
      },
    ]);
  });

  test('bring the application id with its number, or without one when it was text', () => {
    const { registry, seen } = setUp('application/vnd.syncml.notification', 'application/vnd.syncml.dm+wbxml');
    dissect(registry, 'wsp', example('push-dm12'));
    dissect(registry, 'wsp', example('push-ext'));
    expect(seen.map(({ push }) => push?.applicationId)).toEqual([
      { text: 'x-wap-application:syncml.dm', code: 7, source: 0, start: 32, end: 48 },
      { text: 'x-wap-application:syncml.dm', source: 0, start: 280, end: 512 },
    ]);
    expect(seen[1]?.push?.contentType?.code).toBeUndefined();
    expect(seen[0]?.push?.order).toEqual(['content-type', 'x-wap-application-id']);
  });

  test('are shown with their type when nothing decodes it', () => {
    const { tree } = dissect(plain, 'wsp', '01 06 04 03 83 81 ea 68 69');
    expect(violations(tree)).toEqual([]);
    expect(formatRow(tree, tree.find1('data.data')!)).toBe('6869 (text/plain, charset UTF-8)');
  });

  test('learn of text headers, unknown ones and the port', () => {
    const { registry, seen } = setUp('text/plain');
    const port = { port: 2948, source: 0, start: 0, end: 8 };
    const outer: Dissector = {
      id: 'outer',
      name: 'Outer',
      dissect(cursor, context) {
        context.destinationPort = port;
        context.next('layer', 'wsp', cursor);
      },
    };
    registry.bind('layer', 'outer', outer);
    dissect(registry, 'outer', '01 06 0b 83 58 2d 61 00 62 00 d1 80 c3 93 61');
    expect(seen[0]?.push?.destinationPort).toEqual(port);
    expect(seen[0]?.push?.order).toEqual(['content-type', 'x-a', 'encoding-version']);
    expect(seen[0]?.push?.applicationId).toBeUndefined();
  });

  test('that are compressed are not handed on', () => {
    const { registry, seen } = setUp('text/plain');
    const hex = '01 06 03 83 8b 80 1f 8b';
    const { tree, context } = dissect(registry, 'wsp', hex);
    expect(seen).toEqual([]);
    expect(tree.note(tree.find1('data.data')!)).toBe('text/plain, gzip content coding');
    const row = summarize(registry, { table: 'layer', key: 'wsp' }, octets(hex), 0, createCaptureState());
    expect(registry.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  });

  test('without a content type stay raw', () => {
    const { tree } = dissect(plain, 'wsp', '01 06 00 aa bb');
    expect(violations(tree)).toEqual(['WSP-007']);
    expect(values(tree, 'data.data')).toEqual(['aabb']);
    expect(tree.note(tree.find1('data.data')!)).toBe('no content type');
  });

  test('of a fragment are named', () => {
    const { tree } = dissect(plain, 'wsp-co', '80 02 b4 87 aa');
    expect(violations(tree)).toEqual([]);
    expect(tree.note(tree.find1('data.data')!)).toBe('fragment of data');
  });

  test('begin where HeadersLen says, whatever the headers are', () => {
    const { registry, seen } = setUp('text/plain');
    const { tree } = dissect(registry, 'wsp', '01 06 05 83 95 61 62 63 68 69');
    expect(violations(tree)).toEqual(['WSP-006', 'WSP-009']);
    expect(seen.map(({ body }) => body)).toEqual(['6869']);
  });
});

describe('rules of the PDU', () => {
  test.each([
    ['wsp', '01 0a 00', ['WSP-003']],
    ['wsp', '01 00', ['WSP-003']],
    ['wsp', '01 07 03 c4 af 87 10', ['WSP-004']],
    ['wsp', '01 01 10 00 00', ['WSP-004']],
    ['wsp', '01 45 01 61', ['WSP-004']],
    ['wsp', '01 06 03 83 8d 83 68 69', ['WSP-017']],
    ['wsp', '01 06 86 86 86 86 86 01', ['WSP-002']],
    ['wsp', '01 06 05 83', ['X-SHORT']],
    ['wsp', '01', ['X-SHORT']],
    ['wsp-co', '01 11 00 00', ['WSP-028']],
    ['wsp-co', '05 01 02', ['WSP-032']],
    ['wsp-co', '11', ['WSP-003']],
    ['wsp-co', '01 10 02 00 02 82', ['X-SHORT', 'X-SHORT']],
    ['wsp-co', '01 10 02 00 01 00', ['WSP-022']],
    ['wsp-co', '01', ['X-SHORT']],
    ['wsp', '01 40 00', []],
    ['wsp-co', '01 10 03 00 03 80 8a', ['X-SHORT', 'X-SHORT']],
    ['wsp-co', '01 10 04 00 03 83 01 02', ['WSP-022']],
    ['wsp-co', '03 80 03 0a 0b 0c', []],
    ['wsp-co', '03 80 83 00 0a 0b 0c', ['WSP-023']],
    ['wsp-co', '03 80 84 0b 0a', ['X-SHORT']],
    ['wsp-co', '03', ['X-SHORT']],
    ['wsp', '01 40 09 61', ['X-SHORT']],
  ])('%s %s: %j', (layer, hex, rules) => {
    const { tree } = dissect(plain, layer, hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual(rules);
  });

  test.each([
    ['wsp', '01 04 1f 01 00', 'WSP-025'],
    ['wsp-co', '03 01 84 00 0a 00 00 05', 'WSP-024'],
    ['wsp', '01 06 80 01 83', 'WSP-001'],
  ])('%s %s: a note %s', (layer, hex, rule) => {
    const { tree } = dissect(plain, layer, hex);
    expect(violations(tree)).toEqual([]);
    expect(tree.findings.map(({ rule: { id } }) => id)).toContain(rule);
  });

  test('a PDU that the capture cut off is cut, not malformed', () => {
    const whole = octets(example('push-si'));
    for (let size = 0; size < whole.length; size++) {
      const { tree } = dissect(plain, 'wsp', whole.subarray(0, size), { original: whole.length });
      checkTiling(tree);
      expect([size, ...violations(tree)]).toEqual([size]);
    }
  });
});

describe('octets in front of the PDU', () => {
  test.each([1, 2, 3, 4])('%s', (count) => {
    const hex = `${'0b8423f0'.slice(0, 2 * count)}${example('push-dm12')}`;
    const { registry, seen } = setUp('application/vnd.syncml.notification');
    const { tree, context } = dissect(registry, 'wsp', hex);
    expect(violations(tree)).toEqual(['WSP-005']);
    expect(findingTexts(tree)[0]).toContain(`${count} octet`);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.push?.pduHeaderOctets).toBe(6);
    const row = summarize(registry, { table: 'layer', key: 'wsp' }, octets(hex), 0, createCaptureState());
    expect(registry.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  });
});

describe('session PDUs', () => {
  test('Connect negotiates capabilities of every kind', () => {
    const hex = [
      '01 10 27 00',
      '03 80 8a 78',
      '03 88 8a 78',
      '03 89 8a 78',
      '05 85 50 61 62 00',
      '05 86 02 70 67 00',
      '04 87 02 0a 0b',
      '03 8a 01 02',
      '05 78 2d 61 00 01',
    ].join('');
    const { tree } = dissect(plain, 'wsp-co', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'wsp.capability')).toEqual([
      'Client-SDU-Size',
      'Client-Message-Size',
      'Server-Message-Size',
      'Extended Methods',
      'Header Code Pages',
      'Aliases',
      '10',
      'x-a',
    ]);
    expect(values(tree, 'wsp.capability.extended_method')).toEqual([0x50]);
    expect(values(tree, 'wsp.capability.code_page_name')).toEqual(['pg']);
    const bytes = octets(hex);
    const own = new Tree();
    own.addSource({ label: 'PDU', bytes, cut: false });
    expect(toHex(encode(pdu, pdu.read(new Cursor(own, 0))))).toBe(toHex(bytes));
  });

  test('ConnectReply lists numbers without names', () => {
    const { tree } = dissect(plain, 'wsp-co', '02 01 07 00 03 85 50 51 02 86 02');
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'wsp.capability.extended_method')).toEqual([0x50, 0x51]);
    expect(values(tree, 'wsp.capability.code_page')).toEqual([2]);
  });
});

describe('drafts', () => {
  const draft = {
    tid: 1,
    type: 6,
    contentType: 'application/vnd.syncml.notification',
    headers: [{ is: 'known', number: 0x2f, value: { is: 'integer', value: 7 } }],
  } as const;

  test('the smallest push for device management', () => {
    const hex = toHex(encode(connectionlessPdu, { ...draft, data: octets('aa') }));
    expect(hex).toBe('010603c4af87aa');
  });

  test.each([
    [0x58, [], '060603d8af87'],
    ['application/vnd.docomo.pf', [], '060606030203 10af87'],
    ['text/plain', [{ is: 'typed', number: 1, value: { is: 'typed', value: 106 } }], '0606060383 81eaaf87'],
    ['application/x-own', [], `060614${toHex(new TextEncoder().encode('application/x-own'))}00af87`],
  ] as const)('content type %s', (contentType, parameters, hex) => {
    expect(toHex(encode(connectionlessPdu, { ...draft, tid: 6, contentType, parameters }))).toBe(
      hex.replaceAll(' ', ''),
    );
  });

  test.each([
    ['wsp', { tid: 1, type: 0x40, uri: 'http://a/' }, '01400968 7474703a2f2f612f'],
    ['wsp', { tid: 1, type: 0x60, uri: '/', contentType: 3, data: octets('61') }, '0160 01 01 2f 83 61'],
    ['wsp', { tid: 1, type: 0x04, contentType: 3 }, '0104 20 01 83'],
    ['wsp', { tid: 1, type: 0x06, data: octets('61') }, '0106 00 61'],
    ['wsp-co', { type: 0x01 }, '01 10 00 00'],
    ['wsp-co', { type: 0x02, sessionId: 4839 }, '02 a567 00 00'],
    [
      'wsp-co',
      { type: 0x03, addresses: [{ bearer: 0, port: 9201, address: octets('0a000005') }] },
      '03 00 c4 00 23f1 0a000005',
    ],
    ['wsp-co', { type: 0x03 }, '03 00'],
    ['wsp-co', { type: 0x05 }, '05 00'],
    ['wsp-co', { type: 0x09, capabilities: [{ id: { is: 'number', value: 2 }, value: 0xf0 }] }, '09 00 03 02 82 f0'],
    ['wsp-co', { type: 0x01, capabilities: [{ id: { is: 'name', value: { text: 'x' } } }] }, '01 10 03 00 02 78 00'],
    ['wsp-co', { type: 0x80, data: octets('61') }, '80 00 61'],
    ['wsp-co', { type: 0x80 }, '80 00'],
    ['wsp-co', { type: 0x0a, data: octets('61') }, '0a 61'],
  ] as const)('%s %j', (layer, value, hex) => {
    const written = layer === 'wsp' ? encode(connectionlessPdu, value) : encode(pdu, value);
    expect(toHex(written)).toBe(hex.replaceAll(' ', ''));
    const broken = violations(dissect(plain, layer, written).tree);
    expect(broken).toEqual(value.type === 0x0a ? ['WSP-003'] : hex === '0106 00 61' ? ['WSP-007'] : []);
  });

  test('HeadersLen takes two octets when it has to', () => {
    const long = { is: 'known', number: 0x30, value: `http://${'a'.repeat(200)}/` } as const;
    const hex = toHex(encode(connectionlessPdu, { ...draft, headers: [long] }));
    expect(hex.slice(0, 8)).toBe('01068153');
    expect(violations(dissect(plain, 'wsp', hex).tree)).toEqual([]);
  });
});

describe('guesses', () => {
  const best = (hex: string) => plain.table('layer').candidates(octets(hex))[0];

  test.each(
    EXAMPLES.filter(
      ({ name }) => /^(push|cl|ct)-|^wtp-(connect|confirmedpush|push)/.test(name) && name !== 'wtp-connectreply',
    ),
  )('$name', ({ hex, layer }) => {
    const found = best(hex);
    expect(found?.dissector).toBe(plain.table('layer').get(layer));
    expect(found?.likely).toBeGreaterThanOrEqual(0.6);
  });

  test('a push on any port', () => {
    const bytes = octets(example('push-dm12'));
    expect(plain.choose('udp.port', 1, bytes, 0, bytes.length)?.chosenBy).toBe('guess 0.70');
    expect(plain.choose('udp.port', 2948, bytes, 0, bytes.length)?.chosenBy).toBe('udp.port 2948');
  });

  test.each([
    '',
    '00',
    '010600',
    '0106ff',
    '010603c4af',
    '0140',
    '014003',
    '0104',
    '0160ffffffffffff',
    '0104200283',
    '01010101010101',
  ])('%s is nothing', (hex) => expect(best(hex)).toBeUndefined());
});
