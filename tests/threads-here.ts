import type {
  PlatformThread,
  ThreadEvents,
  ThreadPlatform,
  ToThread,
} from '../src/core/engine/threads/thread-messages.ts';
import { ThreadPool } from '../src/core/engine/threads/thread-pool.ts';
import { ThreadServer } from '../src/core/engine/threads/thread-server.ts';
import { type ByteSource, MemorySource } from '../src/core/files/byte-source.ts';
import { turn } from '../src/core/files/event-loop.ts';

/** A file that threads can open. */
export function shared(octets: Uint8Array): ByteSource {
  return Object.assign(new MemorySource('', octets), { handle: octets });
}

/** A capture file of the classic format many times over. */
export function repeated(file: Uint8Array, times: number): Uint8Array {
  const out = new Uint8Array(HEAD + times * (file.length - HEAD));
  out.set(file.subarray(0, HEAD));
  for (let i = 0; i < times; i++) out.set(file.subarray(HEAD), HEAD + i * (file.length - HEAD));
  return out;
}

/** Octets of its file header. */
const HEAD = 24;

/** Threads that are there already. */
export async function readyThreads(platform: ThreadPlatform): Promise<ThreadPool> {
  const threads = new ThreadPool(platform, 0);
  threads.start();
  await turns();
  return threads;
}

/** Threads that are none: each serves its messages here, one a turn of the event loop, and sees only what can be sent. */
export class ThreadsHere implements ThreadPlatform {
  readonly count: number;
  /** Packets and batches that they were asked so far. */
  packets = 0;
  batches = 0;
  /** Threads started so far, those that ended included. */
  started = 0;
  /** Ends threads when they have been asked so many batches. */
  dieAfter = Number.POSITIVE_INFINITY;
  /** True as long as threads answer. */
  isAnswering = true;
  /** False when the file cannot be opened or read by threads. */
  canOpen = true;
  canRead = true;

  constructor(count: number) {
    this.count = count;
  }

  start(events: ThreadEvents): PlatformThread {
    this.started++;
    let isOver = false;
    const server = new ThreadServer(
      (file) => this.#open(file),
      (answer) => {
        if (!isOver) events.onAnswer(structuredClone(answer));
      },
    );
    let last = Promise.resolve();
    const serve = async (message: ToThread): Promise<void> => {
      await turn();
      while (!this.isAnswering && !isOver) await turn();
      if (isOver) return;
      if (message.kind === 'batch') {
        this.packets += message.batch.counts.length;
        if (++this.batches > this.dieAfter) {
          isOver = true;
          events.onGone('failed');
          return;
        }
      }
      server.serve(message);
    };
    return {
      post: (message, moved) => {
        const sent = structuredClone(message, { transfer: moved });
        last = last.then(() => serve(sent));
      },
      end: () => {
        isOver = true;
      },
    };
  }

  #open(file: unknown): ByteSource | undefined {
    if (!this.canOpen || !(file instanceof Uint8Array)) return undefined;
    const source = new MemorySource('', file);
    return this.canRead ? source : { ...source, size: file.length, read: () => Promise.reject(new Error('gone')) };
  }
}

/** Resolves when threads that were started have been heard of. */
export async function turns(count = 20): Promise<void> {
  for (let i = 0; i < count; i++) await turn();
}
