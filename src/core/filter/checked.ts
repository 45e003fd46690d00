import type { FilterCatalogue } from './catalogue.ts';
import type { FilterFault, Span } from './lexer.ts';
import { expandMacros, inShort } from './macros/expand.ts';
import type { ExpandedPlaces } from './macros/expanded-places.ts';
import { parseFilter } from './parser.ts';
import type { Test, Warning } from './typed.ts';
import { checkFilter } from './types.ts';

/** What a filter says, or what is wrong with it; a blank one says nothing. */
export type CheckedFilter =
  | {
      readonly test: Test | undefined;
      readonly warnings: readonly Warning[];
      /** The filter with what its macros stand for: it says the same wherever no macros are known. */
      readonly expanded: string;
    }
  | { readonly fault: FilterFault };

/**
 * Reads a filter and knows the macros, names and types in it, but makes nothing ready to be asked. Faults and warnings stand at
 * their place in the text itself. Never throws.
 */
export function checkedFilter(text: string, catalogue: FilterCatalogue): CheckedFilter {
  const expansion = expandMacros(text, catalogue.macros);
  if ('fault' in expansion) return expansion;
  const { text: expanded, places } = expansion;
  const parsed = parseFilter(expanded);
  if ('fault' in parsed) return { fault: placed(parsed.fault, expanded, places) };
  if (parsed.test === undefined) return { test: undefined, warnings: [], expanded };
  const checked = checkFilter(parsed.test, catalogue, expanded.length);
  if ('fault' in checked) return { fault: placed(checked.fault, expanded, places) };
  return { ...checked, warnings: checked.warnings.map((one) => placed(one, expanded, places)), expanded };
}

/** What is said of a place of the expanded text, at its place in the typed one. */
function placed<T extends Span & { readonly message: string }>(said: T, expanded: string, places: ExpandedPlaces): T {
  if (places.isPlain) return said;
  const macro = places.within(said);
  if (macro === undefined) return { ...said, ...places.typed(said) };
  const message = `${said.message}, in what the macro stands for: ${inShort(expanded.slice(macro.from, macro.to))}`;
  // Typing on behind a macro does not change what it stands for.
  return { ...said, ...('incomplete' in said ? { incomplete: false } : {}), ...places.typed(said), message };
}
