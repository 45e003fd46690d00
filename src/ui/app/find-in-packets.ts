import { isListing, listCount, walkFrom } from '../state/listing.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { grouped } from '../widgets/grouped.ts';
import type { ListSession } from './list-session.ts';

/**
 * Looks for the next hit of what stands in the search bar, or the one before; selects its packet and marks its bits.
 * A new search takes the place of one that is going on.
 */
export async function findInPackets(store: AppStore, list: ListSession, direction: 1 | -1): Promise<void> {
  const { getState: get } = store;
  const { find, changeFind, opened } = get();
  const { kind, pattern, where, isCaseSensitive } = find;
  if (pattern === '') {
    changeFind({ isOpen: true });
    return;
  }
  const from = walkFrom(get(), direction);
  changeFind({ isBusy: true, message: '', isFault: false });
  const own = get().find;
  const answer = await list.search({ kind, pattern, where, isCaseSensitive, from, direction });
  // The search was changed, stopped or overtaken.
  if (get().find !== own || get().opened !== opened) return;
  if (answer === undefined) {
    changeFind({ isBusy: false, isFault: true, message: 'The packets cannot be read' });
    return;
  }
  const { found, fault, isWrapped, isGivenUp } = answer;
  if (isGivenUp) {
    changeFind({ isBusy: false, isFault: true, message: 'The list has changed: look again' });
    return;
  }
  if (fault !== undefined) {
    changeFind({ isBusy: false, isFault: true, message: `${fault.message}, column ${fault.start + 1}` });
    return;
  }
  if (found === undefined) {
    changeFind({ isBusy: false, isFault: true, message: nothingFound(get()) });
    return;
  }
  const end = direction > 0 ? 'end' : 'beginning';
  const wrapped = isWrapped ? `, past the ${end} of the list` : '';
  changeFind({ isBusy: false, message: `Found in packet ${grouped(found.index + 1)}${wrapped}` });
  get().aimAt(found.index, found.place, found.at);
  if (found.at === undefined) return;
  if (where === 'tree') get().setDetailsTab('fields');
  else if (get().maximised !== undefined) get().setMaximised(undefined);
}

/** Nothing in the list is not nothing in the capture, as long as not all packets that belong there are in it. */
function nothingFound(state: AppState): string {
  const isGrowing = state.status?.phase === 'loading' || isListing(state);
  const stopped = state.listing?.phase === 'stopped' ? ', which was stopped' : '';
  const where = `the list${isGrowing ? ' so far' : stopped}`;
  return listCount(state) === 0 ? `No packets to look through in ${where}` : `Nothing found in ${where}`;
}

/** Ends a search that is going on. */
export function stopFinding(store: AppStore, list: ListSession): void {
  const { find, changeFind } = store.getState();
  if (!find.isBusy) return;
  list.stopSearch();
  changeFind({ isBusy: false, message: 'Stopped' });
}
