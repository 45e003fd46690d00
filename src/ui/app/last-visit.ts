import { readAddress, writeAddress } from '../state/address.ts';
import { isPacketLink } from '../state/packet-link.ts';
import type { AppState, AppStore } from '../state/store.ts';

/*
 * A reload cannot open a file again by itself. The address keeps the packet and the tab's own storage the name of the
 * file, so that the start page can offer to go on where the user was.
 */

const KEY = 'pushscope.last-file';

interface Before {
  readonly name: string;
  readonly packet: number | undefined;
  readonly filter: string;
}

const lastName = (): string | undefined => {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
};

/** What was shown before the page was loaded; with a name, only if it was that file. */
export function before(name?: string): Before | undefined {
  const { place, packet, filter } = readAddress(location.hash);
  const last = lastName();
  if ((place !== 'capture' && place !== 'statistics') || last === undefined || (name !== undefined && name !== last))
    return undefined;
  return { name: last, packet, filter };
}

const NOWHERE = { packet: undefined, sample: undefined, filter: '' } as const;

/** Milliseconds that the address may be behind what is shown: writing it takes as long as drawing a packet. */
const WRITE_AFTER_MS = 50;

/** Writes what is shown into the address from now on. */
export function keepAddress(store: AppStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    writeVisit(store.getState());
  };
  store.subscribe((state, earlier) => {
    const { opened, packet, filter, place } = state;
    if (opened === earlier.opened && packet === earlier.packet && filter === earlier.filter && place === earlier.place)
      return;
    timer ??= setTimeout(write, WRITE_AFTER_MS);
  });
  addEventListener('pagehide', () => {
    if (timer !== undefined) write();
  });
}

function writeVisit({ opened, packet, filter, place: now }: AppState): void {
  if (now === 'craft') {
    // A linked packet stays in the address: a reload opens it again.
    if (!isPacketLink(location.hash)) history.replaceState(null, '', writeAddress({ ...NOWHERE, place: 'craft' }));
    return;
  }
  // While a file is being opened the address still holds the packet to go to.
  if (opened !== undefined && packet === undefined) return;
  const place = now === 'statistics' ? now : opened === undefined ? 'start' : 'capture';
  const address =
    (now === 'capture' ? opened?.link : undefined) ?? writeAddress({ place, packet, sample: opened?.sample, filter });
  history.replaceState(null, '', address);
  try {
    if (opened?.input.kind === 'file') sessionStorage.setItem(KEY, opened.name);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: the offer after a reload is left out.
  }
}
