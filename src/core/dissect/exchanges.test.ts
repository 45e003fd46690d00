import { describe, expect, test } from 'vitest';
import { Exchanges } from './exchanges.ts';

const LIMITS = { maxSteps: 3, maxOpen: 2 };
const step = (frame: number, kind = 1, at = 42) => ({ frame, at, kind, detail: 0 });

describe('exchanges', () => {
  test('every packet finds what it belongs to', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.begin('a', 0);
    exchanges.add('a', 0, step(0));
    exchanges.add('a', 1, step(2, 2));
    expect(exchanges.of(0)).toEqual(exchanges.of(2));
    expect(exchanges.of(1)).toEqual([]);
    expect(exchanges.find(2, 42)?.index).toBe(1);
    expect(exchanges.find(2, 43)).toBeUndefined();
    expect(exchanges.find(1, 42)).toBeUndefined();
  });

  test('a message of nothing that is open is forgotten', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.add('a', 0, step(0));
    exchanges.link('a', 0, 0);
    exchanges.alias('a', 'b');
    expect(exchanges.of(0)).toEqual([]);
    expect(exchanges.open).toBe(0);
  });

  test('a late message belongs to nothing', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.begin('a', 0);
    exchanges.add('a', 50, step(0));
    expect(exchanges.recent('a', 100, 60)?.key).toBe('a');
    expect(exchanges.recent('a', 111, 60)).toBeUndefined();
    expect(exchanges.recent('a', 100, 60)).toBeUndefined();
  });

  test('a new one with the same key stands for itself', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.begin('a', 0);
    exchanges.add('a', 0, step(0));
    exchanges.begin('a', 0);
    exchanges.add('a', 0, step(1));
    expect(exchanges.of(0)[0]?.steps).toHaveLength(1);
    expect(exchanges.of(1)[0]?.steps).toHaveLength(1);
    exchanges.end('a');
    exchanges.add('a', 0, step(2));
    expect(exchanges.of(2)).toEqual([]);
  });

  test('steps and open exchanges are bounded', () => {
    const exchanges = new Exchanges(LIMITS);
    for (const key of ['a', 'b', 'c']) exchanges.begin(key, 0);
    expect(exchanges.open).toBe(2);
    for (let frame = 0; frame < 9; frame++) {
      exchanges.add('a', 0, step(frame));
      exchanges.add('c', 0, step(frame));
    }
    expect(exchanges.of(2)).toHaveLength(1);
    expect(exchanges.of(2)[0]?.steps).toHaveLength(3);
    expect(exchanges.of(8)).toEqual([]);
    exchanges.link('c', 0, 8);
    exchanges.link('c', 0, 8);
    expect(exchanges.of(8)).toEqual(exchanges.of(2));
  });

  test('goes on under another key', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.begin('a', 0);
    exchanges.alias('a', 'b');
    exchanges.add('b', 0, step(4));
    expect(exchanges.recent('a', 0, 1)?.steps).toHaveLength(1);
  });
});
