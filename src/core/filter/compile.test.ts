import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Field, fields, UNDECODED } from '../codec/field.ts';
import { rules } from '../codec/rule.ts';
import { Tree } from '../codec/tree.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import { Context } from '../dissect/context.ts';
import { type Dissector, Registry } from '../dissect/registry.ts';
import { frameInfo } from '../testing/packets.ts';
import { filterCatalogue } from './catalogue.ts';
import { compileFilter } from './compile.ts';
import { FUNCTIONS } from './typed.ts';

const f = fields({
  frame: { filter: 'frame', type: 'protocol', label: 'Frame' },
  epoch: { filter: 'frame.time_epoch', type: 'text', label: 'Epoch', generated: true },
  relative: { filter: 'frame.time_relative', type: 'text', label: 'Relative', generated: true },
  ip: { filter: 'ip', type: 'protocol', label: 'IP' },
  ipEnd: { filter: 'ip', type: 'protocol', label: 'IP', atEnd: true },
  padding: { filter: 'ip.padding', type: 'bytes', label: 'Padding' },
  joined: { filter: 'ip.joined', type: 'frame', label: 'Joined in', generated: true },
  src: { filter: 'ip.src', type: 'ipv4', label: 'Source', also: ['ip.addr'] },
  dst: { filter: 'ip.dst', type: 'ipv4', label: 'Destination', also: ['ip.addr'] },
  six: { filter: 'ip6.src', type: 'ipv6', label: 'Source' },
  mac: { filter: 'eth.src', type: 'ether', label: 'Hardware' },
  kind: { filter: 't.kind', type: 'uint', label: 'Kind', names: { 4: 'Reply', 6: 'Push', 7: 'Confirmed Push' } },
  usual: { filter: 't.usual', type: 'uint', label: 'Usual', names: { 1: 'a', 2: 'b', 3: 'c' }, isOpen: true },
  marked: { filter: 't.marked', type: 'uint', label: 'Marked', names: { 9: 'special' } },
  named: { filter: 't.named', type: 'uint', label: 'Named', names: (value) => (value === 3 ? 'three' : undefined) },
  mapped: { filter: 't.mapped', type: 'uint', label: 'Mapped', names: new Map([[5, 'five']]) },
  flag: { filter: 't.flag', type: 'bool', label: 'Flag' },
  wide: { filter: 't.wide', type: 'uint', label: 'Wide' },
  text: { filter: 't.text', type: 'text', label: 'Text' },
  data: { filter: 't.data', type: 'bytes', label: 'Data' },
  group: { filter: 't.group', type: 'group', label: 'Group' },
  when: { filter: 't.when', type: 'time', label: 'When' },
  age: { filter: 't.age', type: 'seconds', label: 'Age' },
  absent: { filter: 't.absent', type: 'uint', label: 'Absent' },
  none: { filter: 't.none', type: 'text', label: 'None' },
});
/** The same name with another type, as two protocols may have it. */
const number: Field = { filter: 't.either', type: 'uint', label: 'Number' };
const words: Field = { filter: 't.either', type: 'text', label: 'Words' };
const R = rules({
  'T-001': { level: 'MUST', severity: 'error', section: 'T 1', text: 'It is so.' },
  'T-002': { level: 'SHOULD', severity: 'warning', section: 'T 2', text: 'It could be so.' },
});

const registry = new Registry();
const dissector: Dissector = { id: 'ip', name: 'IP', dissect: () => undefined };
registry.protocol(dissector, [...Object.values(f), number, words], Object.values(R));
registry.protocol({ ...dissector, id: 'bare', name: 'Bare' }, []);
const catalogue = filterCatalogue(registry);

