import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../base/bytes.ts';
import { Cursor } from '../codec/cursor.ts';
import { type Field, fields } from '../codec/field.ts';
import { Tree } from '../codec/tree.ts';
import { checkTiling, values } from '../testing/packets.ts';
import { type HeaderGrammar, headerFields, headerRules, readHeaders } from './text-headers.ts';
import { headersEnd, headerValue } from './text-lines.ts';

const f = fields({
  line: { filter: 'x.line', type: 'group', label: 'Line', doc: 'A header.' },
  unknown: { filter: 'x.unknown', type: 'text', label: 'Value', doc: 'A value.' },
});
const to: Field = { filter: 'x.to', type: 'text', label: 'To', doc: 'Whom.' };
// As SIP has them.
const grammar: HeaderGrammar = {
  fields: headerFields('x', 'none'),
  rules: headerRules('X', 'none'),
  line: f.line,
  unknown: f.unknown,
  values: new Map([['to', to]]),
  compact: new Map([['t', 'to']]),
  tightColon: false,
  flat: false,
};

function read(text: string) {
  const bytes = toUtf8(text);
  const tree = new Tree();
  tree.addSource({ label: 'x', bytes, cut: false });
  const cursor = new Cursor(tree, 0);
  const headers = readHeaders(cursor, grammar);
  tree.finish();
  checkTiling(tree);
  return { tree, headers, at: cursor.at, found: tree.findings.map(({ rule }) => rule.id) };
}

describe('header sections', () => {
  test('compact names, blanks before the colon and folding, where the protocol has them', () => {
    const { tree, headers, at, found } = read('T : a\r\nVia: b,\r\n  c\r\nconstructor: d\r\n\r\nbody');
    expect(found).toEqual([]);
    expect(values(tree, 'x.to')).toEqual(['a']);
    expect(headers.get('to')).toEqual({ name: 'T', key: 'to', value: 'a', start: 32, end: 40 });
    expect(headers.get('via')?.value).toBe('b, c');
    expect(headers.every('constructor')).toHaveLength(1);
    expect(at).toBe('T : a\r\nVia: b,\r\n  c\r\nconstructor: d\r\n\r\n'.length);
  });
  test('an empty value, and a line of blanks folded onto a header', () => {
    const { headers, found } = read('A:\r\nB: c\r\n \r\n\r\n');
    expect(headers.all.map(({ value }) => value)).toEqual(['', 'c']);
    expect(found).toEqual([]);
  });
  test('values that are not UTF-8 keep every octet', () => {
    const bytes = Uint8Array.of(0x41, 0x3a, 0xff, 0x0d, 0x0a, 0x0d, 0x0a);
    expect(headerValue(bytes, 0, bytes.length, 'a')).toBe('ÿ');
  });
  test('nothing throws, and both passes see the same values', () => {
    const line = fc.tuple(
      fc.constantFrom('a', 'To', 't', 'a b', ''),
      fc.constantFrom(':', ' : ', ''),
      fc.string({ maxLength: 6 }),
      fc.constantFrom('\r\n', '\n', '\r\n '),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.boolean(), (lines, ended) => {
        const text = lines.map((parts) => parts.join('')).join('') + (ended ? '\r\n' : '');
        const bytes = toUtf8(text);
        const { headers, at } = read(text);
        const section = headersEnd(bytes, 0, bytes.length);
        if (section >= 0) expect(at).toBe(section);
        const first = headers.all.find(({ key, name }) => key === 'a' && name === 'a');
        expect(headerValue(bytes, 0, at, 'a')).toBe(first?.value);
      }),
      { numRuns: 300 },
    );
  });
});
