import type { FilterCatalogue } from './catalogue.ts';
import type { FilterFault } from './lexer.ts';
import { parseFilter } from './parser.ts';
import type { Test, Warning } from './typed.ts';
import { checkFilter } from './types.ts';

/** What a filter says, or what is wrong with it; a blank one says nothing. */
export type CheckedFilter =
  | { readonly test: Test | undefined; readonly warnings: readonly Warning[] }
  | { readonly fault: FilterFault };

/** Reads a filter and knows the names and types in it, but makes nothing ready to be asked. Never throws. */
export function checkedFilter(text: string, catalogue: FilterCatalogue): CheckedFilter {
  const parsed = parseFilter(text);
  if ('fault' in parsed) return parsed;
  return parsed.test === undefined
    ? { test: undefined, warnings: [] }
    : checkFilter(parsed.test, catalogue, text.length);
}
