import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type JsonNode, jsonNodeOf, MAX_DEPTH, parseJson, plainValue } from './json-text.ts';

function parsed(text: string): JsonNode {
  const result = parseJson(text);
  if (!('node' in result)) throw new Error(result.fault.message);
  return result.node;
}

test('reads what JSON.parse reads, to the same values', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
      expect(plainValue(parsed(JSON.stringify(value, undefined, indent)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('refuses what JSON.parse refuses', () => {
  let refused = 0;
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '\u0001', '0'), (value, at, by) => {
      const text = JSON.stringify(value);
      const broken = text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + 1);
      let isJson = true;
      try {
        JSON.parse(broken);
      } catch {
        isJson = false;
        refused++;
      }
      const result = parseJson(broken);
      // One thing is refused besides: a name that stands twice.
      if ('fault' in result && result.fault.message.includes('stands twice')) return;
      expect(['node' in result, broken]).toEqual([isJson, broken]);
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(100);
});

test('keeps the place of every value', () => {
  const text = ' {"a" : [1, "\\u0041\\n"], "b":true, "c":null, "d":-1.5e2, "e":false} ';
  const node = parsed(text);
  if (node.kind !== 'object') throw new Error('no object');
  expect(
    node.members.map(({ key, place, value }) => [
      key,
      text.slice(place.from, place.to),
      text.slice(value.from, value.to),
    ]),
  ).toEqual([
    ['a', '"a"', '[1, "\\u0041\\n"]'],
    ['b', '"b"', 'true'],
    ['c', '"c"', 'null'],
    ['d', '"d"', '-1.5e2'],
    ['e', '"e"', 'false'],
  ]);
  expect(plainValue(node)).toEqual({ a: [1, 'A\n'], b: true, c: null, d: -150, e: false });
});

test.each([
  ['', 'a value is expected', 0],
  ['{"a"', '":" is expected', 4],
  ['{"a":1', '"," or "}" is expected', 6],
  ['{a:1}', 'a name in quotation marks is expected', 1],
  ['[1', '"," or "]" is expected', 2],
  ['[1,]', 'a value is expected', 3],
  ['"a', 'the quotation mark at the end of the text is missing', 2],
  ['"\\x"', 'no such escape in JSON', 1],
  ['"\\u12"', 'four hexadecimal digits are expected behind \\u', 1],
  ['{"a":1,"a":2}', '"a" stands twice in one object', 7],
  ['tru', 'a value is expected', 0],
  ['1 2', 'nothing is expected behind the value', 2],
  ['['.repeat(MAX_DEPTH + 2), 'values are nested too deep', MAX_DEPTH + 1],
])('says what is wrong with %j and where', (text, message, from) => {
  expect(parseJson(text)).toEqual({ fault: expect.objectContaining({ message, from }) });
});

test('takes values that were read elsewhere', () => {
  expect(jsonNodeOf({ a: [1] })).toMatchObject({ kind: 'object' });
  expect(jsonNodeOf(undefined)).toBeUndefined();
});
