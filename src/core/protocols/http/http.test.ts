import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromUtf8, toUtf8 } from '../../base/bytes.ts';
import type { Field } from '../../codec/field.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { type FlowMemory, MORE_NEEDED, NOT_OURS, UNTIL_END } from '../../dissect/streams.ts';
import { CONTENT_RULES, UNPACKED_MOST } from '../../dissect/text-content.ts';
import { checkTiling, dissect, findingTexts, summarize, treeText, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './http.ts';

const text: Field = { filter: 'note.text', type: 'text', label: 'Note', doc: 'A note.' };
const registry = new Registry();
frame(registry);
register(registry);
const note = {
  id: 'note',
  name: 'Note',
  summarize: (_b: Uint8Array, _s: number, _e: number, row: { protocol: number }) => {
    row.protocol = noteNumber;
  },
  dissect: (cursor: Parameters<Parameters<Registry['bind']>[2]['dissect']>[0], context: { info: string }) => {
    context.info = `note of ${cursor.octetsLeft}`;
    if (cursor.octetsLeft > 0) cursor.octets(text, cursor.octetsLeft);
  },
};
const noteNumber = registry.protocol(note, [text], Object.values(CONTENT_RULES));
registry.bind('media.type', 'text/x-note', note);

function read(message: string | Uint8Array, secrets: readonly Secret[] = []) {
  const bytes = typeof message === 'string' ? toUtf8(message.replace(/\n/g, '\r\n')) : message;
  const result = dissect(registry, 'http', bytes, { secrets });
  checkTiling(result.tree);
  const { protocol } = summarize(registry, { table: 'layer', key: 'http' }, bytes, 0, createCaptureState());
  expect(registry.protocolByNumber(protocol)?.name).toBe(result.context.protocolName);
  return result;
}

const POST = 'POST /push HTTP/1.1\nHost: a\n';

describe('HTTP messages', () => {
  test('a request with a body by length', () => {
    const { tree, context } = read(
      `${POST}Content-Type: Text/X-Note; charset=utf-8\nContent-Length: 5\nX-Other:  b c \n\nhello`,
    );
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('POST /push, note of 5');
    expect(values(tree, 'note.text')).toEqual(['hello']);
    expect(values(tree, 'http.request.method')).toEqual(['POST']);
    expect(values(tree, 'http.request.uri')).toEqual(['/push']);
    expect(values(tree, 'http.request.version')).toEqual(['HTTP/1.1']);
    expect(values(tree, 'http.request.full_uri')).toEqual(['http://a/push']);
    expect(values(tree, 'http.content_type')).toEqual(['Text/X-Note; charset=utf-8']);
    expect(values(tree, 'http.content_length')).toEqual([5]);
    expect(values(tree, 'http.unknown_header')).toEqual(['b c']);
    expect(values(tree, 'http.request.line')).toContain('X-Other:  b c');
    expect(values(tree, 'http.request')).toEqual([1]);
  });

  test('a response until the end, and what its header rows look like', () => {
    const { tree, context } = read('HTTP/1.0 404 Not here\nServer: x\n\nabc');
    expect(context.info).toBe('HTTP 404 Not here');
    expect(values(tree, 'http.file_data')).toEqual(['abc']);
    expect(treeText(tree).split('\n').slice(6)).toMatchInlineSnapshot(`
      [
        "  frame.ignored [0:0+0] 0",
        "  frame.protocols [0:0+0] http",
        "http [0:0+288] HTTP 404 Not here",
        "  http.start_line [0:0+184] HTTP/1.0 404 Not here",
        "    http.response.version [0:0+64] HTTP/1.0",
        "    http.blank [0:64+8] 20",
        "    http.response.code [0:72+24] Not Found (404)",
        "    http.blank [0:96+8] 20",
        "    http.response.phrase [0:104+64] Not here",
        "    http.line_end [0:168+16] 0d0a",
        "  http.response.line [0:184+88] Server: x",
        "    http.header.name [0:184+48] Server",
        "    http.header.separator [0:232+16] 3a20",
        "    http.server [0:248+8] x",
        "    http.line_end [0:256+16] 0d0a",
        "  http.header.end [0:272+16] 0d0a",
        "  http.response [0:288+0] 1",
        "http.file_data [0:288+24] abc (no media type)",
      ]
    `);
  });

  test.each([
    ['204', 'HTTP/1.1 204 No Content\nContent-Length: 3\n\n'],
    ['304', 'HTTP/1.1 304 Not Modified\nContent-Length: 3\n\n'],
    ['an answer to HEAD', 'HTTP/1.1 200 OK\nContent-Length: 3\nContent-Type: text/x-note\n\n'],
    ['a status without words', 'HTTP/1.1 200\nContent-Length: 0\n\n'],
    ['a GET', 'GET /a%20b?c HTTP/1.1\nHost: a\n\n'],
  ])('no body: %s', (_, message) => {
    const { tree } = read(message);
    expect(violations(tree)).toEqual([]);
    expect(tree.find1('http.file_data')).toBeUndefined();
  });

  test('a hundred and fifty thousand chunks are put together', () => {
    const chunks = '1\na\n'.repeat(150_000);
    const { context, tree } = read(`${POST}Transfer-Encoding: chunked\nContent-Type: text/x-note\n\n${chunks}0\n\n`);
    expect(tree.findings.filter(({ rule }) => rule.id === 'X-INTERNAL')).toEqual([]);
    expect(context.info).toContain('note of 150000');
  });

  test('one chunk is read in place, several in a source of their own', () => {
    const one = read(`${POST}Transfer-Encoding: chunked\nContent-Type: text/x-note\n\n5;a=b\nhello\n0\nX-Sum: 1\n\n`);
    expect(violations(one.tree)).toEqual([]);
    expect(one.tree.sources).toHaveLength(1);
    expect(values(one.tree, 'note.text')).toEqual(['hello']);
    expect(values(one.tree, 'http.chunk_size')).toEqual([5, 0]);
    expect(values(one.tree, 'http.chunk_extension')).toEqual([';a=b']);
    expect(values(one.tree, 'http.chunked_trailer_part')).toEqual(['X-Sum: 1']);
    const two = read(`${POST}Transfer-Encoding: chunked\nContent-Type: text/x-note\n\n5\nhello\n1\n!\n00\n\n`);
    expect(two.tree.sources[1]?.label).toBe('Joined chunks (6 octets)');
    expect(values(two.tree, 'note.text')).toEqual(['hello!']);
    expect(values(two.tree, 'http.chunk_data')).toEqual(['68656c6c6f', '21']);
    expect(two.context.info).toBe('POST /push, note of 6');
  });

  test('many chunks get rows for the first thousand, and are all read', () => {
    const chunks = '1\na\n'.repeat(1200);
    const { tree } = read(`${POST}Transfer-Encoding: chunked\nContent-Type: text/x-note\n\n${chunks}0\n\n`);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'http.chunk_size')).toHaveLength(1001);
    expect(values(tree, 'note.text')).toEqual(['a'.repeat(1200)]);
  });

  test.each([
    ['gzip', gzipSync(toUtf8('hello'))],
    [
      'x-gzip',
      concatBytes(
        Uint8Array.of(0x1f, 0x8b, 8, 30, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 65, 0, 66, 0, 1, 2),
        gzipSync(toUtf8('hello')).subarray(10),
      ),
    ],
    ['deflate', deflateSync(toUtf8('hello'))],
    ['deflate', deflateRawSync(toUtf8('hello'))],
    ['gzip, deflate', deflateSync(gzipSync(toUtf8('hello')))],
  ])('content coding %s', (coding, body) => {
    const head = `${POST}Content-Type: text/x-note\nContent-Encoding: ${coding}\nContent-Length: ${body.length}\n\n`;
    const { tree } = read(concatBytes(toUtf8(head.replace(/\n/g, '\r\n')), body));
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'note.text')).toEqual(['hello']);
    expect(tree.sources.at(-1)?.label).toMatch(/^Unpacked /);
  });

  test('a content coding that is not known leaves the body as it is', () => {
    const { tree, context } = read(`${POST}Content-Type: text/x-note\nContent-Encoding: br\nContent-Length: 2\n\nab`);
    expect(values(tree, 'http.file_data')).toEqual(['ab']);
    expect(context.info).toBe('POST /push (text/x-note)');
  });

  test('a bomb and damage end in findings', () => {
    const send = (body: Uint8Array) => {
      const head = `${POST}Content-Type: text/x-note\nContent-Encoding: gzip\nContent-Length: ${body.length}\n\n`;
      return read(concatBytes(toUtf8(head.replace(/\n/g, '\r\n')), body)).tree;
    };
    const bomb = send(gzipSync(new Uint8Array(UNPACKED_MOST + 1)));
    expect(violations(bomb)).toEqual(['CONTENT-002']);
    expect(bomb.sources.at(-1)?.bytes).toHaveLength(UNPACKED_MOST);
    const packed = gzipSync(toUtf8('hello, hello, hello'));
    expect(violations(send(packed.subarray(0, 20)))).toEqual(['CONTENT-001']);
    expect(violations(send(toUtf8('no gzip at all, not even near')))).toEqual(['CONTENT-001']);
    const damaged = packed.slice();
    damaged[10] = 0xff;
    expect(violations(send(damaged))).toEqual(['CONTENT-001']);
  });

  test('Basic credentials are shown in clear', () => {
    const { tree } = read(`GET / HTTP/1.1\nHost: a\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\n\n`);
    expect(values(tree, 'http.authbasic')).toEqual(['Aladdin:open sesame']);
    expect(findingTexts(tree)).toEqual([expect.stringContaining('HTTP-011 note')]);
  });
});

