import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1, toHex, toUtf8 } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { FlowMemory } from '../../dissect/streams.ts';
import { MORE_NEEDED, NOT_OURS } from '../../dissect/streams.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, dissectAll, summarize, treeText, values, violations } from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register as sdp } from '../sdp/sdp.ts';
import { register as sip } from '../sip/sip.ts';
import { tcpSegment } from '../tcp/tcp.ts';
import { udpDatagram } from '../udp/udp.ts';
import { register } from './msrp.ts';
import { byteRange, likelyMsrp, measure } from './scan.ts';

const registry = internetRegistry();
register(registry);
const seen: { readonly body: string; readonly push: PushCarrier | undefined }[] = [];
const TEXT = { filter: 'test.text', type: 'text', label: 'Text' } as const;
/** Octets of the body that pass 1 met last. */
let summarized = 0;
const body = {
  id: 'test',
  name: 'Test',
  summarize: (_bytes: Uint8Array, start: number, end: number, row: { protocol: number }) => {
    row.protocol = number;
    summarized = end - start;
  },
  dissect: (cursor: import('../../codec/cursor.ts').Cursor, context: import('../../dissect/context.ts').Context) => {
    seen.push({ body: fromLatin1(cursor.rest()), push: context.push });
    cursor.octets(TEXT, cursor.octetsLeft);
    context.info = 'a body';
  },
};
const number = registry.protocol(body, [TEXT]);
registry.bind('media.type', 'text/test', body);

const PATHS = ['To-Path: msrp://b.example:8888/9di4ea;tcp', 'From-Path: msrp://a.example:7777/iau39;tcp'];
const BACK = ['To-Path: msrp://a.example:7777/iau39;tcp', 'From-Path: msrp://b.example:8888/9di4ea;tcp'];
const lines = (...all: readonly string[]) => toUtf8(all.map((line) => `${line}\r\n`).join(''));
const send = (range: string, data: string, flag: string, id = 'd93kswow', more: readonly string[] = []) =>
  lines(
    `MSRP ${id} SEND`,
    ...PATHS,
    'Message-ID: 12339sdqwer',
    `Byte-Range: ${range}`,
    ...more,
    'Content-Type: text/test;x=y',
    '',
    data,
    `-------${id}${flag}`,
  );

const read = (octets: Uint8Array, original = octets.length) => {
  const one = dissect(registry, 'msrp', octets, { original });
  checkTiling(one.tree);
  return one;
};

