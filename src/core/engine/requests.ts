import { after } from '../files/event-loop.ts';

/** An answer leads to the next question within so many milliseconds: rows after a filter, octets after a tree. */
const QUIET_MS = 30;
/** Somebody who asks all the time, as who scrolls does, holds background work up for so many milliseconds at once. */
const MOST_MS = 300;

/** Calls that somebody waits for: background work waits until none is left. */
export class Requests {
  #open = 0;
  /** When a call came or was answered last. */
  #last = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  /** True while a call is open. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** Does what was asked for. */
  async serve<T>(work: () => T | Promise<T>): Promise<T> {
    this.#open++;
    this.#last = performance.now();
    try {
      return await work();
    } finally {
      this.#open--;
      this.#last = performance.now();
      if (this.#open === 0) for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Settles when nobody has asked for a while, or soon all the same: a slice of work would be in the way of the next question. */
  async quiet(): Promise<void> {
    const latest = performance.now() + MOST_MS;
    for (;;) {
      const left = Math.min(this.#last + QUIET_MS, latest) - performance.now();
      if (left <= 0) return;
      await after(left);
    }
  }

  /** Settles when no call is open. */
  async idle(): Promise<void> {
    while (this.#open > 0) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}
