import { describe, expect, test } from 'vitest';
import { compare, type Tally } from '../scripts/agreement/compare.ts';
import { type Difference, documentOf, exampleOf, explain } from '../scripts/agreement/differences.ts';
import { agreementTable, main } from '../scripts/agreement/main.ts';
import { ourText, theirText } from '../scripts/agreement/normalise.ts';
import type { FieldType } from '../src/core/codec/field.ts';

const numbers = new Map([[3, 2]]);

describe('two ways to write one value', () => {
  test.each<[string, FieldType, number | string, string, string]>([
    ['udp.port', 'uint', 2948, '2948', '0b84'],
    ['wsp.TID', 'uint', 1, '0x01', '01'],
    ['ip.flags.df', 'bool', 1, 'True', '40'],
    ['ip.flags.mf', 'bool', 0, 'False', '00'],
    ['x.wide', 'uint', 'ffffffffffffffff', '18446744073709551615', 'ffffffffffffffff'],
    ['x.wide', 'uint', 'ffffffffffffffff', 'ff:ff:ff:ff:ff:ff:ff:ff', 'ffffffffffffffff'],
    ['x.link', 'frame', 2, '3', ''],
    ['frame.number', 'uint', 2, '3', ''],
    ['x.time', 'time', 1_795_233_600, 'Nov 21, 2026 04:00:00.000000000 UTC', ''],
    ['x.time', 'time', 1_795_233_600.5, '1795233600.500000000', ''],
    ['x.delta', 'seconds', 0.25, '0.250000000', ''],
    ['x.octets', 'bytes', '0102ff', '01:02:ff', '0102ff'],
    ['x.octets', 'bytes', '0102', '', '0102'],
    ['x.octets', 'bytes', '686f', 'ho', '686f'],
    ['x.text', 'text', 'a\r\n"b"\\c\x01', 'a\\r\\n\\"b\\"\\\\c\\x01', ''],
    ['ipv6.src', 'ipv6', 'fe80::1', 'FE80::1', ''],
    ['http.request.line', 'text', 'Host: h', 'Host: h\\r\\n', ''],
    ['wbxml.known_attrstart', 'text', 'href=http://', "href='http://'", '0c'],
    ['wbxml.known_attrstart', 'text', 'created', 'created=', '0a'],
    ['wbxml.opaque_data', 'bytes', '333834', 'c3:03:33:38:34', 'c303333834'],
    ['smpp.service_type', 'text', '', '(Default)', '00'],
    ['xml.tag', 'text', 'pap', '<pap version="1">', ''],
    ['xml.doctype', 'text', 'DOCTYPE pap PUBLIC "x"', 'pap', ''],
  ])('%s %s %s', (field, type, ours, show, octets) => {
    expect(theirText(field, type, { show, octets }, numbers)).toBe(ourText(field, type, ours));
  });

  test.each<[FieldType, number | string, string]>([
    ['uint', 1, '2'],
    ['uint', 1, 'one'],
    ['bool', 1, 'False'],
    ['time', 1, 'Jan  1, 1970 00:00:02.000000000 UTC'],
    ['seconds', 1, 'never'],
    ['bytes', '01', '02'],
    ['text', 'A', 'a'],
  ])('%s %s is not %s', (type, ours, show) => {
    expect(theirText('x', type, { show, octets: '' }, numbers)).not.toBe(ourText('x', type, ours));
  });
});

function packet(values: Readonly<Record<string, readonly (readonly [number | string, string])[]>>) {
  return new Map(
    Object.entries(values).map(([field, list]) => [
      field,
      list.map(([value, octets]) => ({ value, show: String(value), octets })),
    ]),
  );
}

const types = new Map<string, FieldType>([
  ['a', 'uint'],
  ['b', 'text'],
  ['g', 'group'],
]);

