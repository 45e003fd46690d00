import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Exchanges, type Step } from './exchanges.ts';

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
    expect(exchanges.recent('a', 100, 60)?.steps).toEqual([step(0)]);
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

  test('what is learned stays when the capture has ended', () => {
    const exchanges = new Exchanges(LIMITS);
    exchanges.begin('a', 0);
    exchanges.add('a', 0, step(4));
    exchanges.finish();
    expect(exchanges.open).toBe(0);
    expect(exchanges.of(4)).toEqual([{ steps: [step(4)] }]);
  });

  test('answers are those of plain lists', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd');
    const action = fc.record({
      what: fc.constantFrom('begin', 'alias', 'add', 'add', 'add', 'link', 'end', 'recent'),
      key,
      other: key,
      frame: fc.nat(12),
      at: fc.integer({ min: -2, max: 1 }),
      detail: fc.constantFrom(-1, 0, 2 ** 32),
      seconds: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const limits = { maxSteps: 5, maxOpen: 3 };
        const exchanges = new Exchanges(limits);
        const open = new Map<string, { steps: Step[]; seconds: number }>();
        const byFrame = new Map<number, { steps: Step[]; seconds: number }[]>();
        const place = (name: string, exchange: { steps: Step[]; seconds: number }): void => {
          open.delete(name);
          open.set(name, exchange);
          const [oldest] = open.keys();
          if (open.size > limits.maxOpen && oldest !== undefined) open.delete(oldest);
        };
        const tie = (exchange: { steps: Step[]; seconds: number }, frame: number): void => {
          const known = byFrame.get(frame) ?? [];
          if (!known.includes(exchange)) known.push(exchange);
          byFrame.set(frame, known);
        };
        for (const { what, key: name, other, frame, at, detail, seconds } of actions) {
          const known = open.get(name);
          const own: Step = { frame, at, kind: detail + 1 > 2 ? 1 : 0, detail };
          if (what === 'begin') {
            exchanges.begin(name, seconds);
            place(name, { steps: [], seconds });
          } else if (what === 'alias') {
            exchanges.alias(name, other);
            if (known !== undefined) place(other, known);
          } else if (what === 'end') {
            exchanges.end(name);
            open.delete(name);
          } else if (what === 'recent') {
            const isLate = known !== undefined && Math.abs(seconds - known.seconds) > 9;
            if (isLate) open.delete(name);
            expect(exchanges.recent(name, seconds, 9)?.steps).toEqual(isLate ? undefined : known?.steps);
          } else if (what === 'link') {
            exchanges.link(name, seconds, frame);
            if (known === undefined) continue;
            known.seconds = seconds;
            tie(known, frame);
          } else {
            exchanges.add(name, seconds, own);
            if (known === undefined) continue;
            known.seconds = seconds;
            if (known.steps.length >= limits.maxSteps) continue;
            known.steps.push(own);
            tie(known, frame);
          }
          expect(exchanges.open).toBe(open.size);
        }
        for (let frame = 0; frame <= 12; frame++) {
          const right = byFrame.get(frame) ?? [];
          expect(exchanges.of(frame)).toEqual(right.map(({ steps }) => ({ steps })));
          for (let at = -2; at <= 1; at++) {
            const isIt = (one: Step): boolean => one.frame === frame && one.at === at;
            const exchange = right.find(({ steps }) => steps.some(isIt));
            const found = exchange && { exchange: { steps: exchange.steps }, index: exchange.steps.findIndex(isIt) };
            expect(exchanges.find(frame, at)).toEqual(found);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
