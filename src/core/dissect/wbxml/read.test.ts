import { describe, expect, test } from 'vitest';
import { fromHex, toUtf8 } from '../../base/bytes.ts';
import { MAX_ELEMENTS_OPEN, type MarkupDocument } from '../markup.ts';
import { markupText } from '../markup-text.ts';
import { codePages, type TokenTables } from './code-pages.ts';
import { type Dialect, NO_DIALECT } from './dialect.ts';
import { readWbxml } from './read.ts';

const SI: TokenTables = {
  tags: [
    [0, 5, 'si'],
    [0, 6, 'indication'],
  ],
  starts: [
    [0, 0x08, 'action', 'signal-high'],
    [0, 0x0a, 'created', ''],
    [0, 0x0b, 'href', ''],
    [0, 0x0e, 'href', 'https://'],
  ],
  values: [[0, 0x85, '.com/']],
};
const dialect = (tables: TokenTables, more: Partial<Dialect> = {}): Dialect => ({
  ...NO_DIALECT,
  codes: codePages(tables),
  ...more,
});
const si = dialect(SI, { opaque: { created: 'date' } });

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex.replace(/\s/g, ''));
  if (bytes === undefined) throw new Error(hex);
  return bytes;
}

function read(hex: string | Uint8Array, tables: Dialect = si): MarkupDocument {
  const bytes = typeof hex === 'string' ? bytesOf(hex) : hex;
  return readWbxml(bytes, 0, bytes.length, () => tables);
}

const text = (document: MarkupDocument): string => markupText(document, false).text;
const rules = (document: MarkupDocument): string[] => document.problems.map(({ rule }) => rule.id);

describe('examples of the specification', () => {
  test('a document with entities', () => {
    const tables: TokenTables = {
      tags: [
        [0, 5, 'BR'],
        [0, 6, 'CARD'],
        [0, 7, 'XYZ'],
      ],
      starts: [],
      values: [],
    };
    const document = read(
      '03 01 03 00 47 46 03 20 58 20 26 20 59 00 05 03 20 58 00 02 81 20 03 3D 00 02 81 20 03 31 20 00 01 01',
      dialect(tables),
    );
    expect(text(document)).toBe('<XYZ><CARD> X &amp; Y<BR/> X\u00A0=\u00A01 </CARD></XYZ>');
    expect(document.whole).toBe(true);
    expect(rules(document)).toEqual([]);
  });

  test('a document with a string table and attributes', () => {
    const tables: TokenTables = {
      tags: [
        [0, 5, 'CARD'],
        [0, 6, 'INPUT'],
        [0, 7, 'XYZ'],
        [0, 8, 'DO'],
      ],
      starts: [
        [0, 5, 'STYLE', 'LIST'],
        [0, 6, 'TYPE', ''],
        [0, 7, 'TYPE', 'TEXT'],
        [0, 8, 'URL', 'http://'],
        [0, 9, 'NAME', ''],
        [0, 10, 'KEY', ''],
      ],
      values: [
        [0, 0x85, '.org'],
        [0, 0x86, 'ACCEPT'],
      ],
    };
    const document = read(
      '03 01 6A 12 61 62 63 00 20 45 6E 74 65 72 20 6E 61 6D 65 3A 20 00 47 C5 09 83 00 05 01 88 06 86 08 03 78 79 7A 00 85 03 2F 73 00 01 83 04 86 07 0A 03 4E 00 01 01 01',
      dialect(tables),
    );
    expect(text(document)).toBe(
      '<XYZ><CARD NAME="abc" STYLE="LIST"><DO TYPE="ACCEPT" URL="http://xyz.org/s"/> Enter name: <INPUT TYPE="TEXT" KEY="N"/></CARD></XYZ>',
    );
    expect(rules(document)).toEqual([]);
  });
});

