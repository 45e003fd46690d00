import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../protocols/index.ts';
import { analyseFilter } from '../analyse.ts';
import { filterCatalogue } from '../catalogue.ts';
import { compileFilter } from '../compile.ts';
import { completionsAt } from '../complete.ts';
import { judgeMacro } from './judge-macro.ts';
import { macroSet } from './macro-set.ts';

const macros = macroSet([
  { name: 'port', text: 'udp.port == $1' },
  { name: 'ports', text: 'udp.port in {$1..$2}' },
  { name: 'push', text: 'wsp or dmnoti' },
  { name: 'slip', text: 'udp.prot == $1' },
  { name: 'open', text: 'udp.port ==' },
]);
const registry = createRegistry();
const catalogue = filterCatalogue(registry, macros);

function state(text: string): string {
  const { state: found, message, start = 0, end = 0 } = analyseFilter(text, text.length, catalogue);
  return message === undefined ? found : `${found} ${start + 1}-${end} ${message}`;
}

test.each([
  ['$port(2948)', 'complete'],
  [`tcp || \${port:2948}`, 'complete'],
  ['$port("x")', /^wrong 1-10 .*, in what the macro stands for: udp.port == "x"$/],
  ['tcp || $slip(1) || udp', /^wrong 8-15 .*udp\.prot.*, in what the macro stands for: udp.prot == 1$/],
  // Behind a macro, places are those of what was typed.
  ['$push() && udp.prot', /^wrong 12-19 there is no field or protocol "udp.prot"/],
  [`\${push} && udp && xyz == 1`, /^wrong 19-21 there is no field or protocol "xyz"$/],
  // && binds tighter: what the macro stands for is text, as in Wireshark.
  ['$push() && udp', /^questionable/],
  ['$open()', /^incomplete 8-7 the filter ends too early/],
  ['$open() 5', 'complete'],
  ['$po', 'incomplete 1-3 the name of a macro is not complete'],
  ['$', 'incomplete 1-1 the name of a macro is not complete'],
  ['$port(', /^incomplete 1-6 the closing parenthesis/],
  ['$xyz', /^wrong 1-1 unexpected "\$"/],
])('%s is %s', (text, wanted) => {
  expect(state(text)).toMatch(wanted instanceof RegExp ? wanted : new RegExp(`^${wanted.replace('$', '\\$')}$`));
});

test('without macros the language is as it is', () => {
  const plain = filterCatalogue(registry);
  const faultOf = (text: string) => {
    const compiled = compileFilter(text, plain);
    return 'fault' in compiled ? compiled.fault.message : undefined;
  };
  expect(faultOf('udp $ tcp')).toBe('unexpected "$"');
  expect(faultOf('$name')).toBe('unexpected "$"');
  expect(faultOf('frame matches "a$" && frame contains "$(x) \\x24{1}"')).toBeUndefined();
  expect(faultOf('$name(1)')).toBe('there is no macro name');
});

test('a filter that is ready says what its macros stand for, so that it can be read where they are not known', () => {
  const compiled = compileFilter('udp && $port(2948)', catalogue);
  expect('filter' in compiled && compiled.filter.text).toBe('udp && udp.port == 2948');
});

