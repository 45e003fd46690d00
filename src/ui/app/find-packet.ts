import type { PacketRow } from '../../worker/api.ts';
import { isWhole, listCount, walkFrom } from '../state/listing.ts';
import type { AppStore } from '../state/store.ts';

export interface Wish {
  /** What is looked for: `a finding`. */
  readonly what: string;
  readonly fits: (row: PacketRow) => boolean;
}

export type ReadRows = (from: number, count: number) => Promise<readonly PacketRow[]>;

/** Rows asked for at once; the first block is small, since what is wanted often lies near. */
const FIRST_BLOCK = 128;
const MAX_BLOCK = 2048;

/**
 * Walks the list from the selected packet on, or back, and selects the first that fits.
 * It tells how far it is, and gives up when it is stopped, when another search begins, the list changes or another capture is opened.
 */
export async function findPacket(store: AppStore, read: ReadRows, wish: Wish, direction: 1 | -1): Promise<void> {
  const { getState: get } = store;
  get().search?.stop.abort();
  const { opened } = get();
  const revision = get().listing?.revision;
  const count = listCount(get());
  const stop = new AbortController();
  const first = walkFrom(get(), direction) + direction;
  const total = Math.max(0, direction > 0 ? count - first : first + 1);
  const isStopped = (): boolean =>
    stop.signal.aborted || get().opened !== opened || get().listing?.revision !== revision;
  const { what, fits } = wish;
  const tell = (done: number): void => get().setSearch({ what: `Looking for ${what}`, done, total, stop });
  tell(0);
  try {
    let size = FIRST_BLOCK;
    for (let done = 0; done < total; ) {
      const count = Math.min(size, total - done);
      const from = direction > 0 ? first + done : first - done - count + 1;
      const rows = await read(from, count);
      if (isStopped()) return;
      const at = direction > 0 ? rows.findIndex(fits) : rows.findLastIndex(fits);
      const found = rows[at];
      if (found !== undefined) {
        get().selectPacket(found.index, from + at);
        get().say(`Packet ${found.index + 1}`);
        return;
      }
      done += count;
      size = Math.min(size * 2, MAX_BLOCK);
      tell(done);
    }
    const now = get().status;
    const isJudged = now !== undefined && now.phase !== 'loading' && !now.judging && now.judged >= now.packets;
    const among = `${isWhole(get()) ? '' : ' in the list'}${isJudged ? '' : ' among those judged so far'}`;
    get().say(`No ${direction > 0 ? 'later' : 'earlier'} packet with ${what}${among}`);
  } catch {
    // The engine has stopped, and the page says so.
  } finally {
    if (get().search?.stop === stop) get().setSearch(undefined);
  }
}
