import { Interner } from '../base/interner.ts';
import { PairIndex } from '../base/pair-index.ts';
import { Vector } from '../base/vector.ts';
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

/** Keeps in columns what is remembered of a kind of messages besides their packets: an object each took 200 octets. */
export interface SightingColumns<S extends Sighting> {
  /** Adds a row. */
  push(sighting: S): void;
  /** What was remembered in a row. @param frame index of its packet */
  at(row: number, frame: number): S;
  /** Hash of all octets of the message in a row; 0 where none is remembered. */
  hash(row: number): number;
}

/** Sightings with one key, in capture order. Each is looked up when it is asked for. */
export interface Met<S extends Sighting> extends Iterable<S> {
  readonly length: number;
  /** As of an array: a negative place counts from the end. */
  at(place: number): S | undefined;
  /** The last ones, `most` of them at most. */
  last(most: number): S[];
  find(is: (sighting: S) => boolean): S | undefined;
  findLast(is: (sighting: S) => boolean): S | undefined;
  /** The first message with this hash of all its octets. */
  withHash(hash: number): S | undefined;
}

/** Places of sightings under keys that are held for a capture, and under one key. Later ones are not remembered. */
const MOST = 400_000;
const MOST_OF_KEY = 256;
/** Times that something is learned, for each place: keys that are full must not take time for ever. */
const TRIES_PER_PLACE = 4;
/** Messages that pass 1 reads as documents, at some 20 us each. */
const MOST_READ = 50_000;
/** Sorts of keys of one kind of messages. */
const SORTS = 16;
/** First half of the key of a text that no message had. */
const UNKNOWN = -1;

/**
 * Messages of the same kind with something in common (the key): an identifier, a server, a device. Pass 1 learns them in
 * capture order; pass 2 asks for any packet which were met before and after it, so that every order of asking gives the
 * same answers. What does not fit is left out at the end of the capture, not in its beginning: findings tell of what was
 * there before.
 *
 * A key is a pair of numbers: the first tells sorts of keys apart and may stand for a text (`remembered`, `known`). A
 * sighting is a row of columns; a key has a run of rows, in capture order, so that those before a packet are found by halving.
 */
export class Sightings<S extends Sighting> {
  readonly #columns: SightingColumns<S>;
  readonly #names: Interner;
  readonly #frames = new Vector(Uint32Array);
  readonly #keys = new PairIndex();
  /** Per key: where its run begins, and its length. A run has room for a power of two. */
  readonly #starts = new Vector(Uint32Array);
  readonly #counts = new Vector(Uint16Array);
  /** Runs of rows. */
  readonly #runs = new Vector(Uint32Array);
  readonly #most: number;
  #left: number;
  #tries: number;
  #reads = MOST_READ;
  /** The sighting that was learned last: it may have more keys. */
  #last: S | undefined;

