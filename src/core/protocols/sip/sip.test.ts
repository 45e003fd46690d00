import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, fromLatin1, toUtf8 } from '../../base/bytes.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { Registry } from '../../dissect/registry.ts';
import { atLeast, MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, dissectAll, findingTexts, treeText, values, violations } from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register as cpRp } from '../gsm-cp-rp/cp.ts';
import { register as sms } from '../gsm-sms/gsm-sms.ts';
import { register as userData } from '../gsm-sms-ud/user-data.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { MessagePlaces } from './scan.ts';
import { register } from './sip.ts';
import { likelySip } from './start-line.ts';

const registry = internetRegistry();
for (const one of [register, wsp, dmNotification, userData, sms, cpRp]) one(registry);

/** A registry whose bodies of type test/body show what the bearer told of them. */
function carriers(): { readonly registry: Registry; readonly seen: (PushCarrier | undefined)[] } {
  const seen: (PushCarrier | undefined)[] = [];
  const to = internetRegistry();
  register(to);
  to.bind('media.type', 'test/body', {
    id: 'test',
    name: 'Test',
    dissect(_cursor, context) {
      seen.push(context.push);
      context.info = 'test body';
    },
  });
  return { registry: to, seen };
}

const message = (lines: readonly string[], body = '') => toUtf8(`${lines.join('\r\n')}\r\n\r\n${body}`);

const NEEDED = [
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: "A B" <sip:a@example.net>;tag=1',
  'To: <sip:b@example.net>',
  'Call-ID: 1@192.0.2.1',
];
const request = (method: string, more: readonly string[] = [], body = '') =>
  message([`${method} sip:b@example.net SIP/2.0`, ...NEEDED, `CSeq: 1 ${method}`, ...more], body);

const read = (octets: Uint8Array) => {
  const one = dissect(registry, 'sip', octets);
  checkTiling(one.tree);
  return one;
};