describe('messages', () => {
  test('a SEND that is whole', () => {
    seen.length = 0;
    const { tree, context } = read(send('1-16/16', "Hi, I'm Alice!\r\n", '$'));
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('Request: SEND, message 12339sdqwer, octets 1 to 16 of 16, a body');
    expect(context.protocolName).toBe('Test');
    expect(seen).toEqual([
      {
        body: "Hi, I'm Alice!\r\n",
        push: expect.objectContaining({
          bearer: 'sip',
          secure: false,
          method: { text: 'INVITE (MSRP)', source: 0, start: 112, end: 144 },
          contentType: expect.objectContaining({ text: 'text/test' }) as unknown,
          parameters: [{ name: 'x', value: 'y' }],
        }) as unknown,
      },
    ]);
    expect(context.push).toBeUndefined();
    const of = (name: string) => values(tree, `msrp.${name}`);
    expect([of('request.line'), of('transaction.id'), of('method')].flat()).toEqual([
      'MSRP d93kswow SEND',
      'd93kswow',
      'd93kswow',
      'SEND',
    ]);
    expect([of('to.path'), of('from.path'), of('messageid')].flat()).toEqual([
      ...PATHS.map((path) => path.split(': ')[1]),
      '12339sdqwer',
    ]);
    expect([of('byte.range'), of('byte.range.start'), of('byte.range.end'), of('byte.range.total')].flat()).toEqual([
      '1-16/16',
      1,
      '16',
      '16',
    ]);
    expect([of('end.line'), of('cnt.flg')].flat()).toEqual(['-------d93kswow$', '$']);
    expect(values(tree, 'data.data')).toEqual([]);
  });

  test('a SEND without a body, and one with an empty body', () => {
    const bare = read(lines('MSRP 34fwd SEND', ...PATHS, 'Message-ID: 1', '-------34fwd$'));
    expect(violations(bare.tree)).toEqual([]);
    expect(bare.context.info).toBe('Request: SEND, message 1');
    const empty = read(send('1-0/0', '', '$'));
    expect(violations(empty.tree)).toEqual([]);
    expect(empty.context.info).toBe('Request: SEND, message 12339sdqwer, octets 1 to 0 of 0 (text/test)');
  });

  test('responses and reports', () => {
    const { tree, context } = read(lines('MSRP d93kswow 200 OK then', ...BACK, '-------d93kswow$'));
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('Response: 200 OK then');
    expect([values(tree, 'msrp.status.code'), values(tree, 'msrp.comment')]).toEqual([[200], ['OK then']]);
    expect(read(lines('MSRP d93kswow 481', ...BACK, '-------d93kswow$')).context.info).toBe('Response: 481');
    const report = read(
      lines(
        'MSRP dkei38sd REPORT',
        ...BACK,
        'Message-ID: 12',
        'Byte-Range: 1-9/9',
        'Status: 000 200 OK',
        '-------dkei38sd$',
      ),
    );
    expect(violations(report.tree)).toEqual([]);
    expect(values(report.tree, 'msrp.status')).toEqual(['000 200 OK']);
  });

  test('bodies that hold what looks like an end, other types, and transfer encodings', () => {
    const data = 'x\n-------d93kswow$y\r\n-------other$\r\n-------d93kswow!\r\n----';
    const { tree } = read(send(`1-${data.length}/*`, data, '$'));
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.text')).toEqual([data]);
    const plain = lines(
      'MSRP d93kswow SEND',
      ...PATHS,
      'Message-ID: 1',
      'Content-Type: a/b',
      '',
      'hello',
      '-------d93kswow$',
    );
    expect(read(plain).context.info).toBe('Request: SEND, message 1, octets 1 to 5 of 5 (a/b)');
    expect(values(read(plain).tree, 'msrp.data')).toEqual([toHex(toUtf8('hello'))]);
    const encoded = read(send('1-4/4', 'YWI=', '$', 'd93kswow', ['Content-Transfer-Encoding: base64']));
    expect(values(encoded.tree, 'test.text')).toEqual(['ab']);
  });

  test.each<readonly [string, Uint8Array, readonly string[]]>([
    ['no start line', toUtf8('MSR'), ['MSRP-001']],
    ['no method', toUtf8('MSRP abcd send\r\n'), ['MSRP-001']],
    [
      'the paths in the other order',
      lines('MSRP abcd NICKNAME', ...[...PATHS].reverse(), '-------abcd$'),
      ['MSRP-002'],
    ],
    ['no Message-ID', lines('MSRP abcd SEND', ...PATHS, '-------abcd$'), ['MSRP-003']],
    ['a report without anything', lines('MSRP abcd REPORT', ...PATHS, '-------abcd$'), ['MSRP-003', 'MSRP-009']],
    ['a range that is none', send('1', 'a', '$'), ['MSRP-004']],
    ['a range from 0', send('0-1/1', 'a', '$'), ['MSRP-004']],
    ['a range behind the end', send('1-2/1', 'ab', '$'), ['MSRP-004']],
    ['a range with too few octets', send('1-1/*', 'ab', '$'), ['MSRP-004']],
    ['a range with too many octets', send('1-3/*', 'ab', '$'), ['MSRP-004']],
    ['a chunk that was broken off', send('1-3/9', 'ab', '+'), []],
    ['a message that was given up', send('1-3/9', 'ab', '#'), []],
    [
      'a body without a type',
      lines('MSRP abcd SEND', ...PATHS, 'Message-ID: 1', '', 'a', '-------abcd$'),
      ['MSRP-005'],
    ],
    ['no end', lines('MSRP abcd SEND', ...PATHS, 'Message-ID: 1', 'Content-Type: text/test', '', 'a'), ['MSRP-006']],
    ['no line end behind the end', send('1-1/1', 'a', '$').subarray(0, -2), ['MSRP-006']],
    ['the last octet and more to come', send('1-1/1', 'a', '+'), ['MSRP-007']],
    ['the end too early', send('1-1/2', 'a', '$'), ['MSRP-007']],
    ['a short transaction id', send('1-1/1', 'a', '$', 'abc'), ['MSRP-008']],
    ['a long transaction id', send('1-1/1', 'a', '$', 'a'.repeat(33)), ['MSRP-008']],
    ['octets behind the end', concatBytes(send('1-1/1', 'a', '$'), toUtf8('MSRP')), ['MSRP-011']],
    ['a header without a colon', lines('MSRP abcd AUTH', ...PATHS, 'x', '-------abcd$'), ['MSRP-102']],
  ])('%s', (_name, octets, expected) => expect(violations(read(octets).tree)).toEqual(expected));
});

