import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1, toBase64, toHex, toUtf8 } from '../base/bytes.ts';
import { packSeptets, toSeptets } from '../base/gsm-alphabet.ts';
import { MOST_OCTETS, type OctetStep, type StepKind, takeSteps } from './steps.ts';

const step = (kind: StepKind, count = 0): OctetStep => ({ kind, count });

/** The text that one step gives, and what it says. */
function taken(kind: StepKind, from: string | Uint8Array, count = 0) {
  const { bytes, outcomes } = takeSteps(typeof from === 'string' ? toUtf8(from) : from, [step(kind, count)]);
  return { text: fromLatin1(bytes), ...outcomes[0]?.problem };
}

const TEXT = 'Push to 2948. '.repeat(40);

describe('text codings', () => {
  test('base64 of either alphabet, wrapped, with and without padding', () => {
    expect(taken('base64', 'aGV5')).toEqual({ text: 'hey' });
    expect(taken('base64', ' aGV\r\n5IQ==\n')).toEqual({ text: 'hey!' });
    expect(taken('base64', 'aGV5ISE')).toEqual({ text: 'hey!!' });
    expect(taken('base64', '--__+/')).toEqual(taken('base64', '++//-_'));
    expect(taken('base64', '')).toEqual({ text: '' });
  });

  test('what is no base64 says where, and what comes before is there', () => {
    expect(taken('base64', 'aGV5*GV5')).toEqual({ text: 'hey', message: 'this is no digit of base64', at: 4 });
    expect(taken('base64', 'aGV5a')).toEqual({ text: 'hey', message: 'the last digit of base64 stands alone', at: 4 });
    expect(taken('base64', 'aGU=aGU=')).toEqual({ text: 'he', message: 'something follows the padding', at: 4 });
    expect(taken('base64', '=aGU')).toMatchObject({ at: 0 });
    expect(taken('base64', 'aGU==')).toMatchObject({ text: 'he', at: 4 });
  });

  test('hexadecimal digits in the forms that people write', () => {
    for (const text of [
      '68 65:79',
      '0x68, 0x65, 0x79',
      '\\x68\\x65\\x79',
      '{ 0X68,0x65,\n0x79 }',
      '686579',
      '68-65-79',
    ])
      expect(taken('hex', text)).toEqual({ text: 'hey' });
    expect(taken('hex', '68 6')).toEqual({ text: 'h', message: 'an octet has one hexadecimal digit alone', at: 3 });
    expect(taken('hex', '6865zz')).toEqual({ text: 'he', message: 'this is no hexadecimal digit', at: 4 });
    expect(taken('hex', 'x68')).toMatchObject({ at: 0 });
  });

  test('escapes that are none stay, and the first is told', () => {
    expect(taken('percent', 'a%20b+c')).toEqual({ text: 'a b+c' });
    expect(taken('percent', '50% of%zz')).toEqual({
      text: '50% of%zz',
      message: '2 "%" are followed by no two hexadecimal digits and left as found',
      at: 2,
    });
    expect(taken('quoted-printable', 'a=3Db=\r\nc')).toEqual({ text: 'a=bc' });
    expect(taken('quoted-printable', 'a=b')).toMatchObject({ text: 'a=b', at: 1 });
  });

  test('ROT-13 turns letters alone, and back', () => {
    expect(taken('rot13', 'Uryyb, Jbeyq 42{@[`')).toEqual({ text: 'Hello, World 42{@[`' });
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(takeSteps(all, [step('rot13'), step('rot13')]).bytes).toEqual(all);
  });
});

describe('short messages', () => {
  test('septets with and without fill bits', () => {
    const septets = toSeptets('hellohello') ?? new Uint8Array();
    expect(toHex(packSeptets(septets))).toBe('e8329bfd4697d9ec37');
    expect(taken('septets', packSeptets(septets)).text).toBe('hellohello');
    for (let fill = 1; fill < 7; fill++)
      expect(taken('septets', packSeptets(septets, fill), fill).text).toContain('hellohello');
    expect(taken('septets', new Uint8Array(), 6)).toEqual({ text: '' });
  });

  test('semi-octets up to the fill value', () => {
    expect(taken('semi-octets', fromHex('4477581006f0') ?? '')).toEqual({ text: '44778501600' });
    expect(taken('semi-octets', fromHex('21baf143') ?? '')).toEqual({
      text: '12*#1',
      message: 'a fill value stands before the end',
      at: 2,
    });
  });
});

