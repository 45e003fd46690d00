import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedOctets } from './octet-changes.ts';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const marks = (before: string, after: string): string =>
  [...changedOctets(octets(before), octets(after))].map((mark, at) => (mark ? after[at] : '.')).join('');

test.each([
  ['abcdef', 'abcdef', '......'],
  ['abcdef', 'abXdef', '..X...'],
  ['abcdef', 'abcXYdef', '...XY...'],
  ['abcdef', 'abef', '....'],
  // A length in front, something longer behind it, a sum at the end.
  ['1abcdefS', '2abcXXdefT', '2...XX...T'],
  ['', 'ab', 'ab'],
  ['ab', '', ''],
])('%s to %s', (before, after, expected) => expect(marks(before, after)).toBe(expected));

test('octets that are not marked stand in the same order before', () => {
  fc.assert(
    fc.property(fc.uint8Array({ max: 3, maxLength: 60 }), fc.uint8Array({ max: 3, maxLength: 60 }), (before, after) => {
      const changed = changedOctets(before, after);
      let from = 0;
      after.forEach((octet, at) => {
        if (changed[at] === 1) return;
        if (before.length === after.length) expect(before[at]).toBe(octet);
        else {
          const found = before.indexOf(octet, from);
          expect(found).toBeGreaterThanOrEqual(from);
          from = found + 1;
        }
      });
    }),
  );
});

test('what is too different is marked whole, soon', () => {
  const before = new Uint8Array(60_000).fill(1);
  const after = new Uint8Array(50_000).fill(2);
  expect(changedOctets(before, after).every((mark) => mark === 1)).toBe(true);
});