describe('chunks', () => {
  const [one, two, three] = [
    send('1-3/9', 'abc', '+', 'ab01'),
    send('4-6/9', 'def', '+', 'ab02'),
    send('7-9/9', 'ghi', '$', 'ab03'),
  ];

  test('are put together, in any order', () => {
    for (const order of [
      [one, two, three],
      [three, one, two],
    ]) {
      seen.length = 0;
      const all = dissectAll(registry, 'msrp', order);
      for (const { tree } of all) {
        checkTiling(tree);
        expect(violations(tree)).toEqual([]);
      }
      expect(seen.map((piece) => piece.body)).toEqual(['abcdefghi']);
      const last = all[2]!;
      expect(last.tree.sources[1]?.label).toBe('MSRP message (9 octets)');
      expect(last.context.info).toMatch(/, a body$/);
      expect(values(last.tree, 'msrp.chunk')).toEqual(
        order
          .map((chunk) => order.indexOf(chunk) + 1)
          .sort((a, b) => (fromLatin1(order[a - 1]!) < fromLatin1(order[b - 1]!) ? -1 : 1)),
      );
      expect(all.map(({ tree }) => values(tree, 'msrp.reassembled_in'))).toEqual([[3], [3], []]);
      expect(all[0]!.context.info).toMatch(/^Request: SEND, message 12339sdqwer, octets \d to \d of 9 \(text\/test\)$/);
    }
  });

  test('of a long message are put together, up to the limit', () => {
    const whole = (chunks: number, size: number) => {
      const total = chunks * size;
      const packets = Array.from({ length: chunks }, (_, i) =>
        send(`${i * size + 1}-${(i + 1) * size}/${total}`, 'x'.repeat(size), i + 1 < chunks ? '+' : '$', `tr${i}`),
      );
      const last = dissectAll(registry, 'msrp', packets).at(-1)!;
      return last.tree.sources[1]?.bytes.length;
    };
    expect(whole(50, 2048)).toBe(102_400);
    expect(whole(4, 1024 * 1024)).toBe(4 * 1024 * 1024);
    expect(whole(5, 1024 * 1024)).toBeUndefined();
  });

  test('make the columns of the message where it is complete', () => {
    const state = createCaptureState();
    const rows = [one, two, three].map((chunk, i) => {
      summarized = 0;
      const row = summarize(registry, { table: 'layer', key: 'msrp' }, chunk, i, state);
      return [registry.protocolByNumber(row.protocol)?.id, summarized, row.reassembled];
    });
    expect(rows).toEqual([
      ['msrp', 0, false],
      ['msrp', 0, false],
      ['test', 9, false],
    ]);
  });

  test('that contradict each other are told of', () => {
    const all = dissectAll(registry, 'msrp', [one, send('2-4/9', 'xyz', '+', 'ab04'), two, three]);
    expect(all.map(({ tree }) => violations(tree))).toEqual([[], [], [], ['MSRP-010']]);
  });

  test('that lack one stay chunks, and so do those that were given up', () => {
    const lacking = dissectAll(registry, 'msrp', [one, three]);
    expect(lacking.map(({ tree }) => tree.sources.length)).toEqual([1, 1]);
    const given = dissectAll(registry, 'msrp', [one, send('4-6/9', 'def', '#', 'ab02')]);
    expect(given[1]!.context.info).toContain('given up');
    const anonymous = toUtf8(fromLatin1(one).replace(/Message-ID.*\r\n/, ''));
    expect(dissectAll(registry, 'msrp', [anonymous])[0]!.tree.sources).toHaveLength(1);
  });
});

describe('what belongs together', () => {
  test('responses, reports and sessions', () => {
    const response = lines('MSRP d93kswow 200 OK', ...BACK, '-------d93kswow$');
    const report = lines(
      'MSRP dkei38sd REPORT',
      ...BACK,
      'Message-ID: 12339sdqwer',
      'Status: 000 200 OK',
      '-------dkei38sd$',
    );
    const all = dissectAll(registry, 'msrp', [send('1-1/1', 'a', '$'), response, report, response]);
    const shown = (name: string) => all.map(({ tree }) => values(tree, `msrp.${name}`));
    expect(shown('response_in')).toEqual([[2], [], [], []]);
    expect(shown('response_to')).toEqual([[], [1], [], [1]]);
    expect(shown('report_on')).toEqual([[], [], [1], []]);
    const lone = dissectAll(registry, 'msrp', [response, report]);
    expect(
      lone.flatMap(({ tree }) => [...values(tree, 'msrp.response_to'), ...values(tree, 'msrp.report_on')]),
    ).toEqual([]);
  });
});

