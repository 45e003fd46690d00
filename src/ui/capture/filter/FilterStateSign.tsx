import type { ReactNode } from 'react';
import type { FilterState } from '../../../worker/api.ts';
import { AlertIcon, CheckIcon, CrossIcon, EllipsisIcon } from '../../widgets/icons.tsx';
import { STATE_WORDS } from './filter-words.ts';

const ICONS: Readonly<Record<Exclude<FilterState, 'empty'>, () => ReactNode>> = {
  complete: CheckIcon,
  questionable: AlertIcon,
  incomplete: EllipsisIcon,
  wrong: CrossIcon,
};

interface FilterStateSignProps {
  readonly state: FilterState;
  /** The text is the filter that holds. */
  readonly isApplied: boolean;
}

/** State of the filter text as colour, drawing and word. */
export function FilterStateSign({ state, isApplied }: FilterStateSignProps): ReactNode {
  if (state === 'empty') return null;
  const Icon = ICONS[state];
  return (
    <span className={`filter-state filter-state-${state}`}>
      <Icon />
      {isApplied && state === 'complete' ? 'Applied' : STATE_WORDS[state].word}
    </span>
  );
}
