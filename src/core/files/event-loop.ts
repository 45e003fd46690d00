// Every platform has it; the core knows no platform's types.
declare function setTimeout(run: () => void, milliseconds: number): unknown;

/** Milliseconds between turns: browsers make a timer wait for 4, too much after each piece of work. */
const TURN_MS = 20;

/** Lets the event loop turn from time to time during long work. */
export class Turns {
  #turnedAt = performance.now();

  /** Resolves at once, or behind what waits in the event loop when 20 ms have passed. */
  async rest(): Promise<void> {
    if (performance.now() - this.#turnedAt < TURN_MS) return;
    await new Promise<void>((done) => {
      setTimeout(done, 0);
    });
    this.#turnedAt = performance.now();
  }
}