const bytes = Uint8Array.of(
  ...[10, 0, 0, 1, 10, 9, 0, 2, 192, 0, 2, 1],
  ...[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  ...[0, 0x11, 0x22, 0x33, 0x44, 0x55],
  ...[0x68, 0x65, 0x6c, 0x6c, 0x6f],
  ...[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe],
  ...[0xde, 0xad, 0xbe, 0xef],
  ...[0xff, 0x41],
);

function example(): { tree: Tree; context: Context } {
  const tree = new Tree();
  tree.addSource({ label: 'Frame', bytes, cut: false });
  const frame = tree.open(f.frame, 0, 0);
  tree.generated(f.epoch, 0, 0, '1700000000.123456789');
  tree.generated(f.relative, 0, 0, '-1.500000000');
  tree.close(frame, 0);
  const outer = tree.open(f.ip, 0, 0);
  tree.leaf(f.src, 0, 0, 32, Number.NaN);
  tree.leaf(f.dst, 0, 32, 64, Number.NaN);
  const inner = tree.open(f.ip, 0, 64);
  tree.leaf(f.src, 0, 64, 96, Number.NaN);
  tree.close(inner, 96);
  tree.close(outer, 96);
  tree.leaf(f.six, 0, 96, 224, Number.NaN);
  tree.leaf(f.mac, 0, 224, 272, Number.NaN);
  tree.leaf(f.text, 0, 272, 312, Number.NaN);
  tree.leaf(f.wide, 0, 312, 376, Number.NaN);
  const group = tree.open(f.group, 0, 376);
  tree.leaf(f.data, 0, 376, 408, Number.NaN);
  tree.close(group, 408);
  tree.setText(group, 'a: b');
  tree.leaf(f.text, 0, 408, 424, Number.NaN);
  tree.generated(f.kind, 0, 424, 6);
  tree.generated(f.marked, 0, 424, 1);
  tree.generated(f.named, 0, 424, 3);
  tree.generated(f.mapped, 0, 424, 5);
  tree.generated(f.flag, 0, 424, 0);
  tree.generated(f.when, 0, 424, 1_700_000_000);
  tree.generated(f.age, 0, 424, 2.5);
  tree.generated(number, 0, 424, 12);
  tree.generated(words, 0, 424, 'twelve');
  const other = tree.addSource({ label: 'Another reading', bytes: Uint8Array.of(99), cut: false, alternative: true });
  tree.leaf(f.kind, other, 0, 8, 99);
  tree.finish();
  tree.find(R['T-001'], 'it is not so', 0, 0, 8);
  const context = new Context({
    frame: frameInfo({ table: 'layer', key: 'ip' }, bytes.length),
    tree,
    secrets: [],
    state: createCaptureState(),
    choose: () => undefined,
    frameBytes: () => undefined,
  });
  context.info = 'Something';
  context.protocolName = 'IP';
  context.layers.push({ protocol: 'bare', chosenBy: 'test', source: 0, start: 0, depth: 0 });
  return { tree, context };
}

const { tree, context } = example();

function matches(text: string): boolean | string {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled)
    return `${compiled.fault.start}-${compiled.fault.end}${compiled.fault.incomplete ? '...' : ''} ${compiled.fault.message}`;
  return compiled.filter.test(tree, context);
}

