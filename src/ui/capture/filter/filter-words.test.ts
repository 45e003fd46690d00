import { expect, test } from 'vitest';
import { faultSentence, filterInShort, percent, spokenState, tookInWords } from './filter-words.ts';

test.each([
  [0, 0, '0 %'],
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [1, 1_000_000, '<0.1 %'],
  [999_999, 1_000_000, '99.9 %'],
  [1, 8, '12.5 %'],
] as const)('%i of %i', (part, whole, words) => expect(percent(part, whole)).toBe(words));

test.each([
  [0.2, '<1 ms'],
  [12.4, '12 ms'],
  [1240, '1.24 s'],
] as const)('%d ms', (took, words) => expect(tookInWords(took)).toBe(words));

test('a state is spoken with its message and the column from 1', () => {
  expect(spokenState('wrong', 'no such field', 4)).toBe('The filter is wrong: no such field, column 5');
  expect(spokenState('complete', undefined, undefined)).toBe('The filter is valid');
  expect(spokenState('empty', undefined, undefined)).toBe('');
});

test('of a very long filter the beginning and the end are shown', () => {
  expect(filterInShort('udp\u202e')).toBe('udp\\u202e');
  const long = `frame.number in {${'1, '.repeat(40_000)}7}`;
  const short = filterInShort(long);
  expect(short.length).toBeLessThan(400);
  expect(short.startsWith('frame.number in {1, 1, ')).toBe(true);
  expect(short.endsWith('1, 1, 7}')).toBe(true);
});

test('what a message quotes is cut short', () => {
  const pasted = 'a'.repeat(5000);
  const message = `there is no field or protocol "${pasted}"; did you mean "ip"?`;
  const shown = `here is no field or protocol "${'a'.repeat(60)}..."; did you mean "ip"?`;
  expect(faultSentence(message, pasted)).toBe(`T${shown}`);
  expect(spokenState('wrong', message, 0)).toBe(`The filter is wrong: t${shown}, column 1`);
  const between = `"a" is no number, ${'which is said at length, '.repeat(4)}in what stands for: x == "a"`;
  expect(faultSentence(between, '"a"')).toBe(between);
  const just = `there is no field or protocol "${'a'.repeat(63)}"`;
  expect(faultSentence(just, pasted)).toBe(`T${just.slice(1)}`);
});