describe('a comparison', () => {
  const run = (ours: Parameters<typeof packet>[0], theirs: Parameters<typeof packet>[0]) => {
    const tallies = new Map<string, Tally>();
    const found = compare('x.pcap', types, [packet(ours)], { packets: [packet(theirs)], numbers: new Map() }, tallies);
    return { found, tally: tallies.get('a') };
  };

  test('takes values in any order', () => {
    const { found, tally } = run(
      {
        a: [
          [1, '01'],
          [2, '02'],
        ],
      },
      {
        a: [
          [2, '02'],
          [1, '01'],
        ],
      },
    );
    expect(found).toEqual([]);
    expect(tally).toEqual({ equal: 2, different: 0, onlyTheirs: 0, onlyOurs: 0 });
  });

  test('says which values have no equal, and where they stand', () => {
    const { found, tally } = run(
      {
        a: [
          [1, '01'],
          [1, '01'],
          [2, '02'],
        ],
      },
      {
        a: [
          [1, '01'],
          [3, '03'],
        ],
      },
    );
    expect(found).toEqual([
      { capture: 'x.pcap', packet: 1, field: 'a', missing: false, ours: ['1', '2'], theirs: ['3'], octets: '01' },
    ]);
    expect(tally).toEqual({ equal: 1, different: 2, onlyTheirs: 0, onlyOurs: 0 });
  });

  test('takes what only tshark has for a disagreement, and what only we have for none', () => {
    const theirs = run({}, { a: [[1, '01']], unknown: [[1, '01']], g: [['x', '']] });
    expect(theirs.found.map(({ field, missing, octets }) => [field, missing, octets])).toEqual([['a', true, '01']]);
    expect(theirs.tally?.onlyTheirs).toBe(1);
    const ours = run({ a: [[1, '01']] }, {});
    expect(ours.found).toEqual([]);
    expect(ours.tally?.onlyOurs).toBe(1);
  });

  test('is printed by field with the sum of all', () => {
    const tally = { equal: 1, different: 2, onlyTheirs: 3, onlyOurs: 4 };
    const lines = agreementTable(
      new Map([
        ['b', tally],
        ['a', tally],
      ]),
    ).split('\n');
    expect(lines.map((line) => line.split(/\s{2,}/))).toEqual([
      ['field', 'equal', 'different', 'only theirs', 'only ours'],
      ['a', '1', '2', '3', '4'],
      ['b', '1', '2', '3', '4'],
      ['all 2 fields', '2', '4', '6', '8'],
    ]);
  });
});

describe('an entry of the list', () => {
  const found = {
    capture: 'x.pcap',
    packet: 5,
    field: 'sip.to',
    missing: false,
    ours: ['a'],
    theirs: ['a ', 'b '],
    octets: '61',
  };
  const base = { reason: 'blanks', example: exampleOf(found) };

  test.each<[boolean, Omit<Difference, 'reason' | 'example'>]>([
    [true, { field: 'sip.to' }],
    [true, { field: 'sip.*' }],
    [false, { field: 'sip' }],
    [false, { field: 'sdp.*' }],
    [true, { field: 'sip.to', in: ['y.pcap', 'x.pcap'] }],
    [false, { field: 'sip.to', in: ['y.pcap'] }],
    [true, { field: 'sip.to', in: ['x.pcap 1,4-6'] }],
    [true, { field: 'sip.to', in: ['x.pcap 5'] }],
    [false, { field: 'sip.to', in: ['x.pcap 1-4,6'] }],
    [false, { field: 'sip.to', only: 'theirs' }],
    [true, { field: 'sip.to', theirs: ' $' }],
    [false, { field: 'sip.to', theirs: '^a' }],
    [false, { field: 'sip.to', ours: '(?!)' }],
  ])('%s: %j', (fits, difference) => {
    expect(explain([{ ...base, ...difference }], found) !== undefined).toBe(fits);
  });

  test('stands in the document with its reason, places and octets', () => {
    const text = documentOf([{ field: 'sip.to', in: ['x.pcap 5'], ...base }]);
    expect(text).toContain('## `sip.to`\n\nBlanks. In x.pcap 5.\n');
    expect(text).toContain('packet 5, `sip.to`, octets `61`: here `a`, in Wireshark `a  | b `.');
    const silent = { capture: 'x.pcap', packet: 1, field: 'f', octets: '', ours: '', theirs: '`\n' };
    const other = documentOf([{ field: 'f', reason: 'Why.', example: silent }]);
    expect(other).toContain('Why. Any capture.');
    expect(other).toContain('no octets of its own: here nothing, in Wireshark `` `\\x0a ``.');
  });
});

test('a run without captures is wrong usage', async () => {
  expect(await main([])).toBe(2);
});