const TRUE = `
  ip; t.kind; t.flag; bare; rule; rule.T-001; !t.absent; t.group; _ws.col.info; frame
  ip.addr == 10.0.0.1; ip.src == 192.0.2.1; 10.0.0.1 == ip.src; ip.addr === 10.0.0.0/8 || ip; ip.src !== 10.0.0.1
  ip.addr != 1.2.3.4; ip.addr in {1.2.3.4, 10.0.0.0/16}; ip.addr in {10.0.0.0..10.0.0.9}; ip.dst > 10.0.0.1; ip.dst <= 10.9.0.2
  any ip.src != 10.0.0.1; all ip.src != 10.9.0.2; all ip.src in {10.0.0.1, 192.0.2.1}; ip.src != ip.dst; ip.dst == 10.9.0.0/255.255.0.0
  10.0.0.9 > ip.src; 10.0.0.1 >= ip.src; 10.0.0.0 < ip.src; 10.0.0.1 <= ip.src; ip.src & 255.0.0.0 == 10.0.0.0; ip.src[0] == 0x0a
  ip.src#1 == 10.0.0.1; ip.src#2 == 192.0.2.1; ip.src#-1 == 192.0.2.1; ip.src#[1-2] == 192.0.2.1; ip#2; count(ip#[1:]) == 2; ip.src#[-2,2] == 10.0.0.1; ip.src#[-3:] == 192.0.2.1; ip.src#[-2:] == 10.0.0.1; ip.src#[2:] == 192.0.2.1
  ip6.src == fe80::1; ip6.src == fe80::/10; ip6.src == fe80:0:0::0:0.0.0.1; ip6.src[0:2] == fe:80; ip6.src in {fe80::..fe80::ff}
  eth.src == 00:11:22:33:44:55; eth.src == 00-11-22-33-44-55; eth.src == 0011.2233.4455; eth.src == 0:11:22:33:44:55; eth.src == 0-11-22-33-44-55; eth.src[0:3] == 0:11:22; eth.src[0:3] == 00:11:22; eth.src contains 22:33; eth.src[-1] == 55
  t.kind == 6; t.kind == 0x6; t.kind == 06; t.kind == 0b110; t.kind == "push"; t.kind == Push; t.kind in {1..5, 6}; t.kind > 5 && t.kind < 7; 5 < t.kind < 7
  t.kind + 1 == 7; t.kind - 7 == -1; t.kind * 2 == 12; t.kind / 4 == 1; t.kind % 4 == 2; t.kind & 2; t.kind & 6 == 6; -t.kind == -6; abs(-t.kind) == 6; t.kind == 5 + 1
  t.kind != 7; t.kind !== 7; t.kind === 6; !(t.kind == 7); t.kind not in {7}; t.named == "three"; t.mapped == five; t.marked == 1; vals(t.kind) == "Push"; vals(t.named) == "three"
  t.flag == 0; t.flag == false; t.flag == False; !(t.flag == true); t.flag != "Set"; t.flag == "Not set"; t.flag == "no"
  t.wide == 0xfffffffffffffffe; t.wide == 18446744073709551614; t.wide > 1; t.wide + 1 == 0xffffffffffffffff; t.wide & 0xff == 0xfe; t.wide * 2 > t.wide; t.wide / 2 < t.wide; t.wide % 10 == 4; t.wide - t.wide == 0
  t.text == "hello"; t.text contains "ell"; t.text matches "^HEL+O$"; t.text[0:2] == "he"; t.text[1] == 'e'; t.text[0:1,4:1] == "ho"; t.text[1-3] == 65:6c:6c; t.text[-2:] == "lo"; t.text[-2--1] == "lo"
  t.text > "a"; t.text < "hez"; t.text in {"a", "hello"}; t.text in {"ha".."hf"}; upper(t.text) == "HELLO"; lower(t.text) == "hello"; len(t.text) == 5; t.text != "x"; t.text ~ "l{2}"; t.text contains 'h'
  t.text == "\\xffA"; t.text matches "\\xff"; string(t.text) == "ff41"; t.text == "\\x68\\x65llo"
  t.data == de:ad:be:ef; t.data == deadbeef; t.data == de.ad.be.ef; t.data == "\\xde\\xad\\xbe\\xef"; t.data contains be; t.data contains ad:be; t.data[0] == 0xde; t.data[3] > ee; t.data[0] & 0x80; len(t.data) == 4
  t.data matches "\\xad."; string(t.data) == "de:ad:be:ef"; @t.data[1:2] == ad:be; t.data == :de:ad:be:ef || ip; t.data[0:4] == t.data; t.data != t.text; t.data > 00
  t.group == "a: b"; t.group contains ": "; t.group matches "^A"; @t.group == de:ad:be:ef; len(t.group) == 4
  t.when == "2023-11-14 22:13:20"; t.when == 1700000000; t.when < "2023-11-15"; t.when > "Nov 14, 2023 22:13"; t.when >= 2023-11-14T22:13:20Z; t.when == "2023-11-14 23:13:20+01:00"; t.when - t.when == 0; t.when - "2023-11-14 22:13:10" == 10
  t.when + 10 == 1700000010; t.when + t.age > t.when; t.age + t.when > t.when; string(t.when) == "2023-11-14 22:13:20 UTC"; string(frame.time) == "2023-11-14 22:13:20.123456789 UTC"
  t.age == 2.5; t.age > 2; t.age in {2..3}; -t.age == -2.5; abs(-t.age) == 2.5; t.age - 1 == 1.5; string(t.age) == "2.500000000"; max(t.age, 3) == 3; t.age + 1 - 2 == 1.5
  frame.time_epoch == 1700000000.123456789; frame.time == 1700000000.123456789; frame.time_epoch != 1700000000.12345678; frame.time_epoch > t.when; frame.time_relative == -1.5; frame.time_relative < .5; string(frame.time_relative) == "-1.500000000"
  t.either == 12; t.either == "twelve"; t.either != 13; t.either > 11; t.either == 12 && t.either == "twelve"; t.either matches "tw"
  max(t.kind, t.marked) == 6; min(t.kind, t.marked) == 1; max(t.kind, 9) == 9; count(t.text) == 2; count(ip.addr) == 3; len(t.wide) == 8; len(@ip.src) == 4; max(t.absent, t.kind) == 6; string(t.kind) == "6"
  string(ip.src) == "10.0.0.1"; string(ip6.src) == "fe80::1"; string(eth.src) matches "^00:11"; len(string(t.kind)) == 1; upper(t.data) == "x" || ip
  frame contains de:ad; frame[0] == 0a; frame[0:4] == ip.src; len(frame) == ${bytes.length}; frame matches "hello"; ip contains de:ad:be; ip[0:4] == ip.src; frame[4:2] == 0a:09
  rule == "T-001"; rule != "T-002"; rule.severity == "error"; rule.level == "MUST"; rule.section contains "T"; rule.message contains "not so"; rule.T-001 contains "not"; !rule.T-002; count(rule) == 1
  _ws.col.info == "Something"; _ws.col.protocol == "IP"; _ws.col.info matches "some"
  ip ^^ t.absent; ip xor t.absent xor t.none; !(ip ^^ t.kind); ip and (t.absent or t.kind); not t.absent and not t.none
  len(rule) == 5; count(bare) == 1
  ip.src in {10.7.0.0/16..10.255.0.0/8} || ip.src in {9.0.0.0..9.9.9.9/6}; ip.src in {10.0.0.9/24 .. 10.0.0.1}; eth.src == 001122334455; eth.src == 0011-2233-4455; t.flag != 'a'; max(ip.src) == 192.0.2.1; min(ip.src, 10.0.0.0) == 10.0.0.0; max(t.text) == "\\xffA"; eth.src[0]; eth.src[0:1]; t.data[010:1] || ip; t.text[:] == "hello"; t.data[:2] == de:ad; t.data & ff; t.data & ff:00 == de:00; t.kind in {+6, 7}
  t.data > ff; t.data[0:2] > ff; t.data < 00:00:00:00:00; frame > ff:ff; t.text < "i"; all ip.addr not in {9.9.9.9}; any ip.addr not in {9.9.9.9}; t.flag < 2; t.flag in {0, 2}; rule.severity[0:3] < _ws.col.info; _ws.col.info > rule.severity[0:3]; rule.severity[0:2] > _ws.col.protocol; t.text contains "\\u0065l"; t.text == "\\U00000068ello"
  t.text matches "\\d" || t.text matches "\\w"; t.group contains "a: b"; t.data contains be:ef
`;
const FALSE = `
  ip.src#[-1:] == 10.0.0.1; ip.src#[3:]; rule.severity[0:3] > _ws.col.info
  all ip.addr not in {10.0.0.1}; any ip.addr not in {10.0.0.1}; t.text contains 6c:6c; t.text contains 68; t.data[0:2] < ff; t.flag == 2; t.data[8:]; t.data & 00:00:00:00:ff
  t.absent; t.none; rule.T-002; !ip; not bare; ip#3; t.kind == 99; t.flag == 1
  t.absent == 1; t.absent != 1; all t.absent == 1; t.absent in {1}; t.none contains "x"; t.none matches ""; count(t.absent) == 0; t.kind == t.absent; t.absent != t.kind; t.absent + 1 == 1; max(t.absent) == 0; len(t.none) == 0
  ip.src == 10.0.0.2; ip.addr != 10.0.0.1; ip.src === 10.0.0.1; all ip.addr in {10.0.0.0/8}; ip.addr === 10.0.0.0/8; any ip.dst != 10.9.0.2; ip.src in {1.0.0.0..9.0.0.0}; ip.dst < 10.9.0.2; ip.src == ip.dst
  t.text == "Hello"; t.text contains "L"; t.text matches "(?-i)HELLO"; t.text[9] == "x"; t.text[4:2] == "o"; t.text[9]; t.text[-9]; t.text contains "helloo"; t.data contains de:ad:be:ef:00
  t.kind / 0 == 1; t.kind % 0 == 0; t.kind - 6; t.data & 00:00:00:00; t.data & 00; t.wide / 0; t.wide % 0 == 0; upper(t.data) == "x"; t.either == "x"; t.text[0:99999999,0:99999999] == 00
  rule == "T-002"; rule.severity == "note"; t.when == "2023-11-14 22:13:21"; t.kind & 1; ip ^^ t.kind; t.age < 2.5; t.either < 3
`;

