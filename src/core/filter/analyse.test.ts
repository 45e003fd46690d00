import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { analyseFilter } from './analyse.ts';
import { filterCatalogue } from './catalogue.ts';
import { rankNames } from './rank.ts';

const catalogue = filterCatalogue(createRegistry());

/** State and completions at `|`. */
function at(text: string) {
  const cursor = text.includes('¦') ? text.indexOf('¦') : text.length;
  return analyseFilter(text.replace('¦', ''), cursor, catalogue);
}

const texts = (text: string) => at(text).completions.map((one) => one.text);

describe('state', () => {
  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['u', 'incomplete'],
    ['udp', 'complete'],
    ['udp.', 'incomplete'],
    ['udp.port', 'complete'],
    ['udp.port ', 'complete'],
    ['udp.port =', 'incomplete'],
    ['udp.port == ', 'incomplete'],
    ['udp.port == 2948', 'complete'],
    ['udp.port == 2948 &', 'incomplete'],
    ['udp.port == 2948 &&', 'incomplete'],
    ['udp.port == "2948"', 'questionable'],
    ['udp.port === 2948', 'complete'],
    ['ip.addr != 1.2.3.4', 'questionable'],
    ['ip.addr == 1.2.', 'incomplete'],
    ['ip.addr == 1.2.3.4.5', 'incomplete'],
    ['ip.addr == 1.2.3.4.5 ', 'wrong'],
    ['wsp.pdu_type == "Pu', 'incomplete'],
    ['wsp.pdu_type == "Pu"', 'wrong'],
    ['wsp.pdu_type == "Push"', 'complete'],
    ['upd.port == 1', 'wrong'],
    ['udp.port in {1, ', 'incomplete'],
    ['(udp', 'incomplete'],
    ['udp)', 'wrong'],
    ['frame.time > "2023', 'incomplete'],
    ['udp.port i', 'incomplete'],
    ['udp.port q', 'wrong'],
    ['sip.Method m', 'incomplete'],
    ['sip.Method matches', 'incomplete'],
    ['udp a', 'incomplete'],
    ['ip.addr !', 'incomplete'],
    ['udp !', 'incomplete'],
    ['!', 'incomplete'],
    ['le', 'incomplete'],
    ['len', 'incomplete'],
    ['udp && upp', 'incomplete'],
    ['udp le', 'incomplete'],
    ['udp.port == 5555', 'complete'],
    ['udp.port == 65536', 'questionable'],
    ['ip.addr not', 'incomplete'],
    ['(ip.addr not ', 'incomplete'],
    ['ip.addr not in', 'incomplete'],
    ['ip.addr not x', 'wrong'],
    ['ip.addr not in {1.2.3.4}', 'complete'],
    ['ip.hdr_len == 60', 'complete'],
    ['ip.hdr_len == 61', 'questionable'],
    ['ip.flags.df == 2', 'questionable'],
    ['frame contains "\\q"', 'wrong'],
  ])('%s', (text, state) => expect(at(text).state).toBe(state));

  test('the message has its place', () => {
    expect(at('upd.port == 1')).toMatchObject({
      state: 'wrong',
      message: 'there is no field or protocol "upd.port"; did you mean udp.port?',
      start: 0,
      end: 8,
    });
    expect(at('wsp.typ').message).toBe('there is no field or protocol "wsp.typ"; did you mean wsp.pdu_type?');
    expect(at('dmnoti.sesion').message).toMatch(/did you mean dmnoti\.session_id\?$/);
    expect(at('_ws.col.Info').message).toMatch(/did you mean _ws\.col\.info\?$/);
    expect(at('udp')).not.toHaveProperty('message');
    expect(at('udp.port == 65536')).toMatchObject({ message: 'udp.port has 16 bits and is never 65536', start: 12 });
    expect(at('ip.addr != 1.2.3.4').message).toMatch(/^ip\.addr stands for ip\.src and ip\.dst: /);
    expect(at('tcp.port != 1').message).toMatch(/^tcp\.port stands for tcp\.srcport and tcp\.dstport: /);
  });
});

