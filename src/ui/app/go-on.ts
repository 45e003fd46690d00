import type { ListedPacket } from '../../worker/api.ts';
import { walkFrom } from '../state/listing.ts';
import type { AppStore } from '../state/store.ts';

/**
 * Selects the next packet of the list that is wanted.
 * @param next gives the first one behind (or before) a place of the list
 * @param none what is said when there is none
 */
export async function goOn(
  store: AppStore,
  direction: 1 | -1,
  next: (from: number) => Promise<ListedPacket | undefined>,
  none: string,
): Promise<void> {
  const { getState: get } = store;
  const { packet, listing } = get();
  const found = await next(walkFrom(get(), direction));
  if (get().packet !== packet) return;
  if (found === undefined) get().say(none);
  // Where the list has changed meanwhile, the packet stands elsewhere.
  else get().selectPacket(found.index, get().listing?.revision === listing?.revision ? found.place : undefined);
}