describe('the rows of a message', () => {
  test('have every octet of a registration, with what push needs of it', () => {
    const { tree, context } = read(
      message([
        'REGISTER sip:home.example SIP/2.0',
        'v : SIP / 2.0 / UDP [2001:db8::9]:5063 ; branch=z9hG4bK2;rport;x=1',
        'f:<sip:alice@home.example>;tag=9',
        't: sip:alice@home.example;tag=8',
        'i: 7@x',
        'Max-Forwards: 70',
        'CSeq: 1 REGISTER',
        'm: "Alice, A." <sip:alice@[2001:db8::9]:5062;transport=udp?x=y>;expires=600;q=0.5;+sip.instance="<urn:uuid:1>"',
        ' ;+g.oma.eventappid="syncml.dm,x.y", <tel:+44;phone-context=uk>',
        'k: gruu, path',
        'l: 0',
      ]),
    );
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('Request: REGISTER sip:home.example (2 bindings)');
    expect(values(tree, 'sip.Via.sent-by.address')).toEqual(['[2001:db8::9]']);
    expect(values(tree, 'sip.Via.sent-by.port')).toEqual([5063]);
    expect(values(tree, 'sip.Via.rport')).toEqual(['rport']);
    expect(values(tree, 'sip.parameter')).toEqual(['x=1']);
    expect(values(tree, 'sip.contact.display.info')).toEqual(['"Alice, A."']);
    expect(values(tree, 'sip.contact.host')).toEqual(['[2001:db8::9]']);
    expect(values(tree, 'sip.contact.port')).toEqual(['5062']);
    expect(values(tree, 'sip.contact.user')).toEqual(['alice', '+44']);
    expect(values(tree, 'sip.contact.param')).toEqual(['transport=udp', 'phone-context=uk']);
    expect(values(tree, 'sip.contact.parameter')).toEqual([
      'expires=600',
      'q=0.5',
      '+sip.instance="<urn:uuid:1>"',
      '+g.oma.eventappid="syncml.dm,x.y"',
    ]);
    expect(values(tree, 'sip.contact.expires')).toEqual([600]);
    expect(values(tree, 'sip.instance')).toEqual(['<urn:uuid:1>']);
    expect(values(tree, 'sip.eventappid')).toEqual(['syncml.dm,x.y']);
    expect(values(tree, 'sip.to.addr')).toEqual(['sip:alice@home.example']);
    expect(values(tree, 'sip.to.tag')).toEqual(['8']);
    expect(values(tree, 'sip.Content-Length')).toEqual([0]);
    expect(values(tree, 'data.data')).toEqual([]);
  });

  test('show the GRUUs of a request and of a response', () => {
    const gruu = 'sip:alice@home.example;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
    const { tree } = read(message([`MESSAGE ${gruu} SIP/2.0`, ...NEEDED, 'CSeq: 1 MESSAGE']));
    expect(values(tree, 'sip.gruu')).toEqual(['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6']);
    expect(values(tree, 'sip.r-uri')).toEqual([gruu]);
    const contact = `Contact: <sip:a@192.0.2.9>;pub-gruu="${gruu}";temp-gruu="sip:t@home.example;gr"`;
    const response = read(
      message(['SIP/2.0 200 OK', ...NEEDED.slice(0, 1), ...NEEDED.slice(2), 'CSeq: 1 REGISTER', contact]),
    );
    expect(violations(response.tree)).toEqual([]);
    expect(values(response.tree, 'sip.pub_gruu')).toEqual([gruu]);
    expect(values(response.tree, 'sip.temp_gruu')).toEqual(['sip:t@home.example;gr']);
    expect(values(response.tree, 'sip.Status-Code')).toEqual([200]);
    expect(values(response.tree, 'sip.Reason-Phrase')).toEqual(['OK']);
  });

  test('take credentials apart', () => {
    const digest = 'Digest username="a, b",realm="r" , response="0",unknown=1';
    const { tree } = read(request('OPTIONS', [`Authorization: ${digest}`]));
    expect(values(tree, 'sip.auth.scheme')).toEqual(['Digest']);
    expect(values(tree, 'sip.auth.username')).toEqual(['"a, b"']);
    expect(values(tree, 'sip.auth.digest.response')).toEqual(['"0"']);
    expect(values(tree, 'sip.Authorization')).toEqual([digest]);
  });

  test('keep what cannot be taken apart', () => {
    const odd = [
      'Contact: *',
      'Route: <urn:x>, <1:2>, <',
      'Via: x',
      'Via: SIP/2.0/TCP h',
      'Retry-After: 18 (a);duration=5',
      'X-A: y',
      'Accept: ',
    ];
    const { tree, context } = read(message(['SIP/2.0 503', ...NEEDED, 'CSeq: 1 INVITE', ...odd]));
    expect(context.info).toBe('Status: 503  (INVITE)');
    expect(values(tree, 'sip.contact.uri')).toEqual(['*']);
    expect(values(tree, 'sip.Route.uri')).toEqual(['urn:x', '1:2']);
    expect(values(tree, 'sip.Retry-After')).toEqual([18]);
    expect(values(tree, 'sip.header.value')).toEqual(['y']);
    expect(violations(tree)).toEqual([]);
  });
});

