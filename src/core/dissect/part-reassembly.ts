import { equalBytes } from '../base/bytes.ts';
import { type Completed, type OpenSet, type Part, type PartLimits, type PartSet, PartSets } from './part-sets.ts';

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
