import type { AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

/** What leads to the statistics. */
export function createStatisticsActions(store: AppStore): readonly Action[] {
  return [
    {
      id: 'place-statistics',
      group: 'Tools',
      label: 'Statistics',
      keys: ['Alt+Shift+3'],
      when: () => true,
      isOn: ({ place }) => place === 'statistics',
      run: () => store.getState().showPlace('statistics'),
    },
  ];
}