test('a session that SIP opens: the way is named, and a notification in it is judged', () => {
  const sessions = internetRegistry();
  for (const one of [sip, sdp, register, dmNotification]) one(sessions);
  const offer = lines(
    'v=0',
    'o=b 1 1 IN IP4 192.0.2.2',
    's=-',
    't=0 0',
    'm=message 8888 TCP/MSRP *',
    'a=accept-types:*',
    `a=path:${PATHS[0]?.slice('To-Path: '.length)}`,
  );
  const invite = lines('INVITE sip:b@b.example SIP/2.0', 'CSeq: 1 INVITE', 'Content-Type: application/sdp', '');
  const datagram = udpDatagram({ sourcePort: 5060, destinationPort: 5060 }, concatBytes(invite, offer), ADDRESSES);
  const notification = '\x17\xc0\x00\x00\x00\x1e\x12\x34';
  const head = lines(
    'MSRP ab01 SEND',
    ...PATHS,
    'Message-ID: 1',
    'Content-Type: application/vnd.syncml.dm.notification',
    '',
  );
  const body = Uint8Array.from(notification, (character) => character.charCodeAt(0));
  const message = concatBytes(head, body, lines('', '-------ab01$'));
  const [first, second] = dissectAll(sessions, 'ip', [ipPacket(17, datagram), ...segments(message, 2000)]);
  expect(values(first!.tree, 'sdp.msrp_path')).toEqual(['msrp://b.example:8888/9di4ea;tcp']);
  expect(values(second!.tree, 'msrp.setup-frame')).toEqual([1]);
  expect(violations(second!.tree)).toContain('N13-078');
});

const ADDRESSES = new Uint8Array([192, 0, 2, 1, 192, 0, 2, 2, 0, 17]);

function ipPacket(protocol: number, payload: Uint8Array): Uint8Array {
  const total = 20 + payload.length;
  const header = [0x45, 0, total >> 8, total & 255, 0, 1, 0, 0, 64, protocol, 0, 0, ...ADDRESSES.subarray(0, 8)];
  return concatBytes(new Uint8Array(header), payload);
}

/** Packets of one TCP connection, in segments of this many octets. */
function segments(octets: Uint8Array, size: number): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (let at = 0; at < octets.length; at += size) {
    const draft = { sourcePort: 7777, destinationPort: 8888, sequence: 1 + at, acknowledgment: 1, window: 1000 };
    const flags = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 1, psh: 0, rst: 0, syn: 0, fin: 0 } as const;
    const piece = octets.subarray(at, at + size);
    const pseudo = ADDRESSES.with(9, 6);
    out.push(ipPacket(6, tcpSegment({ ...draft, flags }, piece, pseudo)));
  }
  return out;
}

describe('streams', () => {
  const all = concatBytes(
    send('1-3/6', 'abc', '+', 'ab01'),
    send('4-6/6', 'def', '$', 'ab02'),
    lines('MSRP ab02 200 OK', ...BACK, '-------ab02$'),
  );

  test('give the same messages however they are cut', () => {
    for (const size of [1000, 333, 61, 7]) {
      seen.length = 0;
      const packets = dissectAll(registry, 'ip', segments(all, size));
      for (const { tree } of packets) checkTiling(tree);
      expect(
        packets.flatMap(({ tree }) => values(tree, 'msrp.method')),
        String(size),
      ).toEqual(['SEND', 'SEND']);
      expect(seen.map((piece) => piece.body)).toEqual(['abcdef']);
      expect(packets.flatMap(({ tree }) => values(tree, 'msrp.response_to'))).toHaveLength(1);
    }
  });

  test('are measured to the end line', () => {
    const one = send('1-3/6', 'abc', '+', 'ab01');
    const flow = (): FlowMemory => ({ direction: 0, waiting: [] });
    const size = (octets: Uint8Array, ended = false) => measure(octets, 0, octets.length, ended, flow());
    expect(size(all)).toBe(one.length);
    for (let at = 0; at < one.length; at++) expect(size(one.subarray(0, at)), String(at)).toBeLessThanOrEqual(0);
    expect(size(toUtf8('MSRP ab'))).toBe(MORE_NEEDED);
    expect(size(toUtf8('MSRP ab'), true)).toBe(7);
    expect(size(one.subarray(0, -5), true)).toBe(one.length - 5);
    expect(size(toUtf8('GET / HTTP/1.1\r\n'))).toBe(NOT_OURS);
    expect(size(toUtf8(`MSRP ${'x'.repeat(300)}`))).toBe(NOT_OURS);
    const memory = flow();
    const long = send('1-5000/*', 'z'.repeat(5000), '$');
    for (let at = 100; at < long.length; at += 100) expect(measure(long, 0, at, false, memory)).toBeLessThan(0);
    expect(memory.seen).toBeGreaterThan(4500);
    expect(measure(long, 0, long.length, false, memory)).toBe(long.length);
  });
});

