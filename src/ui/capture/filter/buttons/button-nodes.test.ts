import { expect, test } from 'vitest';
import type { SavedFilter } from '../../../state/filter-book.ts';
import { type ButtonNode, buttonNodes, buttonPath, fitting, isApplied } from './button-nodes.ts';

const saved = (...names: readonly string[]): SavedFilter[] =>
  names.map((name, at) => ({ name, text: `frame.number == ${at}`, isButton: true }));

/** Buttons as text: a group with what is in it. */
const said = (nodes: readonly ButtonNode[]): string =>
  nodes.map((node) => (node.kind === 'group' ? `${node.label}[${said(node.nodes)}]` : node.label)).join(' ');

test.each([
  [[], ''],
  [['One', 'Two'], 'One Two'],
  [['Push//Errors', 'Other', 'Push//All'], 'Push[Errors All] Other'],
  [['Push', 'Push//All'], 'Push Push[All]'],
  [['a//b//c', 'a//d', 'a//b//e'], 'a[b[c e] d]'],
  [[' a // b ', 'a//', '//b', '//'], 'a[b] a b //'],
  [['http://x', 'a//b//c//d//e//f'], 'http:[x] a[b[c[d / e / f]]]'],
])('%j is grouped as %s', (names, wanted) => {
  expect(said(buttonNodes(saved(...names)))).toBe(wanted);
});

test('only saved filters that are to be buttons are some', () => {
  const [one, ...others] = saved('One', 'Two');
  expect(said(buttonNodes([{ name: 'No', text: 'udp' }, ...(one ? [one] : []), ...others]))).toBe('One Two');
  expect(buttonPath('Push//Errors')).toEqual(['Push', 'Errors']);
});

test('a group is applied where one of its filters is', () => {
  const nodes = buttonNodes(saved('Push//Errors//Bad', 'Other'));
  expect(nodes.map((node) => isApplied(node, 'frame.number == 0'))).toEqual([true, false]);
  expect(nodes.map((node) => isApplied(node, 'frame.number == 1'))).toEqual([false, true]);
});

test.each([
  [[50, 50], 104, 2],
  [[50, 50], 103, 0],
  [[50, 50, 50], 158, 3],
  [[50, 50, 50], 157, 1],
  [[200], 100, 0],
  [[], 100, 0],
])('of the widths %j, %i px have room for %i', (widths, room, count) => {
  expect(fitting(widths, room, 4, 60)).toBe(count);
});
