import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromUtf8, toUtf8 } from '../base/bytes.ts';
import { MOST_MATCHES } from './find.ts';
import { type LookForm, type LookWish, OctetLook } from './look.ts';

const hex = (digits: string): Uint8Array => fromHex(digits.replace(/\s/g, '')) ?? new Uint8Array();

function looked(bytes: Uint8Array, wish: Partial<LookWish> = {}) {
  const look = new OctetLook();
  look.take(bytes);
  const answer = look.look({
    start: 0,
    end: bytes.length,
    steps: [],
    form: 'utf8',
    columns: 80,
    find: undefined,
    from: 0,
    count: 1000,
    ...wish,
  });
  if (answer === undefined) throw new Error('nothing to look at');
  return answer;
}

const texts = (bytes: Uint8Array, form: LookForm, columns = 80) =>
  looked(bytes, { form, columns }).lines.map(({ text }) => text);

describe('octets as text', () => {
  test('lines end where the text says so, and are continued where they are too long', () => {
    const answer = looked(toUtf8('one\r\ntwo\n\nthree\rfour\n'), { columns: 8 });
    expect(answer.lines.map(({ start, text }) => [start, text])).toEqual([
      [0, 'one'],
      [5, 'two'],
      [9, ''],
      [10, 'three'],
      [16, 'four'],
    ]);
    expect(texts(toUtf8('0123456789abcdefXY'), 'ascii', 8)).toEqual(['01234567', '89abcdef', 'XY']);
    expect(texts(toUtf8('漢字漢字漢字'), 'utf8', 8)).toEqual(['漢字漢字', '漢字']);
    expect(looked(new Uint8Array())).toMatchObject({ total: 0, lines: [], octets: 0 });
  });

  test('each charset reads its own', () => {
    expect(texts(hex('50 e9 a4 20 00 7e'), 'ascii')).toEqual(['P.. .~']);
    expect(texts(hex('50 e9 a4 20 00 85'), 'latin1')).toEqual(['Pé¤ ..']);
    expect(texts(hex('50 c3a9 e282ac f09f9880'), 'utf8')).toEqual(['Pé€😀']);
    expect(texts(hex('0050 00e9 20ac d83dde00'), 'utf16be')).toEqual(['Pé€😀']);
    expect(texts(hex('5000 e900 ac20 3dd800de'), 'utf16le')).toEqual(['Pé€😀']);
    expect(texts(hex('d7a4a288 15 8981'), 'ebcdic')).toEqual(['Push', 'ia']);
    expect(texts(hex('00 01 1b65 1b3c 5e 0a 02 1b'), 'gsm')).toEqual(['@£€[Ü', '$ ']);
  });

  test('what is no character is counted, and its first place told', () => {
    expect(looked(hex('41 ff c3 41 e0 80 80')).misfits).toEqual({ count: 5, first: 1 });
    expect(looked(hex('ed a0 80')).lines[0]?.text).toBe('\ufffd\ufffd\ufffd');
    expect(looked(hex('0041 d800 41'), { form: 'utf16be' })).toMatchObject({
      misfits: { count: 2, first: 2 },
      lines: [{ text: 'A\ufffd\ufffd' }],
    });
    expect(looked(hex('41 80'), { form: 'gsm' }).misfits).toEqual({ count: 1, first: 1 });
    expect(looked(hex('41 80'), { form: 'ascii' }).misfits).toEqual({ count: 1, first: 1 });
    expect(looked(hex('41 80'), { form: 'latin1' }).misfits).toBeUndefined();
  });

  test('nothing unseen is shown as it is', () => {
    expect(texts(toUtf8('a\u202eb\u00adc\td\u0007'), 'utf8')).toEqual(['a\\u202eb\\xadc    d.']);
  });

  test('well-formed UTF-8 is read as the platform reads it, whatever the octets are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.string({ unit: 'grapheme', maxLength: 4 }), (noise, text) => {
        for (const bytes of [noise, concatBytes(toUtf8(text), noise), toUtf8(text)])
          expect(looked(bytes).misfits === undefined).toBe(fromUtf8(bytes) !== undefined);
      }),
    );
  });
});

