import type { PacketView } from '../../worker/api.ts';
import { listCount } from '../state/listing.ts';
import type { AppState, AppStore } from '../state/store.ts';

/** Milliseconds that a packet is looked at before its neighbours are asked for: who leafs through the list wants none of them. */
const REST_MS = 60;

/** Trees of the packets before and behind the shown one in the list, asked for ahead: most often one of them is shown next. */
export class ViewsAhead {
  readonly #store: AppStore;
  readonly #ask: (index: number) => Promise<PacketView | undefined>;
  readonly #views = new Map<number, PacketView>();
  /** Of which reading of which capture the views are. */
  #of: Pick<AppState, 'epoch' | 'opened'> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: AppStore, ask: (index: number) => Promise<PacketView | undefined>) {
    this.#store = store;
    this.#ask = ask;
  }

  /** The view of a packet, when it is there and still reads so. */
  get(index: number): PacketView | undefined {
    return this.#isCurrent() ? this.#views.get(index) : undefined;
  }

  /** A packet is shown now: its neighbours may be next. */
  onShown(view: PacketView): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#fetch(view).catch(() => undefined), REST_MS);
  }

  async #fetch(view: PacketView): Promise<void> {
    const { epoch, opened, listPlace: place, rows } = this.#store.getState();
    if (place === undefined || this.#store.getState().packet !== view.index) return;
    if (!this.#isCurrent()) this.#views.clear();
    this.#of = { epoch, opened };
    const wanted = [place + 1, place - 1]
      .filter((at) => at >= 0 && at < listCount(this.#store.getState()))
      .flatMap((at) => rows.indexAt(at) ?? []);
    const kept = new Set([view.index, ...wanted]);
    for (const index of this.#views.keys()) if (!kept.has(index)) this.#views.delete(index);
    this.#views.set(view.index, view);
    for (const index of wanted) {
      if (this.#views.has(index)) continue;
      const asked = await this.#ask(index);
      const isSame = this.#isCurrent() && this.#store.getState().packet === view.index;
      if (asked === undefined || !isSame) return;
      this.#views.set(index, asked);
    }
  }

  #isCurrent(): boolean {
    const { epoch, opened } = this.#store.getState();
    return this.#of !== undefined && this.#of.epoch === epoch && this.#of.opened === opened;
  }
}
