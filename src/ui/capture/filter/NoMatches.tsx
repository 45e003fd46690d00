import type { ReactNode } from 'react';
import type { ListingStatus } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { FilterIcon, StopIcon } from '../../widgets/icons.tsx';
import { filterInShort, percent } from './filter-words.ts';
import './NoMatches.css';

export interface NoMatchesProps {
  readonly listing: ListingStatus;
  readonly onClear: () => void;
  readonly onStop: () => void;
}

/** Stands in the place of the list when a filter leaves nothing of it, or has found nothing yet. */
export function NoMatches({ listing, onClear, onStop }: NoMatchesProps): ReactNode {
  const { filter, phase, scanned, total } = listing;
  const isBusy = phase === 'filtering';
  return (
    <div className="no-matches">
      <FilterIcon />
      <p className="no-matches-title">
        {isBusy ? 'No packet fits so far' : phase === 'stopped' ? 'No packet fitted until Stop' : 'No packet fits'}
      </p>
      <code className="no-matches-filter">{filterInShort(filter)}</code>
      <p className="muted">
        {isBusy || phase === 'stopped'
          ? `${percent(scanned, total)} of ${grouped(total)} packets looked at`
          : `The filter hides all ${grouped(total)} packets`}
      </p>
      <div className="no-matches-buttons">
        {isBusy ? (
          <button type="button" className="button" onClick={onStop}>
            <StopIcon /> Stop
          </button>
        ) : undefined}
        <button type="button" className="button" onClick={onClear}>
          Clear filter
        </button>
      </div>
    </div>
  );
}
