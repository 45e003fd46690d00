import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ArithmeticOp,
  type CompareOp,
  type Node,
  powerOf,
  printNode,
  type SetItem,
  type TestNode,
  type ValueNode,
} from './ast.ts';
import { RESERVED_WORDS, tokenize } from './lexer.ts';
import { MAX_NESTING, parseFilter } from './parser.ts';

/** The tree as one line: `(operator parts)`. */
function sketch(node: Node): string {
  const list = (name: string, parts: readonly Node[]) => `(${[name, ...parts.map(sketch)].join(' ')})`;
  switch (node.kind) {
    case 'word':
      return node.text;
    case 'string':
      return JSON.stringify(node.text);
    case 'char':
      return `'${node.text}'`;
    case 'slice':
    case 'layer':
      return `(${node.kind} ${sketch(node.of)} ${node.ranges.map((range) => ('last' in range ? `${range.start}-${range.last}` : `${range.start}:${range.length ?? ''}`)).join(',')})`;
    case 'raw':
    case 'negate':
    case 'not':
      return list(node.kind, [node.of]);
    case 'call':
      return list(node.name, node.args);
    case 'arithmetic':
      return node.parts
        .slice(1)
        .reduce((left, part, i) => `(${node.ops[i]} ${left} ${sketch(part)})`, sketch(node.parts[0]!));
    case 'or':
    case 'xor':
    case 'and':
      return list(node.kind, node.parts);
    case 'compare':
      return list([node.quantifier, ...node.ops].filter(Boolean).join(' '), node.values);
    case 'in':
      return `(${[node.quantifier, 'in'].filter(Boolean).join(' ')} ${sketch(node.value)} ${node.set.map(({ from, to }) => sketch(from) + (to === undefined ? '' : `..${sketch(to)}`)).join(' ')})`;
    case 'test':
      return `?${sketch(node.value)}`;
  }
}

function read(text: string): string {
  const parsed = parseFilter(text);
  if ('fault' in parsed)
    return `${parsed.fault.start}-${parsed.fault.end}${parsed.fault.incomplete ? '...' : ''} ${parsed.fault.message}`;
  return parsed.test === undefined ? '' : sketch(parsed.test);
}