describe('rules', () => {
  const CASES: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
    ['a whole request', request('OPTIONS', ['Content-Length:   0']), []],
    ['no start line', toUtf8('HELLO there\r\n\r\n'), ['SIP-001']],
    ['another version', message(['OPTIONS sip:b@c SIP/3.0', ...NEEDED, 'CSeq: 1 OPTIONS']), ['SIP-002']],
    ['nothing but a start line', message(['OPTIONS sip:b@c SIP/2.0']), ['SIP-003']],
    [
      'no Max-Forwards',
      message(['BYE sip:b@c SIP/2.0', ...NEEDED.filter((h) => !/^Max/.test(h)), 'CSeq: 1 BYE']),
      ['SIP-003'],
    ],
    ['an INVITE without a contact', request('INVITE'), ['SIP-004']],
    ['another method in CSeq', message(['BYE sip:b@c SIP/2.0', ...NEEDED, 'CSeq: 1 INVITE']), ['SIP-005']],
    ['a CSeq without a number', message(['BYE sip:b@c SIP/2.0', ...NEEDED, 'CSeq: BYE']), ['SIP-005']],
    ['a CSeq that is too large', message(['BYE sip:b@c SIP/2.0', ...NEEDED, 'CSeq: 2147483648 BYE']), ['SIP-005']],
    [
      'an old branch',
      request('BYE').map((octet, i, all) => (fromLatin1(all.subarray(i, i + 3)) === 'z9h' ? 0x61 : octet)),
      ['SIP-006'],
    ],
    [
      'no branch',
      message(['BYE sip:b@c SIP/2.0', 'Via: SIP/2.0/UDP h', ...NEEDED.slice(1), 'CSeq: 1 BYE']),
      ['SIP-006'],
    ],
    ['a body that is too short', request('INFO', ['Content-Type: a/b', 'Content-Length: 3'], 'ab'), ['SIP-007']],
    ['a body that is too long', request('INFO', ['Content-Type: a/b', 'Content-Length: 1'], 'ab'), []],
    ['a body without a type', request('INFO', ['Content-Length: 2'], 'ab'), ['SIP-010']],
    ['a length that is no number', request('INFO', ['Content-Length: x']), ['SIP-011']],
    ['a number with more behind it', request('INFO', ['Expires: 5s']), ['SIP-011']],
    ['a long MESSAGE', request('MESSAGE', ['Content-Type: a/b'], 'x'.repeat(1300)), ['SIP-012']],
    ['a MESSAGE with a contact', request('MESSAGE', ['Contact: <sip:a@b>']), ['SIP-013']],
    ['a tag without a plus', request('MESSAGE', ['Accept-Contact: *;g.oma.eventappid="syncml.dm"']), ['SIP-014']],
    ['two lengths', request('INFO', ['Content-Length: 0', 'l: 0']), ['SIP-016']],
    [
      'no tag in From',
      message(['BYE sip:b@c SIP/2.0', ...NEEDED.map((h) => h.replace(';tag=1', '')), 'CSeq: 1 BYE']),
      ['SIP-017'],
    ],
    ['a status out of range', message(['SIP/2.0 999 X', ...NEEDED, 'CSeq: 1 BYE']), ['SIP-018']],
    ['no empty line', request('BYE').subarray(0, -2), ['SIP-105']],
    ['a line without a colon', request('BYE', ['nothing']), ['SIP-102']],
  ];
  test.each(CASES)('%s', (_name, octets, expected) => {
    const { tree } = read(octets);
    expect(violations(tree)).toEqual(expected);
  });

  test('notes', () => {
    const note = (octets: Uint8Array) => findingTexts(read(octets).tree).map((text) => text.split(' ', 2).join(' '));
    expect(note(request('INFO', ['Content-Type: a/b', 'Content-Length: 1'], 'ab'))).toEqual(['SIP-008 note']);
    const contact = 'Contact: <sip:a@b>;+g.oma.eventappid="syncml.dm"';
    expect(note(request('REGISTER', [contact, 'Supported: gruu']))).toEqual(['N13-075 info', 'PB-042 info']);
    const other = contact.replace('syncml.dm', 'wml.ua');
    expect(note(request('REGISTER', [other, 'Supported: gruu']))).toEqual(['SIP-015 note']);
    expect(note(request('REGISTER', [`${contact};+sip.instance="<urn:x>"`]))).toEqual(['SIP-015 note']);
    expect(note(request('REGISTER', [`${contact};+sip.instance="<urn:x>"`, 'k: path,gruu']))).toEqual([]);
    expect(note(request('REGISTER', ['Contact: <sip:a@b>']))).toEqual([]);
  });
});

