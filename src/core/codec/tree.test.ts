import { describe, expect, test } from 'vitest';
import { checkTiling } from '../testing/packets.ts';
import { Cursor } from './cursor.ts';
import { type Field, fields } from './field.ts';
import { Tree } from './tree.ts';
import { formatRow, formatTime, rowValue } from './value.ts';

const f = fields({
  group: { filter: 't.group', type: 'group', label: 'Group' },
  number: { filter: 't.number', type: 'uint', label: 'Number', names: { 7: 'seven' } },
  hex: { filter: 't.hex', type: 'uint', label: 'Hex', show: 'hex' },
  text: { filter: 't.text', type: 'text', label: 'Text' },
  octets: { filter: 't.octets', type: 'bytes', label: 'Octets' },
  ipv4: { filter: 't.ipv4', type: 'ipv4', label: 'IPv4' },
  ipv6: { filter: 't.ipv6', type: 'ipv6', label: 'IPv6' },
  ether: { filter: 't.ether', type: 'ether', label: 'Ethernet' },
  time: { filter: 't.time', type: 'time', label: 'Time' },
  age: { filter: 't.age', type: 'seconds', label: 'Age' },
  worked: { filter: 't.worked', type: 'uint', label: 'Worked out', generated: true },
});

function start(bytes: readonly number[], cut = false): { tree: Tree; cursor: Cursor } {
  const tree = new Tree();
  tree.addSource({ label: 'Frame', bytes: Uint8Array.from(bytes), cut });
  return { tree, cursor: new Cursor(tree, 0) };
}

function shown(tree: Tree): string[] {
  return Array.from({ length: tree.length }, (_, row) =>
    `${tree.field(row).filter} ${tree.start(row)}-${tree.end(row)} ${formatRow(tree, row)}`.trim(),
  );
}

describe('the tree', () => {
  test('claims what dissectors skip: before rows, in groups, at the end', () => {
    const { tree, cursor } = start([1, 2, 3, 4, 5]);
    cursor.bit += 4;
    const group = cursor.open(f.group);
    cursor.uint(f.number, 4);
    cursor.bit += 8;
    cursor.close(group);
    cursor.uint(f.number, 8);
    tree.finish();
    checkTiling(tree);
    expect(shown(tree)).toEqual([
      'data.data 0-4 01',
      't.group 4-16',
      't.number 4-8 1',
      'data.data 8-16 02',
      't.number 16-24 3',
      'data.data 24-40 0405',
    ]);
  });

  test('keeps rows of other sources apart', () => {
    const { tree, cursor } = start([1, 2]);
    const inner = tree.addSource({ label: 'Joined', bytes: Uint8Array.of(9, 9), cut: false });
    const group = cursor.open(f.group);
    new Cursor(tree, inner).uint(f.number, 8);
    cursor.uint(f.number, 8);
    cursor.close(group);
    tree.finish();
    checkTiling(tree);
    expect(tree.rowAt(1, 3)).toBe(1);
    expect(tree.rowAt(1, 99)).toBeUndefined();
    expect(tree.rowAt(0, 12)).toBe(tree.length - 2);
  });

  test('refuses to lay a leaf over another', () => {
    const { tree } = start([1, 2]);
    tree.leaf(f.number, 0, 0, 8, 1);
    expect(() => tree.leaf(f.number, 0, 4, 12, 1)).toThrow(/overlaps/);
  });

  test('grows, and is empty again after a reset', () => {
    const { tree, cursor } = start(Array.from({ length: 500 }, (_, i) => i));
    for (let i = 0; i < 500; i++) cursor.uint(f.number, 8);
    expect(tree.length).toBe(500);
    expect(tree.num(499)).toBe(499 % 256);
    tree.reset();
    expect([tree.length, tree.sources.length, tree.findings.length]).toEqual([0, 0, 0]);
  });

  test('finds rows by filter name', () => {
    const { tree, cursor } = start([1]);
    cursor.uint(f.number, 8);
    expect(tree.find1('t.number')).toBe(0);
    expect(tree.find1('t.none')).toBeUndefined();
  });
});