describe('faults', () => {
  test.each([
    ['two lengths', `${POST}Content-Length: 3\nContent-Length: 1\n\nabc`, ['HTTP-002']],
    ['a length that is no number', `${POST}Content-Length: 3x\n\n`, ['HTTP-003']],
    ['length and chunks', `${POST}Content-Length: 3\nTransfer-Encoding: chunked\n\n0\n\n`, ['HTTP-004']],
    ['an overlong chunk size', `${POST}Transfer-Encoding: chunked\n\nFFFFFFFFFFFFFFFFF\nabc`, ['HTTP-005']],
    ['no chunk size', `${POST}Transfer-Encoding: chunked\n\nxyz\n`, ['HTTP-005']],
    ['a chunk size without line end', `${POST}Transfer-Encoding: chunked\n\n5`, ['HTTP-005']],
    ['no last chunk', `${POST}Transfer-Encoding: chunked\n\n1\na\n`, ['X-SHORT']],
    ['no line end behind a chunk', `${POST}Transfer-Encoding: chunked\n\n1\nab1\nc\n0\n\n`, ['HTTP-006', 'X-SHORT']],
    ['a chunk that is cut', `${POST}Transfer-Encoding: chunked\n\n9\nab`, ['X-SHORT']],
    ['a request coding without chunks', `${POST}Transfer-Encoding: gzip\n\n`, ['HTTP-007']],
    ['no host', 'GET / HTTP/1.1\n\n', ['HTTP-008']],
    ['two hosts', 'GET / HTTP/1.1\nHost: a\nHost: b\n\n', ['HTTP-008']],
    ['no message', 'hello there\n\n', ['HTTP-010']],
    ['an empty target', 'GET  HTTP/1.1\n\n', ['HTTP-010']],
    ['a lower-case method', 'get / HTTP/1.1\n\n', ['HTTP-010']],
    ['a status of four digits', 'HTTP/1.1 2000 OK\n\n', ['HTTP-010']],
    ['a header without colon', 'HTTP/1.1 204 No\nabc\n\n', ['HTTP-102']],
    ['a header without name', 'HTTP/1.1 204 No\n: a\n\n', ['HTTP-102']],
    ['a blank before the colon', 'HTTP/1.1 204 No\na : b\n\n', ['HTTP-103']],
    ['headers without end', 'HTTP/1.1 204 No\na: b\n', ['HTTP-105']],
    ['a short body', `${POST}Content-Length: 9\n\nabc`, ['X-SHORT']],
  ])('%s', (_, message, expected) => {
    expect(violations(read(message).tree)).toEqual(expected);
  });

  test('bare LF, folding and line ends before the message are taken, and told', () => {
    const { tree } = read(toUtf8('\r\nHTTP/1.1 204 No\nA: b\n  c\nServer: d\n\n'));
    expect(values(tree, 'http.unknown_header')).toEqual(['b c']);
    expect(values(tree, 'http.server')).toEqual(['d']);
    expect(new Set(tree.findings.map(({ rule }) => rule.id))).toEqual(new Set(['HTTP-001', 'HTTP-101', 'HTTP-104']));
  });
});

