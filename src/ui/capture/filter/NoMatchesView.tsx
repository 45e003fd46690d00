import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../app/context.ts';
import { NoMatches } from './NoMatches.tsx';
import { useFilterCommands } from './use-filter-commands.ts';

/** Why the list is empty; nothing while it only has not begun to fill. */
export function NoMatchesView(): ReactNode {
  const { session } = useApp();
  const listing = useAppState((state) => state.listing);
  const { clear } = useFilterCommands();
  if (listing === undefined || listing.filter === '') return null;
  return <NoMatches listing={listing} onClear={clear} onStop={session.list.stopFilter} />;
}