describe('octets for themselves', () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, i) => 0x3c + i);

  test('each form', () => {
    expect(texts(bytes, 'dump')).toEqual([
      '3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b  |<=>?@ABCDEFGHIJK|',
      '4c 4d 4e 4f                                       |LMNO|',
    ]);
    expect(texts(bytes, 'dump', 50)).toHaveLength(3);
    expect(texts(bytes.subarray(0, 9), 'bits')).toEqual([
      '00111100 00111101 00111110 00111111 01000000 01000001 01000010 01000011',
      '01000100',
    ]);
    expect(texts(bytes.subarray(0, 2), 'c')).toEqual(['const uint8_t octets[2] = {', '  0x3c, 0x3d,', '};']);
    expect(texts(bytes, 'yaml')).toEqual(['!!binary |', '  PD0+P0BBQkNERUZHSElKS0xNTk8=']);
    expect(texts(bytes.subarray(0, 5), 'escaped', 20)).toEqual(['"\\x3c\\x3d\\x3e\\x3f"', '"\\x40"']);
    expect(texts(bytes, 'hex', 33)).toEqual(['3c3d3e3f404142434445464748494a4b', '4c4d4e4f']);
    for (const form of ['dump', 'bits', 'c', 'yaml', 'escaped', 'hex'] as const)
      expect(texts(new Uint8Array(), form)).toEqual([]);
  });

  test('marks stand over the octets that were found', () => {
    const found = (form: LookForm, columns = 80) =>
      looked(bytes, { form, columns, find: { kind: 'hex', text: '4b4c 4d', isCaseSensitive: false } }).lines.flatMap(
        ({ text, marks }) => marks.map(({ from, to, match }) => [text.slice(from, to), match]),
      );
    expect(found('dump')).toEqual([
      ['4b', 0],
      ['K', 0],
      ['4c 4d', 0],
      ['LM', 0],
    ]);
    expect(found('bits')).toEqual([
      ['01001011', 0],
      ['01001100 01001101', 0],
    ]);
    expect(found('c')).toEqual([['0x4b, 0x4c, 0x4d', 0]]);
    expect(found('escaped')).toEqual([
      ['\\x4b', 0],
      ['\\x4c\\x4d', 0],
    ]);
    expect(found('hex')).toEqual([['4b4c4d', 0]]);
    expect(found('yaml')).toEqual([['S0xN', 0]]);
    expect(found('latin1')).toEqual([['KLM', 0]]);
  });
});

describe('find', () => {
  const find = (bytes: Uint8Array, text: string, form: LookForm, more: Partial<NonNullable<LookWish['find']>> = {}) => {
    const answer = looked(bytes, { form, find: { kind: 'text', text, isCaseSensitive: false, ...more } });
    return answer.findFault ?? Array.from(answer.found);
  };

  test('text is looked for as the charset writes it, lines are told', () => {
    expect(find(toUtf8('a Push\nb\npush'), 'PUSH', 'utf8')).toEqual([0, 2]);
    expect(find(toUtf8('a Push\nb\npush'), 'Push', 'utf8', { isCaseSensitive: true })).toEqual([0]);
    expect(find(toUtf8('É\né'), 'é', 'utf8')).toEqual([0, 1]);
    expect(find(hex('c5 c1 c3 15 85'), 'E', 'ebcdic')).toEqual([0, 1]);
    expect(find(hex('1b65 0a 65'), 'e', 'gsm')).toEqual([1]);
    expect(find(hex('0041 4100 0a00 0041'), 'A', 'utf16be')).toHaveLength(2);
    expect(find(toUtf8('x'), 'é', 'ascii')).toBe('No "é" in this charset');
    expect(find(toUtf8('x'), '', 'ascii')).toEqual([]);
  });

  test('octets are looked for by their digits', () => {
    expect(find(hex('00 2e 0a 2e'), '2e', 'utf8', { kind: 'hex' })).toEqual([0, 1]);
    expect(find(hex('00'), '0', 'dump', { kind: 'hex' })).toBe('Pairs of digits are needed');
  });

  test('the line of a place is told in every form', () => {
    const bytes = Uint8Array.from({ length: 40 }, (_, i) => i);
    for (const [form, at] of [
      ['dump', 1],
      ['bits', 2],
      ['c', 2],
      ['yaml', 1],
      ['escaped', 1],
      ['hex', 0],
    ] as const)
      expect([form, find(bytes, '11', form, { kind: 'hex' })]).toEqual([form, [at]]);
  });

  test('places do not overlap, and are told up to a bound', () => {
    expect(find(toUtf8('aaaaa'), 'aa', 'utf8')).toEqual([0, 0]);
    const many = looked(new Uint8Array(MOST_MATCHES + 1).fill(0x61), {
      find: { kind: 'text', text: 'a', isCaseSensitive: true },
      count: 1,
    });
    expect([many.found.length, many.isMoreFound, many.lines[0]?.marks.length]).toEqual([MOST_MATCHES, true, 80]);
  });

  test('a place that is wrapped is marked in both lines', () => {
    const { lines } = looked(toUtf8('0123456push'), {
      columns: 8,
      find: { kind: 'text', text: 'push', isCaseSensitive: true },
    });
    expect(lines.map(({ text, marks }) => marks.map(({ from, to }) => text.slice(from, to)))).toEqual([['p'], ['ush']]);
  });
});

