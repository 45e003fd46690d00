import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { attributeOf, descend, MAX_ELEMENTS_OPEN, type MarkupDocument } from '../markup.ts';
import { markupText } from '../markup-text.ts';
import { readXml } from './reader.ts';
import { rootNameAt } from './root-name.ts';

const octets = (xml: string | Uint8Array): Uint8Array => (typeof xml === 'string' ? toUtf8(xml) : xml);
function read(xml: string | Uint8Array): MarkupDocument {
  const bytes = octets(xml);
  return readXml(bytes, 0, bytes.length);
}
const rules = (document: MarkupDocument): string[] => document.problems.map(({ rule }) => rule.id);
const utf16 = (text: string, little: boolean): Uint8Array =>
  Uint8Array.from(
    [...text].flatMap((c) =>
      little ? [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8] : [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff],
    ),
  );

test('elements, attributes and text with their places', () => {
  const xml = `<?xml version="1.0"?>\n<a x='1'  y = "&lt;2&#x41;"><b/>\u20AC &amp; <![CDATA[<c>]]></a >`;
  const document = read(xml);
  expect(rules(document)).toEqual([]);
  expect(document.whole).toBe(true);
  const { root } = document;
  expect(root?.text).toBe('\u20AC & <c>');
  expect(attributeOf(root, 'y')?.value).toBe('<2A');
  expect(root?.elements.map(({ name, start, end }) => [name, start / 8, end / 8])).toEqual([['b', 50, 54]]);
  expect(document.end).toBe(toUtf8(xml).length * 8);
  expect(markupText(document, false).text).toBe(
    `<a x="1" y="&lt;2A"><b/>\u20AC &amp; &lt;c&gt;</a>`.replace('<a', '<a'),
  );
});

test('namespaces by prefix and by default', () => {
  const document = read('<p:a xmlns:p="P" xmlns="D"><b><p:c/></b><d xmlns=""/></p:a>');
  const { root } = document;
  expect([
    root?.namespace,
    descend(root, 'b')?.namespace,
    descend(root, 'b', 'c')?.namespace,
    descend(root, 'd')?.namespace,
  ]).toEqual(['P', 'D', 'P', '']);
});

describe('encodings', () => {
  const xml = '<a>\u00E9</a>';
  test.each([
    ['UTF-8', toUtf8(xml)],
    ['UTF-8 with a mark', concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), toUtf8(xml))],
    ['UTF-16, big-endian, with a mark', concatBytes(Uint8Array.of(0xfe, 0xff), utf16(xml, false))],
    ['UTF-16, little-endian, with a mark', concatBytes(Uint8Array.of(0xff, 0xfe), utf16(xml, true))],
    ['UTF-16, big-endian', utf16(xml, false)],
    ['UTF-16, little-endian', utf16(xml, true)],
    [
      'ISO 8859-1',
      concatBytes(toUtf8('<?xml version="1.0" encoding="ISO-8859-1"?><a>'), Uint8Array.of(0xe9), toUtf8('</a>')),
    ],
    [
      'windows-1252',
      concatBytes(toUtf8('<?xml version="1.0" encoding="windows-1252"?><a>'), Uint8Array.of(0xe9), toUtf8('</a>')),
    ],
  ])('%s', (_, bytes) => {
    const document = read(bytes);
    expect(rules(document)).toEqual([]);
    expect(document.root?.text).toBe('\u00E9');
    expect(document.end).toBe(bytes.length * 8);
    expect(document.root?.end).toBe(bytes.length * 8);
    expect(rootNameAt(bytes, 0, bytes.length)).toBe('a');
  });

  test.each([
    ['an octet that is no UTF-8', concatBytes(toUtf8('<a>'), Uint8Array.of(0xe9), toUtf8('</a>')), 3],
    ['a long form', concatBytes(toUtf8('<a>'), Uint8Array.of(0xe0, 0x80, 0x80), toUtf8('</a>')), 3],
    ['a character cut short', concatBytes(toUtf8('<a>'), Uint8Array.of(0xe2, 0x82), toUtf8('</a>')), 3],
    [
      'an octet above ASCII',
      concatBytes(toUtf8('<?xml version="1.0" encoding="US-ASCII"?><a>'), Uint8Array.of(0xe9), toUtf8('</a>')),
      44,
    ],
  ])('%s', (_, bytes, at) => {
    const document = read(bytes);
    expect(document.problems[0]).toMatchObject({ rule: { id: 'XML-005' }, start: at * 8 });
    expect(document.whole).toBe(true);
  });

  test.each(['x-unknown', 'iso-8859-99', 'utf-16'])('declared as %s', (name) => {
    expect(rules(read(`<?xml version="1.0" encoding="${name}"?><a/>`))).toEqual(['XML-005']);
  });

  test('half a character of UTF-16', () => {
    expect(rules(read(concatBytes(utf16('<a/>', false), Uint8Array.of(0))))).toContain('XML-005');
  });
});

