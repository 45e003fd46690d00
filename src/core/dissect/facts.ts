/** A fact and the packet that brought it. */
interface Learned {
  readonly frame: number;
  readonly value: number | string;
}

/** Facts held for a whole capture; beyond them the keys that were learned of first go. */
const MAX_FACTS = 200_000;

/**
 * What pass 1 learns of connections in capture order (which protocol a channel carries, the type of the object that is
 * on its way), so that pass 2 can ask for any packet what was known there.
 */
export class Facts {
  readonly #byKey = new Map<string, Learned[]>();
  readonly #most: number;
  #count = 0;

  constructor(most = MAX_FACTS) {
    this.#most = most;
  }

  /** Notes that `key` has this value from packet `frame` on. Packets come in capture order. */
  learn(key: string, frame: number, value: number | string): void {
    const known = this.#byKey.get(key);
    if (known?.at(-1)?.value === value) return;
    if (known === undefined) this.#byKey.set(key, [{ frame, value }]);
    else known.push({ frame, value });
    this.#count++;
    for (const [oldest, facts] of this.#byKey) {
      if (this.#count <= this.#most) break;
      this.#byKey.delete(oldest);
      this.#count -= facts.length;
    }
  }

  /** The last value that was learned up to and with packet `frame`. */
  at(key: string, frame: number): number | string | undefined {
    const known = this.#byKey.get(key);
    if (known === undefined) return undefined;
    let from = 0;
    let to = known.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (known[middle]!.frame <= frame) from = middle + 1;
      else to = middle;
    }
    return known[from - 1]?.value;
  }

  /** As `at`, for facts that are numbers. */
  number(key: string, frame: number): number | undefined {
    const value = this.at(key, frame);
    return typeof value === 'number' ? value : undefined;
  }

  /** As `at`, for facts that are text. */
  text(key: string, frame: number): string | undefined {
    const value = this.at(key, frame);
    return typeof value === 'string' ? value : undefined;
  }
}