test('windows are parts of the whole, in every form', () => {
  const bytes = toUtf8(Array.from({ length: 60 }, (_, i) => `line ${i} é\n`).join(''));
  for (const form of ['utf8', 'ascii', 'gsm', 'dump', 'bits', 'c', 'yaml', 'escaped', 'hex'] as const) {
    const whole = looked(bytes, { form, columns: 40 });
    expect(whole.lines).toHaveLength(whole.total);
    const part = looked(bytes, { form, columns: 40, from: 5, count: 7 });
    expect(part).toMatchObject({ from: 5, total: whole.total, lines: whole.lines.slice(5, 12) });
    expect(looked(bytes, { form, from: whole.total + 5, count: 3 }).lines).toEqual([]);
    // Each octet stands in one line, in order.
    const shown = whole.lines.filter(({ start, end }) => end > start);
    expect(shown.map(({ start }) => start)).toEqual([0, ...shown.slice(0, -1).map(({ end }) => end)]);
    expect(shown.at(-1)?.end).toBe(bytes.length);
  }
});

describe('what is taken away', () => {
  const look = new OctetLook();
  const choice = { start: 1, end: 200, steps: [{ kind: 'gzip', count: 0 }] } as const;
  look.take(concatBytes(Uint8Array.of(0), gzipSync(toUtf8('=1+1\n\u0007é'))));
  const text = (...[form, as]: [LookForm, 'text' | 'safe text']) =>
    fromUtf8(look.as(choice, form, as) ?? Uint8Array.of(255));

  test('octets behind the last step, and their text', () => {
    expect(look.as(choice, 'utf8', 'octets')).toEqual(toUtf8('=1+1\n\u0007é'));
    expect(text('utf8', 'text')).toBe('=1+1\n\u0007é');
    expect(text('utf8', 'safe text')).toBe("'=1+1\n\\x07é");
    expect(text('hex', 'safe text')).toBe('3d312b310a07c3a9');
    expect(text('c', 'text')).toContain('const uint8_t octets[8] = {');
  });

  test('nothing is there before octets are taken, and when they are let go', () => {
    look.take(undefined);
    expect(look.as(choice, 'utf8', 'octets')).toBeUndefined();
    expect(look.look({ ...choice, form: 'utf8', columns: 80, find: undefined, from: 0, count: 1 })).toBeUndefined();
  });
});

test('other octets, steps and ranges are not answered by what was there before', () => {
  const look = new OctetLook();
  const wish: LookWish = {
    start: 0,
    end: 4,
    steps: [],
    form: 'ascii',
    columns: 80,
    find: undefined,
    from: 0,
    count: 1,
  };
  const line = (change: Partial<LookWish> = {}) => look.look({ ...wish, ...change })?.lines[0]?.text;
  look.take(toUtf8('2021'));
  expect(line()).toBe('2021');
  expect(line({ start: 2 })).toBe('21');
  expect(line({ steps: [{ kind: 'hex', count: 0 }] })).toBe(' !');
  expect(line({ steps: [{ kind: 'skip', count: 1 }] })).toBe('021');
  expect(line({ steps: [{ kind: 'skip', count: 3 }] })).toBe('1');
  expect(line({ form: 'bits' })).toBe('00110010 00110000 00110010 00110001');
  look.take(toUtf8('abcd'));
  expect(line()).toBe('abcd');
});