  /** @param columns makes the columns; texts in them are numbers of `names` */
  constructor(columns: (names: Interner) => SightingColumns<S>, most = MOST) {
    this.#names = new Interner();
    this.#columns = columns(this.#names);
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

  /** First half of the keys of a sort (0 to 15) with a text, for `learn`: the text is remembered. */
  remembered(sort: number, text: string): number {
    return this.#names.id(text) * SORTS + sort;
  }

  /** The same for asking. */
  known(sort: number, text: string): number {
    const name = this.#names.find(text);
    return name === undefined ? UNKNOWN : name * SORTS + sort;
  }

  /** Remembers a message under a key. Packets come in capture order, and all keys of one message one after the other. */
  learn(sighting: S, first: number, second: number): void {
    if (this.full) return;
    this.#tries--;
    let key = this.#keys.find(first, second);
    const count = key === undefined ? 0 : this.#counts.get(key);
    if (count >= MOST_OF_KEY) return;
    this.#left--;
    if (sighting !== this.#last) {
      this.#last = sighting;
      this.#frames.push(sighting.frame);
      this.#columns.push(sighting);
    }
    if (key === undefined) {
      key = this.#keys.id(first, second);
      this.#starts.push(0);
      this.#counts.push(0);
    }
    // A run that is full moves to where there is room for twice as many.
    if ((count & (count - 1)) === 0) {
      const room = this.#runs.extend(Math.max(1, count * 2));
      this.#runs.copy(room, this.#starts.get(key), count);
      this.#starts.set(key, room);
    }
    this.#runs.set(this.#starts.get(key) + count, this.#frames.length - 1);
    this.#counts.set(key, count + 1);
  }

  /** All messages with this key. */
  of(first: number, second: number): Met<S> {
    return this.#between(first, second, 0, Number.POSITIVE_INFINITY);
  }

  /** Those of packets before packet `frame`. */
  before(first: number, second: number, frame: number): Met<S> {
    return this.#between(first, second, 0, frame);
  }

  /** Those of packets after packet `frame`. */
  after(first: number, second: number, frame: number): Met<S> {
    return this.#between(first, second, frame + 1, Number.POSITIVE_INFINITY);
  }

  /** Those of packets `from` up to but not including `to`. */
  #between(first: number, second: number, from: number, to: number): Met<S> {
    const key = this.#keys.find(first, second);
    if (key === undefined) return NONE;
    const start = this.#starts.get(key);
    const end = start + this.#counts.get(key);
    const begin = from === 0 ? start : this.#firstAt(start, end, from);
    const stop = to === Number.POSITIVE_INFINITY ? end : this.#firstAt(begin, end, to);
    return begin === stop ? NONE : new Run(this.#columns, this.#frames, this.#runs, begin, stop);
  }

  /** Place of the first sighting in packet `frame` or later, in a run. */
  #firstAt(start: number, end: number, frame: number): number {
    let from = start;
    let to = end;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#frames.get(this.#runs.get(middle)) < frame) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** A part of a run. What is learned later does not change it: a run that moves stays where it was, too. */
class Run<S extends Sighting> implements Met<S> {
  readonly #columns: SightingColumns<S>;
  readonly #frames: Vector;
  readonly #runs: Vector;
  readonly #start: number;
  readonly length: number;

  constructor(columns: SightingColumns<S>, frames: Vector, runs: Vector, start: number, end: number) {
    this.#columns = columns;
    this.#frames = frames;
    this.#runs = runs;
    this.#start = start;
    this.length = end - start;
  }

  at(place: number): S | undefined {
    const at = place < 0 ? this.length + place : place;
    return at >= 0 && at < this.length ? this.#get(at) : undefined;
  }

  last(most: number): S[] {
    const count = Math.min(most, this.length);
    return Array.from({ length: count }, (_, i) => this.#get(this.length - count + i));
  }

  find(is: (sighting: S) => boolean): S | undefined {
    for (let at = 0; at < this.length; at++) {
      const sighting = this.#get(at);
      if (is(sighting)) return sighting;
    }
    return undefined;
  }

  findLast(is: (sighting: S) => boolean): S | undefined {
    for (let at = this.length - 1; at >= 0; at--) {
      const sighting = this.#get(at);
      if (is(sighting)) return sighting;
    }
    return undefined;
  }

  withHash(hash: number): S | undefined {
    for (let at = 0; at < this.length; at++) {
      if (this.#columns.hash(this.#runs.get(this.#start + at)) === hash) return this.#get(at);
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<S> {
    for (let at = 0; at < this.length; at++) yield this.#get(at);
  }

  #get(at: number): S {
    const row = this.#runs.get(this.#start + at);
    return this.#columns.at(row, this.#frames.get(row));
  }
}

const NONE: Met<never> = {
  length: 0,
  at: () => undefined,
  last: () => [],
  find: () => undefined,
  findLast: () => undefined,
  withHash: () => undefined,
  [Symbol.iterator]: () => [][Symbol.iterator](),
};
