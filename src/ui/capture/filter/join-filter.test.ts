import { expect, test } from 'vitest';
import { joinFilter } from './join-filter.ts';

test.each([
  ['', 'selected', 'a == 1'],
  ['b', 'selected', 'a == 1'],
  ['b', 'not', '!(a == 1)'],
  ['b || c', 'and', '(b || c) && (a == 1)'],
  ['b', 'or', '(b) || (a == 1)'],
  ['b', 'and-not', '(b) && !(a == 1)'],
  ['b', 'or-not', '(b) || !(a == 1)'],
  [' ', 'and', 'a == 1'],
  ['', 'or-not', '!(a == 1)'],
] as const)('%j, %s', (now, how, joined) => expect(joinFilter(now, 'a == 1', how)).toBe(joined));