describe('ill-formed documents are read up to the fault', () => {
  test.each([
    ['', 0],
    ['<a', 0],
    ['<a><b></a>', 6],
    ['<a></a><b/>', 7],
    ['<a/>text', 4],
    ['text<a/>', 0],
    ['<a>1 < 2</a>', 5],
    ['<a x=1/>', 2],
    ['<a x/>', 2],
    ['<a x="1" x="2"/>', 8],
    ['<a x="1"y="2"/>', 8],
    ['<a x="<"/>', 2],
    ['<a / >', 2],
    ['<1/>', 0],
    ['<a 1="2"/>', 2],
    ['</a>', 0],
    ['<a></a b>', 3],
    ['<a></a', 3],
    ['<a>', 3],
    ['<a><!-- b', 3],
    ['<a><![CDATA[b', 3],
    ['<![CDATA[b]]><a/>', 0],
    ['<a><?b', 3],
    ['<? b?><a/>', 0],
    ['<a><?xml version="1.0"?></a>', 3],
    [' <?xml version="1.0"?><a/>', 1],
    ['<!ELEMENT a EMPTY><a/>', 0],
    ['<a><!DOCTYPE a></a>', 3],
    ['<!DOCTYPE a', 0],
    ['<!DOCTYPE a [<!ENTITY', 0],
    ['<?p ?><!DOCTYPE a [<?x', 6],
    ['<!DOCTYPE a [<!--', 0],
    ['<!-- c -->', 10],
    ['<a><!x></a>', 3],
  ])('%s', (xml, reached) => {
    const document = read(xml);
    expect(document.whole).toBe(false);
    expect(rules(document)).toEqual(['XML-001']);
    expect(document.end).toBe(reached * 8);
  });
});

describe('attacks', () => {
  test('entities are not expanded', () => {
    const document = read('<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a x="&c;">&c;&b</a>');
    expect(rules(document)).toEqual(['XML-003', 'XML-002', 'XML-002', 'XML-002']);
    expect(document.root?.text).toBe('&c;&b');
    expect(attributeOf(document.root, 'x')?.value).toBe('&c;');
  });

  test('the internal subset may hold the ends of declarations, comments and instructions', () => {
    const document = read(
      '<!DOCTYPE pap PUBLIC "-//A//DTD  B//EN" "u" [<?v x=">"?><!-- ]> --><!ELEMENT a "]>">]><pap/>',
    );
    expect(rules(document)).toEqual([]);
    expect(document.publicId).toBe('-//A//DTD B//EN');
    expect(document.whole).toBe(true);
    const bytes = toUtf8('<?x?><!-- <y> --><!DOCTYPE pap [<!ELEMENT a "]>">]><q:pap/>');
    expect(rootNameAt(bytes, 0, bytes.length)).toBe('pap');
  });

  test('deep nesting ends at a limit', () => {
    const document = read('<a>'.repeat(50_000));
    expect(rules(document)).toEqual(['XML-004']);
    expect(document.end).toBe(MAX_ELEMENTS_OPEN * 3 * 8);
  });

  test('long prologs, many attributes and references take linear time', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => ` a${i}="&x;"`).join('');
    const document = read(`${'<?a?>'.repeat(50_000)}<a${names}>${'&'.repeat(100_000)}</a>`);
    expect(document.whole).toBe(true);
    expect(document.problems.length).toBe(100);
  });
});

