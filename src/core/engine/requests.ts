/** Calls that somebody waits for: background work waits until none is left. */
export class Requests {
  #open = 0;
  #waiting: (() => void)[] = [];

  /** True while a call is open. */
  get isOpen(): boolean {
    return this.#open > 0;
  }

  /** Does what was asked for. */
  async serve<T>(work: () => T | Promise<T>): Promise<T> {
    this.#open++;
    try {
      return await work();
    } finally {
      this.#open--;
      if (this.#open === 0) for (const go of this.#waiting.splice(0)) go();
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
