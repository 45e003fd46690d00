import { OctetAutomaton, type Steps } from './octet-automaton.ts';
import { isWordOctet } from './octet-classes.ts';
import { type Assertion, type Pattern, parsePattern } from './regex-syntax.ts';

/** Steps of the automaton; more are refused, so that a search costs at most this many steps an octet. */
export const MAX_STEPS = 5000;

/** A pattern that can be searched for, in time linear in the octets. */
export interface Matcher {
  /** True when the pattern occurs anywhere in the octets. */
  search(octets: Uint8Array): boolean;
  /** True when it asks nothing of octets behind a match: what it occurs in, it occurs in when more octets follow. */
  readonly growsWithOctets: boolean;
  /** The first place where it occurs, as long as it goes on there; undefined when it does not occur. */
  find(octets: Uint8Array): { readonly start: number; readonly end: number } | undefined;
}

type Step =
  | { readonly kind: 'octets'; readonly set: Uint8Array }
  | { readonly kind: 'assert'; readonly what: Assertion }
  /** Goes on at every one of these. */
  | { readonly kind: 'split'; to: readonly number[] }
  | { readonly kind: 'found' };

/** Makes the automaton of a pattern; a message when the pattern cannot be used. */
export function compilePattern(text: string): Matcher | { readonly message: string } {
  const parsed = parsePattern(text);
  if ('message' in parsed) return parsed;
  const steps: Step[] = [];
  if (!emit(parsed.pattern, steps)) return { message: 'the pattern repeats too much to be searched for' };
  steps.push({ kind: 'found' });
  return new Automaton(steps);
}

/** Appends the steps of a pattern; false when they are too many. */
function emit(pattern: Pattern, steps: Step[]): boolean {
  if (steps.length > MAX_STEPS) return false;
  switch (pattern.kind) {
    case 'octets':
    case 'assert':
      steps.push(pattern);
      return true;
    case 'sequence':
      return pattern.parts.every((part) => emit(part, steps));
    case 'either': {
      const to: number[] = [];
      const ends: { to: readonly number[] }[] = [];
      steps.push({ kind: 'split', to });
      for (const part of pattern.parts) {
        to.push(steps.length);
        if (!emit(part, steps)) return false;
        const end = { kind: 'split' as const, to: [] };
        steps.push(end);
        ends.push(end);
      }
      for (const end of ends) end.to = [steps.length];
      return true;
    }
    case 'repeat': {
      const { of, min, max } = pattern;
      for (let i = 0; i < min; i++) {
        const before = steps.length;
        if (!emit(of, steps)) return false;
        // What takes no step takes none a thousand times.
        if (steps.length === before) break;
      }
      if (max === undefined) {
        const loop = { kind: 'split' as const, to: [] as readonly number[] };
        const at = steps.push(loop) - 1;
        if (!emit(of, steps)) return false;
        steps.push({ kind: 'split', to: [at] });
        loop.to = [at + 1, steps.length];
        return true;
      }
      const skips: { to: readonly number[] }[] = [];
      for (let i = min; i < max; i++) {
        const skip = { kind: 'split' as const, to: [steps.length + 1] as readonly number[] };
        steps.push(skip);
        skips.push(skip);
        if (!emit(of, steps)) return false;
      }
      for (const skip of skips) skip.to = [...skip.to, steps.length];
      return true;
    }
  }
}

/** Assertions that the octet before, or its lack, decides. */
const ASKS_NOTHING_LATER: ReadonlySet<Assertion> = new Set(['begin', 'line-begin']);
const NO_OCTETS = new Uint8Array(0);

