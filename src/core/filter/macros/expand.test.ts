import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandMacros, MAX_EXPANDED } from './expand.ts';
import { type MacroDefinition, macroSet } from './macro-set.ts';

const texts = (all: Readonly<Record<string, string>>): MacroDefinition[] =>
  Object.entries(all).map(([name, text]) => ({ name, text }));

const macros = macroSet(
  texts({
    port: 'udp.port == $1',
    two: 'ip.src == $1 and udp.port == $2',
    none: 'udp',
    either: `$port($1) or \${none}`,
    host: 'frame contains "$1"',
    gap: '$1 or $3',
    swapped: `\${two:$2;$1}`,
    escaped: 'frame contains "\\$1"',
  }),
);

/** The expanded text, or `2-5 message`: columns from 1. */
function said(text: string, set = macros): string {
  const result = expandMacros(text, set);
  if ('text' in result) return result.text;
  const { start, end, message, incomplete } = result.fault;
  return `${start + 1}-${end} ${message}${incomplete ? ' ...' : ''}`;
}

test.each([
  [`\${port:2948}`, 'udp.port == 2948'],
  [`\${port;2948}`, 'udp.port == 2948'],
  ['$port(2948)', 'udp.port == 2948'],
  [`\${none}`, 'udp'],
  ['$none()', 'udp'],
  [`\${none:}`, 'udp'],
  ['!$none() && $port( 1 )', '!udp && udp.port == 1'],
  [`\${two:1.2.3.4; 5}`, 'ip.src == 1.2.3.4 and udp.port ==  5'],
  ['$two(1.2.3.4, 5)', 'ip.src == 1.2.3.4 and udp.port == 5'],
  ['$swapped(5, 1.2.3.4)', 'ip.src == 1.2.3.4 and udp.port == 5'],
  ['$either(1)', 'udp.port == 1 or udp'],
  [`\${host:a\\}b\\;c}`, 'frame contains "a}b;c"'],
  ['$host(f(a, b))', 'frame contains "f(a, b)"'],
  ['$port({1, 2})', 'udp.port == {1, 2}'],
  ['$port("a, b)")', 'udp.port == "a, b)"'],
  [`\${port:{1;2}}`, 'udp.port == {1;2}'],
  ['$gap(a, b, c)', 'a or c'],
  ['$port($port(1))', 'udp.port == udp.port == 1'],
  [`$port(\${host:x})`, 'udp.port == frame contains "x"'],
  ['$escaped()', 'frame contains "\\$1"'],
  // What is quoted is text, unless it names a macro.
  [`frame contains "\${none} \${other} $"`, `frame contains "udp \${other} $"`],
  ['frame matches "a$(b)"', 'frame matches "a$(b)"'],
  ["frame contains '$'", "frame contains '$'"],
  [`r"\\\\" == \${none}`, `r"\\\\" == udp`],
  ['a $ b', 'a $ b'],
  ['$1', '$1'],
])('%s stands for %s', (text, expanded) => {
  expect(said(text)).toBe(expanded);
});

test.each([
  ['udp or $nosuch(1)', '8-17 there is no macro nosuch'],
  [`udp or \${nosuch}`, '8-16 there is no macro nosuch'],
  [`udp or \${port}`, '8-14 the macro port takes 1 argument, not 0'],
  ['$two(1)', '1-7 the macro two takes 2 arguments, not 1'],
  ['$none(1)', '1-8 the macro none takes no arguments, not 1'],
  [`udp or \${port:1`, '8-15 the closing brace of the macro port is missing ...'],
  ['udp or $port(1', '8-14 the closing parenthesis of the macro port is missing ...'],
  [`udp or \${po`, '8-11 the closing brace of the macro is missing ...'],
  ['udp or $po', '8-10 the name of a macro is not complete ...'],
  ['udp or $port', `8-12 a macro is written $port(...) or \${port} ...`],
  ['$port == 1', `1-5 a macro is written $port(...) or \${port}`],
  [`\${a-b}`, '1-4 the name of a macro has letters, digits and _, and : or } behind it'],
  [`\${udp.port} == 1`, `1-6 references to fields, such as \${udp.port}, are not known here`],
  // In an argument, at its own place.
  ['udp or $port($nosuch(1))', '14-23 there is no macro nosuch'],
])('%s is refused at its column: %s', (text, fault) => {
  expect(said(text)).toBe(fault);
});

test('a fault in the text of a macro is told at the macro, with that text', () => {
  const set = macroSet(texts({ outer: 'udp or $inner()', inner: `ip or \${gone:1}` }));
  expect(said('tcp or $outer()', set)).toBe(`8-15 there is no macro gone, in the macro inner: ip or \${gone:1}`);
});

test('macros that use themselves are refused by name', () => {
  const set = macroSet(texts({ loop: `udp or \${loop}`, ping: '$pong($1)', pong: '$ping($1)' }));
  expect(said(`udp or \${loop}`, set)).toBe('8-14 the macro loop uses itself');
  expect(said('$ping(1)', set)).toBe('1-8 the macro ping uses itself, by way of pong');
  // A macro in an argument of itself is none inside of itself.
  expect(said('$port($port(1))')).toBe('udp.port == udp.port == 1');
});

describe('what grows without end is refused soon', () => {
  const doubling = (last: string) =>
    macroSet(
      texts({
        a30: last,
        ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`a${i}`, `$a${i + 1}()$a${i + 1}()`])),
      }),
    );

  test.each([
    [
      'text that doubles',
      doubling('x'.repeat(1000)),
      '$a0()',
      /^1-5 the macros stand for more than 100000 characters$/,
    ],
    ['nothing that doubles', doubling('x'), '$a0()', /^1-5 more than 2000 macros are used$/],
    [
      'arguments that double',
      macroSet(texts({ d: '$1$1$1$1' })),
      `${'$d('.repeat(20)}x${')'.repeat(20)}`,
      /the macros stand for more than 100000 characters/,
    ],
    [
      'macros inside each other',
      macroSet(texts(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`b${i}`, `$b${i + 1}()`])))),
      '$b0()',
      /^1-5 more than 32 macros inside each other/,
    ],
    [
      'arguments inside each other',
      macros,
      `${'$port('.repeat(50_000)}1${')'.repeat(50_000)}`,
      /more than 32 macros inside each other/,
    ],
    ['many macros side by side', macros, '$none() or '.repeat(3000), /more than 2000 macros are used/],
  ])('%s', (_, set, text, fault) => {
    const started = performance.now();
    expect(said(text, set)).toMatch(fault);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('no text of a macro is longer than what is kept of one', () => {
    expect(macroSet(texts({ long: 'x'.repeat(20_001), 'no name': 'x', blank: ' ' })).names).toEqual([]);
  });
});

test('whatever is written, nothing throws and faults lie in the text', () => {
  const piece = fc.constantFrom(
    ...[
      '$',
      '${',
      '}',
      '(',
      ')',
      ':',
      ';',
      ',',
      '"',
      "'",
      '\\',
      '$1',
      '$2',
      'port',
      'two',
      'none',
      '$port(',
      ' ',
      'x',
      '.',
    ],
  );
  const text = fc.array(piece, { maxLength: 40 }).map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (filter, body) => {
      const set = macroSet([...texts({ port: 'udp.port == $1', two: body, none: `\${two:$1;$2}` })]);
      const result = expandMacros(filter, set);
      if ('text' in result) expect(result.text.length).toBeLessThanOrEqual(filter.length + MAX_EXPANDED);
      else {
        const { start, end } = result.fault;
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(filter.length);
      }
    }),
  );
});