describe('OTA-HTTP', () => {
  const answer = (code: string, status: string) =>
    violationsAndNotes(`HTTP/1.1 ${code}\nX-Wap-Push-OTA-Version: 1.0\n${status}\n`);
  const violationsAndNotes = (message: string) =>
    read(message)
      .tree.findings.map(({ rule }) => rule.id)
      .sort();

  test('answers', () => {
    expect(answer('204 No Content', 'X-Wap-Push-Status: 400 Accepted\n')).toEqual([]);
    expect(answer('204 No Content', '')).toEqual(['OTA-003']);
    expect(answer('200 OK', 'X-Wap-Push-Status: 400\n')).toEqual(['OTA-003']);
    expect(answer('204 No Content', 'X-Wap-Push-Status: 999\n')).toEqual(['OTA-002']);
    expect(answer('405 Method Not Allowed', '')).toEqual([]);
    const { tree, context } = read('HTTP/1.1 204 No\nX-Wap-Push-Status: 501\n\n');
    expect(values(tree, 'http.x_wap_push_status.code')).toEqual([501]);
    expect(context.info).toBe('HTTP 204 No, push status 501');
  });
  test('requests', () => {
    const request = (method: string, version: string, tag: string) =>
      violationsAndNotes(
        `${method} /wappush HTTP/1.1\nHost: a\nX-Wap-Push-OTA-Version: ${version}\nX-Wap-CPITag: ${tag}\n\n`,
      );
    expect(request('OPTIONS', '1.0', '3q2+7w==')).toEqual([]);
    expect(request('OPTIONS', '1.0', '00abCD99')).toEqual([]);
    expect(request('GET', '2.0', 'zz')).toEqual(['OTA-001', 'OTA-004', 'OTA-005']);
  });
});

