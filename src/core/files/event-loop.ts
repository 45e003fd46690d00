// The core knows no platform's types. Every platform has the timer, Node the first and browsers the second of these.
declare function setTimeout(run: () => void, milliseconds: number): unknown;
declare const setImmediate: ((run: () => void) => unknown) | undefined;
declare const MessageChannel:
  | (new () => {
      readonly port1: { onmessage: (() => void) | null };
      readonly port2: { postMessage(message: undefined): void };
    })
  | undefined;

/** Milliseconds of work between turns: a request that comes meanwhile waits no longer. */
const TURN_MS = 8;

/** Runs something behind what waits in the event loop. */
type Later = (run: () => void) => void;

let later: Later | undefined;

/** Browsers make a timer wait for 4 milliseconds, a message comes at once; Node would not end for an open port. */
function platformsLater(): Later {
  if (typeof setImmediate === 'function') return (run) => void setImmediate(run);
  if (typeof MessageChannel !== 'function') return (run) => void setTimeout(run, 0);
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    port2.postMessage(undefined);
  };
}

/** Resolves in a later turn of the event loop, behind what waits there. */
export function turn(): Promise<void> {
  later ??= platformsLater();
  return new Promise(later);
}

/** Resolves after some milliseconds. */
export function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Lets the event loop turn from time to time during long work. */
export class Turns {
  readonly #pause: () => Promise<void>;
  #turnedAt = performance.now();

  /** @param pause resolves when what waits has been served */
  constructor(pause: () => Promise<void> = turn) {
    this.#pause = pause;
  }

  /** True when 8 ms have passed since the last turn. */
  get isDue(): boolean {
    return performance.now() - this.#turnedAt >= TURN_MS;
  }

  /** Lets the event loop turn now. */
  async turn(): Promise<void> {
    await this.#pause();
    this.#turnedAt = performance.now();
  }

  /** Resolves at once, or behind what waits in the event loop when it is time. */
  async rest(): Promise<void> {
    if (this.isDue) await this.turn();
  }
}
