import type { FilterCatalogue } from './catalogue.ts';
import { type Completion, completionsAt } from './complete.ts';
import { parseFilter } from './parser.ts';
import { checkFilter } from './types.ts';

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

/** State of the filter text, and what could stand at the cursor (both in UTF-16 units). Never throws. */
export function analyseFilter(text: string, cursor: number, catalogue: FilterCatalogue): FilterAnalysis {
  return { ...stateOf(text, catalogue), completions: completionsAt(text, cursor, catalogue) };
}

function stateOf(text: string, catalogue: FilterCatalogue): Omit<FilterAnalysis, 'completions'> {
  const parsed = parseFilter(text);
  if ('test' in parsed && parsed.test === undefined) return { state: 'empty' };
  const checked = 'fault' in parsed ? parsed : parsed.test && checkFilter(parsed.test, catalogue, text.length);
  if (checked === undefined) return { state: 'empty' };
  if ('fault' in checked) {
    const { message, start, end, incomplete } = checked.fault;
    return { state: incomplete ? 'incomplete' : 'wrong', message, start, end };
  }
  const [warning] = checked.warnings;
  return warning === undefined ? { state: 'complete' } : { state: 'questionable', ...warning };
}
