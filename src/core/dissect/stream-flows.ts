import { PairIndex } from '../base/pair-index.ts';
import type { FlowMemory, Waiting } from './measure.ts';
import type { Choice } from './registry.ts';
import { Direction, type StreamOctets } from './stream-direction.ts';

/** A connection. */
export class Flow implements FlowMemory {
  /** The end that sent the first segment. */
  readonly first: number;
  direction: 0 | 1 = 0;
  seen = 0;
  /** The dissector that was guessed for the connection. */
  choice: Choice | undefined = undefined;
  /** Guesses that found nothing. */
  tries = 0;
  /** These are made when they are first needed: most connections are of no protocol that is measured. */
  #waiting: Waiting[] | undefined = undefined;
  #side0: Direction | undefined = undefined;
  #side1: Direction | undefined = undefined;

  constructor(first: number) {
    this.first = first;
  }

  get waiting(): Waiting[] {
    this.#waiting ??= [];
    return this.#waiting;
  }

  /** A new connection between the same ends: nothing is asked, nothing is known. */
  reopen(): void {
    this.choice = undefined;
    this.tries = 0;
  }

  /** Nobody waits for an answer any more. */
  forgetWaiting(): void {
    if (this.#waiting !== undefined) this.#waiting.length = 0;
  }

  /** Number of the side that an end is. */
  numberOf(from: number): 0 | 1 {
    return from === this.first ? 0 : 1;
  }

  /** What a side has sent; undefined when nobody has looked at it. */
  known(number: 0 | 1): Direction | undefined {
    return number === 0 ? this.#side0 : this.#side1;
  }

  side(number: 0 | 1, octets: StreamOctets): Direction {
    if (number === 0) {
      this.#side0 ??= new Direction(octets);
      return this.#side0;
    }
    this.#side1 ??= new Direction(octets);
    return this.#side1;
  }
}

/** The connections that are open, by their two ends; the oldest go when there are too many. */
export class FlowIndex {
  readonly #most: number;
  readonly #onForget: (flow: Flow) => void;
  /** The two ends of each flow, the lesser number first. */
  #index = new PairIndex();
  /** By their places in the index; undefined for those that were forgotten. */
  #flows: (Flow | undefined)[] = [];
  /** Places in the order in which flows began, and how many of these are forgotten. */
  #order: number[] = [];
  #forgotten = 0;
  #count = 0;

  /** @param onForget is given each flow that goes */
  constructor(most: number, onForget: (flow: Flow) => void) {
    this.#most = most;
    this.#onForget = onForget;
  }

  /** The flow between two ends, each a number that stands for address and port. */
  flow(from: number, to: number): Flow {
    const place = from < to ? this.#index.id(from, to) : this.#index.id(to, from);
    return this.#flows[place] ?? this.#open(place, from);
  }

  #open(place: number, first: number): Flow {
    if (this.#count >= this.#most) this.#forgetOldest();
    const flow = new Flow(first);
    this.#flows[place] = flow;
    this.#order.push(place);
    this.#count++;
    if (this.#index.length > 2 * this.#most) this.#forgetPlaces();
    return flow;
  }

  /** Forgets all, the oldest first. */
  clear(): void {
    for (let i = this.#forgotten; i < this.#order.length; i++) this.#onForget(this.#flows[this.#order[i]!]!);
    this.#index = new PairIndex();
    this.#flows = [];
    this.#order = [];
    this.#forgotten = 0;
    this.#count = 0;
  }

  #forgetOldest(): void {
    const place = this.#order[this.#forgotten++];
    const flow = place === undefined ? undefined : this.#flows[place];
    if (place === undefined || flow === undefined) return;
    this.#onForget(flow);
    this.#flows[place] = undefined;
    this.#count--;
  }

  /** Makes the index anew, of the flows that are there. */
  #forgetPlaces(): void {
    const index = new PairIndex();
    const flows: (Flow | undefined)[] = [];
    for (let i = this.#forgotten; i < this.#order.length; i++) {
      const place = this.#order[i]!;
      index.id(this.#index.first(place), this.#index.second(place));
      flows.push(this.#flows[place]);
    }
    this.#index = index;
    this.#flows = flows;
    this.#order = flows.map((_, i) => i);
    this.#forgotten = 0;
  }
}
