import { describe, expect, test } from 'vitest';
import type { DocumentView } from '../../../worker/api.ts';
import {
  documentModel,
  lineAt,
  lineRange,
  movePart,
  partAround,
  partAt,
  partOver,
  piecesOf,
  textOf,
} from './document-model.ts';
import { tintAt, tintsOf } from './xml-tints.ts';

const TEXT = '<si>\n  <ind href="x">A&amp;B</ind>\n  <e/>\n</si>';
const at = (part: string): [number, number] => [TEXT.indexOf(part), TEXT.indexOf(part) + part.length];

const document: DocumentView = {
  label: 'SI',
  language: 'xml',
  text: TEXT,
  source: 1,
  spans: Int32Array.from([
    ...[0, TEXT.length, 32, 160],
    ...[...at('<ind href="x">A&amp;B</ind>'), 40, 120],
    ...[...at('href="x"'), 48, 72],
    ...[...at('A&amp;B'), 80, 112],
    ...[...at('<e/>'), 120, 128],
  ]),
};
const model = documentModel(document);

describe('a document', () => {
  test('has lines and parts inside each other', () => {
    expect(model.lines).toBe(4);
    expect(Array.from(model.numbers)).toEqual([1, 2, 3, 4]);
    expect(Array.from(model.parents)).toEqual([-1, 0, 1, 1, 0]);
    const { start, end } = lineRange(model, 2);
    expect(TEXT.slice(start, end)).toBe('  <e/>');
    expect(lineAt(model, TEXT.length)).toBe(3);
  });

  test('ties text to bits both ways, the deepest part first', () => {
    expect(partAt(model, TEXT.indexOf('&amp;'))).toBe(3);
    expect(partAt(model, TEXT.indexOf('</ind>'))).toBe(1);
    expect(partAt(model, TEXT.indexOf('</si>'))).toBe(0);
    expect(partOver(model, 88, 96)).toBe(3);
    expect(partOver(model, 48, 112)).toBe(1);
    expect(partOver(model, 152, 160)).toBe(0);
    expect(partOver(model, 0, 8)).toBe(-1);
    expect(partAround(model, 2, 3)).toBe(1);
    expect(partAround(model, 2, 4)).toBe(0);
  });

  test('is cut into pieces that leave nothing out', () => {
    for (let line = 0; line < model.starts.length; line++) {
      const { start, end } = lineRange(model, line);
      const pieces = piecesOf(model, line);
      expect(pieces.map((piece) => TEXT.slice(piece.start, piece.end)).join('')).toBe(TEXT.slice(start, end));
    }
    expect(piecesOf(model, 1).map((piece) => [TEXT.slice(piece.start, piece.end), piece.part, piece.tint])).toEqual([
      ['  ', 0, 'text'],
      ['<', 1, 'markup'],
      ['ind', 1, 'name'],
      [' ', 1, 'markup'],
      ['href', 2, 'attribute'],
      ['=', 2, 'markup'],
      ['"x"', 2, 'value'],
      ['>', 1, 'markup'],
      ['A', 3, 'text'],
      ['&amp;', 3, 'reference'],
      ['B', 3, 'text'],
      ['</', 1, 'markup'],
      ['ind', 1, 'name'],
      ['>', 1, 'markup'],
    ]);
  });

  test('is walked by its parts', () => {
    expect(movePart(model, 1, 'ArrowDown')).toBe(2);
    expect(movePart(model, 0, 'ArrowUp')).toBe(0);
    expect(movePart(model, 3, 'ArrowLeft')).toBe(1);
    expect(movePart(model, 1, 'ArrowRight')).toBe(2);
    expect(movePart(model, 2, 'ArrowRight')).toBe(2);
    expect(movePart(model, 0, 'End')).toBe(4);
    expect(movePart(model, 0, 'x')).toBeUndefined();
    expect(textOf(model, 4)).toEqual({ start: at('<e/>')[0], end: at('<e/>')[1] });
  });

  test('continues long lines on the next one, pairs of units whole', () => {
    const text = `${'a'.repeat(799)}\u{1f511}${'b'.repeat(900)}\nend`;
    const long = documentModel({ ...document, text, spans: new Int32Array() });
    expect(long.lines).toBe(2);
    const shown = Array.from(long.starts, (_, line) => {
      const { start, end } = lineRange(long, line);
      return text.slice(start, end);
    });
    expect(`${shown.slice(0, -1).join('')}\n${shown.at(-1)}`).toBe(text);
    expect(shown[0]?.length).toBe(801);
    expect(Array.from(long.numbers)).toEqual([1, 0, 0, 2]);
  });
});

test('tints cover any text, XML or not', () => {
  const texts = [
    '',
    '<',
    '<a',
    '<a b',
    '<a b="',
    '&',
    '<!-- x',
    '<?x?><!DOCTYPE a><a/>',
    '<![CDATA[x]]>y',
    '<![CDATA[',
    'a<b>c',
  ];
  for (const text of texts) {
    const tints = tintsOf(text);
    for (let i = 0; i < tints.length; i += 2) {
      expect(tints[i]).toBeLessThan(tints[i + 2] ?? Math.max(1, text.length));
    }
    if (text !== '') expect(tints[0]).toBe(0);
  }
  const tints = tintsOf('<!--a--><?b?>c');
  expect([0, 1, 2].map((index) => tintAt(tints, index))).toEqual(['comment', 'instruction', 'text']);
});
