import { useCallback } from 'react';
import { useApp } from '../app/context.ts';
import type { OnAction } from './details/actions.ts';

/** What the panels ask for: another packet, or a word to the user. */
export function useDetailAction(): OnAction {
  const { store } = useApp();
  return useCallback<OnAction>(
    (action) => {
      const { selectPacket, say } = store.getState();
      if (action.kind === 'go-to-packet') selectPacket(action.packet);
      else say(action.done ? `Copied: ${action.what}` : `The browser refused to copy ${action.what}`);
    },
    [store],
  );
}
