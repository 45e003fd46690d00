import { expandMacros } from '../filter/macros/expand.ts';
import { judgeMacro } from '../filter/macros/judge-macro.ts';
import { macroSet } from '../filter/macros/macro-set.ts';
import type { ListingService } from './listing/listing-service.ts';
import type { MacroApi } from './macro-views.ts';
import type { Promised } from './promised.ts';

/** The calls about macros, for whoever serves them: the names that filters can use have the macros too. */
export function macroCalls(listing: ListingService): Promised<MacroApi> {
  return {
    setMacros: (macros) => listing.setMacros(macroSet(macros)),
    expandMacros: (text) => {
      const expanded = expandMacros(text, listing.catalogue.macros);
      return 'fault' in expanded ? undefined : expanded.text;
    },
    judgeMacros: (macros) => {
      const all = macroSet(macros);
      return macros.map((one) => judgeMacro(one, all, listing.catalogue));
    },
  };
}