test.each([
  ['<a>&#0;&#xD800;&#x110000;&nbsp;&amp;&#9;</a>', '&#0;&#xD800;&#x110000;&nbsp;&\t', 4],
  ['<a>\r\nb\rc</a>', '\nb\nc', 0],
  ['<a>&quot;&apos;&gt;</a>', `"'>`, 0],
  ['<a>&constructor;</a>', '&constructor;', 1],
])('references in %s', (xml, text, faults) => {
  const document = read(xml);
  expect(document.root?.text).toBe(text);
  expect(document.problems.length).toBe(faults);
});

test('characters that XML has not', () => {
  expect(rules(read('<a>\u0001</a>'))).toEqual(['XML-006']);
});

test('a document in CDATA or in plain text can be read in place, one in escapes cannot', () => {
  const exact = (xml: string): unknown => read(xml).root?.nodes.find(({ kind }) => kind === 'text');
  expect(exact('<a>\n<![CDATA[<b/>]]>\n</a>')).toMatchObject({ exact: { start: 13 * 8, end: 17 * 8 } });
  expect(exact('<a>b</a>')).toMatchObject({ exact: { start: 24, end: 32 } });
  expect(exact('<a>&lt;b/&gt;</a>')).toMatchObject({ exact: undefined });
  expect(exact('<a>x<![CDATA[<b/>]]></a>')).toMatchObject({ exact: undefined });
  expect(exact('<a><![CDATA[]]></a>')).toMatchObject({ text: '' });
});

test('long texts keep the places of their characters', () => {
  const document = read(`<a>${'\u20AC'.repeat(10_000)}<b/></a>`);
  expect(document.root?.elements[0]?.start).toBe((3 + 30_000) * 8);
  expect(document.root?.text.length).toBe(10_000);
});

test('instructions and comments are kept', () => {
  const document = read('<!-- c --><a><?b d?><!--e--></a><?f?>');
  expect(markupText(document, false).text).toBe('<!-- c --><a><?b d?><!--e--></a><?f?>');
  expect(markupText(document, true).text).toBe('<!-- c -->\n<a><?b d?><!--e--></a>\n<?f?>');
});

test('root names', () => {
  const name = (text: string): string | undefined => rootNameAt(toUtf8(text), 0, toUtf8(text).length);
  expect(name('  <si>')).toBe('si');
  expect(name('x<si>')).toBeUndefined();
  expect(name('<')).toBeUndefined();
  expect(name('< si>')).toBeUndefined();
  expect(name('<?x')).toBeUndefined();
  expect(name('<!--')).toBeUndefined();
  expect(name('<!DOCTYPE')).toBeUndefined();
  expect(name('<o-ex:rights a="b">')).toBe('rights');
});

test('what is written is read again', () => {
  const name = fc.constantFrom('a', 'b', 'c:d', 'e-f');
  const text = fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter((t) => !/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(t));
  const { element } = fc.letrec<{ element: string; node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      text.map((t) => t.replace(/[&<>\r]/g, (c) => `&#${c.charCodeAt(0)};`)),
      tie('element'),
    ),
    element: fc
      .tuple(name, text, fc.array(tie('node'), { maxLength: 4 }))
      .map(
        ([n, value, inside]) =>
          `<${n} x="${value.replace(/["&<>\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)}">${inside.join('')}</${n}>`,
      ),
  }));
  fc.assert(
    fc.property(element, (xml) => {
      const once = read(xml);
      expect(once.whole).toBe(true);
      const written = markupText(once, false).text;
      const twice = read(written);
      expect(markupText(twice, false).text).toBe(written);
      expect(twice.root?.text).toBe(once.root?.text);
    }),
    { numRuns: 200 },
  );
});
