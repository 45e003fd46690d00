import { expect, test } from 'vitest';
import { Vector } from './vector.ts';

test('keeps what was pushed, grows by doubling, and gives zeros for room that was added', () => {
  const vector = new Vector(Uint32Array);
  for (let i = 0; i < 1000; i++) vector.push(i * 3);
  expect([vector.length, vector.get(0), vector.get(999), vector.get(1000)]).toEqual([1000, 0, 2997, 0]);
  const at = vector.extend(5000);
  expect([at, vector.length, vector.get(at), vector.get(at + 4999)]).toEqual([1000, 6000, 0, 0]);
  vector.set(at + 4999, 7);
  vector.copy(at, 10, 3);
  expect([at, at + 1, at + 2, at + 3, at + 4999].map((i) => vector.get(i))).toEqual([30, 33, 36, 0, 7]);
});
