import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Requests } from './requests.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('what waits goes on when the last call has been answered, whether it failed or not', async () => {
  const requests = new Requests();
  const log: string[] = [];
  let answer = (): void => undefined;
  const slow = requests.serve(async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    log.push('slow');
  });
  const failing = requests.serve(() => {
    throw new Error('no');
  });
  const background = requests.idle().then(() => log.push('background'));
  await expect(failing).rejects.toThrow('no');
  expect(log).toEqual([]);
  answer();
  await slow;
  await background;
  expect(log).toEqual(['slow', 'background']);
  await requests.idle();
});

test('it is quiet at once when nobody has asked, and a while after the last answer', async () => {
  const requests = new Requests();
  await requests.quiet();
  await requests.serve(() => 1);
  let isQuiet = false;
  const quiet = requests.quiet().then(() => {
    isQuiet = true;
  });
  await vi.advanceTimersByTimeAsync(20);
  await requests.serve(() => 2);
  // The while begins anew.
  await vi.advanceTimersByTimeAsync(20);
  expect(isQuiet).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(isQuiet).toBe(true);
  await quiet;
});

test('who asks all the time does not hold background work up for ever', async () => {
  const requests = new Requests();
  let turns = 0;
  const work = (async () => {
    for (; turns < 2; turns++) await requests.quiet();
  })();
  for (let asked = 0; asked < 100; asked++) {
    await requests.serve(() => asked);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(turns).toBe(2);
  await work;
});
