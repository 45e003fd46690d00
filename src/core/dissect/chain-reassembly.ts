import { equalBytes } from '../base/bytes.ts';
import { type Completed, type Part, type PartLimits, type PartSet, PartSets } from './part-sets.ts';

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