describe('grammar', () => {
  test.each([
    ['', ''],
    [' \t\n', ''],
    ['udp', '?udp'],
    ['!udp', '(not ?udp)'],
    ['not not udp', '(not (not ?udp))'],
    ['udp && tcp and ip', '(and ?udp ?tcp ?ip)'],
    ['udp || tcp or ip', '(or ?udp ?tcp ?ip)'],
    ['udp ^^ tcp xor ip', '(xor ?udp ?tcp ?ip)'],
    ['a || b ^^ c && !d', '(or ?a (xor ?b (and ?c (not ?d))))'],
    ['(a || b) && c', '(and (or ?a ?b) ?c)'],
    ['!a == 1', '(not (== a 1))'],
    ['udp.port == 80', '(== udp.port 80)'],
    ['udp.port eq 80', '(== udp.port 80)'],
    ['udp.port any_eq 80', '(== udp.port 80)'],
    ['udp.port === 80', '(=== udp.port 80)'],
    ['udp.port all_eq 80', '(=== udp.port 80)'],
    ['udp.port != 80', '(!= udp.port 80)'],
    ['udp.port ne 80', '(!= udp.port 80)'],
    ['udp.port all_ne 80', '(!= udp.port 80)'],
    ['udp.port !== 80', '(!== udp.port 80)'],
    ['udp.port ~= 80', '(!== udp.port 80)'],
    ['udp.port any_ne 80', '(!== udp.port 80)'],
    ['udp.port<80', '(< udp.port 80)'],
    ['udp.port lt 80 or udp.port le 80', '(or (< udp.port 80) (<= udp.port 80))'],
    ['udp.port gt 80 or udp.port ge 80', '(or (> udp.port 80) (>= udp.port 80))'],
    ['1 < udp.port <= 10', '(< <= 1 udp.port 10)'],
    ['any udp.port > 80', '(any > udp.port 80)'],
    ['all ip.addr in {10.0.0.0/8}', '(all in ip.addr 10.0.0.0/8)'],
    ['http contains "a\\"b"', '(contains http "a\\"b")'],
    ['http matches r"\\d+"', '(matches http "\\\\d+")'],
    ['http matches "\\d+\\.\\x41\\101"', '(matches http "\\\\d+\\\\.AA")'],
    ['http ~ "x"', '(matches http "x")'],
    ["f[0] == 'a'", "(== (slice f 0:1) 'a')"],
    ["f[0] == '\\x00'", "(== (slice f 0:1) '\u0000')"],
    ["f[0] == '\\''", "(== (slice f 0:1) ''')"],
    ['f[1:2] == 01:02', '(== (slice f 1:2) 01:02)'],
    ['f[1-2] == 01:02', '(== (slice f 1-2) 01:02)'],
    ['f[:4]', '?(slice f 0:4)'],
    ['f[-4:]', '?(slice f -4:)'],
    ['f[-4--2, 0x10 , 7:1]', '?(slice f -4--2,16:1,7:1)'],
    ['f[0:8][1]', '?(slice (slice f 0:8) 1:1)'],
    ['ip.addr#2 == ::1', '(== (layer ip.addr 2:1) ::1)'],
    ['ip.addr#-1 == ::1', '(== (layer ip.addr -1:1) ::1)'],
    ['ip.addr#[1-2,4] == ::1', '(== (layer ip.addr 1-2,4:1) ::1)'],
    ['@udp.port == 0b:84', '(== (raw udp.port) 0b:84)'],
    ['@f[0] == 01', '(== (slice (raw f) 0:1) 01)'],
    ['port in {80, 8080..8090 443}', '(in port 80 8080..8090 443)'],
    ['port in { 1 .. 5 }', '(in port 1..5)'],
    ['port not in {-1..-2}', '(not (in port (negate 1)..(negate 2)))'],
    ['port !in {1}', '(not (in port 1))'],
    ['t in {"a".."c"}', '(in t "a".."c")'],
    ['len(f) > 3', '(> (len f) 3)'],
    ['max(a, b + 1) == -5', '(== (max a (+ b 1)) (negate 5))'],
    ['a + b * c - d == 1', '(== (- (+ a (* b c)) d) 1)'],
    ['{a + b} * c == 1', '(== (* (+ a b) c) 1)'],
    ['(a + b) * c == 1', '(== (* (+ a b) c) 1)'],
    ['a & 0x12 == 0x12', '(== (& a 18) 0x12)'.replace('18', '0x12')],
    ['a bitand 1', '?(& a 1)'],
    ['a bitwise_and 1', '?(& a 1)'],
    ['a/2 == a % 2', '(== (/ a 2) (% a 2))'],
    ['ip.src == 10.0.0.0/8', '(== ip.src 10.0.0.0/8)'],
    ['ip.src == 10.0.0.0/255.0.0.0', '(== ip.src 10.0.0.0/255.0.0.0)'],
    ['ipv6.src == fe80::/10', '(== ipv6.src fe80::/10)'],
    ['eth == 00-11-22-33-44-55', '(== eth 00-11-22-33-44-55)'],
    ['gsm_sms.tp-udl - 1 > 0', '(> (- gsm_sms.tp-udl 1) 0)'],
    ['rule.N13-036', '?rule.N13-036'],
    ['frame.time > 2023-11-14T22:13:20.5Z', '(> frame.time 2023-11-14T22:13:20.5Z)'],
    ['+a == +1', '(== a 1)'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('faults have their place, and say whether typing on helps', () => {
  test.each([
    ['udp &&', '6-6... the filter ends too early: expected a field, a value or ('],
    ['!', '1-1... the filter ends too early: expected a field, a value or ('],
    ['udp.port ==', '11-11... the filter ends too early: expected a field, a value or ('],
    ['udp.port =', '9-10... unexpected "="'],
    ['udp |', '4-5... unexpected "|"'],
    ['udp = 1', '4-5 unexpected "="'],
    ['(udp', '4-4... the filter ends too early: expected an operator or )'],
    ['{a + 1 == 2', '7-9 expected an operator or }'],
    ['udp)', '3-4 expected an operator such as == or &&'],
    ['a == 1 b', '7-8 expected an operator such as && or ||'],
    ['a == "x', '5-7... the closing quotation mark is missing'],
    ["a == 'x", '5-7... the closing quote is missing'],
    ["a == 'xy'", '5-9 single quotes hold one character of one octet; use "..." for text'],
    ["a == ''", '5-7 single quotes hold one character of one octet; use "..." for text'],
    ['a[1', '1-3... the closing bracket is missing'],
    ['a[]', '2-3 expected an offset, offset:length, first-last, :length or offset:'],
    ['a[1,x]', '4-5 expected an offset, offset:length, first-last, :length or offset:'],
    ['a[1-]', '2-4 expected the first and the last offset'],
    ['a[1:-1]', '2-6 a length is above 0'],
    ['a[0,1:0]', '4-7 a length is above 0'],
    ['a[2-1]', '2-5 the first offset is above the last'],
    ['a[-1--2]', '2-7 the first offset is above the last'],
    ['a[08]', '2-4 expected an offset, offset:length, first-last, :length or offset:'],
    ['a[2147483648]', '2-12 an offset or length is at most 2147483647'],
    ['a#x', '2-3 expected the number of a layer'],
    ['a in', '4-4... the filter ends too early: expected { and a list of values'],
    ['a in 1', '5-6 expected { and a list of values'],
    ['a in {', '6-6... the filter ends too early: expected a field, a value or ('],
    ['a in {}', '6-7 expected a field, a value or ('],
    ['a in {1', '7-7... the filter ends too early: expected a comma, a range or }'],
    ['a in {1 && 2}', '8-10 expected a comma, a range or }'],
    ['any a', '5-5... the filter ends too early: expected a comparison such as =='],
    ['any a && b', '6-8 expected a comparison such as =='],
    ['len(a', '5-5... the filter ends too early: expected a comma or )'],
    ['(a == 1) == 2', '0-8 a comparison is no value; join comparisons with && or ||'],
    ['a == (b == 1)', '5-13 a comparison is no value; join comparisons with && or ||'],
    ['a == 1 == !b', '10-12 a comparison is no value; join comparisons with && or ||'],
    ['a $ b', '2-3 unexpected "$"'],
    ['a \u{1f600} b', '2-4 unexpected "\u{1f600}"'],
    ['== 1', '0-2 expected a field, a value or ('],
    ['[1]', '0-3 expected a field, a value or ('],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('nesting is bounded', () => {
  test.each([
    ['(', ')'],
    ['!', ''],
    ['-', ''],
    ['@', ''],
    ['len(', ')'],
    ['all ', ' == 1'],
  ])('%s', (open, close) => {
    const text = `${open.repeat(20_000)}udp${close.repeat(20_000)}`;
    expect(parseFilter(text)).toHaveProperty('fault');
  });

  test('a hundred levels and slices are read', () => {
    expect(parseFilter(`${'('.repeat(MAX_NESTING - 1)}udp${')'.repeat(MAX_NESTING - 1)}`)).toHaveProperty('test');
    expect(parseFilter(`udp${'[0:9]'.repeat(MAX_NESTING)}`)).toHaveProperty('test');
    expect(parseFilter(`udp${'[0:9]'.repeat(MAX_NESTING + 1)}`)).toHaveProperty('fault');
  });
});

describe('long texts are read in time that grows with their length alone', () => {
  const size = 100_000;
  test.each([
    ['words', `${'udp && '.repeat(size / 7)}udp`],
    ['a word', 'a'.repeat(size)],
    ['dots', '.'.repeat(size)],
    ['hyphens', '-a'.repeat(size / 2)],
    ['colons', `a == ${':1'.repeat(size / 2)}`],
    ['quotes', '"'.repeat(size)],
    ['an open string', `a == "${'\\'.repeat(size)}`],
    ['backslashes', `a == "${'\\\\'.repeat(size / 2)}"`],
    ['a set', `a in {${'1,'.repeat(size / 2)}1}`],
    ['a sum', `a == ${'1+'.repeat(size / 2)}1`],
    ['a chain', `a${'<b'.repeat(size / 2)}`],
    ['slices', `a[${'1,'.repeat(size / 2)}1]`],
    ['brackets', '['.repeat(size)],
    ['slashes', '1.1.1.1/'.repeat(size / 8)],
    ['blanks', ' '.repeat(size)],
    ['signs', '~'.repeat(size)],
  ])('%s', (_, text) => {
    const from = performance.now();
    parseFilter(text);
    expect(performance.now() - from).toBeLessThan(1500);
  });
});

const word = fc
  .stringMatching(/^[a-z_][a-z0-9_]{0,4}(\.[a-z0-9_]{1,4}){0,2}(-[0-9]{1,3})?$/)
  .filter((text) => !RESERVED_WORDS.includes(text) && !/^r$/i.test(text));
const literal = fc.constantFrom(
  '1',
  '0x1f',
  '10.0.0.0/8',
  '::1',
  '01:02',
  '00-11-22',
  '2023-11-14',
  '1.5',
  '.5',
  'fe80::/10',
);
const at = { start: 0, end: 0 };
const range = fc.oneof(
  fc
    .record({ start: fc.integer({ min: -99, max: 99 }), last: fc.integer({ min: -99, max: 99 }) })
    .filter(({ start, last }) => start <= last || start < 0 !== last < 0),
  fc.record({
    start: fc.integer({ min: -99, max: 99 }),
    length: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  }),
);
const ranges = fc.array(range, { minLength: 1, maxLength: 3 });
const compareOps: readonly CompareOp[] = ['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'contains', 'matches'];
const quantifier = fc.constantFrom(undefined, 'any' as const, 'all' as const);

const { value, tree } = fc.letrec<{ value: ValueNode; tree: TestNode; logic: TestNode }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'filter' },
    fc.oneof(word, literal).map((text): ValueNode => ({ kind: 'word', text, ...at })),
    fc
      .string({ unit: 'binary' })
      .filter((text) => !/[\udc80-\udcff]/.test(text))
      .map((text): ValueNode => ({ kind: 'string', text, ...at })),
    fc.nat(255).map(
      (octet): ValueNode => ({
        kind: 'char',
        text: String.fromCharCode(octet < 128 ? octet : 0xdc00 + octet),
        ...at,
      }),
    ),
    fc.tuple(tie('value'), ranges).map(([of, list]): ValueNode => ({ kind: 'slice', of, ranges: list, ...at })),
    fc.tuple(tie('value'), ranges).map(([of, list]): ValueNode => ({ kind: 'layer', of, ranges: list, ...at })),
    tie('value').map((of): ValueNode => ({ kind: 'raw', of, ...at })),
    tie('value').map((of): ValueNode => ({ kind: 'negate', of, ...at })),
    fc
      .tuple(word, fc.array(tie('value'), { maxLength: 3 }))
      .map(([name, args]): ValueNode => ({ kind: 'call', name, args, ...at })),
    fc
      .tuple(
        fc.constantFrom<readonly ArithmeticOp[]>(['+', '-'], ['*', '/', '%'], ['&']),
        fc.array(tie('value'), { minLength: 2, maxLength: 4 }),
        fc.nat(),
      )
      .map(
        ([ops, parts, n]): ValueNode => ({
          kind: 'arithmetic',
          parts,
          ops: parts.slice(1).map((_, i) => ops[(n + i) % ops.length]!),
          ...at,
        }),
      ),
  ),
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'filter' },
    tie('value').map((of): TestNode => ({ kind: 'test', value: of, ...at })),
    fc.tuple(quantifier, fc.array(tie('value'), { minLength: 2, maxLength: 3 }), fc.nat()).map(
      ([q, values, n]): TestNode => ({
        kind: 'compare',
        quantifier: q,
        values,
        ops: values.slice(1).map((_, i) => compareOps[(n + i) % compareOps.length]!),
        ...at,
      }),
    ),
    fc
      .tuple(
        quantifier,
        tie('value'),
        fc.array(fc.record<SetItem>({ from: tie('value'), to: fc.option(tie('value'), { nil: undefined }) }), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(([q, of, set]): TestNode => ({ kind: 'in', quantifier: q, value: of, set, ...at })),
    tie('tree').map((of): TestNode => ({ kind: 'not', of, ...at })),
    tie('logic'),
  ),
  logic: fc
    .tuple(
      fc.constantFrom('or' as const, 'xor' as const, 'and' as const),
      fc.array(tie('tree'), { minLength: 2, maxLength: 4 }),
    )
    .map(([kind, parts]): TestNode => ({ kind, parts, ...at })),
}));

describe('properties', () => {
  test('a printed filter is read as the same tree', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(read(printNode(node))).toBe(sketch(node));
      }),
      { numRuns: 2000 },
    );
  });

  test('values print with the parentheses that they need', () => {
    fc.assert(
      fc.property(value, (node) => {
        expect(read(`${printNode(node, powerOf('&'))} == x`)).toBe(`(== ${sketch(node)} x)`);
      }),
      { numRuns: 1000 },
    );
  });

  const scraps = fc
    .array(
      fc.constantFrom(
        'udp',
        '.',
        'ip.src',
        '==',
        '!',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '..',
        ' ',
        '"',
        "'",
        '\\',
        '1',
        '10.0.0.1',
        '/',
        '-',
        'in',
        'any',
        'not',
        '&&',
        ',',
        '#',
        '@',
        'len',
        ':',
        '~',
        'matches',
        'é',
        '\ud800',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));

  test('no text makes it throw, and faults lie in the text', () => {
    let right = 0;
    let wrong = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), scraps), (text) => {
        const parsed = parseFilter(text);
        if (!('fault' in parsed)) right++;
        else {
          wrong++;
          const { start, end } = parsed.fault;
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
        let reached = 0;
        for (const token of tokenize(text).tokens) {
          expect(token.start).toBeGreaterThanOrEqual(reached);
          reached = token.end;
        }
      }),
      { numRuns: 5000 },
    );
    expect(right).toBeGreaterThan(20);
    expect(wrong).toBeGreaterThan(20);
  });
});
