import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../base/bytes.ts';
import { octetChar } from './literal-text.ts';
import { compilePattern } from './regex.ts';

function matches(pattern: string, text: string | Uint8Array): boolean | string {
  const matcher = compilePattern(pattern);
  return 'message' in matcher ? matcher.message : matcher.search(typeof text === 'string' ? toUtf8(text) : text);
}

describe('patterns', () => {
  test.each([
    ['abc', 'xABCx', true],
    ['(?-i)abc', 'xABCx', false],
    ['(?-i)abc', 'xabcx', true],
    ['(?-i:a)bc', 'aBC', true],
    ['(?-i:a)bc', 'ABC', false],
    ['((?-i)a)b', 'aB', true],
    ['a.c', 'a\nc', false],
    ['(?s)a.c', 'a\nc', true],
    ['(?s:a.)c', 'a\nc', true],
    ['a\\Nc', 'a\nc', false],
    ['^b', 'a\nb', false],
    ['(?m)^b', 'a\nb', true],
    ['a$', 'a\n', true],
    ['a$', 'a\nb', false],
    ['(?m)a$', 'a\nb', true],
    ['\\Ab', 'ab', false],
    ['a\\z', 'a\n', false],
    ['a\\Z', 'a\n', true],
    ['\\bcat\\b', 'a cat.', true],
    ['\\bcat\\b', 'concat', false],
    ['\\Bcat', 'concat', true],
    ['^$', '', true],
    ['', 'anything', true],
    ['a|b|', 'x', true],
    ['^(?:a|bc)+d', 'abcad', true],
    ['^(?<name>a)(?P<other>b)', 'ab', true],
    ['a{2}', 'aXa', false],
    ['a{2}', 'xaa', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2,}$', 'aaaaa', true],
    ['^a{0,1}$', '', true],
    ['a{,3}', 'a{,3}', true],
    ['x*', '', true],
    ['^a+?b??$', 'aa', true],
    ['[a-c]x', 'Bx', true],
    ['[^a-c]x', 'Bx', false],
    ['[]a]', ']', true],
    ['[^]a]', ']', false],
    ['[a-]', '-', true],
    ['[\\d\\s]', '5', true],
    ['[\\]\\\\]', '\\', true],
    ['[\\b]', '\b', true],
    ['[[:alpha:][:^space:]]', '1', true],
    ['^[[:xdigit:]]+$', 'fF0', true],
    ['[[:punct:]]', 'a!', true],
    ['\\D', '12', false],
    ['\\W\\S\\h', '.x ', true],
    ['\\x41\\x{42}\\103\\o{104}\\cm', 'abCD\r', true],
    [`${'()'.repeat(11)}\\11`, '\t', 'back-references'],
    [`${'()'.repeat(8)}\\11`, '\t', true],
    ['(a)\\8', 'a8', 'back-references'],
    ['[\\1]', '\x01', true],
    ['^\\v\\V\\h\\H', '\v \t.', true],
    ['\\v', 'v', false],
    ['^\\p{Lu}\\pL\\P{L}\\p{^L}[\\p{Nd}]$', 'Ab-.7', true],
    ['(?-i)\\p{Lu}', 'a', false],
    ['\\p{Greek}', 'a', 'unknown property Greek'],
    ['(?x) a b # c\n {2} c', 'abbc', true],
    ['(?x)a\\ b', 'a b', true],
    ['(?xx)[a b]', ' ', 'not supported'],
    ['(?^)A', 'a', false],
    ['(?#a)b(?nUJ)c', 'bc', true],
    ["(?'name'a)(?|b|c)", 'ac', true],
    ['\\Ga\\Kb\\E\\C$', 'abc', true],
    ['\\R', '\r\n', '\\R and \\X are not supported'],
    ['[[=a=]]', 'a', 'unknown class'],
    ['[[:ascii:]]', 'é', false],
    ['\\x41\\x{42}\\0053', 'ab\x053', true],
    ['\\t\\n\\r\\f\\v\\a\\e', '\t\n\r\f\v\x07\x1b', true],
    ['a\\.b', 'a.b', true],
    ['a\\.b', 'axb', false],
    ['\\Qa.b*\\E+', 'a.b*', true],
    ['\\Qa.b', 'axb', false],
    ['é', 'É', true],
    ['(?-i)é', 'É', false],
    ['[éa]x', 'éx', true],
    ['\\x{20ac}', '€', true],
    ['^..$', 'é', true],
    ['\\', 'a', 'ends with a backslash'],
    ['(', 'a', 'not closed'],
    [')', 'a', ') too many'],
    ['[a', 'a', 'not closed'],
    ['[[:nope:]]', 'a', 'unknown class'],
    ['[z-a]', 'a', 'from a lower'],
    ['[a-é]', 'a', 'from a lower'],
    ['[^é]', 'a', 'ASCII characters only'],
    ['*a', 'a', 'nothing to repeat'],
    ['a**', 'a', 'repeats a repetition'],
    ['a{3,2}', 'a', 'wrong order'],
    ['a{2000}', 'a', 'counts above'],
    ['a++', 'a', 'possessive'],
    ['(a)\\1', 'aa', 'back-references'],
    ['\\k<a>', 'aa', 'back-references'],
    ['a(?=b)', 'ab', 'looking around'],
    ['(?<!a)b', 'ab', 'looking around'],
    ['(?>a)', 'a', 'looking around'],
    ['\\y', 'a', 'unknown escape'],
    ['\\x{110000}', 'a', 'does not exist'],
    [`${'('.repeat(60)}${')'.repeat(60)}`, 'a', 'nests more'],
    ['((a{100}){100}){100}', 'a', 'repeats too much'],
    ['(?:a|b{1000}|c{1000}|d{1000}|e{1000}|f{1000}|g)+', 'a', 'repeats too much'],
    ['(a?){1000}{5}', 'a', 'repeats a repetition'],
    ['(?:(?:a?){1000}){1000}', 'a', 'repeats too much'],
    ['(?:(?:a{1000}){9}b){0,3}', 'a', 'repeats too much'],
    ['(?:(?:a{1000}){9}b)*', 'a', 'repeats too much'],
  ])('%s in %j', (pattern, text, expected) => {
    const result = matches(pattern, text);
    if (typeof expected === 'string') expect(result).toContain(expected);
    else expect(result).toBe(expected);
  });

  test('octets that are no text', () => {
    expect(matches(`${octetChar(0xff)}.${octetChar(0x80)}`, Uint8Array.of(0, 0xff, 0xfe, 0x80))).toBe(true);
    expect(matches(`[${octetChar(0xff)}]`, Uint8Array.of(0xfe))).toBe(false);
    expect(matches('\\xff', Uint8Array.of(0xff))).toBe(true);
    expect(matches('^\\x{e9}$', Uint8Array.of(0xe9))).toBe(true);
    expect(matches('^\\h\\v$', Uint8Array.of(0xa0, 0x85))).toBe(true);
  });
});

