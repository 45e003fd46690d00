import { type Address, addressValues, readAddress, writeAddress } from '../state/address.ts';
import { isPacketLink } from '../state/packet-link.ts';
import { readStatistics, writeStatistics } from '../state/statistics-address.ts';
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
/** State of the history's entries that this page has written or left; those that the user has typed or followed have none. */
const OWN = 'own';

/** True when the browser's history has led back to where the user was, as opposed to an address that is new. */
export const isVisited = (): boolean => history.state === OWN;

/** Places and views of statistics are steps of the browser's history; what is chosen in them is not. */
const stepOf = ({ place, statistics }: Pick<AppState, 'place' | 'statistics'>): string =>
  place === 'statistics' ? `${place} ${statistics.tab}` : place;

/** Writes what is shown into the address from now on, and shows what the browser's history leads back to. */
export function keepAddress(store: AppStore): void {
  /** What the present entry of the browser's history stands for. */
  let step = stepOf(store.getState());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (state: AppState): void => {
    clearTimeout(timer);
    timer = undefined;
    writeVisit(state, false);
  };
  store.subscribe((state, earlier) => {
    const { opened, packet, awaited, filter, place, statistics } = state;
    const isSame = place === earlier.place && statistics === earlier.statistics && awaited === earlier.awaited;
    if (isSame && opened === earlier.opened && packet === earlier.packet && filter === earlier.filter) return;
    const isStep = stepOf(state) !== step && opened !== undefined;
    step = stepOf(state);
    if (isStep) {
      // The entry that is left says what was shown last.
      if (timer !== undefined) write(earlier);
      writeVisit(state, true);
    } else timer ??= setTimeout(() => write(store.getState()), WRITE_AFTER_MS);
  });
  addEventListener('pagehide', () => {
    if (timer !== undefined) write(store.getState());
  });
  addEventListener('popstate', () => {
    const { hash } = location;
    const isLink = isPacketLink(hash);
    // A new link is opened, which shows its place.
    if (isLink && !isVisited()) return;
    const values = addressValues(hash);
    const { statistics: before } = store.getState();
    const { place: there } = readAddress(hash);
    const linked = values.get('in') === 'craft' ? 'craft' : 'capture';
    const place = isLink ? linked : there === 'start' ? 'capture' : there;
    const statistics = place === 'statistics' ? readStatistics(values, before) : before;
    step = stepOf({ place, statistics });
    store.setState({ place, statistics });
    if (there === 'capture' && !isVisited()) followAddress(store, hash);
  });
}

/** Shows what an address says that the user has changed by hand, where it is about the capture that is open. */
function followAddress(store: AppStore, hash: string): void {
  const { opened, filter: applied, applyFilter, awaitPacket } = store.getState();
  const { packet, sample, filter } = readAddress(hash);
  if (opened === undefined || opened.sample !== sample) return;
  if (filter !== applied) applyFilter(filter);
  if (packet !== undefined) awaitPacket(packet);
  writeVisit(store.getState(), false);
}

/** @param isStep whether the browser's history gets an entry more */
function writeVisit(state: AppState, isStep: boolean): void {
  const { opened, place } = state;
  const address = addressOf(state);
  if (address === undefined) return;
  if (isStep) {
    history.replaceState(OWN, '');
    history.pushState(OWN, '', address);
  } else history.replaceState(OWN, '', address);
  if (place === 'craft') return;
  try {
    if (opened?.input.kind === 'file') sessionStorage.setItem(KEY, opened.name);
    else sessionStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: the offer after a reload is left out.
  }
}

/** The address of what is shown; undefined when the one that is there is to stay. */
function addressOf({ opened, packet: shown, awaited, filter, place: now, statistics }: AppState): string | undefined {
  // A linked packet stays in the address: a reload opens it again.
  if (now === 'craft') return isPacketLink(location.hash) ? undefined : writeAddress({ ...NOWHERE, place: 'craft' });
  const packet = awaited ?? shown;
  // While a file is being opened the address still holds the packet to go to.
  if (opened !== undefined && shown === undefined) return undefined;
  if (now === 'capture' && opened?.link !== undefined) return opened.link;
  const place = now === 'statistics' ? now : opened === undefined ? 'start' : 'capture';
  const address: Address = { place, packet, sample: opened?.sample, filter };
  return writeAddress(address, place === 'statistics' ? writeStatistics(statistics) : []);
}
