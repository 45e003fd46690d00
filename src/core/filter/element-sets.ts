/** Sets that are told apart, those on the way to others included; no capture that was looked at had a hundred. */
const MOST_SETS = 0x1_0000;
/** More elements than protocols and their families give. */
const WIDTH = 0x1_0000;

/**
 * Numbers for sets of texts. Adding a text to a set that had it added before is one look-up, whichever the order in which
 * a set came about; set 0 is empty.
 */
export class ElementSets {
  readonly #elements = new Map<string, number>();
  readonly #names: string[] = [];
  /** Elements of each set, ascending. */
  readonly #members: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** The set with one element more, by `set * WIDTH + element`. */
  readonly #next = new Map<number, number>();

  /** Number of an element. */
  number(element: string): number {
    let number = this.#elements.get(element);
    if (number === undefined) {
      number = this.#names.length;
      this.#names.push(element);
      this.#elements.set(element, number);
    }
    return number;
  }

  /** Elements of a set. */
  members(set: number): readonly string[] {
    return (this.#members[set] ?? []).map((element) => this.#names[element]!);
  }

  /** The set of `set` and an element that is not in it; undefined when there are too many sets. */
  with(set: number, element: number): number | undefined {
    const key = set * WIDTH + element;
    const known = this.#next.get(key);
    if (known !== undefined) return known;
    const members = [...this.#members[set]!, element].sort((a, b) => a - b);
    const name = members.join(' ');
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#members.length;
      if (number >= MOST_SETS) return undefined;
      this.#members.push(members);
      this.#numbers.set(name, number);
    }
    // Sets that are there are reached in more orders than can be kept.
    if (this.#next.size < MOST_SETS) this.#next.set(key, number);
    return number;
  }
}
