import { useEffect } from 'react';
import { useApp } from '../app/context.ts';
import { stopFinding } from '../app/find-in-packets.ts';
import { matches, worksWhileTyping } from './shortcut.ts';

export const isMac = (): boolean => /mac/i.test(navigator.platform);

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable="true"]') !== null;
}

/** Runs actions by their keys wherever the keyboard is; a dialog keeps its keys to itself. */
export function useShortcuts(): void {
  const { store, session, actions } = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const state = store.getState();
      if (event.defaultPrevented || state.dialog !== undefined) return;
      if (event.target instanceof Element && event.target.closest('[role="menu"]') !== null) return;
      const typing = isTyping(event.target);
      const found = actions.find(
        ({ keys, appKeys = [], when }) =>
          [...keys, ...appKeys].some((text) => matches(text, event) && (!typing || worksWhileTyping(text))) &&
          when(state),
      );
      if (found === undefined) {
        if (event.key === 'Escape' && !typing) clear();
        return;
      }
      event.preventDefault();
      found.run();
    };
    // One thing at a time, the nearest first.
    const clear = (): void => {
      const { find, search, notice, maximised, row, notify, setMaximised, selectRow } = store.getState();
      if (find.isBusy) stopFinding(store, session.list);
      else if (search !== undefined) search.stop.abort();
      else if (notice !== undefined) notify(undefined);
      else if (maximised !== undefined) setMaximised(undefined);
      else if (row !== undefined) selectRow(undefined);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, session, actions]);
}
