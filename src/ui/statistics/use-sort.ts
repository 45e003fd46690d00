import { useCallback } from 'react';
import { useApp, useAppState } from '../app/context.ts';
import type { StatisticsTab, TableSort } from '../state/statistics.ts';

/** The order of a tab's table; undefined when none is chosen, or one by a column that the table does not have. */
export function useSort(
  tab: StatisticsTab,
  columns: readonly { readonly id: string }[],
): [TableSort | undefined, (sort: TableSort) => void] {
  const { store } = useApp();
  const sort = useAppState((state) => state.statistics.sorts[tab]);
  const isKnown = columns.some(({ id }) => id === sort?.id);
  const set = useCallback((next: TableSort) => store.getState().sortStatistics(tab, next), [store, tab]);
  return [isKnown ? sort : undefined, set];
}
