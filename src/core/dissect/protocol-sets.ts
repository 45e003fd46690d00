/** Protocol numbers that are told apart; captures have a hundred. */
const WIDTH = 128;
/** Sets that are told apart: their number has 15 bits. */
const MOST = 0x7fff;

/** The set of packets about which nothing is known: any protocol may be in them. */
export const ANY_PROTOCOLS = 0x7fff;

/**
 * Numbers for sets of protocols, each with a mark for those that were met more than once. Captures have few such sets, so
 * that one number a packet says which protocols pass 1 has met in it.
 */
export class ProtocolSets {
  readonly #members: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>();
  /** Number of the set with one protocol more; 0 when it has not been asked for. */
  #next = new Uint16Array(WIDTH * 16);

  /** The set of `set` and `protocol`; set 0 is empty. */
  with(set: number, protocol: number): number {
    if (set === ANY_PROTOCOLS || protocol >= WIDTH) return ANY_PROTOCOLS;
    return this.#next[set * WIDTH + protocol]! || this.#add(set, protocol);
  }

  /** Protocol numbers, ascending; one that was met more than once stands twice. */
  members(set: number): readonly number[] {
    return this.#members[set] ?? [];
  }

  #add(set: number, protocol: number): number {
    const before = this.#members[set]!;
    const isRepeated = before.filter((member) => member === protocol).length > 1;
    const members = isRepeated ? before : [...before, protocol].sort((a, b) => a - b);
    const key = members.join(' ');
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#members.length;
      if (number >= MOST) return ANY_PROTOCOLS;
      this.#members.push(members);
      this.#numbers.set(key, number);
      if ((number + 1) * WIDTH > this.#next.length) {
        const more = new Uint16Array(this.#next.length * 2);
        more.set(this.#next);
        this.#next = more;
      }
    }
    this.#next[set * WIDTH + protocol] = number;
    return number;
  }
}