describe('measuring', () => {
  const measure = registry.table('tcp.port').get(80)!.measure!;
  const memory = (): FlowMemory => ({ direction: 1, waiting: [] });
  const size = (message: string, ended = false, flow = memory()) => {
    const bytes = toUtf8(message.replace(/\n/g, '\r\n'));
    return measure(bytes, 0, bytes.length, ended, flow);
  };
  test('what is there, what is missing, and what is no HTTP', () => {
    expect(size('HTTP/1.1 204 No\n\n')).toBe(19);
    expect(size(`${POST}Content-Length: 100\n\n`)).toBeGreaterThan(100);
    expect(size(`${POST}Content-Length: 100\n\nabc`, true)).toBe(`${POST}Content-Length: 100\n\nabc`.length + 4);
    for (const begin of ['', '\n', 'H', 'HTTP', 'GET', 'GET /', POST]) expect(size(begin)).toBe(MORE_NEEDED);
    expect(size('GET /', true)).toBe(5);
    for (const other of ['hello', 'GET\n', 'INVITE sip:a SIP/2.0\n\n', 'HTTP/1.1 20 OK\n\n'])
      expect(size(other)).toBe(NOT_OURS);
    expect(size(`GET / HTTP/1.1\n${'a: b\n'.repeat(20_000)}`)).toBe(NOT_OURS);
    expect(size(`GET /${'a'.repeat(20_000)}`)).toBe(NOT_OURS);
  });
  test('bodies that other things end', () => {
    expect(size('HTTP/1.1 200 OK\n\nabc')).toBe(UNTIL_END);
    expect(size('HTTP/1.1 200 OK\n\nabc', true)).toBe(22);
    expect(size('HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\nabc')).toBe(UNTIL_END);
    expect(size('HTTP/1.1 200 OK\nTransfer-Encoding: identity\nContent-Length: 1\n\nabc')).toBe(68);
    const asked = (what: string): FlowMemory => ({
      direction: 1,
      waiting: [{ direction: 0, what, frame: 0, ordinal: 0 }],
    });
    expect(size('HTTP/1.1 200 OK\nContent-Length: 9\n\n', false, asked('HEAD'))).toBe(38);
    expect(size('HTTP/1.1 200 OK\n\n', false, asked('CONNECT'))).toBe(19);
    expect(size('HTTP/1.1 400 No\n\n', false, asked('CONNECT'))).toBe(UNTIL_END);
  });
  test('chunks go on where the last look ended, so that many small ones take linear time', () => {
    const flow = memory();
    const head = toUtf8(`${POST}Transfer-Encoding: chunked\n\n`.replace(/\n/g, '\r\n'));
    const body = toUtf8(`${'1\r\na\r\n'.repeat(100_000)}0\r\n\r\n`);
    const bytes = concatBytes(head, body);
    let answer = MORE_NEEDED;
    for (let end = head.length; end <= bytes.length && answer <= 0; end += 500)
      answer = measure(bytes, 0, end, false, flow);
    answer = measure(bytes, 0, bytes.length, false, flow);
    expect(answer).toBe(bytes.length);
    expect(flow.seen).toBeGreaterThan(500_000);
    expect(size(`${POST}Transfer-Encoding: chunked\n\n5\nab`, true)).toBeGreaterThan(0);
    expect(size(`${POST}Transfer-Encoding: chunked\n\n5\nab`)).toBeLessThan(-1);
    expect(size(`${POST}Transfer-Encoding: chunked\n\n0\n`)).toBeLessThan(-1);
  });
});

