import { concatBytes, equalBytes } from '../base/bytes.ts';
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

interface OpenSet extends PartSet {
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
class PartSets {
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

/**
 * Puts messages together whose parts are numbered (short messages, cell broadcast pages, SMPP segments). Pass 1 adds
 * parts in capture order; later passes only look up what became of a packet.
 */
export class PartReassembly {
  readonly #sets: PartSets;

  constructor(limits: PartLimits) {
    this.#sets = new PartSets(limits);
  }

  get held(): number {
    return this.#sets.held;
  }

  of(frame: number): readonly PartSet[] {
    return this.#sets.of(frame);
  }

  /** Packets that brought the first part of a message which is not whole: pass 2 shows what begins there. */
  unfinished(): Iterable<number> {
    return this.#sets.unfinished();
  }

  /** The message of a part that pass 1 has added. */
  find(frame: number, key: string, number: number): PartSet | undefined {
    return this.#sets.find(frame, key, number);
  }

  /**
   * Adds a part; gives the message when it is now complete. A part that was there already is a duplicate when its octets
   * are the same; other octets under number 1, or after completion, mean that the reference is used again.
   * @param keepSeconds a part that comes later than this after the last one starts a new message
   * @param total number of parts; 0 where only the last part tells it (then it comes with that part)
   */
  add(
    message: {
      readonly key: string;
      readonly seconds: number;
      readonly keepSeconds: number;
      readonly total: number;
    },
    part: Part,
  ): Completed | undefined {
    const { key, seconds, keepSeconds, total } = message;
    const { number } = part;
    let set = this.#sets.recent(key, seconds, keepSeconds);
    const most = total === 0 ? (set?.total ?? 0) : total;
    if (number < 1 || (most > 0 && number > most)) return undefined;
    const before = set?.contents.get(number);
    if (set !== undefined && before !== undefined) {
      const same = equalBytes(before, part.bytes);
      if (same || (number !== 1 && set.joined === undefined)) {
        this.#sets.record(set, part, same ? 'same' : 'different', seconds);
        return undefined;
      }
      set = undefined;
    }
    set ??= this.#sets.start(key, total, seconds);
    if (set.total === 0) set.total = total;
    if (!this.#sets.record(set, part, 'first', seconds)) return undefined;
    const done = isWhole(set) ? this.#sets.join(set, part) : undefined;
    this.#sets.limitHeld();
    return done;
  }

  /** Where part `number` has come already, the next part starts a new message. */
  restart(key: string, number: number): void {
    if (this.#sets.has(key, number)) this.#sets.forget(key);
  }
}

function isWhole({ total, contents }: OpenSet): boolean {
  if (total === 0 || contents.size < total) return false;
  for (let number = 1; number <= total; number++) if (!contents.has(number)) return false;
  return true;
}

/** A segment of a chain: consecutive numbers that wrap (or none), and a bit that says whether more follow. */
export interface Segment {
  readonly key: string;
  readonly seconds: number;
  readonly keepSeconds: number;
  /** Undefined on a channel that keeps the order and repeats nothing: each segment follows the one before. */
  readonly sequence: number | undefined;
  /** Sequence numbers count modulo this. */
  readonly modulus: number;
  /** Whether a message starts here; undefined when the segment does not say (then one starts where none is open). */
  readonly starts: boolean | undefined;
  readonly more: boolean;
}

/**
 * Puts messages together whose segments follow each other on a channel until one says that it is the last (LAPDm I frames,
 * CBCH blocks). Parts are numbered as they come, from 1.
 */
export class ChainReassembly {
  readonly #sets: PartSets;

  constructor(limits: PartLimits) {
    this.#sets = new PartSets(limits);
  }

  get held(): number {
    return this.#sets.held;
  }

  of(frame: number): readonly PartSet[] {
    return this.#sets.of(frame);
  }

  /** The message of a segment that pass 1 has added; none for a message of one segment. */
  find(frame: number, key: string): PartSet | undefined {
    return this.of(frame).find((set) => set.key === key);
  }

  /** The channel was set up anew: what is open will not be completed. */
  restart(key: string): void {
    this.#sets.forget(key);
  }

  /** Adds a segment; gives the message when it is now complete. */
  add(segment: Segment, part: Omit<Part, 'number'>): Completed | undefined {
    const { key, seconds, keepSeconds, sequence, modulus, more } = segment;
    let set = this.#sets.recent(key, seconds, keepSeconds);
    const last = set?.contents.size ?? 0;
    const lastBytes = set?.contents.get(last);
    if (
      set !== undefined &&
      lastBytes !== undefined &&
      sequence !== undefined &&
      set.lastSequence === sequence &&
      equalBytes(lastBytes, part.bytes)
    ) {
      this.#sets.record(set, { ...part, number: last }, 'same', seconds);
      return undefined;
    }
    const open = set !== undefined && set.joined === undefined ? set : undefined;
    const starts = segment.starts ?? open === undefined;
    if (starts) {
      // A message of one segment needs no joining.
      if (!more) {
        this.#sets.forget(key);
        return undefined;
      }
      set = this.#sets.start(key, 0, seconds);
    } else if (open === undefined) {
      set = this.#sets.start(key, 0, seconds);
      set.broken = true;
    } else if (sequence !== undefined && sequence !== (open.lastSequence + 1) % modulus) open.broken = true;
    if (set === undefined) return undefined;
    set.lastSequence = sequence ?? -1;
    const current: Part = { ...part, number: set.contents.size + 1 };
    if (!this.#sets.record(set, current, 'first', seconds)) return undefined;
    let done: Completed | undefined;
    if (!more) {
      if (set.broken) this.#sets.forget(key);
      else {
        set.total = current.number;
        done = this.#sets.join(set, current);
      }
    }
    this.#sets.limitHeld();
    return done;
  }
}
