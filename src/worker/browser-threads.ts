import type { FromThread, ThreadPlatform } from '../core/engine/threads/thread-messages.ts';

/** Threads beside the engine's at most: more of them wait for what reads the file. */
const MOST_THREADS = 4;
/** Milliseconds after which a thread that is asked nothing ends, for the sake of its memory. */
const REST_MS = 20_000;

/** Further threads of the browser: workers of this worker. */
export const browserThreads: ThreadPlatform = {
  get count() {
    return typeof Worker === 'function' ? Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1) : 0;
  },
  start(events) {
    const worker = new Worker(new URL('./packet-thread.ts', import.meta.url), { type: 'module', name: 'packets' });
    let rest: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(rest);
      worker.terminate();
    };
    const restFromNow = (): void => {
      clearTimeout(rest);
      rest = setTimeout(() => {
        end();
        events.onGone('rested');
      }, REST_MS);
    };
    const fail = (event: Event): void => {
      event.preventDefault();
      end();
      events.onGone('failed');
    };
    worker.addEventListener('message', ({ data }: MessageEvent<FromThread>) => events.onAnswer(data));
    worker.addEventListener('error', fail);
    worker.addEventListener('messageerror', fail);
    restFromNow();
    return {
      post(message, moved) {
        restFromNow();
        worker.postMessage(message, { transfer: moved });
      },
      end,
    };
  },
};