describe('Digest credentials', () => {
  const circle: Secret = { form: 'text', typed: 'Circle Of Life' };
  const circleOf: Secret = { form: 'text', typed: 'Circle of Life' };
  const request = (value: string) => `GET /dir/index.html HTTP/1.1\nHost: a\nAuthorization: Digest ${value}\n\n`;
  // RFC 2617 3.5 and RFC 7616 3.9.1.
  const old = `username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"`;
  const rfc7616 = (algorithm: string, response: string) =>
    `username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, response="${response}"`;
  const verdict = (value: string, ...secrets: readonly Secret[]) => {
    const { context, tree } = read(request(value), secrets);
    return [context.digests[0]?.format, context.digests[0]?.verdict, ...violations(tree)];
  };

  test('of the specifications match', () => {
    expect(verdict(old, circleOf, circle)).toEqual(['http-digest', 'match']);
    expect(verdict(rfc7616('MD5', '8ca523f5e9506fed4657c9700eebdbec'), circleOf)).toEqual(['http-digest', 'match']);
    const sha = '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1';
    expect(verdict(rfc7616('SHA-256', sha), circleOf)).toEqual(['http-digest', 'match']);
  });
  test('of another password do not', () => {
    expect(verdict(old, circleOf)).toEqual(['http-digest', 'mismatch', 'HTTP-009']);
    expect(verdict(old)).toEqual(['http-digest', 'unchecked']);
    expect(verdict(old, { form: 'hex', typed: 'zz' })).toEqual(['http-digest', 'unchecked']);
    expect(verdict(rfc7616('NONE', 'aa'), circleOf)).toEqual(['http-digest', 'not-verifiable']);
  });
  test('without quality of protection, over the body, and of a session', () => {
    // Worked out with another program from RFC 2617 3.2.2.
    const secret: Secret = { form: 'text', typed: 'p' };
    const base = 'username="a", realm="r", nonce="n", uri="/dir/index.html"';
    expect(verdict(`${base}, response="e81deb4b7ddd85edad028f6bf70753a2"`, secret)[1]).toBe('match');
    expect(
      verdict(`${base}, qop=auth-int, nc=1, cnonce="c", response="e55f777fcd9b969045be357850958852"`, secret)[1],
    ).toBe('match');
    expect(
      verdict(
        `${base}, algorithm=MD5-sess, qop=auth, nc=1, cnonce="c", response="3285eba824ee60b2be22a4b7cc95955c"`,
        secret,
      )[1],
    ).toBe('match');
  });
});

describe('whatever the octets are', () => {
  const seeds = [
    `${POST}Content-Type: text/x-note\nContent-Length: 5\n\nhello`,
    `${POST}Transfer-Encoding: chunked\nContent-Type: text/x-note\n\n5\nhello\n1\n!\n0\na: b\n\n`,
    'HTTP/1.1 200 OK\nContent-Type: application/http\n\nHTTP/1.1 204 No Content\nX-Wap-Push-Status: 400\n\n',
    `GET / HTTP/1.1\nHost: a\nAuthorization: Digest username="a, b\n\n`,
  ].map((message) => toUtf8(message.replace(/\n/g, '\r\n')));

  test('nothing throws and every bit has a leaf', () => {
    let broken = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.option(fc.nat(), { nil: undefined }),
        (seed, changes, cut) => {
          const bytes = seed.slice(0, cut === undefined ? undefined : cut % (seed.length + 1));
          for (const [at, octet] of changes) if (bytes.length > 0) bytes[at % bytes.length] = octet;
          if (violations(read(bytes).tree).length > 0) broken++;
        },
      ),
      { numRuns: 400 },
    );
    expect(broken).toBeGreaterThan(50);
  });

  test('a packet that the capture cut is never malformed', () => {
    for (const seed of seeds.slice(0, 3)) {
      for (let size = 1; size < seed.length; size++) {
        const { tree } = dissect(registry, 'http', seed.subarray(0, size), { original: seed.length });
        checkTiling(tree);
        expect([fromUtf8(seed.subarray(0, size)), ...violations(tree)]).toEqual([fromUtf8(seed.subarray(0, size))]);
      }
    }
  });
});
