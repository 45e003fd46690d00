import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Printed } from './print.ts';
import type { PrintedPart, PrintPart } from './print-parts.ts';
import type { PrintJob } from './print-worker.ts';

/** Octets of a file from which further threads pay: each takes a tenth of a second to start. */
const LEAST_OCTETS = 4 * 1024 * 1024;
const MOST_THREADS = 8;
/** Parts that a thread has at hand, so that it need not wait for the next. */
const AHEAD = 2;

/**
 * Up to so many octets one further thread had better print only what stands alone: what it must learn and compile to print everything takes
 * it as long as it then saves. (Of mixed traffic 20 MB take 4.6 s instead of 5.7, 60 MB 9.6 instead of 10.9, 200 MB 31 instead of 25; where
 * nothing stands alone this thread prints all, which for 11 MB of messages was no slower: 6.3 to 8.3 s and 6.9 to 7.5.)
 */
const MOST_ALONE = 32 * 1024 * 1024;

/** What to start for a file of so many octets, besides this thread. */
export interface Threads {
  readonly count: number;
  /** True when they had best print only packets that stand alone. */
  readonly isAlone: boolean;
}

/** Threads for a file besides the one that asks. */
export function threadsFor(octets: number, cores = availableParallelism()): Threads {
  const count = octets < LEAST_OCTETS ? 0 : Math.min(cores, MOST_THREADS) - 1;
  return { count, isAlone: count === 1 && octets <= MOST_ALONE };
}

interface Thread {
  /** From 1 on. */
  readonly number: number;
  readonly worker: Worker;
  /** Parts that were asked for and are not here. */
  readonly asked: Set<PrintPart>;
}

/**
 * Threads that print parts of one capture. Every one reads the file by itself: that is a tenth of the work, and
 * the trees of packets are the rest. A thread prints parts in the order in which they were asked for.
 */
export class PrintPool {
  /** Threads that were started. */
  readonly size: number;
  /** True when they print only packets that stand alone. */
  readonly isAlone: boolean;
  readonly #threads: Thread[] = [];
  #printed: PrintedPart[] = [];
  readonly #lost: PrintPart[] = [];
  #wake: () => void = () => undefined;

  /** @param entry module that serves print jobs in a worker thread */
  constructor(entry: URL, job: PrintJob, threads: number) {
    this.size = threads;
    this.isAlone = job.isAlone;
    for (let number = 1; number <= threads; number++) {
      const worker = new Worker(entry, { workerData: job });
      const thread: Thread = { number, worker, asked: new Set() };
      worker.on('message', ({ refused, ...lines }: Printed) => {
        const [part] = thread.asked;
        if (part === undefined) return;
        thread.asked.delete(part);
        const { from } = part;
        if (refused.length > 0) this.#lost.push({ from, indexes: refused });
        this.#printed.push({ from, ...lines });
        this.#wake();
      });
      const gone = (): void => this.#drop(thread);
      worker.on('error', gone);
      worker.on('exit', gone);
      this.#threads.push(thread);
    }
  }

  /** Asks each thread that could take another part for what `give` has for it (by its number, from 1 on). */
  ask(give: (thread: number) => PrintPart | undefined): void {
    for (const { number, worker, asked } of this.#threads) {
      while (asked.size < AHEAD) {
        const part = give(number);
        if (part === undefined) break;
        asked.add(part);
        worker.postMessage(part);
      }
    }
  }

  /** What has been printed since the last call. */
  take(): readonly PrintedPart[] {
    const printed = this.#printed;
    this.#printed = [];
    return printed;
  }

  /** A part whose thread has ended without printing it, or could not print it. */
  takeLost(): PrintPart | undefined {
    return this.#lost.shift();
  }

  /** Resolves when something has come from a thread. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #drop(thread: Thread): void {
    const index = this.#threads.indexOf(thread);
    if (index < 0) return;
    this.#threads.splice(index, 1);
    this.#lost.push(...thread.asked);
    this.#wake();
  }
}
