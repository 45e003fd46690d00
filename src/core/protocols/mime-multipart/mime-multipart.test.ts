import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import type { Context } from '../../dissect/context.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import type { Summary } from '../../dissect/summary.ts';
import { checkTiling, dissect, summarize, treeText, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as http } from '../http/http.ts';
import { register } from './mime-multipart.ts';

const text: Field = { filter: 'note.text', type: 'text', label: 'Note', doc: 'A note.' };
const registry = new Registry();
frame(registry);
http(registry);
register(registry);
const carriers: Context['push'][] = [];
const note: Dissector = {
  id: 'note',
  name: 'Note',
  summarize(_bytes: Uint8Array, _start: number, _end: number, row: Summary): void {
    row.protocol = number;
  },
  dissect(cursor: Cursor, context: Context): void {
    carriers.push(context.push);
    context.info = `note of ${cursor.octetsLeft}`;
    if (cursor.octetsLeft > 0) cursor.octets(text, cursor.octetsLeft);
  },
};
const number = registry.protocol(note, [text]);
registry.bind('media.type', 'text/x-note', note);

const crlf = (message: string) => message.replace(/\n/g, '\r\n');

/** A multipart body in an HTTP message that says so, or by itself. */
function read(body: string, type?: string) {
  carriers.length = 0;
  const bytes = toUtf8(
    type === undefined
      ? body
      : `${crlf(`POST / HTTP/1.1\nHost: a\nContent-Type: ${type}\nContent-Length: ${body.length}\n\n`)}${body}`,
  );
  const layer = type === undefined ? 'multipart' : 'http';
  const result = dissect(registry, layer, bytes);
  checkTiling(result.tree);
  const { protocol } = summarize(registry, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
  expect(registry.protocolByNumber(protocol)?.name).toBe(result.context.protocolName);
  return result;
}

describe('multipart bodies', () => {
  test('parts with headers, text around them, and exact places', () => {
    const body = crlf('hi\n--b\nContent-Type: text/x-note\n\none\n--b  \n\ntwo\n\n--b--\nbye');
    const { tree, context } = read(body, 'multipart/related; boundary=b');
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('POST /, note of 3 | text/plain');
    expect(context.protocolName).toBe('Note');
    expect(values(tree, 'note.text')).toEqual(['one']);
    expect(values(tree, 'mime_multipart.data')).toEqual(['two\r\n']);
    const rows = treeText(tree).split('\n');
    const from = rows.findIndex((row) => row.startsWith('mime_multipart '));
    expect(rows.slice(from)).toMatchInlineSnapshot(`
      [
        "mime_multipart [0:744+552] 2 parts",
        "  mime_multipart.preamble [0:744+16] 6869",
        "  mime_multipart.first_boundary [0:760+56] --b",
        "  mime_multipart.part [0:816+256] part 1, text/x-note",
        "    mime_multipart.header [0:816+216] Content-Type: text/x-note",
        "      mime_multipart.header.name [0:816+96] Content-Type",
        "      mime_multipart.header.separator [0:912+16] 3a20",
        "      mime_multipart.header.content-type [0:928+88] text/x-note",
        "      mime_multipart.line_end [0:1016+16] 0d0a",
        "    mime_multipart.header.end [0:1032+16] 0d0a",
        "    note.text [0:1048+24] one",
        "  mime_multipart.boundary [0:1072+72] --b",
        "  mime_multipart.part [0:1144+56] part 2, text/plain",
        "    mime_multipart.header.end [0:1144+16] 0d0a",
        "    mime_multipart.data [0:1160+40] two
      ",
        " (text/plain)",
        "  mime_multipart.last_boundary [0:1200+72] --b--",
        "  mime_multipart.trailer [0:1272+24] 627965",
      ]
    `);
  });

  test('a boundary in quotes, with bare LF, and octets that are not text', () => {
    const { tree } = read(
      '--a b\nContent-Type: text/x-note\n\n\u0000\r\n--a bc\n\n--a b--',
      'multipart/mixed; Boundary="a b"',
    );
    expect(values(tree, 'note.text')).toEqual(['\u0000\r\n--a bc\n']);
    expect(new Set(violations(tree))).toEqual(new Set(['MIME-101']));
  });

  test('transfer encodings come off into sources of their own', () => {
    const part = (encoding: string, content: string) =>
      crlf(`--b\nContent-Type: text/x-note\nContent-Transfer-Encoding: ${encoding}\n\n${content}\n--b--\n`);
    const base64 = read(part('BASE64', 'aGVs\nbG8='), 'multipart/mixed; boundary=b');
    expect(values(base64.tree, 'note.text')).toEqual(['hello']);
    expect(base64.tree.sources[1]?.label).toBe('Unpacked base64 (5 octets)');
    const quoted = read(part('quoted-printable', 'h=C3=A9l=\nlo=3d'), 'multipart/mixed; boundary=b');
    expect(values(quoted.tree, 'note.text')).toEqual(['héllo=']);
    expect(violations(quoted.tree)).toEqual([]);
    expect(violations(read(part('base64', '!!'), 'multipart/mixed; boundary=b').tree)).toEqual(['CONTENT-003']);
    expect(violations(read(part('quoted-printable', 'a=x'), 'multipart/mixed; boundary=b').tree)).toEqual([
      'CONTENT-003',
    ]);
    expect(values(read(part('binary', 'x'), 'multipart/mixed; boundary=b').tree, 'note.text')).toEqual(['x']);
  });

  test('nest, each with its own boundary', () => {
    const inner = '--in\nContent-Type: text/x-note\n\ndeep\n--in--\n';
    const { tree } = read(
      crlf(`--out\nContent-Type: multipart/mixed; boundary=in\n\n${inner}\n--out--\n`),
      'multipart/mixed; boundary=out',
    );
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'note.text')).toEqual(['deep']);
  });

  test('a part is the carrier of its content', () => {
    const body = crlf('--b\nContent-Type: text/x-note; charset="utf-8"\nX-Wap-Application-Id: x:y\n\none\n--b--');
    read(body, 'multipart/related; boundary=b');
    expect(carriers[0]).toMatchObject({
      bearer: 'http',
      contentType: { text: 'text/x-note' },
      parameters: [{ name: 'charset', value: 'utf-8' }],
      applicationId: { text: 'x:y' },
      method: { text: 'POST' },
    });
  });

  test.each([
    ['no boundary stated', 'multipart/mixed', '--b\nContent-Type: text/x-note\n\none\n--b--', ['MIME-001']],
    ['nothing like a boundary', 'multipart/mixed', 'hello', ['MIME-001']],
    ['another boundary', 'multipart/mixed; boundary=c', '--b\n\none\n--b--', ['MIME-002']],
    ['no part', 'multipart/mixed; boundary=b', '--b--', ['MIME-002']],
    ['no end', 'multipart/mixed; boundary=b', '--b\n\none\n', ['MIME-003']],
    [
      'a long boundary',
      `multipart/mixed; boundary=${'b'.repeat(71)}`,
      `--${'b'.repeat(71)}\n\none\n--${'b'.repeat(71)}--`,
      ['MIME-004'],
    ],
    ['a boundary that ends with a blank', 'multipart/mixed; boundary="b "', '--b \n\none\n--b --', ['MIME-004']],
    ['a part without headers and empty line', 'multipart/mixed; boundary=b', '--b\nx: y\n--b--', ['MIME-105']],
  ])('%s', (_, type, body, expected) => {
    expect(violations(read(crlf(body), type).tree)).toEqual(expected);
  });

  test('a boundary is guessed from the first line', () => {
    const { tree } = read(crlf('--b\nContent-Type: text/x-note\n\none\n--b--'));
    expect(values(tree, 'note.text')).toEqual(['one']);
    expect(violations(tree)).toEqual(['MIME-001']);
  });

  test('more parts than anyone sends stay undecoded', () => {
    const { tree } = read(crlf(`${'--b\n\nx\n'.repeat(1100)}--b--`), 'multipart/mixed; boundary=b');
    expect(values(tree, 'mime_multipart.part')).toHaveLength(1000);
  });

  test('whatever the octets are, nothing throws and every bit has a leaf', () => {
    const seed = crlf(
      '--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: text/x-note\n\none\n--c--\n--b\n\n--b--\n',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'-b\r\n:; "a\u0000')), { maxLength: 6 }),
        fc.nat(),
        (changes, cut) => {
          const letters = [...seed];
          for (const [at, letter] of changes) letters[at % letters.length] = letter;
          read(letters.join('').slice(0, letters.length - (cut % 40)), 'multipart/mixed; boundary=b');
          read(letters.join(''));
        },
      ),
      { numRuns: 300 },
    );
  });
});
