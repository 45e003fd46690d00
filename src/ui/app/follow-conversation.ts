import type { Api } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import { focusPane } from '../actions/panes.ts';
import type { AppStore } from '../state/store.ts';

/**
 * Shows what the ends of a packet have said to each other in place of the list, which is filtered to their packets.
 * @param isFromHere true to leave out what was said before the packet
 * @returns false when the packet belongs to nothing that can be followed
 */
export async function followConversation(
  store: AppStore,
  engine: () => Remote<Api>,
  packet: number,
  isFromHere = false,
): Promise<boolean> {
  const { getState: get } = store;
  const { opened } = get();
  const [view, filter] = await Promise.all([
    engine().follow(packet, isFromHere),
    engine().filterForConversation(packet),
  ]).catch(() => [undefined, undefined] as const);
  const { following, followed, filter: now } = get();
  // Another capture, or another conversation, has been asked for since.
  if (get().opened !== opened || (view !== undefined && view.id < (followed?.id ?? 0))) return true;
  if (view === undefined || filter === undefined) {
    get().say('Nothing to follow: the packet belongs to no conversation over TCP or UDP');
    return false;
  }
  const filterBefore = following !== undefined && now === following.filter ? following.filterBefore : now;
  get().startFollowing({ packet, isFromHere, filterBefore, filter }, view);
  return true;
}

/** Shows the list again; `isKept` when its filter stays the one of the conversation. */
export function leaveConversation(store: AppStore, engine: () => Remote<Api>, isKept: boolean): void {
  // An engine that has stopped has forgotten it anyway.
  engine()
    .leaveFollowed()
    .catch(() => undefined);
  store.getState().leaveFollowing(isKept);
  // The list is there in the next frame.
  requestAnimationFrame(() => focusPane('list'));
}
