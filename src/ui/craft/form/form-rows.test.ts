import { describe, expect, test } from 'vitest';
import type { CraftNode } from '../../../worker/api.ts';
import { around, faultsByNode, formRows, inBase, isOn, nodeOver } from './form-rows.ts';

const node = (path: string, depth: number, kind: CraftNode['kind'], start = 0, end = 0): CraftNode => ({
  path,
  depth,
  field: depth,
  kind,
  text: '',
  start,
  end,
  computed: 'no',
  choices: undefined,
  max: undefined,
  isRepeatable: false,
});

const nodes = [
  node('/layers/0/udp', 0, 'layer', 0, 64),
  node('/layers/0/udp/0/udp.srcport', 1, 'uint', 0, 16),
  node('/layers/0/udp/1/udp.dstport', 1, 'uint', 16, 32),
  node('/layers/1/wsp', 0, 'layer', 64, 96),
  node('/layers/1/wsp/0/header', 1, 'group', 64, 96),
  node('/layers/1/wsp/0/header/0/a', 2, 'bool', 64, 65),
];
const none = { at: new Map<string, string[]>(), rest: [] };
const paths = (rows: ReturnType<typeof formRows>): readonly string[] =>
  rows.map((row) => (row.kind === 'node' ? row.node.path : `! ${row.message}`));

describe('lines of the form', () => {
  test('folded layers and groups hide what is in them', () => {
    expect(paths(formRows(nodes, () => false, none))).toEqual(nodes.map(({ path }) => path));
    expect(paths(formRows(nodes, ({ kind }) => kind === 'layer', none))).toEqual(['/layers/0/udp', '/layers/1/wsp']);
    expect(formRows(nodes, ({ kind }) => kind === 'group', none)).toHaveLength(5);
  });

  test('faults stand below their node, or the nearest around them', () => {
    const faults = faultsByNode(
      nodes,
      [
        { path: '/layers/0/udp/2/udp.length', message: 'missing' },
        { path: '/other', message: 'no such member' },
      ],
      { '/layers/0/udp/0/udp.srcport': 'not a number' },
    );
    expect(faults.rest).toEqual(['no such member']);
    expect(paths(formRows(nodes.slice(0, 3), () => false, faults))).toEqual([
      '/layers/0/udp',
      '! missing',
      '/layers/0/udp/0/udp.srcport',
      '! not a number',
      '/layers/0/udp/1/udp.dstport',
    ]);
  });

  test('what is around a node, and the node of some bits', () => {
    expect(around(nodes, 5).map(({ path }) => path)).toEqual(['/layers/1/wsp', '/layers/1/wsp/0/header']);
    expect(around(nodes, 0)).toEqual([]);
    expect(nodeOver(nodes, 17, 18)?.path).toBe('/layers/0/udp/1/udp.dstport');
    expect(nodeOver(nodes, 10, 20)?.path).toBe('/layers/0/udp');
    expect(nodeOver(nodes, 64, 96)?.path).toBe('/layers/1/wsp/0/header');
    expect(nodeOver(nodes, 60, 70)).toBeUndefined();
  });
});

test('numbers in the other base', () => {
  expect(inBase('2948', 'hex', 16)).toBe('0x0b84');
  expect(inBase('0x0B84', 'dec', 16)).toBe('2948');
  expect(inBase('18446744073709551615', 'hex', 64)).toBe('0xffffffffffffffff');
  expect(inBase('x', 'hex', 8)).toBeUndefined();
  expect(inBase('', 'dec', 8)).toBeUndefined();
});

test('flags', () => {
  expect(['1', 'true', 'Set', '0x1'].every(isOn)).toBe(true);
  expect(['0', 'false', '', 'not set', '10'].some(isOn)).toBe(false);
});
