import type { FilterCatalogue } from './catalogue.ts';
import { type CheckedFilter, checkedFilter } from './checked.ts';
import { type Completion, completionsAt } from './complete.ts';
import { RESERVED_WORDS } from './lexer.ts';

/**
 * What an input field says of a filter at each key:
 * `incomplete` can become right by typing on; `questionable` works, but may not do what is meant.
 */
export type FilterState = 'empty' | 'complete' | 'questionable' | 'incomplete' | 'wrong';

export interface FilterAnalysis {
  readonly state: FilterState;
  /** What is missing, wrong or questionable, and where. */
  readonly message?: string;
  readonly start?: number;
  readonly end?: number;
  readonly completions: readonly Completion[];
}

/**
 * State of the filter text, and what could stand at the cursor (both in UTF-16 units). Never throws.
 * @param checked what the text says, where somebody has read it already
 */
export function analyseFilter(
  text: string,
  cursor: number,
  catalogue: FilterCatalogue,
  checked: CheckedFilter = checkedFilter(text, catalogue),
): FilterAnalysis {
  const found = stateOf(checked);
  const state = found.state === 'wrong' && isBegun(text, catalogue) ? 'incomplete' : found.state;
  return { ...found, state, completions: completionsAt(text, cursor, catalogue) };
}

/** True when the text ends in the beginning of an operator or a function: typing on may make it right. */
function isBegun(text: string, catalogue: FilterCatalogue): boolean {
  const goesOn = (whole: string): boolean => stateOf(checkedFilter(whole, catalogue)).state !== 'wrong';
  if (text.endsWith('!')) return goesOn(`${text}=`);
  const word = /[a-z_]+$/.exec(text)?.[0];
  if (
    word !== undefined &&
    RESERVED_WORDS.some((one) => one.startsWith(word) && goesOn(text.slice(0, -word.length) + one))
  )
    return true;
  return completionsAt(text, text.length, catalogue).some(({ text: whole, kind, from }) => {
    if (kind !== 'operator' && kind !== 'function') return false;
    const typed = text.slice(from);
    if (typed === '' || typed === whole || !whole.startsWith(typed)) return false;
    return goesOn(text.slice(0, from) + whole);
  });
}

function stateOf(checked: CheckedFilter): Omit<FilterAnalysis, 'completions'> {
  if ('fault' in checked) {
    const { message, start, end, incomplete } = checked.fault;
    return { state: incomplete ? 'incomplete' : 'wrong', message, start, end };
  }
  if (checked.test === undefined) return { state: 'empty' };
  const [warning] = checked.warnings;
  return warning === undefined ? { state: 'complete' } : { state: 'questionable', ...warning };
}
