/** One message of an exchange. What `kind` and `detail` mean is the protocol's business. */
export interface Step {
  /** Index of the packet that brought it. */
  readonly frame: number;
  /** Octet where the message begins, in the captured packet or in what was reassembled from it: tells messages of one packet apart. */
  readonly at: number;
  readonly kind: number;
  readonly detail: number;
}

/** Messages that belong together: a request and what came of it, or the events of a session. */
export interface Exchange {
  readonly key: string;
  /** In the order of arrival; no more than the limit, however often a message is repeated. */
  readonly steps: readonly Step[];
}

interface OpenExchange extends Exchange {
  readonly steps: Step[];
  seconds: number;
}

export interface ExchangeLimits {
  /** Steps that one exchange remembers. */
  readonly maxSteps: number;
  /** Exchanges that more messages may come for; the oldest go first. */
  readonly maxOpen: number;
}

/**
 * Ties messages of several packets to each other (requests to answers). Pass 1 adds them in capture order; later passes
 * only look up what became of a packet, so that any order of looking gives the same answer.
 */
export class Exchanges {
  readonly #limits: ExchangeLimits;
  readonly #open = new Map<string, OpenExchange>();
  readonly #byFrame = new Map<number, Exchange[]>();

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
  }

  /** Exchanges that more messages may come for. */
  get open(): number {
    return this.#open.size;
  }

  /** The exchange that a message with this key belongs to; undefined after `keepSeconds` without one. */
  recent(key: string, seconds: number, keepSeconds: number): Exchange | undefined {
    const exchange = this.#open.get(key);
    if (exchange === undefined) return undefined;
    if (Math.abs(seconds - exchange.seconds) > keepSeconds) {
      this.#open.delete(key);
      return undefined;
    }
    return exchange;
  }

  /** Starts an exchange; one with the same key is over. */
  begin(key: string, seconds: number): Exchange {
    const exchange: OpenExchange = { key, steps: [], seconds };
    this.#place(key, exchange);
    return exchange;
  }

  /** Messages with another key belong to the exchange that is open under `key` too (a session that goes on elsewhere). */
  alias(key: string, other: string): void {
    const exchange = this.#open.get(key);
    if (exchange !== undefined) this.#place(other, exchange);
  }

  /** Adds a message to the exchange that is open under `key`, which must have been begun. */
  add(key: string, seconds: number, step: Step): void {
    const exchange = this.#open.get(key);
    if (exchange === undefined) return;
    exchange.seconds = seconds;
    if (exchange.steps.length >= this.#limits.maxSteps) return;
    exchange.steps.push(step);
    this.#link(exchange, step.frame);
  }

  /** Ties a packet to an exchange without remembering a step. */
  link(key: string, seconds: number, frame: number): void {
    const exchange = this.#open.get(key);
    if (exchange === undefined) return;
    exchange.seconds = seconds;
    this.#link(exchange, frame);
  }

  /** No more messages come for the exchange. */
  end(key: string): void {
    this.#open.delete(key);
  }

  /** Exchanges that packet `frame` belongs to. */
  of(frame: number): readonly Exchange[] {
    return this.#byFrame.get(frame) ?? [];
  }

  /** The exchange in which the message at octet `at` of packet `frame` is a step. */
  find(frame: number, at: number): { readonly exchange: Exchange; readonly index: number } | undefined {
    for (const exchange of this.of(frame)) {
      const index = exchange.steps.findIndex((step) => step.frame === frame && step.at === at);
      if (index >= 0) return { exchange, index };
    }
    return undefined;
  }

  #place(key: string, exchange: OpenExchange): void {
    // Deleted first, so that the map stays in the order of beginning.
    this.#open.delete(key);
    this.#open.set(key, exchange);
    if (this.#open.size <= this.#limits.maxOpen) return;
    for (const oldest of this.#open.keys()) {
      this.#open.delete(oldest);
      return;
    }
  }

  #link(exchange: Exchange, frame: number): void {
    const known = this.#byFrame.get(frame);
    if (known === undefined) this.#byFrame.set(frame, [exchange]);
    else if (!known.includes(exchange)) known.push(exchange);
  }
}
