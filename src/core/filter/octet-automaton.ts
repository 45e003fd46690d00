/** Sets of steps that are kept: each takes 512 octets. Behind it all are forgotten, and made again as they are met. */
const MOST_STATES = 1024;
const OCTETS = 256;
/** What follows a state and an octet: not asked yet, or the pattern is complete there. Others are states. */
const UNKNOWN = 0;
const FOUND = 1;
const FIRST_STATE = 2;

/** A pattern whose next steps follow from those that wait and from the octet between them, and from nothing that comes later. */
export interface Steps {
  /** Steps that wait for an octet before the first one, ascending; undefined when the pattern is complete there. */
  first(): readonly number[] | undefined;
  /** Those that wait behind `octet`, a new begin of the pattern among them; undefined when it is complete there. */
  behind(waiting: readonly number[], octet: number): readonly number[] | undefined;
}

/**
 * Says whether a pattern occurs in octets, with one look-up an octet: the sets of steps that can wait together are numbered
 * as they are met. A pattern can have more of them than fit; then the search is as slow as without numbers, and no slower.
 */
export class OctetAutomaton {
  readonly #steps: Steps;
  /** What follows, at `state * 256 + octet`. */
  #next = new Uint16Array(8 * OCTETS);
  #members: (readonly number[])[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** True when the pattern occurs anywhere in the octets. */
  search(octets: Uint8Array): boolean {
    const first = this.#steps.first();
    if (first === undefined) return true;
    let state = this.#numberOf(first);
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at]!;
      let next = this.#next[state * OCTETS + octet]!;
      if (next === UNKNOWN) next = this.#learn(state, octet);
      if (next === FOUND) return true;
      state = next;
    }
    return false;
  }

  #learn(state: number, octet: number): number {
    const members = this.#steps.behind(this.#members[state]!, octet);
    if (members !== undefined && this.#members.length === MOST_STATES) {
      this.#forget();
      // The state before is gone with the others: nothing is noted of what follows it.
      return this.#numberOf(members);
    }
    const next = members === undefined ? FOUND : this.#numberOf(members);
    this.#next[state * OCTETS + octet] = next;
    return next;
  }

  #numberOf(members: readonly number[]): number {
    const name = members.join(' ');
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#members.length === 0) for (let i = 0; i < FIRST_STATE; i++) this.#members.push([]);
    const number = this.#members.length;
    this.#members.push(members);
    this.#numbers.set(name, number);
    if ((number + 1) * OCTETS > this.#next.length) {
      const more = new Uint16Array(2 * this.#next.length);
      more.set(this.#next);
      this.#next = more;
    }
    return number;
  }

  #forget(): void {
    this.#members = [];
    this.#numbers.clear();
    this.#next.fill(UNKNOWN);
  }
}
