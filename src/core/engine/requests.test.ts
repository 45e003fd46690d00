import { expect, test } from 'vitest';
import { Requests } from './requests.ts';

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
