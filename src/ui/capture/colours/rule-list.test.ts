import { expect, test } from 'vitest';
import type { ColourRule } from './colour-rule.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { colourNumber } from './palette.ts';
import { colouredFilters, moved, newRule, parseRules, rulesInUse, rulesOf } from './rule-list.ts';

const rule = (name: string, change: Partial<ColourRule> = {}): ColourRule => ({
  name,
  filter: name,
  ground: 'none',
  ink: 'usual',
  isOn: true,
  ...change,
});

test('the usual rules hold until there are others, even none', () => {
  expect(rulesOf({ isOn: true, rules: undefined })).toBe(DEFAULT_RULES);
  expect(rulesOf({ isOn: true, rules: [] })).toEqual([]);
});

test('the engine is told of rules that are on, while colouring is', () => {
  const rules = [rule('a', { ink: 'red' }), rule('b', { isOn: false }), rule('c', { ground: 'pale-lime' })];
  expect(rulesInUse({ isOn: false, rules })).toEqual([]);
  const inUse = rulesInUse({ isOn: true, rules });
  expect(inUse.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(colouredFilters(inUse)).toEqual([
    { filter: 'a', colour: colourNumber({ ground: 'none', ink: 'red' }) },
    { filter: 'c', colour: colourNumber({ ground: 'pale-lime', ink: 'usual' }) },
  ]);
});

test('rules move by one place, and not beyond the ends', () => {
  const list = ['a', 'b', 'c'];
  expect(moved(list, 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(list, 2, -1)).toEqual(['a', 'c', 'b']);
  expect(moved(list, 0, -1)).toBe(list);
  expect(moved(list, 2, 1)).toBe(list);
});

test('a new rule takes a ground that no other has, as long as there is one', () => {
  const all: ColourRule[] = [];
  for (let i = 0; i < 10; i++) all.push(newRule(`${i}`, 'x', all));
  expect(new Set(all.map(({ ground }) => ground)).size).toBe(10);
  expect(newRule('one more', 'x', all).ground).toBe(all[0]?.ground);
  expect(newRule('n'.repeat(300), 'x', []).name).toHaveLength(200);
});

test('of stored rules, what is right is taken', () => {
  expect(parseRules(undefined)).toBeUndefined();
  expect(parseRules('no list')).toBeUndefined();
  expect(
    parseRules([
      { name: 'a', filter: 'dmnoti', ground: 'pale-red', ink: 'red', isOn: false },
      { name: 'b', filter: 'sip', ground: 'url(x)', ink: 7 },
      { name: 'c' },
      undefined,
      [],
      'x',
      { name: 'd', filter: 'x'.repeat(30_000) },
    ]),
  ).toEqual([
    rule('a', { filter: 'dmnoti', ground: 'pale-red', ink: 'red', isOn: false }),
    rule('b', { filter: 'sip' }),
  ]);
  expect(parseRules(Array.from({ length: 500 }, () => rule('a')))).toHaveLength(200);
});