function cases(text: string): string[][] {
  return text
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => [one]);
}

describe('matches', () => {
  test.each(cases(TRUE))('%s', (text) => expect(matches(text)).toBe(true));
});

describe('does not match', () => {
  test.each(cases(FALSE))('%s', (text) => expect(matches(text)).toBe(false));
});

test('a blank filter matches everything', () => {
  const compiled = compileFilter(' ', catalogue);
  if ('fault' in compiled) throw new Error('it is right');
  expect(compiled.filter.test(tree, context)).toBe(true);
  expect(compiled.filter.needs).toEqual({
    families: undefined,
    columnsOnly: true,
    relations: false,
    annotations: false,
    rows: new Set(),
    texts: false,
  });
});

test('a protocol in octets that were put together is searched with all that it carries there', () => {
  const joined = new Tree();
  joined.addSource({ label: 'Frame', bytes: Uint8Array.of(1), cut: false });
  joined.leaf(f.data, 0, 0, 8, Number.NaN);
  const source = joined.addSource({ label: 'Reassembled', bytes: Uint8Array.of(2, 3), cut: false });
  joined.close(joined.open(f.ip, source, 0), 8);
  joined.leaf(f.data, source, 8, 16, Number.NaN);
  joined.finish();
  const contains = (octets: string) => {
    const compiled = compileFilter(`ip contains ${octets}`, catalogue);
    return 'filter' in compiled && compiled.filter.test(joined, context);
  };
  expect([contains('02:03'), contains('03'), contains('01')]).toEqual([true, true, false]);
});

