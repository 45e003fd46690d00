/** Milliseconds between two tellings, at least and at most. */
const OFTEN = 100;
const SELDOM = 500;
/** The same as a share of what the work has taken. */
const SHARE = 1 / 20;

/**
 * When the page is told how far work has come: ten times a second at first, less often the longer it takes. Each time the page lays out
 * and paints, which leaves 50 kB of garbage: ten times a second over half a minute were 12 MB.
 */
export class StatusPace {
  #began = 0;
  #told = 0;

  /** Work begins at this time, in milliseconds, and is told at once. */
  begin(time: number): void {
    this.#began = time;
    this.#told = time;
  }

  /** True when it is time to tell of it again; it counts as told then. */
  isDue(time: number): boolean {
    const pace = Math.min(SELDOM, Math.max(OFTEN, (time - this.#began) * SHARE));
    if (time - this.#told < pace) return false;
    this.#told = time;
    return true;
  }
}