describe('the cursor', () => {
  test('fails once, says where, and reads nothing until it recovers', () => {
    const { tree, cursor } = start([1, 2]);
    cursor.uint(f.number, 8);
    expect(cursor.uint(f.number, 16)).toBe(0);
    expect(cursor.failed).toBe(true);
    expect([cursor.uint(f.number, 1), cursor.octets(f.octets, 1).length, cursor.left, cursor.peek(1)]).toEqual([
      0,
      0,
      0,
      undefined,
    ]);
    expect(tree.findings.map(({ rule, message, start: from, end }) => [rule.id, message, from, end])).toEqual([
      ['X-SHORT', 'Number needs 2 octets, 1 octet is left', 8, 16],
    ]);
    cursor.recover();
    expect([cursor.failed, cursor.bit]).toEqual([false, 16]);
    tree.finish();
    checkTiling(tree);
  });

  test('says cut, not short, at the end of a cut packet', () => {
    const { tree, cursor } = start([1], true);
    cursor.uint(f.number, 16);
    expect(tree.findings.map(({ rule, severity }) => [rule.id, severity])).toEqual([['X-CUT', 'note']]);
  });

  test('gives up a window, not the packet', () => {
    const { tree, cursor } = start([1, 2, 3, 4]);
    const outer = cursor.enter(f.group, 2);
    cursor.uint(f.number, 24);
    cursor.leave(outer);
    expect(cursor.uint(f.number, 8)).toBe(3);
    tree.finish();
    checkTiling(tree);
    expect(tree.findings).toHaveLength(1);
  });

  test('cuts a window that does not fit, with a finding', () => {
    const { tree, cursor } = start([1, 2]);
    const outer = cursor.enter(f.group, 5);
    expect(cursor.octetsLeft).toBe(2);
    cursor.leave(outer);
    expect([cursor.failed, cursor.bit, tree.findings.length]).toEqual([false, 16, 1]);
  });

  test('reads little-endian numbers and looks ahead', () => {
    const { cursor } = start([0x34, 0x12, 0xab]);
    expect(cursor.peek(8, 16)).toBe(0xab);
    expect(cursor.uintLittleEndian(f.number, 2)).toBe(0x1234);
    expect(cursor.rest()).toEqual(Uint8Array.of(0xab));
  });
});

describe('values', () => {
  const value = (field: Field, bytes: readonly number[]): [unknown, string] => {
    const { tree, cursor } = start(bytes);
    if (field.type === 'uint' || field.type === 'time' || field.type === 'seconds')
      cursor.uint(field, bytes.length * 8);
    else cursor.octets(field, bytes.length);
    return [rowValue(tree, 0), formatRow(tree, 0)];
  };
  test.each([
    [f.number, [7], 7, 'seven (7)'],
    [f.hex, [0, 0x2a], 42, '0x002a'],
    [f.text, [0x41, 0xc3, 0xa9], 'Aé', 'Aé'],
    [f.text, [0xff, 0x41], null, 'not UTF-8: ff 41'],
    [f.octets, [1, 0xfe], '01fe', '01fe'],
    [f.ipv4, [10, 0, 255, 1], '10.0.255.1', '10.0.255.1'],
    [f.ether, [2, 0, 0, 0, 0, 0xfe], '02:00:00:00:00:fe', '02:00:00:00:00:fe'],
    [f.time, [0x65, 0x53, 0xf1, 0x00], 1_700_000_000, '2023-11-14 22:13:20 UTC'],
    [f.age, [60], 60, '60 s'],
  ])('%o', (field, bytes, expected, text) => expect(value(field, bytes)).toEqual([expected, text]));

  test.each([
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['20010db8000100010001000100010001', '2001:db8:1:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['fe800000000000000000000000000000', 'fe80::'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
  ])('IPv6 %s is %s', (hex, text) => {
    const bytes = Array.from(Buffer.from(hex, 'hex'));
    expect(value(f.ipv6, bytes)[0]).toBe(text);
  });

  test('that are generated stand at a place without bits', () => {
    const { tree, cursor } = start([1]);
    cursor.generated(f.worked, 5);
    cursor.uint(f.number, 8);
    tree.setNote(1, 'a note');
    checkTiling(tree);
    expect(shown(tree)).toEqual(['t.worked 0-0 5', 't.number 0-8 1 (a note)']);
  });

  test('of times that no calendar has are plain seconds', () =>
    expect(formatTime(1e17, 0, 0)).toBe('100000000000000000 s'));
  test('of times have as many decimals as asked', () =>
    expect(formatTime(0, 123_456_789, 6)).toBe('1970-01-01 00:00:00.123456 UTC'));
});