test('what a protocol has behind all that it carries is its own, and not the protocol once more', () => {
  const packet = new Tree();
  packet.addSource({ label: 'Frame', bytes: Uint8Array.of(1, 2, 3), cut: false });
  packet.close(packet.open(f.ip, 0, 0), 8);
  const inner = packet.open(f.none, 0, 8);
  packet.close(inner, 16);
  const end = packet.open(f.ipEnd, 0, 16);
  packet.leaf(f.padding, 0, 16, 24, Number.NaN);
  packet.close(end, 24);
  packet.generated(f.joined, 0, 24, 7);
  packet.finish();
  const holds = (text: string) => {
    const compiled = compileFilter(text, catalogue);
    return 'filter' in compiled && compiled.filter.test(packet, context);
  };
  expect(['ip', 'count(ip) == 1', 'len(ip) == 1', 'all ip == 01', 'ip contains 03', 'ip#1'].map(holds)).toEqual(
    Array(6).fill(true),
  );
  expect(['ip#2', 'ip == 03', 'ip[0] == 03'].map(holds)).toEqual([false, false, false]);
  // Rows in it, and beside all protocols, are of the layer that has begun before.
  expect(['ip.padding#1', 'ip.joined#1', 'ip.joined#2', 'ip.joined#[0]'].map(holds)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('two answers of one filter do not mix', () => {
  const compiled = compileFilter('t.kind == 6 || ip#2', catalogue);
  if ('fault' in compiled) throw new Error('it is right');
  const empty = new Tree();
  empty.addSource({ label: 'Frame', bytes: new Uint8Array(0), cut: false });
  expect([tree, empty, tree].map((one) => compiled.filter.test(one, context))).toEqual([true, false, true]);
});

describe('faults', () => {
  test.each([
    ['t.kint == 6', '0-6 there is no field or protocol "t.kint"; did you mean t.kind?'],
    ['t.ki', '0-4... there is no field or protocol "t.ki"; did you mean t.kind?'],
    ['zzzzzz', '0-6 there is no field or protocol "zzzzzz"'],
    ['t.kind-1 == 5', '0-8 there is no field or protocol "t.kind-1"; write blanks around - to subtract'],
    ['1', '0-1 expected a field: a value alone says nothing of a packet'],
    ['"x"', '0-3 expected a field: a value alone says nothing of a packet'],
    ['1 == 2', '0-1 expected a field: a value alone says nothing of a packet'],
    ['-foo == 1', '1-4 there is no field or protocol "foo"'],
    ['1 + foo == 1', '4-7 there is no field or protocol "foo"'],
    ['"x" contains t.text', '0-3 expected a field: a value alone says nothing of a packet'],
    ['t.kind == "abc"', '10-15 "abc" is neither a number nor a value name of t.kind'],
    [
      't.kind == "confirmed"',
      '10-21 "confirmed" is neither a number nor a value name of t.kind; there is "Confirmed Push"',
    ],
    ['t.wide == abc', '10-13... "abc" is no number'],
    ['t.wide == abc ', '10-13 "abc" is no number'],
    ['t.wide == 0x', '10-12... "0x" is no number'],
    ['t.wide == 089', '10-13 "089" is no number'],
    ['t.wide == 1.5', '10-13 1.5 is no whole number'],
    ['ip.src == abc', '10-13 "abc" is no IPv4 address'],
    ['ip.src == 10.0.', '10-15... "10.0." is no IPv4 address'],
    ['ip.src == 10.0.0.256 ', '10-20 "10.0.0.256" is no IPv4 address'],
    ['ip.src == 10.0.0.0/33', '10-21 /33 is no prefix length: 0 to 32 bits'],
    ['ip6.src == ::/129', '11-17 /129 is no prefix length: 0 to 128 bits'],
    ['ip6.src == 1::2::3', '11-18... "1::2::3" is no IPv6 address'],
    ['ip6.src == 1:2:3:4:5:6:7 ', '11-24 "1:2:3:4:5:6:7" is no IPv6 address'],
    ['ip6.src == 1:2:3:4::5:6:7:8 ', '11-27 "1:2:3:4::5:6:7:8" is no IPv6 address'],
    ['eth.src == 00:11', '11-16... "00:11" is no hardware address such as 02:00:00:aa:bb:01'],
    ['eth.src == 00112233445 ', '11-22 "00112233445" is no hardware address such as 02:00:00:aa:bb:01'],
    ['t.text == "a\\qb"', '10-16 \\q is no escape; a backslash is written \\\\, or once in r"..."'],
    ['t.text contains "\\400"', '16-22 \\4 is no escape; a backslash is written \\\\, or once in r"..."'],
    ['t.text contains "\\ud800"', '16-24 \\ud800 is no escape; a backslash is written \\\\, or once in r"..."'],
    ['t.data == xyz', '10-13 "xyz" is no string of octets such as 01:02:03 or "text"'],
    ['t.data == 123', '10-13... "123" is no string of octets such as 01:02:03 or "text"'],
    ['t.when == "2023-02-30"', '10-22 "2023-02-30" is no time such as "2023-11-14 22:13:20"'],
    ['t.when == "2023-01-01 25:00"', '10-28 "2023-01-01 25:00" is no time such as "2023-11-14 22:13:20"'],
    ['t.age == x', '9-10 "x" is no number of seconds'],
    ['ip.src == t.kind', '10-16 t.kind is a number, not an IPv4 address'],
    ['ip.src == eth.src', '10-17 eth.src is a hardware address, not an IPv4 address'],
    ['t.kind contains "6"', '0-6 contains looks into text and octets; t.kind is a number'],
    ['t.kind matches "6"', '0-6 matches looks into text and octets; t.kind is a number'],
    ['t.text matches t.text', '15-21 the pattern is text in quotation marks: "..." or r"..."'],
    ['t.text matches 1 + 1', '15-20 the pattern is text in quotation marks: "..." or r"..."'],
    ['t.text matches "("', '15-18 the pattern has a ( that is not closed'],
    ['t.kind[0] == 06', '0-6 slices are of text and octets; @name is the octets of any field; t.kind is a number'],
    ['"abc"[0] == 06', '0-5 expected a field, not a value'],
    ["'a'[0] == 06", '0-3 expected a field, not a value'],
    ['@rule == 01', '1-5 @ goes with a field of the packet'],
    ['rule#1', '0-4 # goes with a field of the packet'],
    ['@len(ip) == 1', '1-8 @ goes with a field of the packet'],
    ['-t.text == 1', '1-7 only numbers have a sign; t.text is text'],
    ['t.text == -1', '10-12 a number is not text'],
    ['t.text == 1 + 1', '10-15 text cannot be calculated with'],
    ['t.text + 1 == 1', '0-6 text cannot be calculated with'],
    ['t.kind + ip.src == 1', '9-15 a number + an IPv4 address has no meaning'],
    ['t.when * 2 == 1', '9-10 a time * a duration has no meaning'],
    ['nope(t.kind) == 1', `0-12 there is no function "nope": ${Object.keys(FUNCTIONS).join(', ')}`],
    ['len() == 1', '0-5 len takes one value'],
    ['len(t.kind, t.kind) == 1', '0-19 len takes one value'],
    ['max() == 1', '0-5 max takes values'],
    ['max(1, 2) == 1', '4-5 expected a field: a value alone says nothing of a packet'],
    ['len("a") == 1', '4-7 expected a field: a value alone says nothing of a packet'],
    ['count(t.kind + 1) == 1', '6-16 count takes a field'],
    ['vals(t.kind + 1) == 1', '5-15 vals takes a field'],
    ['vals(t.text) == 1', '5-11 vals takes a number; t.text is text'],
    ['upper(t.kind) == "6"', '6-12 upper takes text; t.kind is a number'],
    ['abs(t.text) == 1', '4-10 abs takes a number; t.text is text'],
    ['bare == 01', '8-10 a protocol without octets of its own can only be tested for presence'],
    ['5 in {t.kind}', '0-1 expected a field: a value alone says nothing of a packet'],
    ['t.kind in {6, x}', '14-15 "x" is neither a number nor a value name of t.kind'],
  ])('%s', (text, expected) => expect(String(matches(text))).toContain(expected));
});

describe('warnings', () => {
  test.each([
    ['ip.addr == 1.2.3.4', []],
    [
      'ip.addr != 1.2.3.4',
      [
        '0-18 ip.addr stands for ip.src and ip.dst: true when none of the values is equal; "any ip.addr != ..." is true when one differs',
      ],
    ],
    [
      'ip.addr !== 1.2.3.4',
      [
        '0-19 ip.addr stands for ip.src and ip.dst: true as soon as one of the values differs; "!=" is true when none is equal',
      ],
    ],
    ['any ip.addr != 1.2.3.4', []],
    ['ip.src != 1.2.3.4', []],
    ['t.kind == 5', ['10-11 5 has no name among the values of t.kind']],
    ['t.kind == 6', []],
    ['t.marked == 5', []],
    ['t.usual == 5', []],
    ['t.kind == "6"', ['10-13 a number needs no quotation marks']],
    ['t.text == abc', ['10-13 text is written in quotation marks']],
    ['t.text == ip', ['10-12 ip is a field here; as text it is written "ip"']],
    ['t.text matches abc', ['15-18 a pattern is written in quotation marks']],
    ['t.data[0] == 10', ['13-15 10 is the octet 0x10; write 0x10 to be clear']],
    ['rule == "T-009"', ['8-15 rule is never "T-009"']],
    ['rule.severity == "bad"', ['17-22 rule.severity is never "bad"']],
    ['ip || bare && t.kind', ['6-20 && binds tighter than ||; parentheses make it clear']],
    ['ip || (bare && t.kind)', []],
  ])('%s', (text, expected) => {
    const compiled = compileFilter(text, catalogue);
    if ('fault' in compiled) throw new Error(compiled.fault.message);
    expect(compiled.filter.warnings.map(({ message, start, end }) => `${start}-${end} ${message}`)).toEqual(expected);
  });
});

describe('families without which nothing matches', () => {
  test.each([
    ['ip.src == 1.2.3.4', ['ip']],
    ['t.kind && ip.src', ['t']],
    ['t.kind || ip.src', ['t', 'ip']],
    ['t.kind || !ip', undefined],
    ['ip xor t.kind', undefined],
    ['rule', undefined],
    ['len(t.text[0:2]) == 2', ['t']],
    ['max(t.kind, t.wide) == 2', undefined],
    ['-t.kind + 1 in {2}', ['t']],
    ['t.text matches "x"', ['t']],
    ['t.data == data.data', ['t']],
  ])('%s', (text, expected) => {
    const compiled = compileFilter(text, catalogue);
    const families =
      'fault' in compiled
        ? compiled.fault.message
        : compiled.filter.needs.families && [...compiled.filter.needs.families];
    expect(families).toEqual(expected);
  });
});

describe('whatever the filter and the tree are', () => {
  const name = fc.constantFrom(
    ...Object.values(f).map(({ filter }) => filter),
    't.either',
    'ip.addr',
    'rule',
    'bare',
    '_ws.col.info',
    'frame.time',
    'data.data',
  );
  const literal = fc.constantFrom(
    '1',
    '0',
    '-1',
    '0xffffffffffffffff',
    '10.0.0.0/8',
    '::1',
    '01:02',
    '"a"',
    '"\\xff"',
    "'a'",
    '1.5',
    '"2023-11-14"',
    '00:11:22:33:44:55',
    'Push',
    'true',
  );
  const { value, filter } = fc.letrec<{ value: string; filter: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      name,
      literal,
      fc
        .tuple(tie('value'), fc.constantFrom('[0]', '[1:2]', '[-2:]', '[0-9,1]', '#1', '#[-1]'))
        .map((parts) => parts.join('')),
      name.map((one) => `@${one}`),
      fc.tuple(fc.constantFrom(...Object.keys(FUNCTIONS)), tie('value')).map(([call, of]) => `${call}(${of})`),
      fc
        .tuple(tie('value'), fc.constantFrom('+', '-', '*', '/', '%', '&'), tie('value'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('value').map((of) => `-${of}`),
    ),
    filter: fc.oneof(
      { maxDepth: 3 },
      tie('value'),
      fc
        .tuple(
          fc.constantFrom('', 'any ', 'all '),
          tie('value'),
          fc.constantFrom('==', '!=', '===', '!==', '<', '>=', 'contains', 'matches'),
          tie('value'),
        )
        .map(([q, a, op, b]) => `${q}${a} ${op} ${b}`),
      fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `${a} in {${b}..${c}, ${b}}`),
      fc
        .tuple(tie('filter'), fc.constantFrom('&&', '||', '^^'), tie('filter'))
        .map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('filter').map((of) => `!(${of})`),
    ),
  }));
  const all: readonly Field[] = [...Object.values(f), number, words, UNDECODED];

  /** Rows of any field at any place, with numbers and text that need not fit it. */
  const packets = fc
    .tuple(
      fc.uint8Array({ maxLength: 24 }),
      fc.array(
        fc.tuple(fc.nat(all.length - 1), fc.nat(80), fc.option(fc.double()), fc.option(fc.string({ unit: 'binary' }))),
        { maxLength: 14 },
      ),
    )
    .map(([octets, rows]) => {
      const made = new Tree();
      made.addSource({ label: 'Frame', bytes: octets, cut: false });
      let at = 0;
      for (const [index, bits, num, text] of rows) {
        const end = Math.min(at + bits, octets.length * 8);
        const field = all[index]!;
        const row =
          field.type === 'protocol' || field.type === 'group'
            ? made.open(field, 0, at)
            : made.leaf(field, 0, at, end, num ?? Number.NaN);
        if (field.type === 'protocol' || field.type === 'group') made.close(row, end);
        if (text !== null) made.setText(row, text);
        at = end;
      }
      made.finish();
      return made;
    });

  test('testing does not throw', () => {
    let right = 0;
    let matched = 0;
    fc.assert(
      fc.property(filter, packets, (text, made) => {
        const compiled = compileFilter(text, catalogue);
        if ('fault' in compiled) return;
        right++;
        if (compiled.filter.test(made, context)) matched++;
        compiled.filter.test(tree, context);
      }),
      { numRuns: 6000 },
    );
    expect(right).toBeGreaterThan(500);
    expect(matched).toBeGreaterThan(100);
  });

  test('values of one kind are never both equal and unequal', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const equal = matches(`${a} == ${b}`);
        const unequal = matches(`${a} != ${b}`);
        if (typeof equal === 'boolean') expect(equal && unequal).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});

test('many values are compared at once', () => {
  const made = new Tree();
  const octets = new Uint8Array(40_000).map((_, i) => i & 0x7f);
  made.addSource({ label: 'Frame', bytes: octets, cut: false });
  for (let i = 0; i < 20_000; i++)
    made.leaf(i % 2 === 0 ? f.kind : f.wide, 0, i * 16, i * 16 + 16, i % 2 === 0 ? i : i + 0.5);
  for (let i = 0; i < 100; i++) made.generated(f.text, 0, 0, `text ${i}`);
  for (let i = 0; i < 100; i++) made.generated(f.data, 0, 0, '746578'.concat('00'));
  made.finish();
  const from = performance.now();
  const answers = {
    't.kind == t.wide': false,
    't.kind == t.kind': true,
    't.kind === t.kind': false,
    't.kind != t.wide': true,
    't.kind !== t.wide': true,
    't.kind < t.wide': true,
    'all t.kind < t.wide': false,
    't.kind >= t.wide': true,
    'all t.kind <= t.wide': false,
    't.kind > t.wide': true,
    't.text contains t.data': false,
    'all t.text contains t.data': false,
    't.text contains t.text': true,
    't.kind + t.wide > 100000': false,
  };
  for (const [text, expected] of Object.entries(answers)) {
    const compiled = compileFilter(text, catalogue);
    expect('filter' in compiled && compiled.filter.test(made, context), text).toBe(expected);
  }
  expect(performance.now() - from).toBeLessThan(4000);
});
