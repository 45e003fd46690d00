import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Facts } from './facts.ts';

describe('facts', () => {
  test('a packet sees what was learned up to it', () => {
    const facts = new Facts();
    facts.learn('cid', 3, 'first');
    facts.learn('cid', 7, 9);
    expect([2, 3, 6, 7, 100].map((frame) => facts.at('cid', frame))).toEqual([undefined, 'first', 'first', 9, 9]);
    expect(facts.at('other', 5)).toBeUndefined();
    expect([facts.number('cid', 3), facts.number('cid', 7)]).toEqual([undefined, 9]);
    expect([facts.text('cid', 3), facts.text('cid', 7)]).toEqual(['first', undefined]);
  });

  test('the later of two values in one packet counts', () => {
    const facts = new Facts();
    facts.learn('a', 1, 1);
    facts.learn('a', 1, 2);
    expect(facts.at('a', 1)).toBe(2);
  });

  test('the number of facts is bounded', () => {
    const facts = new Facts(3);
    for (const key of ['a', 'b', 'c', 'd']) facts.learn(key, 0, key);
    expect(['a', 'b', 'c', 'd'].map((key) => facts.at(key, 9))).toEqual([undefined, 'b', 'c', 'd']);
  });

  test('any history is remembered as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(3)), { maxLength: 30 }), (history) => {
        const facts = new Facts();
        const now = new Map<string, number>();
        const seen = history.map(([key, value], frame) => {
          facts.learn(key, frame, value);
          now.set(key, value);
          return new Map(now);
        });
        seen.forEach((state, frame) => {
          for (const key of ['a', 'b']) expect(facts.at(key, frame)).toBe(state.get(key));
        });
      }),
    );
  });
});
