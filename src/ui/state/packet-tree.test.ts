import { expect, test } from 'vitest';
import { packetView } from '../testing/packet-view.ts';
import { lengthInWords, rowAtBit, rowLength, rowOver, sameField, sourceOfRow } from './packet-tree.ts';

const view = packetView(0, [
  [0, 0, 64, 4, 0],
  [1, 0, 4, 2, 0],
  [2, 4, 64, 4, 0],
  [2, 4, 64, 4, 0],
  [1, 0, 8, 5, 1],
]);

test('the smallest row over a bit, the deepest of equals', () => {
  expect(rowAtBit(view, 0, 0)).toBe(1);
  expect(rowAtBit(view, 0, 4)).toBe(3);
  expect(rowAtBit(view, 1, 7)).toBe(4);
  expect(rowAtBit(view, 0, 64)).toBeUndefined();
  expect(rowAtBit(view, 2, 0)).toBeUndefined();
});

test('the smallest row over a range', () => {
  expect(rowOver(view, 0, 0, 4)).toBe(1);
  expect(rowOver(view, 0, 2, 10)).toBe(0);
  expect(rowOver(view, 0, 2, 100)).toBeUndefined();
});

test('the same field in another packet', () => {
  const other = packetView(1, [
    [2, 0, 8, 1, 0],
    [1, 8, 16, 2, 0],
  ]);
  expect(sameField(view, 1, other)).toBe(1);
  expect(sameField(view, 2, other)).toBe(0);
  expect(sameField(view, 3, other)).toBeUndefined();
  expect(sameField(view, 99, other)).toBeUndefined();
  expect(sourceOfRow(view, 4)).toBe(1);
});

test('lengths in words', () => {
  expect([0, 1, 5, 8, 12, 16, 21].map(lengthInWords)).toEqual([
    '0 octets',
    '1 bit',
    '5 bits',
    '1 octet',
    '1 octet, 4 bits',
    '2 octets',
    '2 octets, 5 bits',
  ]);
  expect(rowLength(view, 1)).toBe('4 bits');
});
