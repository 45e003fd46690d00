import { toUtf8 } from '../base/bytes.ts';
import { textOctets } from './literal-text.ts';
import { foldCase, NAMED, octetSet, unite } from './octet-classes.ts';
import { escapedCharacter, escapedSet } from './pattern-escapes.ts';
import { BadPattern, PatternText } from './pattern-text.ts';

/*
 * Patterns of `matches`: the regular part of Perl's syntax, over octets. What no automaton can do in linear time
 * (back-references, looking around, possessive and atomic groups, recursion) is refused, so no pattern can hang a filter.
 */

export type Assertion = 'begin' | 'line-begin' | 'end' | 'line-end' | 'last' | 'boundary' | 'no-boundary';

export type Pattern =
  | { readonly kind: 'octets'; readonly set: Uint8Array }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'either'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number | undefined };

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiline: boolean;
  /** Blanks and comments in the pattern say nothing (`x`). */
  readonly extended: boolean;
}

const MAX_NESTING = 50;
const MAX_REPEAT = 1000;

const ANY_OCTET: Pattern = { kind: 'octets', set: octetSet(() => true) };
const NOTHING: Pattern = { kind: 'sequence', parts: [] };

/** Escapes that are neither a character nor a class. */
const SPECIAL: Readonly<Record<string, Pattern>> = {
  b: { kind: 'assert', what: 'boundary' },
  B: { kind: 'assert', what: 'no-boundary' },
  A: { kind: 'assert', what: 'begin' },
  G: { kind: 'assert', what: 'begin' },
  z: { kind: 'assert', what: 'last' },
  Z: { kind: 'assert', what: 'end' },
  C: ANY_OCTET,
  E: NOTHING,
  // Where the match begins is of no matter when only yes or no is asked.
  K: NOTHING,
};

/** Reads a pattern; a message when it cannot be used. Case is ignored until `(?-i)`. */
export function parsePattern(text: string): { readonly pattern: Pattern } | { readonly message: string } {
  try {
    return { pattern: new PatternParser(text).whole() };
  } catch (error) {
    if (error instanceof BadPattern) return { message: error.message };
    throw error;
  }
}

class PatternParser {
  readonly #in: PatternText;
  #nesting = 0;
  #groups = 0;
  #flags: Flags = { ignoreCase: true, dotAll: false, multiline: false, extended: false };

  constructor(text: string) {
    this.#in = new PatternText(text);
  }

