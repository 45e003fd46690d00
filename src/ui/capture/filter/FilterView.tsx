import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import { focusPane } from '../../actions/panes.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { isListing, isWhole, listCount } from '../../state/listing.ts';
import type { AppState } from '../../state/store.ts';
import { FilterButtonsView } from './buttons/FilterButtonsView.tsx';
import { FilterBar } from './FilterBar.tsx';
import { RecentMenu, SavedMenu } from './FilterMenus.tsx';
import { percent } from './filter-words.ts';
import { useFilterCommands } from './use-filter-commands.ts';

const FindView = lazy(() => import('../find/FindView.tsx').then(({ FindView: component }) => ({ default: component })));

/** Actions that stand in the menu of saved filters too. */
const IN_MENU = ['add-filter-button', 'expand-macros', 'macros'];

/** The bars above the packets: the display filter, and the search when it is wanted. */
export function FilterView(): ReactNode {
  const { store, session, actions } = useApp();
  const draft = useAppState((state) => state.draft);
  const applied = useAppState((state) => state.filter);
  const fault = useAppState((state) => state.filterFault);
  const recent = useAppState((state) => state.recentFilters);
  const saved = useAppState((state) => state.savedFilters);
  const isFiltering = useAppState(isListing);
  // Only while it counts: a list that grows by itself changes nothing here.
  const done = useAppState((state) => (isListing(state) ? (state.listing?.scanned ?? 0) : 0));
  const total = useAppState((state) => (isListing(state) ? (state.listing?.total ?? 0) : 0));
  const outcome = useAppState(outcomeOf);
  const isFinding = useAppState((state) => state.find.isOpen);
  const hasButtons = useAppState((state) => state.savedFilters.some(({ isButton }) => isButton));
  const macros = useAppState((state) => state.macros);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other macros a text is another filter
  const analyse = useMemo(() => session.list.analyseFilter.bind(undefined), [session, macros]);
  const filters = useFilterCommands();
  const { setDraft, forgetRecent, showDialog } = store.getState();
  return (
    <>
      <FilterBar
        text={draft}
        applied={applied}
        fault={fault}
        analyse={analyse}
        onText={setDraft}
        onApply={filters.apply}
        onClear={filters.clear}
        // What stands in the bar stays: the field is asked for besides.
        onField={({ packet, row }) => filters.fromRow(packet, row, 'and', false)}
        onLeave={() => focusPane('list')}
        recent={recent}
        progress={isFiltering ? { done, total } : undefined}
        onStop={session.list.stopFilter}
        outcome={outcome}
        before={
          <SavedMenu
            saved={saved}
            canSave={draft.trim() !== ''}
            onApply={filters.apply}
            onSave={() => showDialog('save-filter')}
            onEdit={() => showDialog('filters')}
            actions={actions.filter(({ id, when }) => IN_MENU.includes(id) && when(store.getState()))}
          />
        }
        after={<RecentMenu recent={recent} onApply={filters.apply} onForget={forgetRecent} />}
      />
      {hasButtons ? <FilterButtonsView /> : undefined}
      {isFinding ? (
        <Suspense>
          <FindView />
        </Suspense>
      ) : undefined}
    </>
  );
}

/** What has come of the filter, in a sentence. */
function outcomeOf(state: AppState): string {
  const { listing } = state;
  if (listing === undefined || isWhole(state) || isListing(state) || listing.filter === '') return '';
  const shown = listCount(state);
  return `Filter applied: ${shown} of ${listing.total} packets, ${percent(shown, listing.total)}`;
}