describe('bodies', () => {
  test('are told what carries them', () => {
    const { registry: to, seen } = carriers();
    const tag = (value: string) =>
      dissect(
        to,
        'sip',
        request(
          'MESSAGE',
          [`Accept-Contact: *, *;audio;+g.oma.eventappid=${value};require`, 'c: test/body;a="b"'],
          'x',
        ),
      );
    const { tree, context } = tag('"a.b, <Syncml.DM>"');
    expect(context.info).toBe('Request: MESSAGE sip:b@example.net, test body');
    expect(context.push).toBeUndefined();
    expect(seen[0]).toMatchObject({
      bearer: 'sip',
      secure: false,
      method: { text: 'MESSAGE', start: 0, end: 56 },
      eventAppId: { text: 'syncml.dm' },
      contentType: { text: 'test/body' },
      parameters: [{ name: 'a', value: 'b' }],
    });
    expect(values(tree, 'sip.feature_tag')).toEqual(['audio', '+g.oma.eventappid="a.b, <Syncml.DM>"', 'require']);
    tag('"other"');
    expect(seen[1]?.eventAppId?.text).toBe('other');
    dissect(to, 'sip', request('INVITE', ['c: test/body'], 'x'));
    expect(seen[2]).toMatchObject({ method: { text: 'INVITE' }, eventAppId: { text: '' } });
    dissect(to, 'sip', message(['SIP/2.0 200 OK', 'c: test/body'], 'x'));
    expect(seen[3]).toBeUndefined();
  });

  test('that nothing knows keep their octets', () => {
    const { tree, context } = read(request('INFO', ['Content-Type: a/b ; x=y', 'Content-Length: 2'], 'ab'));
    expect(values(tree, 'sip.msg_body')).toEqual(['6162']);
    expect(context.info).toBe('Request: INFO sip:b@example.net (a/b)');
    expect(read(request('INFO', [], 'ab')).context.info).toBe('Request: INFO sip:b@example.net (no content type)');
  });

  test('are unpacked', () => {
    const headers = ['Content-Type: a/b', 'Content-Transfer-Encoding: base64', 'Content-Length: 4'];
    const { tree } = read(request('INFO', headers, 'YWI='));
    expect(values(tree, 'sip.packed_body')).toEqual(['5957493d']);
    expect(values(tree, 'sip.msg_body')).toEqual(['6162']);
  });

  test('may be messages themselves, which are in no transaction', () => {
    const inner = request('BYE');
    const outer = request('NOTIFY', ['Content-Type: message/sip'], fromLatin1(inner));
    const { tree, context } = read(outer);
    expect(values(tree, 'sip.Method')).toEqual(['NOTIFY', 'BYE']);
    expect(values(tree, 'sip.resend')).toEqual([0]);
    expect(context.info).toBe('Request: NOTIFY sip:b@example.net, Request: BYE sip:b@example.net');
  });

  test('of the capture of all cases are judged as stated', () => {
    const folder = new URL('../../../../tests/fixtures/dm-notification/', import.meta.url);
    const file = new Uint8Array(readFileSync(new URL('cases.pcap', folder)));
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const packets: Uint8Array[] = [];
    for (let at = 24; at < file.length; at += 16 + view.getUint32(at + 8, true))
      packets.push(file.subarray(at + 16, at + 16 + view.getUint32(at + 8, true)));
    for (const id of ['0014-n13-ok-utf8', '0029-n13-formula']) {
      const vector = JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as {
        readonly config: { readonly secret_utf8: string };
        readonly digest: { readonly verdict: string };
        readonly violations: readonly { readonly rule: string }[];
        readonly transport: { readonly violations: readonly { readonly rule: string }[] };
      };
      const secrets = [{ form: 'text' as const, typed: vector.config.secret_utf8 }];
      const { tree, context } = dissect(registry, 1, packets[Number(id.slice(0, 4)) - 1]!, { secrets });
      checkTiling(tree);
      const expected = [...vector.violations, ...vector.transport.violations].map(({ rule }) => rule);
      expect(violations(tree)).toEqual(expected.sort());
      expect(context.digests.map(({ verdict }) => verdict)).toEqual([vector.digest.verdict]);
    }
  });

  test('with a notification break its rules where the tag or the method is another', () => {
    const body = fromHex('17c00000001effff4f791cda10084f4d41444d2d303130020001')!;
    const send = (method: string, tag: string) =>
      violations(
        read(
          request(
            method,
            [
              `Accept-Contact: *;+g.oma.eventappid="${tag}"`,
              'Contact: <sip:a@b>',
              'Content-Type: application/vnd.syncml.dm.notification',
            ],
            fromLatin1(body),
          ),
        ).tree,
      ).filter((id) => /^N13-07/.test(id));
    expect(send('INFO', 'syncml.dm')).toEqual(['N13-078']);
    expect(send('MESSAGE', 'other')).toEqual(['N13-077']);
  });
});

