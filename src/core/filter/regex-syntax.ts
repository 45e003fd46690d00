import { toUtf8 } from '../base/bytes.ts';
import { textOctets } from './literal-text.ts';
import { CLASSES, foldCase, NAMED, octetSet, unite } from './octet-classes.ts';

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
}

const MAX_NESTING = 50;
const MAX_REPEAT = 1000;

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27, '0': 0 };
const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  b: 'boundary',
  B: 'no-boundary',
  A: 'begin',
  z: 'last',
  Z: 'end',
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

/** Ends the parser at the first fault; it never leaves this file. */
class BadPattern extends Error {}

class PatternParser {
  readonly #text: string;
  #at = 0;
  #nesting = 0;
  #flags: Flags = { ignoreCase: true, dotAll: false, multiline: false };

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Pattern {
    const pattern = this.#either();
    if (this.#at < this.#text.length) throw new BadPattern('the pattern has a ) too many');
    return pattern;
  }

  #either(): Pattern {
    if (++this.#nesting > MAX_NESTING) throw new BadPattern(`the pattern nests more than ${MAX_NESTING} groups`);
    const outer = this.#flags;
    const parts = [this.#sequence()];
    while (this.#accept('|')) parts.push(this.#sequence());
    this.#flags = outer;
    this.#nesting--;
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    while (this.#at < this.#text.length && !this.#sees('|') && !this.#sees(')')) {
      const atom = this.#atom();
      if (atom !== undefined) parts.push(this.#repeated(atom));
    }
    return { kind: 'sequence', parts };
  }

  #repeated(atom: Pattern): Pattern {
    let out = atom;
    for (;;) {
      const range = this.#quantifier();
      if (range === undefined) return out;
      if (out !== atom) throw new BadPattern('the pattern repeats a repetition');
      const [min, max] = range;
      if (max !== undefined && max < min) throw new BadPattern('a repetition has its limits in the wrong order');
      if (min > MAX_REPEAT || (max ?? 0) > MAX_REPEAT) throw new BadPattern(`a repetition counts above ${MAX_REPEAT}`);
      if (this.#accept('+')) throw new BadPattern('possessive repetition is not supported: it has no linear-time form');
      // Lazy or greedy is the same where only yes or no is asked.
      this.#accept('?');
      out = { kind: 'repeat', of: out, min, max };
    }
  }

  #quantifier(): readonly [number, number | undefined] | undefined {
    if (this.#accept('*')) return [0, undefined];
    if (this.#accept('+')) return [1, undefined];
    if (this.#accept('?')) return [0, 1];
    const counted = this.#match(/\{(\d+)(?:(,)(\d*))?\}/y);
    if (counted === undefined) return undefined;
    const [, from, comma, to] = counted;
    if (comma === undefined) return [Number(from), Number(from)];
    return [Number(from), to === '' || to === undefined ? undefined : Number(to)];
  }

  #atom(): Pattern | undefined {
    if (this.#accept('(')) return this.#group();
    if (this.#accept('[')) return this.#class();
    if (this.#accept('\\')) return this.#escape();
    if (this.#accept('.')) return { kind: 'octets', set: octetSet((o) => this.#flags.dotAll || o !== 10) };
    if (this.#accept('^')) return { kind: 'assert', what: this.#flags.multiline ? 'line-begin' : 'begin' };
    if (this.#accept('$')) return { kind: 'assert', what: this.#flags.multiline ? 'line-end' : 'end' };
    if (this.#match(/[*+?]/y)) throw new BadPattern('the pattern has nothing to repeat before *, + or ?');
    return this.#letter(this.#char());
  }

  #group(): Pattern | undefined {
    const flags = this.#match(/\?([ims]*)(?:-([ims]*))?([:)])/y);
    if (flags !== undefined) {
      const [, on = '', off = '', end] = flags;
      const outer = this.#flags;
      const set = (letter: string, before: boolean) => (before || on.includes(letter)) && !off.includes(letter);
      this.#flags = {
        ignoreCase: set('i', outer.ignoreCase),
        multiline: set('m', outer.multiline),
        dotAll: set('s', outer.dotAll),
      };
      if (end === ')') return undefined;
      const pattern = this.#closed();
      this.#flags = outer;
      return pattern;
    }
    if (this.#match(/\?P?<(?![=!])\w+>/y) === undefined && this.#sees('?'))
      throw new BadPattern(
        'looking around, atomic and conditional groups are not supported: they have no linear-time form',
      );
    return this.#closed();
  }

  #closed(): Pattern {
    const pattern = this.#either();
    if (!this.#accept(')')) throw new BadPattern('the pattern has a ( that is not closed');
    return pattern;
  }

  #escape(): Pattern {
    const quoted = this.#match(/Q([\s\S]*?)(?:\\E|$)/y);
    if (quoted !== undefined)
      return { kind: 'sequence', parts: [...(quoted[1] ?? '')].map((char) => this.#letter(char)) };
    if (this.#match(/[1-9]|[gk](?=[{<'\d-])/y))
      throw new BadPattern('back-references are not supported: they have no linear-time form');
    const set = this.#classEscape();
    if (set !== undefined) return { kind: 'octets', set };
    const letter = this.#text.charAt(this.#at);
    const what = ASSERTIONS[letter];
    if (what !== undefined) {
      this.#at++;
      return { kind: 'assert', what };
    }
    const code = this.#coded();
    return code === undefined ? this.#letter(this.#char()) : this.#letter(code);
  }

  #classEscape(): Uint8Array | undefined {
    const letter = this.#text.charAt(this.#at);
    const has = CLASSES[letter];
    const not = has === undefined ? CLASSES[letter.toLowerCase()] : undefined;
    if (has === undefined && not === undefined) return undefined;
    this.#at++;
    return octetSet((o) => (has !== undefined ? has(o) : not?.(o) !== true));
  }

  /** `\n`, `\x41`, `\x{20ac}`, `\012`: an octet as a number, else the character; undefined for other escapes. */
  #coded(): number | string | undefined {
    const hex = this.#match(/x([0-9a-fA-F]{1,2})/y);
    if (hex !== undefined) return Number.parseInt(hex[1] ?? '', 16);
    const wide = this.#match(/x\{([0-9a-fA-F]{1,6})\}/y);
    if (wide !== undefined) {
      const code = Number.parseInt(wide[1] ?? '', 16);
      if (code > 0x10ffff) throw new BadPattern('the pattern names a character that does not exist');
      return code < 0x80 ? code : String.fromCodePoint(code);
    }
    const octal = this.#match(/0([0-7]{1,2})/y);
    if (octal !== undefined) return Number.parseInt(octal[1] ?? '', 8);
    const control = CONTROLS[this.#text.charAt(this.#at)];
    if (control !== undefined) this.#at++;
    else if (/[a-zA-Z]/.test(this.#text.charAt(this.#at)))
      throw new BadPattern(`the pattern has an unknown escape \\${this.#text.charAt(this.#at)}`);
    return control;
  }

  /** Inside of a class; what lies outside ASCII there is one octet sequence of several. */
  #class(): Pattern {
    const negated = this.#accept('^');
    const set = new Uint8Array(256);
    const wide: Pattern[] = [];
    for (let first = true; first || !this.#sees(']'); first = false) {
      if (this.#at >= this.#text.length) throw new BadPattern('the pattern has a [ that is not closed');
      const named = this.#match(/\[:(\^?)([a-z]+):\]/y);
      if (named !== undefined) {
        const has = NAMED[named[2] ?? ''];
        if (has === undefined) throw new BadPattern(`the pattern has an unknown class [:${named[2]}:]`);
        unite(
          set,
          octetSet((o) => has(o) !== (named[1] === '^')),
        );
        continue;
      }
      const from = this.#classItem(set);
      if (from === undefined) continue;
      if (this.#sees('-') && this.#text.charAt(this.#at + 1) !== ']' && this.#at + 1 < this.#text.length) {
        this.#at++;
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
    this.#at++;
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
    if (this.#accept('\\')) {
      const inner = this.#classEscape();
      if (inner !== undefined) {
        unite(set, inner);
        return undefined;
      }
      if (this.#accept('b')) return 8;
      const code = this.#coded();
      if (code !== undefined) return code;
    }
    const char = this.#char();
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

  #char(): string {
    const code = this.#text.codePointAt(this.#at);
    if (code === undefined) throw new BadPattern('the pattern ends with a backslash');
    const char = String.fromCodePoint(code);
    this.#at += char.length;
    return char;
  }

  #sees(char: string): boolean {
    return this.#text.charAt(this.#at) === char;
  }

  #accept(char: string): boolean {
    if (!this.#sees(char)) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}

function exactly(octets: Uint8Array): Pattern {
  return {
    kind: 'sequence',
    parts: [...octets].map((octet) => ({ kind: 'octets', set: octetSet((o) => o === octet) })),
  };
}
