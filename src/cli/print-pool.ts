import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PrintedRange, PrintJob, PrintRange } from './print-worker.ts';

/** Octets of a file from which further threads pay: each takes a tenth of a second to start. */
const LEAST_OCTETS = 4 * 1024 * 1024;
const MOST_THREADS = 8;
/** Ranges that a thread has at hand, so that it need not wait for the next. */
const AHEAD = 2;

/** Threads for a file besides the one that asks. */
export function threadsFor(octets: number): number {
  return octets < LEAST_OCTETS ? 0 : Math.min(availableParallelism(), MOST_THREADS) - 1;
}

interface Thread {
  readonly worker: Worker;
  /** Ranges that were asked for and are not here. */
  readonly asked: Map<number, PrintRange>;
}

/**
 * Threads that print ranges of one capture. Every one reads the file by itself: that is a tenth of the work, and
 * the trees of packets are the rest. Ranges come back in any order; `taken` says which are here.
 */
export class PrintPool {
  readonly #threads: Thread[] = [];
  readonly #printed = new Map<number, Uint8Array>();
  readonly #lost: PrintRange[] = [];
  #wake: () => void = () => undefined;

  /** @param entry module that serves print jobs in a worker thread */
  constructor(entry: URL, job: PrintJob, threads: number) {
    for (let i = 0; i < threads; i++) {
      const worker = new Worker(entry, { workerData: job });
      const thread: Thread = { worker, asked: new Map() };
      worker.on('message', ({ from, lines }: PrintedRange) => {
        thread.asked.delete(from);
        this.#printed.set(from, lines);
        this.#wake();
      });
      const gone = (): void => this.#drop(thread);
      worker.on('error', gone);
      worker.on('exit', gone);
      this.#threads.push(thread);
    }
  }

  /** True when a thread could take another range now. */
  get hasRoom(): boolean {
    return this.#threads.some(({ asked }) => asked.size < AHEAD);
  }

  /** Asks the least busy thread for a range. */
  ask(range: PrintRange): void {
    const [first] = this.#threads.toSorted((a, b) => a.asked.size - b.asked.size);
    first?.asked.set(range.from, range);
    first?.worker.postMessage(range);
  }

  /** The lines of the range that begins at `from`, once; undefined when they are not here (yet). */
  take(from: number): Uint8Array | undefined {
    const lines = this.#printed.get(from);
    this.#printed.delete(from);
    return lines;
  }

  /** A range whose thread has ended without printing it. */
  takeLost(): PrintRange | undefined {
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
    this.#lost.push(...thread.asked.values());
    this.#wake();
  }
}
