import type { Api } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import { isAsCaptured, listCount } from '../state/listing.ts';
import { newest } from '../state/newest.ts';
import { relatedPackets, relatedToShown } from '../state/related.ts';
import type { AppState, AppStore } from '../state/store.ts';

/** Milliseconds that a packet is looked at before it is asked what has to do with it: who sweeps over the list does not want to know. */
const REST_MS = 60;
/** Rows before and behind those in view that are asked for with them, so that scrolling on shows them at once. */
const AROUND = 128;

/** Keeps what the rows in view have to do with the shown packet. */
export interface RelatedLine {
  /** Rows that are in view. */
  wantRows(from: number, to: number): void;
  onChange(state: AppState, before: AppState): void;
  readonly isSettled: boolean;
}

/** Nothing of it is asked for before the tree of the packet is there. */
export function createRelated(store: AppStore, remote: () => Remote<Api>): RelatedLine {
  const { getState: get } = store;
  let wanted = { from: 0, to: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const asking = newest<undefined>(async () => {
    const { view, packet, catalogue, opened, listing, epoch } = get();
    if (view === undefined || catalogue === undefined || view.index !== packet) return;
    const from = Math.max(0, wanted.from - AROUND);
    const to = Math.min(wanted.to + AROUND, listCount(get()));
    const conversation = isAsCaptured(get()) ? await remote().conversationRows(packet, from, to - from) : undefined;
    if (get().opened !== opened || get().packet !== packet) return;
    get().takeRelated({
      packet,
      packets: relatedPackets(view, catalogue),
      // Of a list that is gone the next change asks anew.
      conversation: get().listing?.revision === listing?.revision ? conversation : undefined,
      revision: listing?.revision,
      epoch,
      from,
      to,
    });
  });

  const isThere = (): boolean => {
    const { related, packet, listing, epoch } = get();
    if (related === undefined || related.packet !== packet || related.epoch !== epoch) return false;
    if (related.revision !== listing?.revision || related.packets !== relatedToShown(get())) return false;
    return related.from <= wanted.from && Math.min(wanted.to, listCount(get())) <= related.to;
  };

  /** @param isAnew waits from now on, however long something has been waiting */
  const ask = (isAnew: boolean): void => {
    if (timer !== undefined && !isAnew) return;
    clearTimeout(timer);
    timer = undefined;
    const { view, packet } = get();
    // The tree comes first and asks again, and so do rows once there are any in view.
    if (packet === undefined || view?.index !== packet || wanted.to === 0 || isThere()) return;
    timer = setTimeout(() => {
      timer = undefined;
      asking.run(undefined);
    }, REST_MS);
  };

  return {
    wantRows(from, to) {
      wanted = { from, to };
      ask(false);
    },
    onChange(state, before) {
      const isOther = state.packet !== before.packet || state.view !== before.view;
      const isMoved = state.epoch !== before.epoch || state.listing?.revision !== before.listing?.revision;
      if (isOther || isMoved) ask(true);
      else if (listCount(state) !== listCount(before)) ask(false);
    },
    get isSettled() {
      return timer === undefined && asking.isSettled;
    },
  };
}
