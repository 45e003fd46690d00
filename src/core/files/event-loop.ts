// Every platform has it; the core knows no platform's types.
declare const MessageChannel: new () => {
  readonly port1: { onmessage: (() => void) | null; close(): void };
  readonly port2: { postMessage(message: undefined): void };
};

/** Milliseconds of work between turns. */
const TURN_MS = 20;

/**
 * Resolves behind what waits in the event loop. By a message: a timer that was set in the task of a timer waits for 4 ms in
 * browsers, which was a tenth of reading a capture.
 */
export function turn(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(undefined);
  });
}

/** Lets the event loop turn from time to time during long work. */
export class Turns {
  #turnedAt = performance.now();

  /** Resolves at once, or behind what waits in the event loop when 20 ms have passed. */
  async rest(): Promise<void> {
    if (performance.now() - this.#turnedAt < TURN_MS) return;
    await turn();
    this.#turnedAt = performance.now();
  }
}
