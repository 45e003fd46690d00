import type { FilterState } from '../analyse.ts';
import type { FilterCatalogue } from '../catalogue.ts';
import type { FilterFault, Span } from '../lexer.ts';
import { parseFilter } from '../parser.ts';
import { checkFilter } from '../types.ts';
import { expandTemplate } from './expand.ts';
import type { ExpandedPlaces } from './expanded-places.ts';
import { type Macro, type MacroDefinition, type MacroSet, macroFault } from './macro-set.ts';

/** What an input field says of a macro's text at each key, with the place in the text. */
export interface MacroJudgement {
  readonly state: FilterState;
  readonly message?: string;
  readonly start?: number;
  readonly end?: number;
}

/** What an argument may be: one of each kind of value, a protocol and a comparison. */
const ARGUMENTS = [
  '1',
  '10.0.0.1',
  'x',
  '"x"',
  '::1',
  '00:11:22:33:44:55',
  '"2020-01-01 00:00:00"',
  'frame',
  'frame.number',
  'frame.number == 1',
];

/** Where a text that is no filter may stand in one. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ...['frame.number', 'ip.addr', 'ipv6.addr', 'eth.addr', 'frame.time', '_ws.col.info'].map(
    (field) => [`${field} == (`, ')'] as const,
  ),
  ['frame contains (', ')'],
  ...['frame.number', 'ip.addr', '_ws.col.info'].map((field) => [`${field} in {`, '}'] as const),
];
const MOST_TRIED = 9;

interface Reading {
  readonly fault: FilterFault | undefined;
  readonly places: ExpandedPlaces | undefined;
  /** True when it compares or joins, and so can be no value. */
  readonly isTest: boolean;
}

/**
 * Whether the text of a macro can be a filter, or a value in one, with arguments that fit: each placeholder takes what leads furthest.
 * Never throws.
 */
export function judgeMacro(definition: MacroDefinition, macros: MacroSet, catalogue: FilterCatalogue): MacroJudgement {
  const unusable = macroFault(definition);
  if (unusable !== undefined) return { state: definition.text.trim() === '' ? 'empty' : 'wrong', message: unusable };
  const macro = macros.get(definition.name);
  if (macro === undefined) return { state: 'wrong', message: 'too many macros' };
  const read = (args: readonly string[], before = '', after = ''): Reading => {
    const expanded = expandTemplate(macro, args, macros);
    if ('fault' in expanded) return { fault: expanded.fault, places: undefined, isTest: false };
    const text = before + expanded.text + after;
    const parsed = parseFilter(text);
    const checked =
      'fault' in parsed || parsed.test === undefined ? parsed : checkFilter(parsed.test, catalogue, text.length);
    const isTest = 'test' in parsed && parsed.test !== undefined && parsed.test.kind !== 'test';
    return { fault: 'fault' in checked ? checked.fault : undefined, places: expanded.places, isTest };
  };
  const { fault, places, isTest } = furthest(macro, (args) => read(args));
  if (fault === undefined) return { state: 'complete' };
  // What is wrong with the macros in it is so wherever it stands.
  if (places === undefined) return { ...placeOf(fault), state: fault.incomplete ? 'incomplete' : 'wrong' };
  if (
    !isTest &&
    AROUND.some(([before, after]) => furthest(macro, (args) => read(args, before, after)).fault === undefined)
  )
    return { state: 'complete', message: 'a value, which can stand in a filter' };
  const isOfArgument = places.within(fault) !== undefined;
  const place = places.typed(fault);
  if (isOfArgument)
    return { state: 'questionable', message: `cannot be checked without its arguments: ${fault.message}`, ...place };
  return { state: fault.incomplete ? 'incomplete' : 'wrong', message: fault.message, ...place };
}

/** What the reader says with the arguments that lead it furthest, looked for one placeholder after the other, as they stand in the text. */
function furthest({ text, count }: Macro, read: (args: readonly string[]) => Reading): Reading {
  const numbers = new Set(Array.from(text.matchAll(/\$([1-9]\d{0,2})/g), ([, number]) => Number(number)));
  let args: readonly string[] = Array.from({ length: count }, () => '1');
  let reading = read(args);
  for (const number of [...numbers].filter((one) => one <= count).slice(0, MOST_TRIED)) {
    if (reading.fault === undefined) break;
    const before = args;
    for (const argument of ARGUMENTS) {
      const tried = before.with(number - 1, argument);
      const other = read(tried);
      if (reached(other) <= reached(reading)) continue;
      args = tried;
      reading = other;
    }
  }
  return reading;
}

/** How far a text could be read, in places of the macro. */
function reached({ fault, places }: Reading): number {
  if (fault === undefined) return Number.POSITIVE_INFINITY;
  return places === undefined ? -1 : places.typed(fault).start + (fault.incomplete ? 0.5 : 0);
}

const placeOf = ({ message, start, end }: FilterFault): Span & { readonly message: string } => ({
  message,
  start,
  end,
});
