/** What long work needs of the platform. */
export interface Clock {
  /** Lets waiting requests be served; resolves soon. */
  pause(): Promise<void>;
  /** Milliseconds, from any start. */
  now(): number;
}

/** Longest stretch of work between two chances for requests, in milliseconds. */
const SLICE = 12;

/** Cuts long work into slices, so that requests are served in between. */
export class Slices {
  readonly #clock: Clock;
  readonly #length: number;
  #from: number;
  #isPausing = false;

  /** @param length of a slice, in milliseconds */
  constructor(clock: Clock, length = SLICE) {
    this.#clock = clock;
    this.#length = length;
    this.#from = clock.now();
  }

  get isOver(): boolean {
    return this.hasLasted(this.#length);
  }

  /** True when the slice is longer than so many milliseconds. */
  hasLasted(length: number): boolean {
    return this.#clock.now() - this.#from > length;
  }

  /** True while requests are being served. */
  get isPausing(): boolean {
    return this.#isPausing;
  }

  /** Lets requests be served, and begins the next slice. */
  async pause(): Promise<void> {
    this.#isPausing = true;
    await this.#clock.pause();
    this.#isPausing = false;
    this.#from = this.#clock.now();
  }

  /** Pauses when the slice is over. */
  async rest(): Promise<void> {
    if (this.isOver) await this.pause();
  }
}