test('a pattern with more sets of steps than are kept', () => {
  // Which of the last 13 octets were an "a" is 2^13 sets.
  const pattern = '(?:a|b)*a(?:a|b){12}c';
  const text = Array.from({ length: 30_000 }, (_, i) => 'ab'[((i * 2_654_435_761) >>> 13) & 1]).join('');
  expect(matches(pattern, text)).toBe(false);
  for (const [end, expected] of [
    [`a${'b'.repeat(12)}c`, true],
    [`b${'b'.repeat(12)}c`, false],
  ] as const)
    expect(matches(pattern, `${text}${end}`)).toBe(expected);
});

test('what looks at the octet before is decided by it, in every search anew', () => {
  const matcher = compilePattern('(?m)^b|\\Ac');
  if ('message' in matcher) throw new Error(matcher.message);
  for (const [text, expected] of [
    ['ab', false],
    ['a\nb', true],
    ['b', true],
    ['xc', false],
    ['c', true],
    ['\n\nc', false],
  ] as const) {
    expect(matcher.search(toUtf8(text)), text).toBe(expected);
    expect(matcher.find(toUtf8(text)) !== undefined, text).toBe(expected);
  }
});

test('a pattern that makes others try again for ever ends at once', () => {
  for (const pattern of ['(a+)+$', '(a|aa)+$', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(?:a?){500}a{500}']) {
    const from = performance.now();
    expect(matches(pattern, `${'a'.repeat(400)}!`)).toBe(false);
    expect(performance.now() - from).toBeLessThan(2000);
  }
  expect(matches(`${'(?:'.repeat(40)}${'){1000}'.repeat(40)}`, 'a')).toBe(true);
});

test('the answers are those of another engine', () => {
  const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\w', '\\b', '^', '$', '\\s', '-');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      fc.array(atom, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{2,}', '*?'))
        .map(([a, q]) => `(?:${a})${q}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '-', 'x'), maxLength: 8 });
  const seen = { true: 0, false: 0 };
  fc.assert(
    fc.property(pattern, text, (p, t) => {
      const expected = new RegExp(p, 'i').test(t);
      seen[`${expected}`]++;
      expect(matches(p, t)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
  expect(Math.min(seen.true, seen.false)).toBeGreaterThan(500);
});

test('no pattern makes it throw', () => {
  const scraps = fc.array(
    fc.constantFrom(
      'a',
      '(',
      ')',
      '[',
      ']',
      '\\',
      '{',
      '}',
      '1',
      ',',
      '?',
      '*',
      '+',
      '|',
      '^',
      '$',
      '-',
      ':',
      'Q',
      'x',
      'é',
      '\udc80',
      'alpha',
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        scraps.map((parts) => parts.join('')),
      ),
      fc.uint8Array(),
      (p, t) => {
        matches(p, t);
      },
    ),
    { numRuns: 5000 },
  );
});
