import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toUtf8 } from '../base/bytes.ts';
import { documentRegistry } from '../testing/documents.ts';
import { checkTiling, dissect, values, violations } from '../testing/packets.ts';
import { compileContent } from './content-model.ts';
import { attributeOf, childOf, childrenOf, descend, localName, walk } from './markup.ts';
import { looksLikeXml, markupForm } from './markup-sniff.ts';
import { markupText } from './markup-text.ts';
import { readWbxml } from './wbxml/read.ts';
import { readXml } from './xml/reader.ts';

const registry = documentRegistry();
const xml = (text: string) => readXml(toUtf8(text), 0, toUtf8(text).length);
const utf16 = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((c) => [0, c.charCodeAt(0)]));

describe('content models', () => {
  test.each<readonly [string, readonly string[], boolean]>([
    ['a, b?, c*', ['a'], true],
    ['a, b?, c*', ['a', 'b', 'c', 'c'], true],
    ['a, b?, c*', ['a', 'c', 'b'], false],
    ['(a | b)+, c?', ['b', 'a', 'c'], true],
    ['(a | b)+, c?', ['c'], false],
    ['(#PCDATA)', [], true],
    ['(#PCDATA)', ['a'], false],
    ['EMPTY', [], true],
    ['ANY', ['x', 'y'], true],
    ['a-b, c:d', ['a-b', 'c:d'], true],
    ['a+', new Array<string>(5000).fill('b'), true],
  ])('%s for %s', (model, children, accepted) => {
    expect(compileContent(model).accepts(children)).toBe(accepted);
  });
  test('names and emptiness', () => {
    expect([...compileContent('a, (b | c)*').names]).toEqual(['a', 'b', 'c']);
    expect(compileContent('EMPTY')).toMatchObject({ empty: true, any: false });
    expect(compileContent('ANY')).toMatchObject({ empty: false, any: true });
  });
});

test('ways through a document', () => {
  const { root } = xml('<p:a x="1"><b>t</b><q:b/><c><d/></c></p:a>');
  expect(localName(root!.name)).toBe('a');
  expect(childOf(root, 'b')?.text).toBe('t');
  expect(childrenOf(root!, 'b').length).toBe(2);
  expect(descend(root, 'c', 'd')?.name).toBe('d');
  expect(descend(root, 'x', 'd')).toBeUndefined();
  expect(attributeOf(root, 'x')?.value).toBe('1');
  const seen: string[] = [];
  walk(root!, ({ name }, around) => seen.push(`${around.length}${name}`));
  expect(seen).toEqual(['0p:a', '1b', '1q:b', '1c', '2d']);
});

describe('what octets are', () => {
  test.each<readonly [string, Uint8Array, 'wbxml' | 'xml' | undefined]>([
    ['blanks before a tag', toUtf8(' \t\r\n<a/>'), 'xml'],
    ['a byte order mark', concatBytes(Uint8Array.of(0xef, 0xbb, 0xbf), toUtf8('<a/>')), 'xml'],
    ['UTF-16', utf16('<a/>'), 'xml'],
    ['UTF-16 with a mark', concatBytes(Uint8Array.of(0xfe, 0xff), utf16('<a/>')), 'xml'],
    [
      'UTF-16, little-endian',
      concatBytes(Uint8Array.of(0xff, 0xfe), utf16('<a/>').toReversed(), Uint8Array.of()),
      undefined,
    ],
    ['UTF-16, little-endian, a tag first', Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x61, 0, 0x2f, 0, 0x3e, 0), 'xml'],
    ['a header', fromHex('03056a0005')!, 'wbxml'],
    ['a header of an unknown charset', fromHex('0305820300 05'.replace(' ', ''))!, undefined],
    ['a table that does not fit', fromHex('03056a1005')!, undefined],
    ['text', toUtf8('text'), undefined],
    ['little', toUtf8('<a>'), undefined],
  ])('%s', (_, bytes, form) => {
    expect(markupForm(bytes, 0, bytes.length)).toBe(form);
    expect(looksLikeXml(bytes, 0, bytes.length)).toBe(form === 'xml' || bytes.length === 3);
  });
});

test('a document in UTF-16 has its rows on the right octets', () => {
  const { tree } = dissect(registry, 'xml', utf16('<sl href="a"/>'));
  checkTiling(tree);
  expect(values(tree, 'sl.href')).toEqual(['a']);
  const row = tree.find1('sl.href')!;
  expect([tree.start(row) / 8, tree.end(row) / 8]).toEqual([6, 24]);
});

test('instructions of both forms are rows', () => {
  const binary = dissect(registry, 'wbxml', '03 05 6a 03 70 69 00 43 04 00 03 78 00 01 45 46 03 61 00 01 01');
  checkTiling(binary.tree);
  expect(values(binary.tree, 'wbxml.pi_xml')).toEqual(['pi x']);
  expect(values(binary.tree, 'wbxml.string_table_item_string')).toEqual(['pi']);
  const text = dissect(registry, 'xml', toUtf8('<?pi x?><!--c--><si><indication>a</indication></si>'));
  checkTiling(text.tree);
  expect(values(text.tree, 'xml.xmlpi')).toEqual(['pi x']);
  expect(values(text.tree, 'xml.comment')).toEqual(['c']);
});

test('what a vocabulary does not describe is still shown', () => {
  const { tree } = dissect(registry, 'si', '03 05 6a 05 78 00 79 7a 00 45 c4 00 04 02 03 31 00 01 03 61 00 01 01');
  checkTiling(tree);
  expect(values(tree, 'wbxml.element')).toEqual(['x']);
  expect(values(tree, 'wbxml.attribute')).toEqual(['yz="1"']);
  expect(violations(tree)).toEqual(['DOC-001']);
});

describe('as text', () => {
  test('names that XML cannot carry are replaced', () => {
    const bytes = fromHex('03056a04312061004544000101')!;
    expect(markupText(readWbxml(bytes, 0, bytes.length), false).text).toBe('<unknown_0_05><_1_a/></unknown_0_05>');
  });
  test('escapes', () => {
    expect(markupText(xml('<a b="&quot;&lt;&#9;&#10;&#13;&amp;>">&lt;&#13;&amp;&gt;"</a>'), false).text).toBe(
      '<a b="&quot;&lt;&#9;&#10;&#13;&amp;&gt;">&lt;&#13;&amp;&gt;"</a>',
    );
  });
  test('lines for elements, none inside text', () => {
    expect(markupText(xml('<a> <b/> <c>x<d/></c> </a>'), true).text).toBe('<a>\n  <b/>\n  <c>x<d/></c>\n</a>');
  });
  test('deep documents are not indented without end', () => {
    const { text } = markupText(xml(`${'<a>'.repeat(200)}${'</a>'.repeat(200)}`), true);
    expect(text.length).toBeLessThan(200 * 2 * 75);
  });
  test('every part stands inside the one around it', () => {
    const { spans } = markupText(xml('<a x="1"><b>t</b><!--c--></a>'), true);
    for (let i = 4; i < spans.length; i += 4) {
      expect(
        spans[i]! >= spans[0]! &&
          spans[i + 1]! <= spans[1]! &&
          spans[i + 2]! >= spans[2]! &&
          spans[i + 3]! <= spans[3]!,
      ).toBe(true);
    }
    expect(spans.length / 4).toBe(5);
  });
});
