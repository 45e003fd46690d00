import type { PacketView } from '../../worker/api.ts';
import { listCount } from '../state/listing.ts';
import type { AppState, AppStore } from '../state/store.ts';

/** Milliseconds that a packet is looked at, or pointed at, before more is asked for: who sweeps over the list wants none of it. */
const REST_MS = 60;

/**
 * Trees that are asked for ahead: of the packets before and behind the shown one in the list, and of the one under the pointer.
 * Most often one of them is shown next.
 */
export class ViewsAhead {
  readonly #store: AppStore;
  readonly #ask: (index: number) => Promise<PacketView | undefined>;
  readonly #views = new Map<number, PacketView>();
  /** What has been asked for and has not come. */
  readonly #coming = new Map<number, Promise<PacketView | undefined>>();
  /** Of which reading of which capture the views are. */
  #of: Pick<AppState, 'epoch' | 'opened'> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pointing: ReturnType<typeof setTimeout> | undefined;
  #pointed: number | undefined;
  #place = 0;

  constructor(store: AppStore, ask: (index: number) => Promise<PacketView | undefined>) {
    this.#store = store;
    this.#ask = ask;
  }

  /** The view of a packet, when it is there and still reads so. */
  get(index: number): PacketView | undefined {
    return this.#isCurrent() ? this.#views.get(index) : undefined;
  }

  /** The view of a packet that has been asked for already; undefined when it has not. */
  coming(index: number): Promise<PacketView | undefined> | undefined {
    return this.#isCurrent() ? this.#coming.get(index) : undefined;
  }

  /** A packet is shown now: its neighbours may be next, first of all the one that the user is moving to. */
  onShown(view: PacketView): void {
    clearTimeout(this.#timer);
    const { epoch, opened, listPlace: place, packet } = this.#store.getState();
    if (place === undefined || packet !== view.index) return;
    if (!this.#isCurrent()) {
      this.#views.clear();
      this.#coming.clear();
      this.#of = { epoch, opened };
    }
    this.#views.set(view.index, view);
    const step = place < this.#place ? -1 : 1;
    this.#place = place;
    const next = this.#at(place + step);
    const other = this.#at(place - step);
    for (const index of this.#views.keys())
      if (index !== view.index && index !== next && index !== other && index !== this.#pointed)
        this.#views.delete(index);
    this.#fetch(next);
    // The rows around it may have come only by then.
    this.#timer = setTimeout(() => {
      this.#fetch(this.#at(place + step));
      this.#fetch(this.#at(place - step));
    }, REST_MS);
  }

  /** The pointer is on a packet of the list; undefined when it is on none. */
  onPointed(index: number | undefined): void {
    clearTimeout(this.#pointing);
    if (index === undefined) return;
    this.#pointing = setTimeout(() => {
      const before = this.#pointed;
      this.#pointed = index;
      if (before !== undefined && before !== index) this.#views.delete(before);
      this.#fetch(index);
    }, REST_MS);
  }

  #at(place: number): number | undefined {
    const { rows } = this.#store.getState();
    return place >= 0 && place < listCount(this.#store.getState()) ? rows.indexAt(place) : undefined;
  }

  #fetch(index: number | undefined): void {
    if (index === undefined || !this.#isCurrent() || this.#views.has(index) || this.#coming.has(index)) return;
    const of = this.#of;
    const answer = this.#ask(index);
    this.#coming.set(index, answer);
    answer.then(
      (view) => {
        if (of !== this.#of) return;
        this.#coming.delete(index);
        if (view !== undefined) this.#views.set(index, view);
      },
      () => {
        if (of === this.#of) this.#coming.delete(index);
      },
    );
  }

  #isCurrent(): boolean {
    const { epoch, opened } = this.#store.getState();
    return this.#of !== undefined && this.#of.epoch === epoch && this.#of.opened === opened;
  }
}