  whole(): Pattern {
    const pattern = this.#either();
    if (!this.#in.ended) throw new BadPattern('the pattern has a ) too many');
    return pattern;
  }

  #either(): Pattern {
    if (++this.#nesting > MAX_NESTING) throw new BadPattern(`the pattern nests more than ${MAX_NESTING} groups`);
    const outer = this.#flags;
    const parts = [this.#sequence()];
    while (this.#in.accept('|')) parts.push(this.#sequence());
    this.#flags = outer;
    this.#nesting--;
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    for (;;) {
      this.#skipBlanks();
      if (this.#in.ended || this.#in.sees('|') || this.#in.sees(')')) return { kind: 'sequence', parts };
      const atom = this.#atom();
      if (atom !== undefined) parts.push(this.#repeated(atom));
    }
  }

  #skipBlanks(): void {
    if (this.#flags.extended) this.#in.match(/(?:\s+|#[^\n]*)*/y);
  }

  #repeated(atom: Pattern): Pattern {
    let out = atom;
    for (;;) {
      this.#skipBlanks();
      const range = this.#quantifier();
      if (range === undefined) return out;
      if (out !== atom) throw new BadPattern('the pattern repeats a repetition');
      const [min, max] = range;
      if (max !== undefined && max < min) throw new BadPattern('a repetition has its limits in the wrong order');
      if (min > MAX_REPEAT || (max ?? 0) > MAX_REPEAT) throw new BadPattern(`a repetition counts above ${MAX_REPEAT}`);
      if (this.#in.accept('+'))
        throw new BadPattern('possessive repetition is not supported: it has no linear-time form');
      // Lazy or greedy is the same where only yes or no is asked.
      this.#in.accept('?');
      out = { kind: 'repeat', of: out, min, max };
    }
  }

  #quantifier(): readonly [number, number | undefined] | undefined {
    if (this.#in.accept('*')) return [0, undefined];
    if (this.#in.accept('+')) return [1, undefined];
    if (this.#in.accept('?')) return [0, 1];
    const counted = this.#in.match(/\{(\d+)(?:(,)(\d*))?\}/y);
    if (counted === undefined) return undefined;
    const [, from, comma, to] = counted;
    if (comma === undefined) return [Number(from), Number(from)];
    return [Number(from), to === '' || to === undefined ? undefined : Number(to)];
  }

  #atom(): Pattern | undefined {
    if (this.#in.accept('(')) return this.#group();
    if (this.#in.accept('[')) return this.#class();
    if (this.#in.accept('\\')) return this.#escape();
    if (this.#in.accept('.')) return { kind: 'octets', set: octetSet((o) => this.#flags.dotAll || o !== 10) };
    if (this.#in.accept('^')) return { kind: 'assert', what: this.#flags.multiline ? 'line-begin' : 'begin' };
    if (this.#in.accept('$')) return { kind: 'assert', what: this.#flags.multiline ? 'line-end' : 'end' };
    if (this.#in.match(/[*+?]/y)) throw new BadPattern('the pattern has nothing to repeat before *, + or ?');
    return this.#letter(this.#in.char());
  }

  #group(): Pattern | undefined {
    // Lazy or greedy (U), names used twice (J) and groups without numbers (n) are the same where only yes or no is asked.
    const flags = this.#in.match(/\?(?!\w*xx)(\^?)([imsxnUJ]*)(?:-([imsxnUJ]*))?([:)])/y);
    if (flags !== undefined) {
      const [, none, on = '', off = '', end] = flags;
      const outer = this.#flags;
      const set = (letter: string, before: boolean) =>
        ((before && none === '') || on.includes(letter)) && !off.includes(letter);
      this.#flags = {
        ignoreCase: set('i', outer.ignoreCase),
        multiline: set('m', outer.multiline),
        dotAll: set('s', outer.dotAll),
        extended: set('x', outer.extended),
      };
      if (end === ')') return undefined;
      const pattern = this.#closed();
      this.#flags = outer;
      return pattern;
    }
    if (this.#in.match(/\?#[^)]*\)/y) !== undefined) return undefined;
    const plain = this.#in.match(/\?(?:P?<(?![=!])\w+>|'\w+'|\|)/y) !== undefined;
    if (!plain && this.#in.sees('?'))
      throw new BadPattern(
        'looking around, atomic and conditional groups are not supported: they have no linear-time form',
      );
    this.#groups++;
    return this.#closed();
  }

  #closed(): Pattern {
    const pattern = this.#either();
    if (!this.#in.accept(')')) throw new BadPattern('the pattern has a ( that is not closed');
    return pattern;
  }

  #escape(): Pattern {
    const quoted = this.#in.match(/Q([\s\S]*?)(?:\\E|$)/y);
    if (quoted !== undefined)
      return { kind: 'sequence', parts: [...(quoted[1] ?? '')].map((char) => this.#letter(char)) };
    const number = this.#in.match(/(?=([1-9]\d*))/y)?.[1];
    // More digits than one are an octet in octal, unless there are that many groups.
    const isGroup = number !== undefined && (number.length === 1 || number >= '8' || Number(number) <= this.#groups);
    if (isGroup || this.#in.match(/[gk](?=[{<'\d-])/y) !== undefined)
      throw new BadPattern('back-references are not supported: they have no linear-time form');
    if (this.#in.match(/[RX]/y) !== undefined)
      throw new BadPattern('\\R and \\X are not supported: they have no linear-time form; \\r?\\n is a line end');
    const special = SPECIAL[this.#in.peek()];
    if (special !== undefined) {
      this.#in.skip();
      return special;
    }
    const set = escapedSet(this.#in);
    if (set !== undefined) return { kind: 'octets', set };
    const code = escapedCharacter(this.#in);
    return code === undefined ? this.#letter(this.#in.char()) : this.#letter(code);
  }

  /** Inside of a class; what lies outside ASCII there is one octet sequence of several. */
  #class(): Pattern {
    const negated = this.#in.accept('^');
    const set = new Uint8Array(256);
    const wide: Pattern[] = [];
    for (let first = true; first || !this.#in.sees(']'); first = false) {
      if (this.#in.ended) throw new BadPattern('the pattern has a [ that is not closed');
      const named = this.#in.match(/\[:(\^?)([a-z]+):\]/y);
      if (named !== undefined) {
        const has = NAMED[named[2] ?? ''];
        if (has === undefined) throw new BadPattern(`the pattern has an unknown class [:${named[2]}:]`);
        unite(
          set,
          octetSet((o) => has(o) !== (named[1] === '^')),
        );
        continue;
      }
      if (this.#in.match(/\[(?:=[^\]]*=|\.[^\]]*\.|:[^\]]*:)\]/y) !== undefined)
        throw new BadPattern('the pattern has an unknown class');
      const from = this.#classItem(set);
      if (from === undefined) continue;
      if (this.#in.sees('-') && !['', ']'].includes(this.#in.peek(1))) {
        this.#in.skip();
        const to = this.#classItem(set);
        if (typeof from !== 'number' || typeof to !== 'number' || to < from)
          throw new BadPattern('a range in a class goes from a lower to a higher ASCII character');
        unite(
          set,
          octetSet((o) => from <= o && o <= to),
        );
      } else if (typeof from === 'number') set[from] = 1;
      else wide.push(this.#letter(from));
    }
    this.#in.skip();
    if (this.#flags.ignoreCase) foldCase(set);
    if (!negated)
      return wide.length === 0
        ? { kind: 'octets', set }
        : { kind: 'either', parts: [{ kind: 'octets', set }, ...wide] };
    if (wide.length > 0) throw new BadPattern('a class [^...] holds ASCII characters only');
    return { kind: 'octets', set: set.map((one) => 1 - one) };
  }

  /** A single character of a class; undefined when it was a class of its own, which is then in `set`. */
  #classItem(set: Uint8Array): number | string | undefined {
    if (this.#in.accept('\\')) {
      const inner = escapedSet(this.#in);
      if (inner !== undefined) {
        unite(set, inner);
        return undefined;
      }
      if (this.#in.accept('b')) return 8;
      const code = escapedCharacter(this.#in);
      if (code !== undefined) return code;
    }
    const char = this.#in.char();
    const octets = textOctets(char);
    return octets.length === 1 ? octets[0] : char;
  }

  #letter(letter: number | string): Pattern {
    if (typeof letter === 'number') return this.#octet(letter);
    const octets = textOctets(letter);
    if (octets.length === 1) return this.#octet(octets[0]!);
    const forms = this.#flags.ignoreCase ? [letter.toLowerCase(), letter.toUpperCase()] : [letter];
    const parts = [...new Set(forms)].map((form): Pattern => exactly(toUtf8(form)));
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #octet(octet: number): Pattern {
    const set = octetSet((o) => o === octet);
    if (this.#flags.ignoreCase) foldCase(set);
    return { kind: 'octets', set };
  }
}

function exactly(octets: Uint8Array): Pattern {
  return {
    kind: 'sequence',
    parts: [...octets].map((octet) => ({ kind: 'octets', set: octetSet((o) => o === octet) })),
  };
}