test('the worked example of the reference', () => {
  const csv = readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
  const [, hex = ''] = /^sip-sms,[^,]*,frames,1,([0-9a-f]+)/m.exec(csv) ?? [];
  const { tree } = dissect(registry, 1, hex);
  checkTiling(tree);
  // The notification of the example states the version of DS alerts.
  expect(violations(tree)).toEqual(['N12-007']);
  expect(values(tree, 'sip.Method')).toEqual(['MESSAGE']);
  expect(values(tree, 'sip.Content-Type')).toEqual(['application/vnd.3gpp.sms']);
  expect(values(tree, 'gsm_a.rp.msg_type')).toEqual([1]);
  expect(values(tree, 'gsm_sms_ud.destination_port').concat(values(tree, 'gsm_sms.destination_port'))).toContain(2948);
  expect(values(tree, 'wsp.pdu_type')).toEqual([6]);
});

describe('transactions', () => {
  const response = (status: number) =>
    message([`SIP/2.0 ${status} X`, ...NEEDED.filter((h) => !/^Max/.test(h)), 'CSeq: 1 INVITE']);
  test('tie requests and responses, and tell repeated ones', () => {
    const invite = request('INVITE', ['Contact: <sip:a@b>']);
    const all = dissectAll(registry, 'sip', [invite, invite, response(100), response(200), response(200)]);
    const shown = (filter: string) => all.map(({ tree }) => values(tree, filter));
    expect(shown('sip.resend')).toEqual([[0], [1], [0], [0], [1]]);
    expect(shown('sip.resend-original')).toEqual([[], [1], [], [], [4]]);
    expect(shown('sip.response_in')).toEqual([[3, 4], [], [], [], []]);
    expect(shown('sip.response-request')).toEqual([[], [], [1], [1], [1]]);
  });
  test('do without what a message lacks', () => {
    const [one] = dissectAll(registry, 'sip', [message(['BYE sip:a@b SIP/2.0', 'CSeq: 1 BYE'])]);
    expect(values(one!.tree, 'sip.resend')).toEqual([]);
  });
});

describe('streams', () => {
  const flow = { direction: 0 as const, seen: 0, waiting: [] };
  const size = (octets: Uint8Array, ended = false) => new MessagePlaces().measure(octets, 0, octets.length, ended);
  test('are cut into messages', () => {
    const whole = request('INFO', ['Content-Type: a/b', 'Content-Length:   2'], 'ab');
    expect(size(whole)).toBe(whole.length);
    for (let at = 1; at < whole.length - 2; at++) {
      const got = size(whole.subarray(0, at));
      expect(got === MORE_NEEDED || got === whole.length, String(at)).toBe(true);
    }
    expect(size(whole.subarray(0, -1), true)).toBe(whole.length - 1);
    expect(size(toUtf8('\r\n\r\nINFO'))).toBe(4);
    expect(size(toUtf8('not SIP at all\r\n'))).toBe(NOT_OURS);
    expect(size(toUtf8(': x'))).toBe(NOT_OURS);
    expect(size(toUtf8(`INFO sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(12_000)}`))).toBe(NOT_OURS);
    expect(size(toUtf8(`INFO ${'x'.repeat(5000)}`))).toBe(NOT_OURS);
    const noLength = request('INFO');
    expect(size(noLength)).toBe(noLength.length);
    expect(atLeast(1)).not.toBe(flow.seen);
  });

  test('need a length, and may have line ends between messages', () => {
    const one = request('INFO', ['Content-Length: 0']);
    const tcp = (payload: Uint8Array) => {
      const hex = Array.from(payload, (octet) => octet.toString(16).padStart(2, '0')).join('');
      const length = (40 + payload.length).toString(16).padStart(4, '0');
      return `4500${length}000100004006000${'0c0000201c0000202'}13c413c4000000010000000150180000000000 00${hex}`;
    };
    const bare = dissect(registry, 'ip', tcp(request('INFO')));
    checkTiling(bare.tree);
    expect(violations(bare.tree).filter((id) => id.startsWith('SIP'))).toEqual(['SIP-009']);
    const pinged = dissect(registry, 'ip', tcp(toUtf8(`\r\n\r\n${fromLatin1(one)}`)));
    checkTiling(pinged.tree);
    expect(values(pinged.tree, 'sip.keep_alive')).toEqual(['0d0a0d0a']);
    expect(values(pinged.tree, 'sip.Method')).toEqual(['INFO']);
    expect(pinged.context.info).toBe('Keep-alive | Request: INFO sip:b@example.net');
  });
});

