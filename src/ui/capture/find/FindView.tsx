import type { ReactNode } from 'react';
import { focusPane } from '../../actions/panes.ts';
import { useApp, useAppState } from '../../app/context.ts';
import { findInPackets, stopFinding } from '../../app/find-in-packets.ts';
import { FindBar } from './FindBar.tsx';

/** The search bar of the open capture. */
export function FindView(): ReactNode {
  const { store, session } = useApp();
  const find = useAppState((state) => state.find);
  const { changeFind } = store.getState();
  return (
    <FindBar
      find={find}
      onChange={(change) => {
        stopFinding(store, session.list);
        changeFind({ ...change, message: '', isFault: false });
      }}
      onFind={(direction) => void findInPackets(store, session.list, direction)}
      onStop={() => stopFinding(store, session.list)}
      onClose={() => {
        stopFinding(store, session.list);
        changeFind({ isOpen: false });
        focusPane('list');
      }}
    />
  );
}
