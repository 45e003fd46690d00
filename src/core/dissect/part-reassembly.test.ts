import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from './capture-state.ts';
import { PartReassembly } from './part-reassembly.ts';
import { missingParts, type PartLimits } from './part-sets.ts';

const LIMITS = { maxParts: 8, maxOctets: 100, maxHeldOctets: 60 };
const octets = (...values: number[]) => Uint8Array.from(values);

function adder(parts: PartReassembly, key = 'k', total = 3) {
  return (number: number, frame: number, bytes: Uint8Array, seconds = 0, at = frame * 10) =>
    parts.add({ key, seconds, keepSeconds: 60, total }, { number, frame, at, bytes });
}

describe('numbered parts', () => {
  test('in any order give the same message', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3], { minLength: 3 }), (order) => {
        const add = adder(new PartReassembly(LIMITS));
        const done = order.map((number, frame) => add(number, frame, octets(number, number)));
        expect(done.slice(0, 2)).toEqual([undefined, undefined]);
        expect([...done[2]!.bytes]).toEqual([1, 1, 2, 2, 3, 3]);
        expect(done[2]!.joined.frame).toBe(2);
        expect(done[2]!.joined.pieces.map(({ offset }) => offset)).toEqual([0, 2, 4]);
        expect(done[2]!.joined.pieces.map(({ frame }) => order[frame])).toEqual([1, 2, 3]);
      }),
    );
  });

  test('every packet finds its message, whole or not', () => {
    const parts = new PartReassembly(LIMITS);
    const add = adder(parts);
    add(1, 0, octets(1));
    add(3, 1, octets(3));
    expect(missingParts(parts.find(1, 'k', 3)!)).toEqual([2]);
    expect(parts.find(1, 'k', 1)).toBeUndefined();
    expect(parts.find(1, 'other', 3)).toBeUndefined();
    expect(parts.of(5)).toEqual([]);
    add(2, 2, octets(2));
    const set = parts.find(0, 'k', 1)!;
    expect(set.joined!.frame).toBe(2);
    expect(set.completedBy).toBe(2);
    expect(missingParts(set)).toEqual([]);
  });

  test('of which only the last tells how many there are', () => {
    const parts = new PartReassembly(LIMITS);
    const add = (number: number, total = 0) =>
      parts.add(
        { key: 'k', seconds: 0, keepSeconds: 60, total },
        { number, frame: number, at: 0, bytes: octets(number) },
      );
    expect([add(1), add(5), add(3, 3)]).toEqual([undefined, undefined, undefined]);
    expect([...add(2)!.bytes]).toEqual([1, 2, 3]);
    expect(add(4)).toBeUndefined();
    expect(parts.of(4)).toEqual([]);
    parts.restart('k', 4);
    expect(add(1)).toBeUndefined();
    expect(parts.of(1)).toHaveLength(1);
    parts.restart('k', 1);
    expect(add(1)).toBeUndefined();
    expect(parts.of(1)).toHaveLength(2);
  });

  test('several parts in one packet', () => {
    const parts = new PartReassembly(LIMITS);
    const add = adder(parts, 'k', 2);
    add(1, 0, octets(1));
    expect(add(2, 0, octets(2))!.joined.notes).toEqual([]);
    expect(parts.of(0)).toHaveLength(1);
  });

  test('duplicates are kept out and noted', () => {
    const parts = new PartReassembly(LIMITS);
    const add = adder(parts);
    add(1, 0, octets(1));
    add(2, 1, octets(2));
    expect(add(2, 2, octets(2))).toBeUndefined();
    expect(add(2, 3, octets(9))).toBeUndefined();
    const done = add(3, 4, octets(3))!;
    expect([...done.bytes]).toEqual([1, 2, 3]);
    expect(done.joined.notes).toEqual(['duplicate', 'conflicting overlap']);
    expect(parts.find(3, 'k', 2)!.parts.at(3)!.arrival).toBe('different');
    expect(add(3, 5, octets(3))).toBeUndefined();
    expect(parts.find(5, 'k', 3)!.joined!.frame).toBe(4);
  });

  test('another first part, or a part after completion, starts a new message', () => {
    const add = adder(new PartReassembly(LIMITS), 'k', 2);
    add(1, 0, octets(1));
    add(1, 1, octets(7));
    expect([...add(2, 2, octets(8))!.bytes]).toEqual([7, 8]);
    add(2, 3, octets(6));
    expect([...add(1, 4, octets(5))!.bytes]).toEqual([5, 6]);
  });

  test('a part that comes too late starts a new message', () => {
    const add = adder(new PartReassembly(LIMITS), 'k', 2);
    add(1, 0, octets(1), 0);
    expect(add(2, 1, octets(2), 61)).toBeUndefined();
    expect(add(1, 2, octets(3), 100)).toBeDefined();
  });

  test('numbers outside the message are not parts', () => {
    const add = adder(new PartReassembly(LIMITS), 'k', 2);
    expect(add(0, 0, octets(1))).toBeUndefined();
    expect(add(3, 0, octets(1))).toBeUndefined();
  });

  test('octets outside the captured packet are copied, others are not kept with the part', () => {
    const parts = new PartReassembly(LIMITS);
    const add = adder(parts, 'k', 2);
    const bytes = octets(1, 2);
    add(1, 0, bytes, 0, -1);
    bytes.fill(0);
    const done = add(2, 1, octets(3))!;
    expect(done.joined.pieces[0]!.bytes).toEqual(octets(1, 2));
    expect(done.joined.pieces[1]!.bytes).toBeUndefined();
    expect([...done.bytes]).toEqual([1, 2, 3]);
  });

  test('memory is bounded', () => {
    const parts = new PartReassembly(LIMITS);
    for (let i = 0; i < 50; i++) adder(parts, `k${i}`)(1, i, new Uint8Array(10));
    expect(parts.held).toBeLessThanOrEqual(60);
    const add = adder(parts, 'long', 255);
    for (let i = 1; i < 100; i++) add(i, 100 + i, octets(i));
    expect(parts.held).toBeLessThanOrEqual(60);
    expect(adder(parts, 'big', 2)(1, 300, new Uint8Array(101))).toBeUndefined();
    const repeated = adder(parts, 'again', 2);
    for (let i = 0; i < 5000; i++) repeated(1, 400 + i, octets(1));
    expect(parts.find(400, 'again', 1)!.parts.length).toBe(4096);
  });

  test('each limit is reached by itself', () => {
    const wide = { maxParts: 1000, maxOctets: 1000, maxHeldOctets: 1000 };
    const fill = (limits: PartLimits, sizes: readonly number[]) => {
      const add = adder(new PartReassembly(limits), 'k', sizes.length);
      return sizes.map((size, i) => add(i + 1, i, new Uint8Array(size))).at(-1) !== undefined;
    };
    const eight = new Array<number>(8).fill(1);
    expect(fill({ ...wide, maxParts: 8 }, eight)).toBe(true);
    expect(fill({ ...wide, maxParts: 8 }, [...eight, 1])).toBe(false);
    expect(fill({ ...wide, maxOctets: 100 }, [50, 50])).toBe(true);
    expect(fill({ ...wide, maxOctets: 100 }, [50, 51])).toBe(false);
    const late = (seconds: number) => {
      const add = adder(new PartReassembly(wide), 'k', 2);
      add(1, 0, octets(1));
      return add(2, 1, octets(2), seconds) !== undefined;
    };
    expect([late(60), late(61)]).toEqual([true, false]);
  });

  test('messages are bounded together, in octets and in number: the oldest go', () => {
    const together = (limits: PartLimits) => {
      const parts = new PartReassembly(limits);
      for (let i = 0; i < 6; i++) adder(parts, `k${i}`, 2)(1, i, new Uint8Array(10));
      return [0, 1, 2, 3, 4, 5].filter((i) => adder(parts, `k${i}`, 2)(2, 10 + i, octets(i)) !== undefined);
    };
    const wide = { maxParts: 10, maxOctets: 100, maxHeldOctets: 1000 };
    expect(together(wide)).toEqual([0, 1, 2, 3, 4, 5]);
    // Each second part holds an octet more, so one more of the oldest goes for it.
    expect(together({ ...wide, maxHeldOctets: 40 })).toEqual([3, 4, 5]);
    // Parts of messages that are gone start new ones, for which others go.
    expect(together({ ...wide, maxOpen: 3 })).toEqual([]);
    const parts = new PartReassembly({ ...wide, maxOpen: 3 });
    for (let i = 0; i < 6; i++) adder(parts, `k${i}`, 2)(1, i, octets());
    expect(adder(parts, 'k5', 2)(2, 9, octets(1))).toBeDefined();
    expect(adder(parts, 'k2', 2)(2, 9, octets(1))).toBeUndefined();
  });

  test('copies of parts go with a message that will not be complete', () => {
    const parts = new PartReassembly(LIMITS);
    const add = adder(parts, 'k', 2);
    add(1, 0, octets(1, 2), 0, -1);
    expect(parts.of(0)[0]!.parts[0]!.bytes).toEqual(octets(1, 2));
    add(1, 1, octets(9), 1000, -1);
    expect(parts.of(0)[0]!.parts[0]).toMatchObject({ number: 1, frame: 0, size: 2, bytes: undefined });
    expect(add(2, 2, octets(8), 1000, -1)!.joined.pieces.map(({ bytes }) => bytes)).toEqual([octets(9), octets(8)]);
    add(1, 3, octets(5), 1000, -1);
    expect(parts.find(1, 'k', 1)!.parts[0]!.bytes).toEqual(octets(9));
  });

  test('empty parts', () => {
    const add = adder(new PartReassembly(LIMITS), 'k', 2);
    add(1, 0, octets());
    expect(add(2, 1, octets())!.joined.size).toBe(0);
  });
});

test('a capture names the packets that a joined message needs', () => {
  const state = createCaptureState();
  const parts = state.parts('sms');
  expect(state.parts('sms')).toBe(parts);
  expect(state.chains('lapdm')).toBe(state.chains('lapdm'));
  const add = adder(parts);
  add(1, 4, octets(1));
  add(2, 5, octets(2), 0, -1);
  expect(state.dependencies(4)).toEqual([]);
  add(3, 6, octets(3));
  expect(state.dependencies(6)).toEqual([4]);
  expect(state.dependencies(4)).toEqual([]);
});