describe('small cases', () => {
  test.each([
    ['03 05 6A 00 45 01', '<si/>', []],
    ['03 05 6A 00 05', '<si/>', []],
    ['03 05 6A 00 45 46 03 61 00 02 60 03 62 00 01 01', '<si><indication>a`b</indication></si>', []],
    ['03 05 6A 00 45 C6 0E 01 03 78 00 01 01', '<si><indication href="https://">x</indication></si>', []],
    ['03 05 6A 04 61 62 63 00 45 46 83 01 01 01', '<si><indication>bc</indication></si>', []],
    ['03 05 6A 02 78 00 45 04 00 44 00 03 79 00 01 01', '<si><x/><x>y</x></si>', []],
    ['00 05 00 45 46 03 61 00 01 01', '<si><indication>a</indication></si>', []],
    ['00 05 6A 00 45 46 03 61 00 01 01', '<si><indication>a</indication></si>', ['WBXML-025']],
    ['03 05 87 77 00 45 46 03 00 61 00 62 00 00 01 01', '<si><indication>ab</indication></si>', []],
    ['03 05 03 00 45 46 03 61 E9 00 01 01', '<si><indication>a\uFFFD</indication></si>', ['WBXML-008']],
    ['03 05 6A 00 45 46 03 61 E9 00 01 01', '<si><indication>a\uFFFD</indication></si>', ['WBXML-008']],
    ['03 05 04 00 45 46 03 61 E9 00 01 01', '<si><indication>a\u00E9</indication></si>', []],
    ['03 05 82 03 00 45 46 03 61 00 01 01', '<si><indication>a</indication></si>', ['WBXML-007']],
    [
      '03 05 6A 00 45 C6 0A C3 04 20 26 13 01 01 01 01',
      '<si><indication created="2026-13-01T00:00:00Z"/></si>',
      ['WBXML-030'],
    ],
    ['03 05 6A 00 45 C6 0A C3 04 2A 26 01 01 01 01 01', '<si><indication created="2a260101"/></si>', ['WBXML-030']],
    ['03 05 6A 00 45 C6 0A C3 03 20 30 01 01 01 01', '<si><indication created="203001"/></si>', ['WBXML-030']],
    ['03 05 6A 00 45 C6 0A 03 78 00 01 01 01', '<si><indication created="x"/></si>', ['WBXML-031']],
    ['03 05 6A 00 45 C3 02 FF FE 01', '<si>//4=</si>', []],
    ['00 05 00 45 C3 01 41 01', '<si>A</si>', ['WBXML-016']],
    ['03 05 6A 00 45 7F 01 01', '<si><unknown_0_3F/></si>', ['WBXML-009']],
    ['03 05 6A 00 45 86 7F 01 01', '<si><indication unknown_0_7F=""/></si>', ['WBXML-010']],
    ['03 05 6A 00 45 86 0B 90 01 01', '<si><indication href="{unknown_0_90}"/></si>', ['WBXML-011']],
    ['03 05 6A 00 45 00 09 46 01 01', '<si><unknown_9_06/></si>', ['WBXML-009']],
    ['03 05 6A 00 45 02 00 01', '<si>\uFFFD</si>', ['WBXML-012']],
    ['03 05 6A 00 45 02 83 B0 00 01', '<si>\uFFFD</si>', ['WBXML-012']],
    ['03 05 6A 00 45 02 87 F4 00 01', '<si>\u{1FA00}</si>', []],
    ['03 05 6A 00 05 00', '<si/>', ['WBXML-013']],
    ['03 05 6A 00 C5 0B 0B 01 01', '<si href="" href=""/>', ['WBXML-014']],
    ['04 05 6A 00 05', '<si/>', ['WBXML-015']],
    ['03 05 6A 00 45 00 01 00 00 46 01 01', '<si><indication/></si>', ['WBXML-017']],
    ['03 05 6A 00 45 00 00 01', '<si/>', ['WBXML-018']],
    ['03 05 6A 00 86 00 00 01', '<indication/>', ['WBXML-018', 'WBXML-027']],
    ['03 05 6A 00 86 00 01 00 00 0B 01', '<indication href=""/>', ['WBXML-017']],
    ['03 05 6A 00 86 0B 00 00 85 01', '<indication href=".com/"/>', []],
    ['03 05 6A 01 78 04 00', '<x/>', ['WBXML-019']],
    ['03 05 6A 02 78 00 45 40 61 00 80 00 C0 01', '<si/>', ['WBXML-020', 'WBXML-020', 'WBXML-020']],
    ['03 80 05 6A 00 05', '<si/>', ['WBXML-021']],
    ['03 05 6A 03 61 20 00 45 04 00 01', '<si><a_/></si>', ['WBXML-024']],
    ['03 05 6A 00 ED 04 00 03 78 00 01 01', '<unknown_0_2D xmlns="x"/>', ['WBXML-009', 'WBXML-026']],
    ['03 05 6A 00 45 83 05 01', '<si/>', ['WBXML-004']],
    ['03 05 6A 01 00 45 44 05 01 01', '<si><unknown_5/></si>', ['WBXML-004']],
    ['03 00 09 6A 02 78 00 05', '<si/>', ['WBXML-004']],
    ['03 05 6A 00 45 04 00 01', '<si><unknown_0/></si>', ['WBXML-004']],
    [
      '03 05 6A 03 70 69 00 43 04 00 03 78 00 01 45 43 04 00 01 01 43 04 00 83 00 01',
      '<?pi x?><si><?pi?></si><?pi pi?>',
      [],
    ],
    ['03 05 6A 03 70 69 00 43 00 00 0B 85 01 05', '<?href .com/?><si/>', []],
    ['03 05 6A 05 61 00 62 00 00 C4 00 04 02 03 79 00 01 03 7A 00 01', '<a b="y">z</a>', []],
    ['03 05 6A 02 61 00 84 00 0B 01', '<a href=""/>', []],
  ])('%s', (hex, xml, problems) => {
    const document = read(hex);
    expect(text(document)).toBe(xml);
    expect(rules(document)).toEqual(problems);
    expect(document.whole).toBe(true);
  });

  test('variables of WML', () => {
    const document = read(
      '03 05 6A 05 6E 61 6D 65 00 45 80 00 42 69 64 00 C1 81 09 01',
      dialect(SI, { variables: true }),
    );
    expect(text(document)).toBe('<si>$(name:escape)$(id:noesc)$(:unesc)</si>');
    expect(rules(document)).toEqual(['WBXML-020', 'WBXML-004']);
  });

  test('namespaces by page', () => {
    const tables: TokenTables = {
      tags: [
        [0, 5, 'a'],
        [1, 5, 'b'],
      ],
      starts: [],
      values: [],
    };
    const document = read(
      '03 01 6A 00 45 00 01 45 05 01 00 00 05 01',
      dialect(tables, {
        namespaces: new Map([
          [0, 'x'],
          [1, 'y'],
        ]),
      }),
    );
    expect(text(document)).toBe('<a xmlns="x"><b xmlns="y"><b/></b><a/></a>');
  });
});