test('byte ranges', () => {
  expect(byteRange('1-39/39')).toEqual({ first: 1, last: 39, total: 39 });
  expect(byteRange('3-*/*')).toEqual({ first: 3, last: undefined, total: undefined });
  for (const text of [undefined, '', '1', '0-1/1', '1-2', '1-2/3/4', '-1/2', 'a-b/c'])
    expect(byteRange(text)).toBeUndefined();
});

test('guesses', () => {
  const likely = (text: string) => likelyMsrp(toUtf8(text), 0, text.length);
  expect([likely('MSRP a786hjs2 SEND\r\n'), likely('MSRP a786hjs2 200 OK\r\n')]).toEqual([0.95, 0.95]);
  expect(likely('MSRP a786hjs2 SEND')).toBe(0.6);
  for (const text of ['', 'MSRP', 'MSRP a786hjs2 2000\r\n', 'MSRP a send\r\n', 'MSRQ abcd SEND\r\n'])
    expect(likely(text), text).toBe(0);
});

describe('whatever the octets', () => {
  const valid = [
    send('1-6/6', 'ab--cd', '$'),
    lines(
      'MSRP dkei38sd REPORT',
      ...BACK,
      'Message-ID: 12',
      'Byte-Range: 1-9/9',
      'Status: 000 200 OK',
      '-------dkei38sd$',
    ),
  ];
  test('cut at each octet', () => {
    for (const one of valid)
      for (let size = 0; size < one.length; size++)
        expect(violations(read(one.subarray(0, size), one.length).tree), `${size}`).toEqual([]);
  });
  test('changed, and random', () => {
    let broken = 0;
    const change = fc.tuple(fc.nat(), fc.constantFrom(...toUtf8('-$+#: \r\n*/;M'), 0xff));
    fc.assert(
      fc.property(fc.nat(1), fc.array(change, { maxLength: 4 }), (which, changes) => {
        const octets = valid[which]!.slice();
        for (const [at, octet] of changes) octets[at % octets.length] = octet;
        const { tree } = read(octets);
        treeText(tree);
        if (violations(tree).length > 0) broken++;
      }),
      { numRuns: 800 },
    );
    expect(broken).toBeGreaterThan(100);
    expect(broken).toBeLessThan(790);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (octets) => void read(octets)),
      { numRuns: 300 },
    );
  });
  test('in linear time', () => {
    const began = performance.now();
    for (const filler of ['-', '\n-', '\n-------d93kswow', ' ', '\r\n '])
      read(send('1-*/*', filler.repeat(200_000 / filler.length), '+'));
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

function tshark(packets: readonly Uint8Array[], names: readonly string[]): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'msrp-'));
  try {
    const file = join(folder, 'a.pcap');
    const header = new Uint32Array([0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 101]);
    const records = packets.flatMap((packet, i) => [
      new Uint8Array(new Uint32Array([i, 0, packet.length, packet.length]).buffer),
      packet,
    ]);
    writeFileSync(file, concatBytes(new Uint8Array(header.buffer), ...records));
    const fields = names.flatMap((name) => ['-e', name]);
    return execFileSync('tshark', ['-r', file, '-T', 'fields', ...fields, '-Y', 'msrp'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('tshark reads the same', ({ skip }) => {
  const names = [
    'request.line',
    'response.line',
    'transaction.id',
    'method',
    'status.code',
    'to.path',
    'from.path',
    'messageid',
    'byte.range',
    'content.type',
    'cnt.flg',
  ].map((name) => `msrp.${name}`);
  const packets = [
    send('1-3/6', 'abc', '+', 'ab01'),
    send('4-6/6', 'def', '$', 'ab02'),
    lines('MSRP ab02 200 OK', ...BACK, '-------ab02$'),
  ]
    .flatMap((message) => segments(message, 2000))
    .map((packet, i) => packet.with(23, i));
  const text = tshark(packets, names);
  if (text === undefined) skip('tshark is not installed');
  const ours = packets.map((packet) => {
    const { tree } = dissect(registry, 101, packet);
    return names.map((name) => values(tree, name).join(',')).join('\t');
  });
  expect(text?.trimEnd().split('\n')).toEqual(ours);
});
