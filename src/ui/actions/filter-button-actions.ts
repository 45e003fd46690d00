import { visibleText } from '../../core/base/visible-text.ts';
import { buttonPath } from '../capture/filter/buttons/button-nodes.ts';
import type { AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

/** The filter buttons as commands of the palette: they come and go with the saved filters, so that no fixed list has them. */
export function filterButtonActions(store: AppStore): readonly Action[] {
  const { getState: get } = store;
  return get()
    .savedFilters.filter(({ isButton }) => isButton)
    .map(
      ({ name, text }, at): Action => ({
        id: `filter-button-${at}`,
        group: 'Edit',
        label: `Apply filter: ${visibleText(buttonPath(name).join(': '))}`,
        keys: [],
        when: ({ place, opened }) => place === 'capture' && opened !== undefined,
        run: () => {
          get().applyFilter(text);
          get().remember(text);
        },
      }),
    );
}