describe('lost structure', () => {
  test.each([
    ['', ['WBXML-001'], 0],
    ['03', ['WBXML-001'], 1],
    ['03 05 6A 05 61', ['WBXML-001'], 4],
    ['03 05 6A 00', ['WBXML-001'], 4],
    ['03 05 6A 00 45', ['WBXML-001'], 5],
    ['03 05 6A 00 45 03 61', ['WBXML-002'], 5],
    ['03 05 6A 00 45 C3 09 61 01', ['WBXML-001'], 5],
    ['03 05 6A 00 C5 0B', ['WBXML-001'], 6],
    ['03 05 6A 00 45 02 81 81 81 81 81 01', ['WBXML-003'], 5],
    ['03 05 6A 00 45 02 9F FF FF FF 7F', ['WBXML-003'], 5],
    ['03 05 6A 00 01', ['WBXML-006'], 4],
    ['03 05 6A 00 03 61 00', ['WBXML-006'], 4],
    ['03 05 6A 00 C5 85 01 01', ['WBXML-006'], 5],
    ['03 05 6A 00 C5 0B 43 01', ['WBXML-006'], 6],
    ['03 05 6A 00 45 43 03 61 00 01', ['WBXML-006'], 5],
  ])('%s', (hex, problems, reached) => {
    const document = read(hex);
    expect(document.whole).toBe(false);
    expect(rules(document)).toEqual(problems);
    expect(document.end).toBe(reached * 8);
  });

  test('what ends early says so, for captures that are cut', () => {
    expect(read('03 05 6A 00 45').problems.map(({ ended }) => ended)).toEqual([true]);
    expect(read('03 05 6A 00 01').problems.map(({ ended }) => ended)).toEqual([undefined]);
  });
});