test('guesses', () => {
  const likely = (text: string) => likelySip(toUtf8(text), 0, text.length);
  expect(likely('MESSAGE sip:a@b SIP/2.0\r\nVia: x')).toBe(0.95);
  expect(likely('SIP/2.0 200 OK\r\n')).toBe(0.95);
  for (const text of [
    '',
    'GET / HTTP/1.1\r\n',
    'M?SSAGE sip:a SIP/2.0',
    'A  SIP/2.0\r\n',
    'SIP/2.0 2000\r\n',
    'A a SIP/2.x\r\n',
    'A a\r\n',
    ' a b SIP/2.0',
    '(a) b SIP/2.0',
  ])
    expect(likely(text), text).toBe(0);
});

test('keep-alives over UDP', () => {
  const { tree, context } = read(new Uint8Array(4));
  expect(context.info).toBe('Keep-alive');
  expect(violations(tree)).toEqual([]);
});

describe('whatever the octets', () => {
  const valid = [
    request(
      'MESSAGE',
      [
        'Accept-Contact: *;+g.oma.eventappid="syncml.dm"',
        'Content-Type: application/vnd.syncml.dm.notification',
        'Content-Length: 4',
      ],
      'abcd',
    ),
    request('REGISTER', [
      'Contact: "x" <sip:a@[::1]:5;gr=1>;+sip.instance="<u>", <tel:1>',
      'Authorization: Digest a="b"',
      'Expires: 7',
    ]),
    message(['SIP/2.0 200 OK', ...NEEDED, 'CSeq: 1 MESSAGE', 'Retry-After: 1', 'P-Asserted-Identity: <sip:x@y>']),
  ];
  const hold = (octets: Uint8Array, original = octets.length) => {
    const { tree, context } = dissect(registry, 'sip', octets, { original });
    checkTiling(tree);
    treeText(tree);
    expect(context.layers[1]?.protocol).toBe('sip');
    return tree;
  };
  test('cut at each octet, without a finding against the sender', () => {
    for (const one of valid)
      for (let size = 0; size < one.length; size++)
        expect(
          violations(hold(one.subarray(0, size), one.length)).filter((id) => !id.startsWith('N')),
          String(size),
        ).toEqual([]);
  });
  test('changed', () => {
    let broken = 0;
    let whole = 0;
    const change = fc.tuple(fc.nat(), fc.constantFrom(...toUtf8('"<>;,:= @\r\n\tx9\0\\[]'), 0xff));
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.array(change, { minLength: 1, maxLength: 5 }), (which, changes) => {
        const octets = valid[which]!.slice();
        for (const [at, octet] of changes) octets[at % octets.length] = octet;
        if (violations(hold(octets)).length > 0) broken++;
        else whole++;
      }),
      { numRuns: 1500 },
    );
    expect(broken).toBeGreaterThan(50);
    expect(whole).toBeGreaterThan(50);
  });
  test('random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => void hold(octets)),
      { numRuns: 500 },
    );
  });
  test('in linear time', () => {
    const began = performance.now();
    for (const filler of [';', ';a', ',', ',<', '"', '\\', ' ', '/', ':', '=', '<>;', '\r\n ']) {
      const long = filler.repeat(60_000 / filler.length);
      for (const name of ['Via: SIP', 'Contact: <sip:a', 'Authorization: D', 'Accept-Contact: *', 'CSeq: 1', 'From: '])
        hold(message([`INFO sip:${';'.repeat(500)} SIP/2.0`, `${name}${long}`]));
    }
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
