import { expect, test } from 'vitest';
import { newest } from './newest.ts';

test('runs one at a time and skips what was overtaken', async () => {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const line = newest<number>(async (input) => {
    started.push(input);
    await new Promise<void>((end) => ends.push(end));
  });
  expect(line.isSettled).toBe(true);
  for (const input of [1, 2, 3]) line.run(input);
  expect(started).toEqual([1]);
  ends.shift()?.();
  await expect.poll(() => started).toEqual([1, 3]);
  expect(line.isSettled).toBe(false);
  ends.shift()?.();
  await expect.poll(() => line.isSettled).toBe(true);
});

test('goes on after a failure', async () => {
  const done: number[] = [];
  const line = newest<number>(async (input) => {
    if (input === 1) throw new Error('no');
    done.push(input);
  });
  line.run(1);
  line.run(2);
  await expect.poll(() => done).toEqual([2]);
});
