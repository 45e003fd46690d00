import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PrintedLines, PrintedPart, PrintPart } from './print-parts.ts';
import type { PrintJob } from './print-worker.ts';

/** Octets of a file from which further threads pay: each takes a tenth of a second to start. */
const LEAST_OCTETS = 4 * 1024 * 1024;
const MOST_THREADS = 8;
/** Parts that a thread has at hand, so that it need not wait for the next. */
const AHEAD = 2;

/** Threads for a file besides the one that asks. */
export function threadsFor(octets: number): number {
  return octets < LEAST_OCTETS ? 0 : Math.min(availableParallelism(), MOST_THREADS) - 1;
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
  readonly #threads: Thread[] = [];
  #printed: PrintedPart[] = [];
  readonly #lost: PrintPart[] = [];
  #wake: () => void = () => undefined;

  /** @param entry module that serves print jobs in a worker thread */
  constructor(entry: URL, job: PrintJob, threads: number) {
    this.size = threads;
    for (let number = 1; number <= threads; number++) {
      const worker = new Worker(entry, { workerData: job });
      const thread: Thread = { number, worker, asked: new Set() };
      worker.on('message', (lines: PrintedLines) => {
        const [part] = thread.asked;
        if (part === undefined) return;
        thread.asked.delete(part);
        this.#printed.push({ ...part, ...lines });
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
        worker.postMessage(part.indexes);
      }
    }
  }

  /** What has been printed since the last call. */
  take(): readonly PrintedPart[] {
    const printed = this.#printed;
    this.#printed = [];
    return printed;
  }

  /** A part whose thread has ended without printing it. */
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