describe('attacks', () => {
  const header = [0x03, 0x05, 0x6a];

  test('deep nesting ends at a limit', () => {
    const bytes = Uint8Array.from([...header, 0, ...new Array<number>(50_000).fill(0x45)]);
    const document = read(bytes);
    expect(rules(document)).toEqual(['WBXML-005']);
    expect(document.end).toBe((4 + MAX_ELEMENTS_OPEN) * 8);
  });

  test('two hundred levels are read', () => {
    const document = read(
      Uint8Array.from([...header, 0, ...new Array<number>(200).fill(0x45), ...new Array<number>(200).fill(1)]),
    );
    expect(document.whole).toBe(true);
  });

  test('references that unfold without proportion end in a finding', () => {
    const table = new Array<number>(30_000).fill(0x61);
    const body = new Array<number>(60_000).fill(0x83).map((token, i) => (i % 2 === 0 ? token : 0));
    const bytes = Uint8Array.from([...header, 0x81, 0xea, 0x30, ...table, 0x45, ...body, 1]);
    const document = read(bytes);
    expect(rules(document)).toContain('WBXML-022');
    expect(document.whole).toBe(false);
    expect(text(document).length).toBeLessThan(4_000_000);
  });

  test('lengths are compared with what is left before anything is taken', () => {
    expect(rules(read('03 05 6A 8F FF FF FF 7F 05'))).toEqual(['WBXML-001']);
    expect(rules(read('03 05 6A 00 45 C3 8F FF FF FF 7F 05'))).toEqual(['WBXML-001']);
  });

  test('many faults make a bounded number of findings', () => {
    const bytes = Uint8Array.from([...header, 0, 0x45, ...new Array<number>(10_000).fill(0x3f), 1]);
    expect(read(bytes).problems.length).toBe(100);
  });

  test('many attributes and page switches take linear time', () => {
    const attributes = new Array<number>(60_000).fill(0).map((_, i) => (i % 2 === 0 ? 0x0b : 0x85));
    const switches = new Array<number>(200_000).fill(0);
    const bytes = Uint8Array.from([...header, 0, 0xc5, ...attributes, ...switches, 0x0b, 1, 1]);
    const document = read(bytes);
    expect(document.whole).toBe(true);
    expect(document.root?.attributes.length).toBe(30_001);
  });
});

test('positions are bits of the source, wherever the document begins', () => {
  const inner = bytesOf('03 05 6A 00 45 46 03 61 00 01 01');
  const bytes = new Uint8Array(inner.length + 7);
  bytes.set(inner, 4);
  const document = readWbxml(bytes, 4, 4 + inner.length, () => si);
  const indication = document.root?.elements[0];
  expect([indication?.start, indication?.end, document.end]).toEqual([9 * 8, 14 * 8, 15 * 8]);
  expect(indication?.nodes.find(({ kind }) => kind === 'text')).toMatchObject({
    exact: { start: 11 * 8, end: 12 * 8 },
  });
});

test('charsets of two and four octets, and those of the platform', () => {
  const cases: readonly (readonly [mib: string, octets: string, text: string])[] = [
    ['87 77', 'FF FE 61 00 00 00', 'a'],
    ['87 77', 'FE FF 00 61 00 00', 'a'],
    ['87 68', '01 00 00 30 00 00', '\u0100\u0030'],
    ['87 75', '00 61 00 00', 'a'],
    ['87 76', '61 00 00 00', 'a'],
    ['87 69', '00 00 00 61 00 11 00 00 00 00 00 00', 'a\uFFFD'],
    ['11', '82 A0 00', '\u3042'],
    ['8F 6A', 'A4 40 00', '\u4E00'],
    ['71', 'B0 A1 00', '\u554A'],
    ['26', 'B0 A1 00', '\uAC00'],
    ['12', 'A4 A2 00', '\u3042'],
    ['91 4A', '80 00', '\u20AC'],
    ['90 24', 'A3 00', '\u0451'],
    ['05', 'A3 00', '\u0141'],
    ['00', 'C3 A9 00', '\u00E9'],
    ['00', 'E9 00', '\u00E9'],
    ['6A', 'EF BB BF 61 00', '\uFEFFa'],
  ];
  for (const [mib, octets, expected] of cases) {
    const document = read(`03 05 ${mib} 00 45 03 ${octets} 01`);
    expect([mib, document.root?.text]).toEqual([mib, expected]);
  }
});

test('octets that are no text of a charset of the platform', () => {
  const document = read('03 05 11 00 45 03 82 00 01');
  expect(rules(document)).toEqual(['WBXML-008']);
  expect(document.root?.text).toContain('\uFFFD');
});

test('a string of the table that is no text of the charset is said once, at the table', () => {
  const document = read('03 05 6A 02 E9 00 45 83 00 83 00 01');
  expect(rules(document)).toEqual(['WBXML-008']);
  expect(document.header.at(-1)).toMatchObject({ text: '\uFFFD', note: 'offset 0' });
});

test('octets of a text are kept as they are', () => {
  expect(read(Uint8Array.from([3, 5, 0x6a, 0, 0x45, 3, ...toUtf8('a]]>b'), 0, 1])).root?.text).toBe('a]]>b');
});
