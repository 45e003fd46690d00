import type { AppStore } from '../state/store.ts';
import { before } from './last-visit.ts';
import type { Session } from './session.ts';

/** Opens the first of several files and says so; a file that was open before a reload opens where the user was. */
export function openFiles(store: AppStore, session: Session): (files: readonly File[]) => void {
  return (files) => {
    const [first, ...others] = files;
    if (first === undefined) return;
    const left = others.map(({ name }) => name).join(', ');
    store
      .getState()
      .notify(left === '' ? undefined : `One capture is open at a time: opened ${first.name}, left out ${left}`);
    session.openFile(first, store.getState().opened === undefined ? before(first.name)?.packet : undefined);
  };
}
