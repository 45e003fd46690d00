import { MAX_DEPTH, type MacroNames, type MacroPart, macroParts } from './macro-parts.ts';

/** A filter macro: `${name:first;second}` stands for the text with `$1` and `$2` replaced. */
export interface MacroDefinition {
  readonly name: string;
  readonly text: string;
}

export interface Macro extends MacroDefinition {
  /** Arguments that it takes: as many as the highest placeholder says. */
  readonly count: number;
  readonly parts: readonly MacroPart[];
}

/** Every macro that a filter can use. */
export interface MacroSet extends MacroNames {
  get(name: string): Macro | undefined;
  /** Sorted. */
  readonly names: readonly string[];
}

/** As in Wireshark. */
export const MACRO_NAME = /^[A-Za-z0-9_]{1,64}$/;
/** Characters of one macro's text. */
export const MAX_MACRO_LENGTH = 20_000;
const MAX_MACROS = 500;

export const NO_MACROS: MacroSet = { has: () => false, begins: () => false, get: () => undefined, names: [] };

/** Why a macro cannot be one; undefined when it can. */
export function macroFault({ name, text }: MacroDefinition): string | undefined {
  if (name === '') return 'a macro has a name';
  if (!MACRO_NAME.test(name)) return 'the name of a macro has letters, digits and _, 64 at most';
  if (text.trim() === '') return `the macro ${name} has no text`;
  return text.length > MAX_MACRO_LENGTH ? `the macro ${name} has more than ${MAX_MACRO_LENGTH} characters` : undefined;
}

/** Makes definitions ready to be used; what cannot be a macro is left out, and of two with one name the later counts. */
export function macroSet(definitions: readonly MacroDefinition[]): MacroSet {
  const usable = definitions.filter((one) => macroFault(one) === undefined).slice(0, MAX_MACROS);
  if (usable.length === 0) return NO_MACROS;
  const texts = new Map(usable.map(({ name, text }) => [name, text]));
  const ready = new Map<string, Macro>();
  const known: MacroNames = {
    has: (name) => texts.has(name),
    begins: (begun) => names.some((name) => name.startsWith(begun)),
  };
  const names = [...texts.keys()].sort();
  const get = (name: string): Macro | undefined => {
    const text = texts.get(name);
    const made = ready.get(name);
    if (text === undefined || made !== undefined) return made;
    const parts = macroParts(text, { isTemplate: true, macros: known });
    const macro = { name, text, parts, count: highestPlaceholder(text, parts, known) };
    ready.set(name, macro);
    return macro;
  };
  return { ...known, get, names };
}

/** Placeholders stand in arguments of other macros too. */
function highestPlaceholder(text: string, parts: readonly MacroPart[], macros: MacroNames, depth = 0): number {
  let highest = 0;
  for (const part of parts) {
    if (part.kind === 'placeholder') highest = Math.max(highest, part.number);
    else if (part.fault === undefined && depth < MAX_DEPTH)
      for (const { start, end } of part.args) {
        const inner = text.slice(start, end);
        const own = macroParts(inner, { isTemplate: true, macros });
        highest = Math.max(highest, highestPlaceholder(inner, own, macros, depth + 1));
      }
  }
  return highest;
}
