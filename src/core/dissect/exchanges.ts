import { SparseColumn } from '../base/sparse-column.ts';
import { Vector } from '../base/vector.ts';

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
  /** In the order of arrival; no more than the limit, however often a message is repeated. */
  readonly steps: readonly Step[];
}

/** An exchange that more messages may come for. */
interface OpenExchange {
  readonly id: number;
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
 * only look up what became of a packet, so that any order of looking gives the same answer. Steps are rows of columns, chained
 * per exchange, and so are the exchanges of a packet: as objects the two messages of a transaction took 600 octets.
 */
export class Exchanges {
  readonly #limits: ExchangeLimits;
  readonly #open = new Map<string, OpenExchange>();
  /** Per exchange: its first and last step (1 more than the row, 0 for none), and how many it has. */
  readonly #first = new Vector(Uint32Array);
  readonly #last = new Vector(Uint32Array);
  readonly #counts = new Vector(Uint32Array);
  /** Per step, and 1 more than the row of the next one of its exchange. */
  readonly #frames = new Vector(Uint32Array);
  readonly #ats = new Vector(Int32Array);
  readonly #kinds = new Vector(Int32Array);
  readonly #details = new Vector(Float64Array);
  readonly #next = new Vector(Uint32Array);
  /** Per packet: 1 more than its first link. Per link: its exchange, and 1 more than the packet's next link. */
  readonly #links = new SparseColumn();
  readonly #linked = new Vector(Uint32Array);
  readonly #nextLink = new Vector(Uint32Array);

  constructor(limits: ExchangeLimits) {
    this.#limits = limits;
  }

  /** Exchanges that more messages may come for. */
  get open(): number {
    return this.#open.size;
  }

  /** The exchange that a message with this key belongs to; undefined after `keepSeconds` without one. */
  recent(key: string, seconds: number, keepSeconds: number): Exchange | undefined {
    const open = this.#open.get(key);
    if (open === undefined) return undefined;
    if (Math.abs(seconds - open.seconds) > keepSeconds) {
      this.#open.delete(key);
      return undefined;
    }
    return this.#exchange(open.id);
  }

  /** Starts an exchange; one with the same key is over. */
  begin(key: string, seconds: number): void {
    const id = this.#first.length;
    this.#first.push(0);
    this.#last.push(0);
    this.#counts.push(0);
    this.#place(key, { id, seconds });
  }

  /** Messages with another key belong to the exchange that is open under `key` too (a session that goes on elsewhere). */
  alias(key: string, other: string): void {
    const open = this.#open.get(key);
    if (open !== undefined) this.#place(other, open);
  }

  /** Adds a message to the exchange that is open under `key`, which must have been begun. */
  add(key: string, seconds: number, step: Step): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    open.seconds = seconds;
    const { id } = open;
    const count = this.#counts.get(id);
    if (count >= this.#limits.maxSteps) return;
    this.#frames.push(step.frame);
    this.#ats.push(step.at);
    this.#kinds.push(step.kind);
    this.#details.push(step.detail);
    this.#next.push(0);
    const row = this.#frames.length;
    if (count === 0) this.#first.set(id, row);
    else this.#next.set(this.#last.get(id) - 1, row);
    this.#last.set(id, row);
    this.#counts.set(id, count + 1);
    this.#link(id, step.frame);
  }

  /** Ties a packet to an exchange without remembering a step. */
  link(key: string, seconds: number, frame: number): void {
    const open = this.#open.get(key);
    if (open === undefined) return;
    open.seconds = seconds;
    this.#link(open.id, frame);
  }

  /** No more messages come for the exchange. */
  end(key: string): void {
    this.#open.delete(key);
  }

  /** No more messages come for any. */
  finish(): void {
    this.#open.clear();
  }

  /** Exchanges that packet `frame` belongs to. */
  of(frame: number): readonly Exchange[] {
    const out: Exchange[] = [];
    for (let link = this.#links.get(frame); link !== 0; link = this.#nextLink.get(link - 1))
      out.push(this.#exchange(this.#linked.get(link - 1)));
    return out;
  }

  /** The exchange in which the message at octet `at` of packet `frame` is a step. */
  find(frame: number, at: number): { readonly exchange: Exchange; readonly index: number } | undefined {
    for (let link = this.#links.get(frame); link !== 0; link = this.#nextLink.get(link - 1)) {
      const id = this.#linked.get(link - 1);
      let index = 0;
      for (let row = this.#first.get(id); row !== 0; row = this.#next.get(row - 1)) {
        if (this.#frames.get(row - 1) === frame && this.#ats.get(row - 1) === at)
          return { exchange: this.#exchange(id), index };
        index++;
      }
    }
    return undefined;
  }

  #exchange(id: number): Exchange {
    const steps = (): Step[] => this.#steps(id);
    return {
      get steps() {
        return steps();
      },
    };
  }

  #steps(id: number): Step[] {
    const steps: Step[] = [];
    for (let row = this.#first.get(id); row !== 0; row = this.#next.get(row - 1)) {
      steps.push({
        frame: this.#frames.get(row - 1),
        at: this.#ats.get(row - 1),
        kind: this.#kinds.get(row - 1),
        detail: this.#details.get(row - 1),
      });
    }
    return steps;
  }

  #place(key: string, open: OpenExchange): void {
    // Deleted first, so that the map stays in the order of beginning.
    this.#open.delete(key);
    this.#open.set(key, open);
    if (this.#open.size <= this.#limits.maxOpen) return;
    for (const oldest of this.#open.keys()) {
      this.#open.delete(oldest);
      return;
    }
  }

  #link(id: number, frame: number): void {
    let last = 0;
    for (let link = this.#links.get(frame); link !== 0; link = this.#nextLink.get(link - 1)) {
      if (this.#linked.get(link - 1) === id) return;
      last = link;
    }
    this.#linked.push(id);
    this.#nextLink.push(0);
    if (last === 0) this.#links.set(frame, this.#linked.length);
    else this.#nextLink.set(last - 1, this.#linked.length);
  }
}
