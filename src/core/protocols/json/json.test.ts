import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toBase64, toUtf8 } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, summarize, treeText, values, violations } from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register as frame } from '../frame/frame.ts';
import { register as http } from '../http/http.ts';
import { register } from './json.ts';

const registry = new Registry();
for (const one of [frame, http, dmNotification, register]) one(registry);

function read(text: string | Uint8Array, layer = 'json') {
  const bytes = typeof text === 'string' ? toUtf8(text) : text;
  const result = dissect(registry, layer, bytes);
  checkTiling(result.tree);
  const { protocol } = summarize(registry, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
  const name = registry.protocolByNumber(protocol)?.id;
  expect(name).toBe(result.context.layers.at(-1)?.protocol);
  return result;
}

// A DM 1.3 notification: session 0x1234, Server-ID "com.example.dm".
const NOTIFICATION = fromHex(
  '1310000000001234650c5d2f100e636f6d2e6578616d706c652e646d0000000000000000000000000000000000000000000000000000000000000000',
)!;

describe('rows', () => {
  test('of objects, arrays and values', () => {
    const { tree } = read('{"a": [1.5e3, true], "b\\u0021": {"c": null, "d": "x\\n"}, "e": false}');
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'json.key')).toEqual(['a', 'b!', 'c', 'd', 'e']);
    expect(values(tree, 'json.member')).toEqual(['a', 'b!', 'c', 'd', 'e']);
    expect(values(tree, 'json.value.number')).toEqual(['1.5e3']);
    expect(values(tree, 'json.value.string')).toEqual(['x\n']);
    expect(values(tree, 'json.value.true')).toEqual(['true']);
    expect(values(tree, 'json.value.false')).toEqual(['false']);
    expect(values(tree, 'json.value.null')).toEqual(['null']);
    expect(treeText(tree)).toContain('\n    json.member ');
  });

  test('of a value alone, and of nothing', () => {
    expect(values(read('"a"').tree, 'json.value.string')).toEqual(['a']);
    expect(violations(read('').tree)).toEqual([]);
  });

  test('of nesting deeper than anyone needs', () => {
    const { tree } = read(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'json.array')).toHaveLength(64);
  });

  test.each(['{"a": tru}', '{"a": "b', '[1, 2', '{1}', '[}', 'hello', '{"a": 01x}'])('%s is no JSON', (text) => {
    expect(violations(read(text).tree)).toEqual(['JSON-001']);
  });
  test('a string with a wrong escape is shown as written', () => {
    expect(values(read('"a\\x"').tree, 'json.value.string')).toEqual(['a\\x']);
  });
});

describe('cloud messages', () => {
  const message = (payload: string) => `{"to":"token","data":{"payload":"${payload}"},"time_to_live":60}`;

  test('a notification in base64 is found and shown', () => {
    const { tree, context } = read(message(toBase64(NOTIFICATION)));
    expect(context.info).toMatch(/^JSON, DM 1.3 notification, session 0x/);
    expect(tree.sources[1]?.label).toBe(`Base64 in JSON (${NOTIFICATION.length} octets)`);
    expect(tree.find1('dmnoti.session_id')).toBeDefined();
  });
  test('in the alphabet for addresses too', () => {
    const text = toBase64(NOTIFICATION).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
    expect(read(message(text)).tree.sources).toHaveLength(2);
  });
  test('over HTTP, without the rules of content types', () => {
    const body = message(toBase64(NOTIFICATION));
    const head = 'POST /fcm/send HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
    const { tree, context } = read(`${head}Content-Length: ${body.length}\r\n\r\n${body}`, 'http');
    expect(context.info).toMatch(/^POST \/fcm\/send, JSON, DM 1.3 notification/);
    expect(violations(tree)).not.toContain('N13-079');
  });
  test('other base64 is left alone', () => {
    expect(read(message(toBase64(new Uint8Array(60).fill(0xee)))).tree.sources).toHaveLength(1);
    expect(read(message('short')).tree.sources).toHaveLength(1);
  });
});

test('both passes stop at what cannot stand where it stands, and pass over names', () => {
  const text = toBase64(NOTIFICATION);
  for (const broken of [
    `}{"a": "${text}"}`,
    `{"${text}": 1}`,
    `["a"} "${text}"`,
    `{1 "${text}"}`,
    `{"a": 1]"${text}"`,
  ]) {
    expect(read(broken).context.protocolName).toBe('JSON');
  }
});

test('whatever the octets are, nothing throws and every bit has a leaf', () => {
  const seed = `{"a": [1, "b", {"c": "${toBase64(NOTIFICATION)}"}], "d": null}`;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[],:"\\ 1a')), { maxLength: 5 }),
      fc.nat(),
      (changes, cut) => {
        const letters = [...seed];
        for (const [at, letter] of changes) letters[at % letters.length] = letter;
        read(letters.slice(0, letters.length - (cut % 30)).join(''));
      },
    ),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(violations(read(text).tree)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
