/** What a listing at work waits for, and who waits for the listing. */
export class ListingWait {
  #wake: () => void = () => undefined;
  #isWaiting = false;
  #rested: () => void = () => undefined;
  #current: Promise<void> = Promise.resolve();

  /** What is at work now. */
  set current(work: Promise<void>) {
    this.#current = work;
  }

  /** Settles at the next `wake`. */
  async more(): Promise<void> {
    this.#isWaiting = true;
    this.#rested();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#isWaiting = false;
  }

  /** True while what is at work waits for the next `wake`. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  wake(): void {
    this.#wake();
  }

  /** Settles when nothing is at work. */
  async idle(): Promise<void> {
    for (let current: Promise<void> | undefined; current !== this.#current; ) {
      current = this.#current;
      await current;
    }
  }

  /** As `idle`, or when what is at work waits for what is still being read. */
  async resting(): Promise<void> {
    const waits = new Promise<void>((resolve) => {
      this.#rested = resolve;
    });
    if (!this.#isWaiting) await Promise.race([this.idle(), waits]);
  }
}
