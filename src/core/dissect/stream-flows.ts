import { NumberIndex } from '../base/number-index.ts';
import type { FlowMemory, Waiting } from './measure.ts';
import type { Choice } from './registry.ts';
import { Direction, type StreamOctets } from './stream-direction.ts';

/** 0 for the end of a connection that sent its first segment, 1 for the other. */
export type Side = 0 | 1;

/** A connection. */
export class Flow implements FlowMemory {
  /** Address and port of the two ends; the first end sent the first segment. */
  readonly first: number;
  readonly firstPort: number;
  readonly second: number;
  readonly secondPort: number;
  direction: Side = 0;
  seen = 0;
  /** The dissector that was guessed for the connection. */
  choice: Choice | undefined = undefined;
  /** Guesses that found nothing. */
  tries = 0;
  /** First number of the conversations of its ends; -1 when they have none. Undefined when nobody has asked for one. */
  number: number | undefined = undefined;
  /** Number of the octet before the first one of data that each side has sent, or has had acknowledged, of 32 bits. */
  firstBegin: number | undefined = undefined;
  secondBegin: number | undefined = undefined;
  /** These are made when they are first needed: most connections are of no protocol that is measured. */
  #waiting: Waiting[] | undefined = undefined;
  #side0: Direction | undefined = undefined;
  #side1: Direction | undefined = undefined;

  constructor(first: number, firstPort: number, second: number, secondPort: number) {
    this.first = first;
    this.firstPort = firstPort;
    this.second = second;
    this.secondPort = secondPort;
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
  sideOf(address: number, port: number): Side {
    return address === this.first && port === this.firstPort ? 0 : 1;
  }

  /** What a side has sent; undefined when nobody has looked at it. */
  known(number: Side): Direction | undefined {
    return number === 0 ? this.#side0 : this.#side1;
  }

  side(number: Side, octets: StreamOctets): Direction {
    if (number === 0) {
      this.#side0 ??= new Direction(octets);
      return this.#side0;
    }
    this.#side1 ??= new Direction(octets);
    return this.#side1;
  }
}

/** Directions of connections that are remembered as those that were asked for last. */
const RECENT_BITS = 10;
const RECENT_WIDTH = 3;

/** The connections that are open, by their two ends; the oldest go when there are too many. */
export class FlowIndex {
  readonly #most: number;
  readonly #onForget: (flow: Flow) => void;
  /** Places by the two ends, the lesser first: one more than their place in `#flows`. */
  #index = new NumberIndex();
  /** Undefined for those that were forgotten. */
  #flows: (Flow | undefined)[] = [];
  /** Places in the order in which flows began, and how many of these are forgotten. */
  #order: number[] = [];
  #forgotten = 0;
  #count = 0;
  /** Ends asked for last (from, to, their ports), by a hash, and the flow between them. */
  readonly #recent = new Int32Array(RECENT_WIDTH << RECENT_BITS);
  readonly #recentFlows: (Flow | undefined)[] = new Array<Flow | undefined>(1 << RECENT_BITS).fill(undefined);

  /** @param onForget is given each flow that goes */
  constructor(most: number, onForget: (flow: Flow) => void) {
    this.#most = most;
    this.#onForget = onForget;
  }

  /** The flow between two ends: numbers that stand for their addresses, and their ports (16 bits). */
  flow(from: number, fromPort: number, to: number, toPort: number): Flow {
    const ports = (fromPort << 16) | toPort;
    const slot = slotOf(from, to, ports);
    const at = slot * RECENT_WIDTH;
    const recent = this.#recent;
    const known = this.#recentFlows[slot];
    if (known !== undefined && recent[at] === from && recent[at + 1] === to && recent[at + 2] === ports) return known;
    const flow = this.#find(from, fromPort, to, toPort);
    recent[at] = from;
    recent[at + 1] = to;
    recent[at + 2] = ports;
    this.#recentFlows[slot] = flow;
    return flow;
  }

  #find(from: number, fromPort: number, to: number, toPort: number): Flow {
    const place = isOrdered(from, fromPort, to, toPort)
      ? this.#index.find(from, to, (fromPort << 16) | toPort)
      : this.#index.find(to, from, (toPort << 16) | fromPort);
    return (place === 0 ? undefined : this.#flows[place - 1]) ?? this.#open(place, from, fromPort, to, toPort);
  }

  /** @param known one more than the place of the flow that was between these ends; 0 when there was none */
  #open(known: number, from: number, fromPort: number, to: number, toPort: number): Flow {
    if (this.#count >= this.#most) this.#forgetOldest();
    const flow = new Flow(from, fromPort, to, toPort);
    const place = known === 0 ? this.#flows.length : known - 1;
    this.#flows[place] = flow;
    if (known === 0) enter(this.#index, flow, place);
    this.#order.push(place);
    this.#count++;
    if (this.#flows.length > 2 * this.#most) this.#forgetPlaces();
    return flow;
  }

  /** Forgets all, the oldest first. */
  clear(): void {
    for (let i = this.#forgotten; i < this.#order.length; i++) this.#onForget(this.#flows[this.#order[i]!]!);
    this.#index = new NumberIndex();
    this.#flows = [];
    this.#order = [];
    this.#forgotten = 0;
    this.#count = 0;
    this.#recentFlows.fill(undefined);
  }

  #forgetOldest(): void {
    const place = this.#order[this.#forgotten++];
    const flow = place === undefined ? undefined : this.#flows[place];
    if (place === undefined || flow === undefined) return;
    this.#onForget(flow);
    this.#flows[place] = undefined;
    this.#count--;
    const { first, firstPort, second, secondPort } = flow;
    for (const slot of [
      slotOf(first, second, (firstPort << 16) | secondPort),
      slotOf(second, first, (secondPort << 16) | firstPort),
    ])
      if (this.#recentFlows[slot] === flow) this.#recentFlows[slot] = undefined;
  }

  /** Makes the index anew, of the flows that are there. */
  #forgetPlaces(): void {
    const index = new NumberIndex();
    const flows: (Flow | undefined)[] = [];
    for (let i = this.#forgotten; i < this.#order.length; i++) {
      const flow = this.#flows[this.#order[i]!]!;
      enter(index, flow, flows.push(flow) - 1);
    }
    this.#index = index;
    this.#flows = flows;
    this.#order = flows.map((_, i) => i);
    this.#forgotten = 0;
  }
}

/** Place of a direction among those that were asked for last. */
function slotOf(from: number, to: number, ports: number): number {
  return Math.imul(from ^ Math.imul(to ^ Math.imul(ports, 0xc2b2ae35), 0x85ebca6b), 0x9e3779b1) >>> (32 - RECENT_BITS);
}

/** True when the first of two ends is the lesser one, or the same. */
function isOrdered(from: number, fromPort: number, to: number, toPort: number): boolean {
  return from < to || (from === to && fromPort <= toPort);
}

function enter(index: NumberIndex, { first, firstPort, second, secondPort }: Flow, place: number): void {
  if (isOrdered(first, firstPort, second, secondPort))
    index.add(first, second, (firstPort << 16) | secondPort, place + 1);
  else index.add(second, first, (secondPort << 16) | firstPort, place + 1);
}
