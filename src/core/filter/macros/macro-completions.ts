import type { Completion } from '../complete.ts';
import type { Span } from '../lexer.ts';
import { inShort } from './expand.ts';
import { macroParts } from './macro-parts.ts';
import type { MacroSet } from './macro-set.ts';

/** A name that is being typed, or only its sign. */
const BEGUN = /\$\{?\w*/g;
const BEGUN_TO_CURSOR = /^\$\{?\w*$/;

/** The text with a word of the same length in place of each macro: what can stand beside it can be told by it. */
export function withoutMacros(text: string, macros: MacroSet): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of macroParts(text, { isTemplate: false, macros })) {
    masked += text.slice(at, start) + '_'.repeat(end - start);
    at = end;
  }
  return (masked + text.slice(at)).replace(BEGUN, (begun) => '_'.repeat(begun.length));
}

/** The argument of a macro that the cursor is in: what fits there, fits in a filter. */
export function argumentAt(text: string, cursor: number, macros: MacroSet): Span | undefined {
  for (const part of macroParts(text, { isTemplate: false, macros })) {
    if (part.kind !== 'call' || cursor <= part.nameEnd || part.start >= cursor || cursor > part.end) continue;
    // Between brackets with nothing in them there is an argument to come.
    const empty = { start: part.nameEnd + 1, end: part.nameEnd + 1 };
    return [...part.args, empty].find(({ start, end }) => start <= cursor && cursor <= end);
  }
  return undefined;
}

/** Macros that the name at the cursor may become, which begins at `start`; undefined when the cursor is behind the name. */
export function macroNames(
  text: string,
  start: number,
  cursor: number,
  macros: MacroSet,
): readonly Completion[] | undefined {
  const typed = text.slice(start, cursor);
  if (!BEGUN_TO_CURSOR.test(typed)) return undefined;
  const isBrace = typed.startsWith('${');
  const begun = typed.slice(isBrace ? 2 : 1).toLowerCase();
  const end = start + (text.slice(start).match(BEGUN)?.[0].length ?? 1);
  // What stands behind the name already is kept.
  const behind = text.charAt(end);
  const isOpen = (isBrace && ':;}'.includes(behind) && behind !== '') || (!isBrace && behind === '(');
  return macros.names
    .filter((name) => name.toLowerCase().startsWith(begun))
    .flatMap((name) => {
      const macro = macros.get(name);
      if (macro === undefined) return [];
      const { count, text: doc } = macro;
      const close = isBrace ? (count === 0 ? '}' : ':') : count === 0 ? '()' : '(';
      const whole = `${isBrace ? '${' : '$'}${name}${isOpen ? '' : close}`;
      const args = count === 0 ? 'no arguments' : `${Array.from({ length: count }, (_, i) => `$${i + 1}`).join(', ')}`;
      return [{ text: whole, label: args, doc: inShort(doc), kind: 'macro', from: start, to: end } as const];
    });
}
