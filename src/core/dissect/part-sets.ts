import { concatBytes } from '../base/bytes.ts';
import type { Joined, JoinNote, Piece } from './reassembly.ts';

/** One numbered part as it arrives. */
export interface Part {
  /** Its number, from 1. */
  readonly number: number;
  /** Index of the packet that brought it. */
  readonly frame: number;
  /** Octet where its data begin in the captured packet; -1 when they lie in reassembled or unpacked octets. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** A number that the protocol wants to find again with the part (its ports). */
  readonly tag?: number | undefined;
}

/** `first`: the first part with its number; `same`, `different`: a later one with the same or with other octets. */
export type Arrival = 'first' | 'same' | 'different';

/** A part that has come. */
export interface ArrivedPart {
  readonly number: number;
  readonly frame: number;
  readonly arrival: Arrival;
  readonly size: number;
  readonly at: number;
  /** A copy of the octets when `at` is -1. */
  readonly bytes: Uint8Array | undefined;
  readonly tag: number | undefined;
}

/** What is known of a message in parts: whole, or not (yet). */
export interface PartSet {
  readonly key: string;
  /** Number of parts; 0 when it is not known. */
  readonly total: number;
  /** In the order of arrival. */
  readonly parts: readonly ArrivedPart[];
  /** Set when no part is missing. */
  readonly joined: Joined | undefined;
  /** Number of the part that completed the message. */
  readonly completedBy: number;
}

export interface PartLimits {
  readonly maxParts: number;
  /** Octets of one message. */
  readonly maxOctets: number;
  /** Octets held for messages that more parts may come for; the oldest go first. */
  readonly maxHeldOctets: number;
  /** Messages that more parts may come for; the oldest go first. */
  readonly maxOpen?: number;
}

export interface Completed {
  readonly joined: Joined;
  readonly bytes: Uint8Array;
}

export interface OpenSet extends PartSet {
  total: number;
  readonly parts: ArrivedPart[];
  joined: Joined | undefined;
  completedBy: number;
  /** Octets of the first part with each number. */
  readonly contents: Map<number, Uint8Array>;
  octets: number;
  seconds: number;
  /** Chains: sequence number of the last segment. */
  lastSequence: number;
  /** Chains: true after a gap, when what still comes belongs to a message that can not be completed. */
  broken: boolean;
}

/** Duplicates of one part that are remembered; a part may be repeated for ever. */
const MAX_ARRIVALS = 4096;
const MAX_OPEN = 65_536;

/** Numbers that are missing, ascending. */
export function missingParts(set: PartSet): number[] {
  const there = new Set(set.parts.map(({ number }) => number));
  const missing: number[] = [];
  for (let number = 1; number <= set.total; number++) if (!there.has(number)) missing.push(number);
  return missing;
}

/** What both ways of joining parts share: which packets belong to a message, and bounds on what is held. */
export class PartSets {
  readonly limits: PartLimits;
  readonly #open = new Map<string, OpenSet>();
  readonly #byFrame = new Map<number, PartSet[]>();
  #held = 0;

  constructor(limits: PartLimits) {
    this.limits = limits;
  }

  /** Octets held for messages that more parts may come for. */
  get held(): number {
    return this.#held;
  }

  /** Messages that packet `frame` has a part of. */
  of(frame: number): readonly PartSet[] {
    return this.#byFrame.get(frame) ?? [];
  }

  /** The message of a part that pass 1 has added. */
  find(frame: number, key: string, number: number): PartSet | undefined {
    return this.of(frame).find(
      (set) => set.key === key && set.parts.some((part) => part.frame === frame && part.number === number),
    );
  }

  /** Packets that brought the first part of a message which is not whole. */
  *unfinished(): Generator<number> {
    for (const [frame, sets] of this.#byFrame)
      if (sets.some((set) => set.joined === undefined && set.parts.some((p) => p.frame === frame && p.number === 1)))
        yield frame;
  }

  /** The message that more parts may come for; undefined after `keepSeconds` without one. */
  recent(key: string, seconds: number, keepSeconds: number): OpenSet | undefined {
    const set = this.#open.get(key);
    if (set !== undefined && Math.abs(seconds - set.seconds) > keepSeconds) {
      this.forget(key);
      return undefined;
    }
    return set;
  }

  start(key: string, total: number, seconds: number): OpenSet {
    this.forget(key);
    const set: OpenSet = {
      key,
      total,
      parts: [],
      joined: undefined,
      completedBy: 0,
      contents: new Map(),
      octets: 0,
      seconds,
      lastSequence: -1,
      broken: false,
    };
    this.#open.set(key, set);
    return set;
  }

  /** Notes a part; false when the message has grown beyond its limits and was given up. */
  record(set: OpenSet, part: Part, arrival: Arrival, seconds: number): boolean {
    set.seconds = seconds;
    const { number, frame, at, bytes } = part;
    if (arrival === 'first') {
      const octets = set.octets + bytes.length;
      if (set.contents.size >= this.limits.maxParts || octets > this.limits.maxOctets) {
        this.forget(set.key);
        return false;
      }
      // A view would keep the whole file window alive.
      set.contents.set(number, bytes.slice());
      set.octets = octets;
      this.#held += bytes.length;
    }
    if (set.parts.length >= MAX_ARRIVALS) return true;
    const copy = at < 0 && arrival === 'first' ? set.contents.get(number) : undefined;
    set.parts.push({ number, frame, arrival, size: bytes.length, at, bytes: copy, tag: part.tag });
    const known = this.#byFrame.get(frame);
    if (known === undefined) this.#byFrame.set(frame, [set]);
    else if (!known.includes(set)) known.push(set);
    return true;
  }

  join(set: OpenSet, part: Part): Completed {
    const first = set.parts
      .filter(({ arrival, number }) => arrival === 'first' && number <= set.total)
      .sort((a, b) => a.number - b.number);
    const notes = new Set<JoinNote>();
    for (const { arrival } of set.parts) {
      if (arrival !== 'first') notes.add(arrival === 'same' ? 'duplicate' : 'conflicting overlap');
    }
    let size = 0;
    const pieces: Piece[] = [];
    for (const piece of first) {
      pieces.push({ frame: piece.frame, at: piece.at, size: piece.size, offset: size, bytes: piece.bytes });
      size += piece.size;
    }
    const bytes = concatBytes(...first.map(({ number }) => set.contents.get(number) ?? new Uint8Array(0)));
    set.joined = { key: set.key, pieces, size, frame: part.frame, notes: [...notes] };
    set.completedBy = part.number;
    return { joined: set.joined, bytes };
  }

  /** True when the part has come of the message that more parts may come for. */
  has(key: string, number: number): boolean {
    return this.#open.get(key)?.contents.has(number) === true;
  }

  forget(key: string): void {
    const set = this.#open.get(key);
    if (set === undefined) return;
    this.#open.delete(key);
    this.#held -= set.octets;
    set.contents.clear();
    set.octets = 0;
    if (set.joined !== undefined) return;
    // Copies are for the message that will not come: which packets had parts of it is all that is still asked for.
    for (const [i, part] of set.parts.entries())
      if (part.bytes !== undefined) set.parts[i] = { ...part, bytes: undefined };
  }

  limitHeld(): void {
    const { maxHeldOctets, maxOpen = MAX_OPEN } = this.limits;
    for (const key of this.#open.keys()) {
      if (this.#held <= maxHeldOctets && this.#open.size <= maxOpen) return;
      this.forget(key);
    }
  }
}