describe('completion', () => {
  /** Completions where | stands, as they would be put in. */
  const offered = (text: string): string[] => {
    const at = text.indexOf('|');
    const whole = text.slice(0, at) + text.slice(at + 1);
    return completionsAt(whole, at, catalogue).map(
      ({ text: put, from, to }) => whole.slice(0, from) + put + whole.slice(to),
    );
  };

  test.each([
    ['$|', ['$open()', '$port(', '$ports(', '$push()', '$slip(']],
    ['udp && $po|', ['udp && $port(', 'udp && $ports(']],
    [`\${pu|`, [`\${push}`]],
    [`\${pu|}`, [`\${push}`]],
    [`\${po|:1}`, [`\${port:1}`, `\${ports:1}`]],
    ['$po|(1)', ['$port(1)', '$ports(1)']],
    ['frame contains "$po|"', []],
    ["frame contains '$|'", []],
  ])('at %s', (text, wanted) => {
    expect(offered(text)).toEqual(wanted);
  });

  test('names, operators and values are offered in arguments and behind macros', () => {
    expect(offered('$port(udp.dstp|')).toContain('$port(udp.dstport');
    expect(offered('$port(|)')).toContain('$port(arp)');
    expect(offered(`\${ports:1;udp.dstp|} or udp`)).toContain(`\${ports:1;udp.dstport} or udp`);
    expect(offered('$port(1) && udp.dstp|')).toContain('$port(1) && udp.dstport');
    expect(offered('$port(1) |')).toEqual(['$port(1) &&', '$port(1) ||']);
  });

  test('the text of a macro is its documentation', () => {
    const [first] = completionsAt('$port', 5, catalogue);
    expect(first).toMatchObject({ kind: 'macro', doc: 'udp.port == $1', label: '$1', from: 0, to: 5 });
  });
});

describe('the text of a macro', () => {
  const judged = (text: string, name = 'mine'): string => {
    const set = macroSet([
      ...macros.names.map((one) => ({ name: one, text: macros.get(one)?.text ?? '' })),
      { name, text },
    ]);
    const { state: found, message, start, end } = judgeMacro({ name, text }, set, catalogue);
    return [found, start === undefined ? '' : `${start + 1}-${end}`, message ?? ''].join(' ').replace('  ', ' ').trim();
  };

  test.each([
    ['udp', 'complete'],
    ['udp.port == $1', 'complete'],
    ['ip.src == $1 and udp.port == $2', 'complete'],
    ['eth.src == $2 && ip.src == $1 && frame.time > $3', 'complete'],
    ['frame contains "$1"', 'complete'],
    ['$1 contains "$2"', 'complete'],
    ['$1 or $2', 'complete'],
    ['udp.port in {$1..$2}', 'complete'],
    ['$port($1) or $push()', 'complete'],
    ['frame contains r"\\$7" || xyz == $1', /^wrong 26-28 /],
    ['10.0.0.0/8', 'complete a value, which can stand in a filter'],
    ['1, 2, $1..5', 'complete a value, which can stand in a filter'],
    ['udp.prot == $1', /^wrong 1-8 /],
    ['udp.port == $1 && ', /^incomplete 19-18 /],
    ['udp.port == $1 ) udp', /^wrong 16-16 /],
    ['$nosuch(1)', 'wrong 1-10 there is no macro nosuch'],
    ['$port(1, 2)', 'wrong 1-11 the macro port takes 1 argument, not 2'],
    [`\${port:1`, 'incomplete 1-8 the closing brace of the macro port is missing'],
    ['$mine()', 'wrong 1-7 the macro mine uses itself'],
    ['ip.src == $1 && udp.port == $1', /^questionable 29-30 cannot be checked without its arguments/],
    [' ', 'empty the macro mine has no text'],
  ])('%s is %s', (text, wanted) => {
    if (wanted instanceof RegExp) expect(judged(text)).toMatch(wanted);
    else expect(judged(text)).toBe(wanted);
  });

  test('a name that Wireshark would refuse is refused', () => {
    expect(judged('udp', 'a-b')).toBe('wrong the name of a macro has letters, digits and _, 64 at most');
  });

  test('a text of many placeholders is read a bounded number of times', () => {
    let asked = 0;
    const counting = {
      ...catalogue,
      get: (name: string) => {
        asked++;
        return catalogue.get(name);
      },
    };
    const text = Array.from({ length: 40 }, (_, i) => `ip.src == $${i + 1}`).join(' && ');
    const definition = { name: 'mine', text };
    const once = (() => {
      compileFilter(text.replaceAll(/\$\d+/g, '10.0.0.1'), counting);
      return asked;
    })();
    asked = 0;
    expect(judgeMacro(definition, macroSet([definition]), counting).state).toBe('questionable');
    expect(asked).toBeLessThan(100 * once);
  });
});
