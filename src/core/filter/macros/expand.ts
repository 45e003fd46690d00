import type { FilterFault, Span } from '../lexer.ts';
import { Stop } from '../typed.ts';
import { ExpandedPlaces, type Replaced } from './expanded-places.ts';
import { MAX_DEPTH, type MacroCall, type MacroPart, macroParts } from './macro-parts.ts';
import type { Macro, MacroSet } from './macro-set.ts';

/** Characters that the macros of one filter may stand for. */
export const MAX_EXPANDED = 100_000;
/** Macros that are replaced for one filter, those in macros with them: without text, they could double without end. */
const MAX_CALLS = 2000;

export type Expansion = { readonly text: string; readonly places: ExpandedPlaces } | { readonly fault: FilterFault };

const NOTHING_REPLACED = new ExpandedPlaces([]);

/** The filter with what each macro stands for in its place. Never throws; faults stand at their place in `text`. */
export function expandMacros(text: string, macros: MacroSet): Expansion {
  if (!text.includes('$')) return { text, places: NOTHING_REPLACED };
  return new Expander(macros).whole(text, { args: undefined, inside: [] });
}

/** The text of a macro with arguments in place of `$1` and so on; places are those in the macro's text. */
export function expandTemplate(macro: Macro, args: readonly string[], macros: MacroSet): Expansion {
  return new Expander(macros).whole(macro.text, { args, inside: [macro.name] });
}

/** Where a text comes from. */
interface Origin {
  /** What placeholders stand for; undefined where `$1` is none. */
  readonly args: readonly string[] | undefined;
  /** Names of the macros that it is of. */
  readonly inside: readonly string[];
}

/** A fault of a macro, at a place of the text that uses it. */
class MacroStop extends Stop {
  /** The message says all: it needs no word of the macros that led there. */
  readonly isWhole: boolean;

  constructor(message: string, { start, end }: Span, incomplete: boolean, isWhole: boolean) {
    super({ message, start, end, incomplete });
    this.isWhole = isWhole;
  }

  at(span: Span): MacroStop {
    return new MacroStop(this.fault.message, span, this.fault.incomplete, this.isWhole);
  }
}

const asWritten = (text: string): string => text;
const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

class Expander {
  readonly #macros: MacroSet;
  #calls = 0;

  constructor(macros: MacroSet) {
    this.#macros = macros;
  }

  whole(text: string, origin: Origin): Expansion {
    const replaced: Replaced[] = [];
    try {
      const expanded = this.#filled(text, this.#parts(text, origin), origin, asWritten, (one) => replaced.push(one));
      return { text: expanded, places: new ExpandedPlaces(replaced) };
    } catch (error) {
      if (error instanceof MacroStop) return { fault: error.fault };
      throw error;
    }
  }

  #parts(text: string, { args }: Origin): readonly MacroPart[] {
    return macroParts(text, { isTemplate: args !== undefined, macros: this.#macros });
  }

  /**
   * A text with what its parts stand for. @throws MacroStop at a place of the text
   * @param plain what stands between the parts as it counts
   */
  #filled(
    text: string,
    parts: readonly MacroPart[],
    origin: Origin,
    plain: (between: string) => string,
    onReplaced?: (one: Replaced) => void,
  ): string {
    let out = '';
    let at = 0;
    let length = 0;
    for (const part of parts) {
      out += plain(text.slice(at, part.start));
      const stands =
        part.kind === 'placeholder' ? (origin.args?.[part.number - 1] ?? '') : this.#call(part, text, origin);
      length += stands.length;
      if (length > MAX_EXPANDED) stop(`the macros stand for more than ${MAX_EXPANDED} characters`, part);
      onReplaced?.({ from: out.length, to: out.length + stands.length, start: part.start, end: part.end });
      out += stands;
      at = part.end;
    }
    return out + plain(text.slice(at));
  }

  /** What a call in a text stands for. @throws MacroStop at a place of the text */
  #call(call: MacroCall, text: string, origin: Origin): string {
    const { name, fault } = call;
    const { inside } = origin;
    if (fault !== undefined) throw new MacroStop(fault.message, fault, fault.incomplete, false);
    const macro = this.#macros.get(name) ?? stop(`there is no macro ${name}`, call, false);
    if (inside.includes(name)) {
      const others = inside.slice(inside.indexOf(name) + 1);
      stop(`the macro ${name} uses itself${others.length === 0 ? '' : `, by way of ${others.join(' and ')}`}`, call);
    }
    if (inside.length >= MAX_DEPTH) stop(`more than ${MAX_DEPTH} macros inside each other`, call);
    if (++this.#calls > MAX_CALLS) stop(`more than ${MAX_CALLS} macros are used`, call);
    const args = call.args.map((span) => this.#argument(call, span, text, origin));
    if (args.length !== macro.count)
      stop(`the macro ${name} takes ${counted(macro.count)}, not ${args.length}`, call, false);
    try {
      return this.#filled(macro.text, macro.parts, { args, inside: [...inside, name] }, asWritten);
    } catch (error) {
      if (!(error instanceof MacroStop)) throw error;
      const { message } = error.fault;
      return stop(error.isWhole ? message : `${message}, in the macro ${name}: ${inShort(macro.text)}`, call);
    }
  }

  #argument({ form }: MacroCall, { start, end }: Span, text: string, origin: Origin): string {
    const written = text.slice(start, end);
    try {
      const parts = this.#parts(written, origin);
      // Blanks behind a comma are for reading; in braces they count, and \ makes ; and } plain, as in Wireshark.
      if (form === '{') return this.#filled(written, parts, origin, unescaped);
      return this.#filled(written, parts, origin, asWritten).trim();
    } catch (error) {
      if (!(error instanceof MacroStop)) throw error;
      throw error.at({ start: error.fault.start + start, end: error.fault.end + start });
    }
  }
}

function stop(message: string, place: Span, isWhole = true): never {
  throw new MacroStop(message, place, false, isWhole);
}

const counted = (count: number): string => (count === 1 ? '1 argument' : `${count === 0 ? 'no' : count} arguments`);

const SHOWN = 120;

/** As much of a text as a message has room for. */
export const inShort = (text: string): string => (text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}...`);
