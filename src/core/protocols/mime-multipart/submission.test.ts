import { expect, test } from 'vitest';
import { concatBytes, toBase64, toUtf8 } from '../../base/bytes.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, values } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';
import { register as data } from '../data/data.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register } from './mime-multipart.ts';

const registry = new Registry();
for (const part of [frame, data, wsp, register]) part(registry);
registry.bind('media.type', 'push', registry.table('layer').get('wsp')!);
withPost(registry);

const CONTENT = toUtf8('content of the push');

/** A body of two parts: what is to be done, and the content. */
function submission(content: Uint8Array, header = ''): Message {
  const head = `--b\r\nContent-Type: application/xml\r\n\r\n<pap/>\r\n--b\r\nContent-Type: text/plain\r\n${header}\r\n`;
  return { type: 'multipart/related', body: concatBytes(toUtf8(head), content, toUtf8('\r\n--b--\r\n')) };
}

/** Transaction id, type of PDU, one octet of headers: text/plain. */
function push(content: Uint8Array, type = 6): Message {
  return { type: 'push', body: concatBytes(new Uint8Array([1, type, 1, 0x83]), content) };
}

function links(messages: readonly Message[]) {
  return dissectTraffic(registry, messages).packets.map(({ tree }) => {
    checkTiling(tree);
    return [
      ...values(tree, 'mime_multipart.pushed_in').map((packet) => `pushed ${String(packet)}`),
      ...values(tree, 'wsp.submitted_in').map((packet) => `submitted ${String(packet)}`),
    ];
  });
}

test('a submission and the push of its octets lead to each other', () => {
  expect(links([submission(CONTENT), push(CONTENT)])).toEqual([['pushed 2'], ['submitted 1']]);
  expect(links([submission(CONTENT, 'Content-Transfer-Encoding: Binary\r\n'), push(CONTENT, 7)])).toEqual([
    ['pushed 2'],
    ['submitted 1'],
  ]);
});

test('the first push and the last submission count', () => {
  const all = [submission(CONTENT), submission(CONTENT), push(CONTENT), push(CONTENT)];
  expect(links(all)).toEqual([['pushed 3'], ['pushed 3'], ['submitted 2'], ['submitted 2']]);
});

test('other octets, and pushes before the submission, are none', () => {
  expect(links([push(CONTENT), submission(CONTENT), push(toUtf8('another content'))])).toEqual([[], [], []]);
  expect(links([submission(toUtf8('short')), push(toUtf8('short'))])).toEqual([[], []]);
  const long = new Uint8Array(70_000).fill(0x61);
  expect(links([submission(long), push(long)])).toEqual([[], []]);
});

test('parts that are coded are other octets', () => {
  const text = toUtf8(toBase64(CONTENT));
  expect(links([submission(text, 'Content-Transfer-Encoding: base64\r\n'), push(text), push(CONTENT)])).toEqual([
    [],
    [],
    [],
  ]);
  expect(links([submission(CONTENT, 'Content-Encoding: deflate\r\n'), push(CONTENT)])).toEqual([[], []]);
});

test('what the capture cut is not compared', () => {
  expect(links([submission(CONTENT), { ...push(concatBytes(CONTENT, CONTENT)), cut: CONTENT.length }])).toEqual([
    [],
    [],
  ]);
});

test('a push that an error message quotes is none', () => {
  const { type, body } = push(CONTENT);
  expect(links([submission(CONTENT), { type: `quoted ${type}`, body }])).toEqual([[], []]);
});

test('the part before the content is no content', () => {
  const pap = toUtf8('<pap/>\n\n\n');
  expect(
    links([
      { type: 'multipart/related', body: concatBytes(toUtf8('--b\r\n\r\n'), pap, toUtf8('\r\n--b--')) },
      push(pap),
    ]),
  ).toEqual([[], []]);
});

test('a body without an end, and one with many parts', () => {
  const open = { type: 'multipart/mixed', body: concatBytes(toUtf8('--b\r\n\r\nx\r\n--b\r\n\r\n'), CONTENT) };
  expect(links([open, push(CONTENT)])).toEqual([['pushed 2'], ['submitted 1']]);
  const many = { type: 'multipart/mixed', body: toUtf8(`--b\r\n\r\nx${'\r\n--b\r\nbroken'.repeat(9)}\r\n--b--`) };
  expect(links([many])).toEqual([[]]);
});
