import type { NotificationSighting, SessionSighting } from './dm-sessions.ts';

/** A message that pass 1 met. */
export interface Sighting {
  /** Index of the packet. */
  readonly frame: number;
}

/** A service indication. */
export interface IndicationSighting extends Sighting {
  readonly seconds: number;
  /** Hash of all octets. */
  readonly hash: number;
  /** When it was made, as `2026-01-31T00:00:00Z`; empty when it does not say so, or not as a date. */
  readonly created: string;
  /** When it becomes void, in the same form. */
  readonly expires: string;
  /** True for one that removes others. */
  readonly deletes: boolean;
}

/** Kinds of messages that are remembered, and what is remembered of each. */
export interface SightingKinds {
  /** OMA DM notifications. */
  readonly 'dm.notification': NotificationSighting;
  /** First messages of OMA DM sessions. */
  readonly 'dm.session': SessionSighting;
  /** Service indications. */
  readonly si: IndicationSighting;
  /** Content that was submitted to a push gateway, and content of pushes. */
  readonly content: Sighting;
  /** Messages of the push access protocol. */
  readonly pap: Sighting;
}

/** Places of sightings under keys that are held for a capture, and under one key. Later ones are not remembered. */
const MOST = 400_000;
const MOST_OF_KEY = 256;
/** Times that something is learned, for each place: keys that are full must not take time for ever. */
const TRIES_PER_PLACE = 4;
/** Messages that pass 1 reads as documents, at some 20 us each. */
const MOST_READ = 50_000;

/**
 * Messages of the same kind with something in common (the key): an identifier, a server, a device. Pass 1 learns them in
 * capture order; pass 2 asks for any packet which were met before and after it, so that every order of asking gives the
 * same answers. What does not fit is left out at the end of the capture, not in its beginning: findings tell of what was
 * there before.
 */
export class Sightings<S extends Sighting> {
  readonly #byKey = new Map<string, S[]>();
  readonly #most: number;
  #left: number;
  #tries: number;
  #reads = MOST_READ;

  constructor(most = MOST) {
    this.#most = most;
    this.#left = most;
    this.#tries = most * TRIES_PER_PLACE;
  }

  /** True when nothing more is remembered: pass 1 need not even look at the messages. */
  get full(): boolean {
    return this.#left <= 0 || this.#tries <= 0;
  }

  /** Pass 1 asks before it reads a whole document for what it says: false when it has read enough of them. */
  mayRead(): boolean {
    return !this.full && this.#reads-- > 0;
  }

  /** Sightings that are held, each as often as it has keys. */
  get held(): number {
    return this.#most - this.#left;
  }

  /** Remembers a message under a key. Packets come in capture order. */
  learn(key: string, sighting: S): void {
    if (this.full) return;
    this.#tries--;
    const known = this.#byKey.get(key);
    if (known === undefined) this.#byKey.set(key, [sighting]);
    else if (known.length < MOST_OF_KEY) known.push(sighting);
    else return;
    this.#left--;
  }

  /** All messages with this key, in capture order. */
  of(key: string): readonly S[] {
    return this.#byKey.get(key) ?? [];
  }

  /** Those of packets before packet `frame`. */
  before(key: string, frame: number): readonly S[] {
    const known = this.of(key);
    return known.slice(0, firstAt(known, frame));
  }

  /** Those of packets after packet `frame`. */
  after(key: string, frame: number): readonly S[] {
    const known = this.of(key);
    return known.slice(firstAt(known, frame + 1));
  }
}

/** Index of the first sighting in packet `frame` or later. */
function firstAt(sightings: readonly Sighting[], frame: number): number {
  let from = 0;
  let to = sightings.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sightings[middle]!.frame < frame) from = middle + 1;
    else to = middle;
  }
  return from;
}