describe('completions', () => {
  test('of names, the best first', () => {
    expect(texts('')).toContain('udp');
    expect(texts('').every((name) => !/[._]/.test(name))).toBe(true);
    expect(texts('udp.p')[0]).toBe('udp.port');
    expect(texts('dmnoti.dig.ver')[0]).toBe('dmnoti.digest.verdict');
    expect(texts('d.d.v')).toContain('dmnoti.digest.verdict');
    expect(texts('verdict')).toContain('dmnoti.digest.verdict');
    expect(texts('dmntvrdct')).toContain('dmnoti.digest.verdict');
    expect(texts('udp && tcp.por')[0]).toBe('tcp.port');
    expect(texts('!(ip.sr')[0]).toBe('ip.src');
    expect(texts('rule.N13-036')[0]).toBe('rule.N13-036');
    expect(texts('le')).toContain('len(');
    expect(texts('upp')[0]).toBe('upper(');
    expect(texts('udp')[0]).toBe('udp');
    expect(texts('qqqq')).toEqual([]);
  });

  test('replace the word around the cursor, and say what it is', () => {
    const [first] = at('udp && ip.s¦rc == 1.2.3.4').completions;
    expect(first).toMatchObject({ text: 'ip.src', kind: 'field', from: 7, to: 13 });
    expect(first!.doc).not.toBe('');
    expect(at('udp ¦').completions[0]).toMatchObject({ kind: 'operator', from: 4, to: 4 });
  });

  test('of operators that fit the type', () => {
    expect(texts('udp.port ')).toEqual(['==', '!=', '>', '<', '>=', '<=', 'in', '&', '===', '!==', '&&', '||']);
    expect(texts('frame.protocols ')).toEqual(['==', '!=', 'contains', 'matches', 'in', '&&', '||']);
    expect(texts('frame.protocols co')).toEqual(['contains']);
    expect(texts('eth.src[0:2] ')).toContain('contains');
    expect(texts('udp.port == 1 ')).toEqual(['&&', '||']);
    expect(texts('udp.port in {1} ')).toEqual(['&&', '||']);
    expect(texts('(udp.port == 1) ')).toEqual(['&&', '||']);
    expect(texts('udp.port == 1 && ip.src ')).toContain('==');
    expect(texts('rule ')).toContain('==');
  });

  test('of values', () => {
    expect(texts('wsp.pdu_type == ')).toContain('6');
    expect(at('wsp.pdu_type == ').completions.find(({ text }) => text === '6')).toMatchObject({
      label: '6 Push',
      kind: 'value',
    });
    expect(texts('wsp.pdu_type == Pus')).toContain('6');
    expect(texts('wsp.pdu_type == "Pus')).toContain('"Push"');
    expect(texts('wsp.pdu_type == "Pus¦"')).toContain('"Push"');
    expect(texts('wsp.pdu_type in {4, ')).toContain('6');
    expect(texts('tcp.flags.syn == ')).toContain('1');
    expect(texts('rule == ')).toContain('"X-SHORT"');
    expect(texts('rule == "N13-03')).toContain('"N13-036"');
    expect(texts('rule.severity == ')).toEqual(['"error"', '"warning"', '"note"', '"info"']);
    expect(texts('dmnoti.digest.verdict == ')).toEqual(
      ['match', 'mismatch', 'zero', 'absent', 'not-verifiable', 'unchecked'].map((verdict) => `"${verdict}"`),
    );
    expect(texts('dmnoti.format == "d')).toEqual(['"dm-1.2"', '"dm-1.3"', '"dm-2.0"', '"ds-1.2"']);
    expect(texts('udp.port == ')).toContain('2948');
    expect(texts('udp.length == ')).toEqual([]);
    expect(texts('udp.length == udp.len')).toContain('udp.length');
    expect(texts('dmnoti.ui_mode == 3').filter((text) => /[a-z]/.test(text))).toEqual([]);
    expect(texts('frame.len > 3')).toEqual([]);
    expect(texts('udp && ==')).toEqual([]);
    expect(texts('"abc')).toEqual([]);
  });

  test('of nothing where only numbers, octets or marks can stand', () => {
    for (const text of ['udp[', 'udp[0:', 'udp[0:¦]', 'udp[0¦:2] == 1', '[', "'", "udp contains 'a¦'", '{1', '1', '-1'])
      expect(texts(text), text).toEqual([]);
    expect(texts('frame.number == -1')).toEqual([]);
    expect(texts('udp.port in {1 ')).toEqual([]);
    expect(texts('udp.port in {udp.length ')).toEqual([]);
    expect(texts('udp.port not ')).toEqual(['in']);
    expect(texts('udp.port not i')).toEqual(['in']);
    expect(texts('udp[0:2] not ')).toEqual(['in']);
    expect(texts('not ud')).toContain('udp');
    expect(texts('tcp && not ud')).toContain('udp');
    expect(texts('udp[0:2¦]')).toEqual([]);
    expect(texts('udp[0:2]')).toContain('==');
  });

  test('each makes the text longer or right', () => {
    for (const text of ['ud', 'wsp.pdu_type == ', 'udp.port ', 'udp.port not ', 'rule.sev', 'rule == "N13-0']) {
      for (const one of at(text).completions.slice(0, 20)) {
        const completed = text.slice(0, one.from) + one.text + text.slice(one.to);
        expect(analyseFilter(completed, completed.length, catalogue).state, completed).not.toBe('wrong');
      }
    }
  });
});

test('names are ranked by how they fit', () => {
  const names = ['a.zverb', 'av', 'b.a.ver', 'a.version', 'x.aver', 'a-v-e-r'];
  expect(rankNames('a.ver', names, 9)).toEqual(['a.version', 'b.a.ver', 'a.zverb']);
  expect(rankNames('aver', names, 9)).toEqual(['x.aver', 'a-v-e-r', 'a.version', 'a.zverb', 'b.a.ver']);
  expect(rankNames('av', names, 2)).toEqual(['av', 'x.aver']);
});

test('no text and no cursor make it throw', () => {
  const scraps = fc
    .array(
      fc.constantFrom(
        'udp',
        'ip.addr',
        '==',
        '!',
        '(',
        ')',
        '{',
        '}',
        '[',
        ' ',
        '"',
        '1',
        'in',
        'not',
        '&&',
        'wsp.pdu_type',
        'matches',
        'rule',
        '#',
        '@',
        'len(',
      ),
      { maxLength: 10 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(scraps, fc.string({ unit: 'binary' })), fc.nat(40), (text, cursor) => {
      const { completions, start, end } = analyseFilter(text, cursor, catalogue);
      for (const { from, to } of completions) expect(from <= to && to <= Math.max(text.length, cursor)).toBe(true);
      if (start !== undefined) expect(start <= (end ?? -1)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