/** Follows all ways through the pattern at once (Thompson), so that no input makes it try again. */
class Automaton implements Matcher {
  readonly #steps: readonly Step[];
  /** Steps that wait for an octet, and for each step the round in which it was last reached. */
  #waiting: number[] = [];
  #following: number[] = [];
  readonly #reached: Int32Array;
  #round = 0;
  /** Undefined where a step may depend on what comes behind it. */
  readonly #numbered: OctetAutomaton | undefined;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#reached = new Int32Array(steps.length);
    const looksBehind = steps.some((step) => step.kind === 'assert' && !ASKS_NOTHING_LATER.has(step.what));
    if (!looksBehind) this.#numbered = new OctetAutomaton(this.#asSteps());
  }

  get growsWithOctets(): boolean {
    return this.#numbered !== undefined;
  }

  search(octets: Uint8Array): boolean {
    return this.#numbered?.search(octets) ?? this.#follow(octets);
  }

  /** Asks the octets step by step, whatever the steps are. */
  #follow(octets: Uint8Array): boolean {
    this.#reached.fill(0);
    this.#round = 0;
    this.#waiting.length = 0;
    for (let at = 0; ; at++) {
      // What waits was marked in this round; a match may also begin here.
      if (at === 0) this.#round = 1;
      if (this.#reach(0, octets, at, this.#waiting)) return true;
      if (at === octets.length) return false;
      this.#round++;
      this.#following.length = 0;
      const octet = octets[at]!;
      for (const index of this.#waiting) {
        const step = this.#steps[index]!;
        if (step.kind === 'octets' && step.set[octet] === 1 && this.#reach(index + 1, octets, at + 1, this.#following))
          return true;
      }
      const done = this.#waiting;
      this.#waiting = this.#following;
      this.#following = done;
    }
  }

  /** As `search`, with the octet where each way began: ways that began earlier come first, so the first to reach a step stays. */
  find(octets: Uint8Array): { readonly start: number; readonly end: number } | undefined {
    // Most octets that are searched do not have it.
    if (this.#numbered?.search(octets) === false) return undefined;
    this.#reached.fill(0);
    this.#round = 0;
    let waiting: number[] = [];
    let starts: number[] = [];
    let found: { readonly start: number; readonly end: number } | undefined;
    for (let at = 0; ; at++) {
      if (at === 0) this.#round = 1;
      if (found === undefined) {
        if (this.#reach(0, octets, at, waiting, true)) found = { start: at, end: at };
        while (starts.length < waiting.length) starts.push(at);
      }
      if (at === octets.length || (found !== undefined && waiting.length === 0)) return found;
      this.#round++;
      const following: number[] = [];
      const begun: number[] = [];
      const octet = octets[at]!;
      for (const [i, index] of waiting.entries()) {
        const start = starts[i]!;
        // Once something is found, only what began no later can be better: longer, or earlier.
        if (found !== undefined && start > found.start) break;
        const step = this.#steps[index]!;
        if (step.kind !== 'octets' || step.set[octet] !== 1) continue;
        if (this.#reach(index + 1, octets, at + 1, following, true)) found = { start, end: at + 1 };
        while (begun.length < following.length) begun.push(start);
      }
      waiting = following;
      starts = begun;
    }
  }

  /** The same steps, as sets that wait together. */
  #asSteps(): Steps {
    const one = new Uint8Array(1);
    const waitingBehind = (indexes: readonly number[], octets: Uint8Array, at: number): number[] | undefined => {
      this.#reached.fill(0);
      this.#round = 1;
      const waiting: number[] = [];
      for (const index of indexes) if (this.#reach(index, octets, at, waiting)) return undefined;
      return waiting.sort((a, b) => a - b);
    };
    return {
      first: () => waitingBehind([0], NO_OCTETS, 0),
      behind: (waiting, octet) => {
        one[0] = octet;
        const next = waiting.filter((index) => {
          const step = this.#steps[index]!;
          return step.kind === 'octets' && step.set[octet] === 1;
        });
        return waitingBehind([...next.map((index) => index + 1), 0], one, 1);
      },
    };
  }

  /**
   * Adds what waits for an octet behind step `from`; true when the pattern is complete.
   * @param goesOn true to add everything even then, for what may still become longer
   */
  #reach(from: number, octets: Uint8Array, at: number, waiting: number[], goesOn = false): boolean {
    const open = [from];
    let isComplete = false;
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      if (this.#reached[index] === this.#round) continue;
      this.#reached[index] = this.#round;
      const step = this.#steps[index]!;
      if (step.kind === 'found') {
        if (!goesOn) return true;
        isComplete = true;
      } else if (step.kind === 'octets') waiting.push(index);
      else if (step.kind === 'split') open.push(...step.to);
      else if (holds(step.what, octets, at)) open.push(index + 1);
    }
    return isComplete;
  }
}

function holds(what: Assertion, octets: Uint8Array, at: number): boolean {
  const last = octets.length;
  switch (what) {
    case 'begin':
      return at === 0;
    case 'line-begin':
      return at === 0 || octets[at - 1] === 10;
    case 'end':
      return at === last || (at === last - 1 && octets[at] === 10);
    case 'line-end':
      return at === last || octets[at] === 10;
    case 'last':
      return at === last;
    case 'boundary':
    case 'no-boundary': {
      const before = at > 0 && isWordOctet(octets[at - 1]!);
      const after = at < last && isWordOctet(octets[at]!);
      return (before !== after) === (what === 'boundary');
    }
  }
}
