import { type ReactNode, useMemo } from 'react';
import { useApp, useAppState } from '../../../app/context.ts';
import { filterInShort } from '../filter-words.ts';
import { afterMenus, focusFilterEnd } from '../focus-filter.ts';
import { useFilterCommands } from '../use-filter-commands.ts';
import { buttonNodes } from './button-nodes.ts';
import { FilterButtons } from './FilterButtons.tsx';

/** The row of buttons below the filter bar, of the saved filters that are to be some. */
export function FilterButtonsView(): ReactNode {
  const { store } = useApp();
  const saved = useAppState((state) => state.savedFilters);
  const applied = useAppState((state) => state.filter);
  const filters = useFilterCommands();
  const nodes = useMemo(() => buttonNodes(saved), [saved]);
  const { setDraft, setSaved, showDialog, say } = store.getState();
  return (
    <FilterButtons
      nodes={nodes}
      applied={applied}
      onUse={({ text }, isPrepared) => {
        if (!isPrepared) {
          filters.apply(text);
          say(`Filter: ${filterInShort(text)}`);
          return;
        }
        setDraft(text);
        afterMenus(focusFilterEnd);
      }}
      onEdit={() => showDialog('filters')}
      onRemove={(filter) => {
        setSaved(saved.map((one) => (one === filter ? { ...one, isButton: false } : one)));
        say('Button removed, its filter stays saved');
      }}
    />
  );
}
