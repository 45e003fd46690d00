import { expect, test, vi } from 'vitest';
import { RequestsFirst } from './requests-first.ts';

const turn = (): Promise<void> => Promise.resolve();

test('background work waits until requests are served, and the next ones that follow from their answers', async () => {
  const first = new RequestsFirst(turn);
  const done: string[] = [];
  const steps: (() => void)[] = [];
  const step = () => new Promise<void>((resolve) => steps.push(resolve));
  const asked = first.serve(step).then(() => {
    done.push('request');
    return first.serve(step).then(() => done.push('next'));
  });
  const work = first.pause().then(() => done.push('work'));
  steps[0]?.();
  await vi.waitFor(() => expect(steps).toHaveLength(2));
  expect(done).toEqual(['request']);
  steps[1]?.();
  await Promise.all([asked, work]);
  expect(done).toEqual(['request', 'next', 'work']);
});

test('work goes on when nobody asks, when a request fails, and when one hangs', async () => {
  const first = new RequestsFirst(turn);
  await first.pause();
  await expect(first.serve(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await first.pause();
  vi.useFakeTimers();
  try {
    void first.serve(() => new Promise(() => undefined));
    let isOver = false;
    void first.pause().then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(200);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(isOver).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('work rests as long as it is told', async () => {
  vi.useFakeTimers();
  try {
    const first = new RequestsFirst(turn);
    first.rest(40);
    let isOver = false;
    void first.pause().then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(39);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await vi.waitFor(() => expect(isOver).toBe(true));
  } finally {
    vi.useRealTimers();
  }
});
