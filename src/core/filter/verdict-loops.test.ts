import { expect, test } from 'vitest';
import { NO, UNKNOWN, YES } from './verdict.ts';
import {
  andAll,
  BY_ROW,
  compareNumbers,
  compareTimes,
  IN_FLOW,
  joinEnds,
  lookUp,
  lookUpFlows,
  lookUpShapes,
  lookUpValues,
  notAll,
  orAll,
  xorAll,
} from './verdict-loops.ts';

const VERDICTS = [NO, UNKNOWN, YES];
const pairs = VERDICTS.flatMap((a) => VERDICTS.map((b) => [a, b] as const));
const left = () => Uint8Array.from(pairs, ([a]) => a);
const right = Uint8Array.from(pairs, ([, b]) => b);
const answers = (verdicts: Uint8Array) =>
  Array.from(verdicts, (verdict) => (verdict === UNKNOWN ? undefined : verdict === YES));

test('"and", "or" and "xor" of all verdicts, "not" of each', () => {
  const of = (join: (a: Uint8Array, b: Uint8Array, length: number) => void) => {
    const verdicts = left();
    join(verdicts, right, verdicts.length);
    return answers(verdicts);
  };
  const [x, no, yes] = [undefined, false, true];
  expect(of(andAll)).toEqual([no, no, no, no, x, x, no, x, yes]);
  expect(of(orAll)).toEqual([no, x, yes, x, x, yes, yes, yes, yes]);
  expect(of(xorAll)).toEqual([no, x, yes, x, x, x, yes, x, no]);
  const each = Uint8Array.from(VERDICTS);
  notAll(each, each.length);
  expect(answers(each)).toEqual([yes, x, no]);
});

test('blocks are joined wherever they begin, and not behind their length', () => {
  const many = Uint8Array.from({ length: 64 }, (_, i) => VERDICTS[(i * 7 + (i >> 3)) % 3]!);
  const others = Uint8Array.from({ length: 64 }, (_, i) => VERDICTS[(i * 5 + (i >> 2)) % 3]!);
  for (const [join, one] of [
    [andAll, (a: number, b: number) => a & b],
    [orAll, (a: number, b: number) => a | b],
  ] as const)
    for (const begin of [0, 1, 4])
      for (const otherBegin of [0, 2, 8])
        for (const length of [0, 3, 4, 9, 40]) {
          const verdicts = many.slice();
          join(verdicts.subarray(begin), others.subarray(otherBegin), length);
          const expected = many.map((verdict, i) =>
            i < begin || i >= begin + length ? verdict : one(verdict, others[i - begin + otherBegin]!),
          );
          expect([begin, otherBegin, length, ...verdicts]).toEqual([begin, otherBegin, length, ...expected]);
        }
});

test('a look-up says when there is no verdict for a key, and takes no key for another', () => {
  const kept = Uint8Array.from([YES, NO, UNKNOWN, 0, 0]);
  const verdicts = new Uint8Array(4);
  expect(lookUp(kept, Uint32Array.from([0, 1, 2, 0]), verdicts, 4)).toBe(true);
  expect([...verdicts]).toEqual([YES, NO, UNKNOWN, YES]);
  expect(lookUp(kept, Uint32Array.from([1, 3, 4, 0xffff_ffff]), verdicts, 4)).toBe(false);
  expect([...verdicts]).toEqual([NO, 0, 0, 0]);
  expect(lookUp(kept, Uint32Array.from([1, 3]), verdicts, 1)).toBe(true);
  expect(lookUpShapes(kept, Uint16Array.from([2, 1]), verdicts, 2)).toBe(true);
  expect(lookUpShapes(kept, Uint16Array.from([3, 1]), verdicts, 2)).toBe(false);
});

test('flows are asked where shapes say so', () => {
  const byShape = Uint8Array.from([0, NO, IN_FLOW]);
  const byFlow = Uint8Array.from([1, YES, UNKNOWN]);
  const verdicts = new Uint8Array(3);
  const ask = (shapes: number[], flows: number[]) =>
    lookUpFlows(byShape, Uint16Array.from(shapes), byFlow, Uint32Array.from(flows), verdicts, shapes.length);
  expect([ask([1, 2, 2], [0, 1, 2]), [...verdicts]]).toEqual([true, [NO, YES, UNKNOWN]]);
  expect([ask([1, 2, 2], [0, 1, 0]), verdicts[2]]).toEqual([false, 1]);
  expect([ask([1, 0, 2], [0, 1, 2]), verdicts[1]]).toEqual([false, 0]);
});

test('both ends of a flow count, and none where one of them is not known', () => {
  const byValue = Uint8Array.from([NO, YES, 0]);
  const verdicts = new Uint8Array(4);
  lookUpValues(byValue, Int32Array.from([1, 0, -1, 2]), verdicts, 4);
  expect([...verdicts]).toEqual([YES, NO, BY_ROW, 0]);
  const joined = (decisive: number) => {
    const ends = Uint8Array.from([YES, NO, BY_ROW, YES, UNKNOWN]);
    joinEnds(ends, Uint8Array.from([NO, NO, YES, BY_ROW, YES]), decisive, 5);
    return [...ends];
  };
  expect(joined(YES)).toEqual([YES, NO, BY_ROW, BY_ROW, YES]);
  expect(joined(NO)).toEqual([NO, NO, BY_ROW, BY_ROW, UNKNOWN]);
});

test('numbers and times are below, at or above another', () => {
  const order = { below: NO, same: UNKNOWN, above: YES };
  const verdicts = new Uint8Array(4);
  compareNumbers(9, 10, order, verdicts, 4);
  expect([...verdicts]).toEqual([NO, UNKNOWN, YES, YES]);
  const seconds = Float64Array.from([10, 10, 9, -1]);
  // The third says more nanoseconds than a second has.
  compareTimes(seconds, Uint32Array.from([4, 5, 1_000_000_006, 5]), 10, 5, order, verdicts, 4);
  expect([...verdicts]).toEqual([NO, UNKNOWN, YES, NO]);
});