describe('packed octets', () => {
  const bytes = toUtf8(TEXT);

  test('zlib, gzip and bare deflate', () => {
    expect(taken('zlib', deflateSync(bytes))).toEqual({ text: TEXT });
    expect(taken('gzip', gzipSync(bytes))).toEqual({ text: TEXT });
    expect(taken('gzip', concatBytes(gzipSync(bytes), gzipSync(bytes)))).toEqual({ text: TEXT + TEXT });
    expect(taken('deflate', deflateRawSync(bytes))).toEqual({ text: TEXT });
  });

  test('what is none of it, is cut, damaged, followed or does not agree', () => {
    expect(taken('zlib', 'none')).toEqual({ text: '', message: 'this does not begin as zlib does', at: 0 });
    expect(taken('gzip', 'none')).toEqual({ text: '', message: 'this is no gzip', at: 0 });
    expect(taken('deflate', Uint8Array.of(7))).toEqual({ text: '', message: 'the packed data are damaged', at: 0 });
    for (const kind of ['zlib', 'gzip', 'deflate'] as const)
      expect(taken(kind, new Uint8Array()).message).toBeDefined();
    const zlib = Uint8Array.from(deflateSync(bytes));
    const cut = taken('zlib', zlib.subarray(0, 20));
    expect(cut).toMatchObject({ message: 'the packed data end too early', at: 20 });
    expect(TEXT.startsWith(cut.text)).toBe(true);
    expect(cut.text.length).toBeGreaterThan(0);
    expect(taken('zlib', concatBytes(zlib, toUtf8('more')))).toEqual({
      text: TEXT,
      message: '4 octets follow the packed data',
      at: zlib.length,
    });
    expect(taken('zlib', zlib.subarray(0, -1))).toMatchObject({ text: TEXT, message: 'the check value is cut off' });
    const wrong = zlib.slice();
    wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
    expect(taken('zlib', wrong)).toEqual({
      text: TEXT,
      message: 'the unpacked octets do not agree with their check value',
      at: zlib.length - 4,
    });
    expect(taken('gzip', concatBytes(gzipSync(bytes).subarray(0, -1))).message).toContain('cut');
  });

  test('a bomb is unpacked to the bound, and says so', () => {
    const bomb = new Uint8Array(MOST_OCTETS + 100);
    for (const [kind, packed] of [
      ['zlib', deflateSync(bomb)],
      ['gzip', gzipSync(bomb)],
      ['deflate', deflateRawSync(bomb)],
    ] as const) {
      const { text, message } = taken(kind, packed);
      expect([kind, text.length, message]).toEqual([kind, MOST_OCTETS, 'only the first 8 MiB are unpacked']);
    }
    const nested = takeSteps(gzipSync(gzipSync(bomb)), [step('gzip'), step('gzip'), step('semi-octets')]);
    expect(nested.bytes).toHaveLength(MOST_OCTETS);
    expect(nested.outcomes.map(({ problem }) => problem === undefined)).toEqual([true, false, false]);
  });
});

test('octets are cut off in front', () => {
  expect(taken('skip', 'abc', 1)).toEqual({ text: 'bc' });
  expect(taken('skip', 'abc', 3)).toEqual({ text: '' });
  expect(taken('skip', 'abc', 4)).toEqual({ text: '', message: 'there are only 3 octets to cut off', at: 3 });
});

test('steps follow each other, each over what came before', () => {
  const packed = toUtf8(toBase64(deflateSync(toUtf8('inside'))));
  const { bytes, outcomes } = takeSteps(concatBytes(toUtf8('?'), packed), [
    step('skip', 1),
    step('base64'),
    step('zlib'),
  ]);
  expect(fromLatin1(bytes)).toBe('inside');
  expect(outcomes.map(({ octets }) => octets)).toEqual([packed.length, 14, 6]);
});

test('nothing throws, whatever the octets are, and problems lie within what was given', () => {
  const kinds: StepKind[] = [
    'base64',
    'hex',
    'percent',
    'quoted-printable',
    'zlib',
    'gzip',
    'deflate',
    'septets',
    'semi-octets',
    'rot13',
    'skip',
  ];
  const heads = [
    new Uint8Array(),
    Uint8Array.of(0x78, 0x9c),
    Uint8Array.of(0x1f, 0x8b, 8),
    deflateSync(toUtf8(TEXT)),
    gzipSync(toUtf8(TEXT)),
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...heads),
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), count: fc.integer({ min: -3, max: 300 }) }), {
        maxLength: 4,
      }),
      (head, tail, steps) => {
        let given = head.length + tail.length;
        for (const { octets, problem } of takeSteps(concatBytes(head, tail), steps).outcomes) {
          if (problem?.at !== undefined) expect(problem.at >= 0 && problem.at <= given).toBe(true);
          given = octets;
        }
      },
    ),
  );
});
