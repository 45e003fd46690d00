import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PacketView } from '../../engine/views.ts';
import type { DifferenceRow } from '../views.ts';
import { align, BEST } from './align.ts';
import { compareViews } from './compare.ts';

interface Node {
  readonly field: number;
  readonly text: string;
  readonly octet?: number;
  readonly children?: readonly Node[];
}

/** A view with one octet a leaf. */
function viewOf(nodes: readonly Node[]): PacketView {
  const fields: number[] = [];
  const positions: number[] = [];
  const texts: string[] = [];
  const octets: number[] = [];
  const add = ({ field, text, octet, children = [] }: Node): void => {
    const row = fields.length;
    fields.push(field);
    texts.push(text);
    positions.push(octets.length * 8, 0, 0, 0);
    if (children.length === 0) octets.push(octet ?? text.length);
    for (const child of children) add(child);
    positions[row * 4 + 1] = octets.length * 8;
    positions[row * 4 + 2] = fields.length;
  };
  for (const node of nodes) add(node);
  return {
    version: 1,
    index: 0,
    fields: Uint16Array.from(fields),
    positions: Int32Array.from(positions),
    texts,
    sources: [{ label: 'Packet', bytes: Uint8Array.from(octets), cut: false }],
    findings: [],
    digests: [],
    documents: [],
    layers: [],
    protocol: '',
    info: '',
  };
}

const brief = (rows: readonly DifferenceRow[]): readonly string[] =>
  rows.map(({ depth, kind, field, left, right }) => `${'  '.repeat(depth)}${kind} ${field} ${left}|${right}`);

const leaf = (field: number, text: string, octet?: number): Node =>
  octet === undefined ? { field, text } : { field, text, octet };

const trees = fc.letrec<{ node: Node; list: Node[] }>((tie) => ({
  node: fc.record(
    {
      field: fc.nat(3),
      text: fc.constantFrom('a', 'b', 'cc'),
      children: fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('list')),
    },
    { requiredKeys: ['field', 'text'] },
  ),
  list: fc.array(tie('node'), { maxLength: 4 }),
})).list;

describe('two packets side by side', () => {
  test('a changed value marks its row and the groups around it', () => {
    const one = viewOf([{ field: 1, text: '', children: [leaf(2, 'x'), leaf(3, 'y')] }]);
    const two = viewOf([{ field: 1, text: '', children: [leaf(2, 'x'), leaf(3, 'z')] }]);
    expect(brief(compareViews(one, two).rows)).toEqual(['changed 1 |', '  same 2 x|x', '  changed 3 y|z']);
  });

  test('of repeated fields, those that say the same stand beside each other', () => {
    const one = viewOf([leaf(5, 'first'), leaf(5, 'second'), leaf(5, 'third')]);
    const two = viewOf([leaf(5, 'first'), leaf(5, 'third')]);
    expect(brief(compareViews(one, two).rows)).toEqual(['same 5 first|first', 'left 5 second|', 'same 5 third|third']);
  });

  test('what only one packet has comes with all below it', () => {
    const one = viewOf([leaf(1, 'a')]);
    const two = viewOf([leaf(1, 'a'), { field: 2, text: 'option', children: [leaf(3, 'v')] }]);
    expect(brief(compareViews(one, two).rows)).toEqual(['same 1 a|a', 'right 2 |option', '  right 3 |v']);
  });

  test('the same value in other bits is a change', () => {
    const rows = compareViews(viewOf([leaf(1, 'text', 1)]), viewOf([leaf(1, 'text', 2)])).rows;
    expect(brief(rows)).toEqual(['changed 1 text|text']);
  });

  test('rows of some fields are left out where that is asked for, with all below them', () => {
    const of = (time: string) =>
      viewOf([
        { field: 9, text: '', children: [leaf(8, time)] },
        { field: 1, text: 'a', children: [leaf(7, time, 3)] },
      ]);
    expect(brief(compareViews(of('now'), of('then'), new Set([9, 7])).rows)).toEqual(['same 1 a|a']);
    expect(compareViews(of('now'), of('then')).rows).toHaveLength(4);
  });

  test('a packet is the same as itself, and every row of both stands once in order', () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const left = viewOf(a);
        const right = viewOf(b);
        expect(compareViews(left, left).rows.every(({ kind }) => kind === 'same')).toBe(true);
        const { rows } = compareViews(left, right);
        const places = (side: 'leftRow' | 'rightRow'): number[] =>
          rows.map((row) => row[side]).filter((row) => row !== undefined);
        expect(places('leftRow')).toEqual([...left.fields.keys()]);
        expect(places('rightRow')).toEqual([...right.fields.keys()]);
      }),
    );
  });
});

describe('pairing', () => {
  test('thousands of items that differ are paired in bounded time, each once and in order', () => {
    const count = 20_000;
    const pairs = align(count, count, (a, b) => (a % 7 === b % 5 ? 1 : 0));
    expect(pairs.filter(([a]) => a >= 0).map(([a]) => a)).toEqual([...Array(count).keys()]);
    expect(pairs.filter(([, b]) => b >= 0).map(([, b]) => b)).toEqual([...Array(count).keys()]);
  });

  test('no pairing without crossing is worth more', () => {
    const lists = fc.array(fc.nat(2), { maxLength: 6 });
    fc.assert(
      fc.property(lists, lists, (left, right) => {
        const fitOf = (a: number, b: number): number => (left[a] === right[b] ? BEST : 0);
        const worth = align(left.length, right.length, fitOf).filter(([a, b]) => a >= 0 && b >= 0).length;
        expect(worth).toBe(longestCommon(left, right));
      }),
    );
  });
});

/** Length of the longest common subsequence, by trying everything. */
function longestCommon(left: readonly number[], right: readonly number[]): number {
  const [head, ...rest] = left;
  if (head === undefined) return 0;
  const without = longestCommon(rest, right);
  const at = right.indexOf(head);
  return at < 0 ? without : Math.max(without, 1 + longestCommon(rest, right.slice(at + 1)));
}
