import type { StateCreator } from 'zustand';
import type { FilterFault, ListingStatus, PacketRow, SortKey } from '../../worker/api.ts';
import { joinedPlaces, type PlaceRange, placeCount } from './places.ts';
import type { AppState } from './store.ts';

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** Which packets are listed and in which order: what the user wishes, and how far the engine has come with it. */
export interface ListingSlice {
  /** The display filter that holds; empty for all packets. */
  readonly filter: string;
  /** What stands in the filter bar; it holds once it is applied. */
  readonly draft: string;
  /** Why the engine cannot use `filter`. */
  readonly filterFault: FilterFault | undefined;
  readonly sort: Sort | undefined;
  readonly listing: ListingStatus | undefined;
  /** Place of the selected packet in the list; undefined when it is not listed, or not known yet. */
  readonly listPlace: number | undefined;
  /** Place where a selection of neighbouring rows begins, which ends at `listPlace`; undefined where it is that row alone. */
  readonly rangeFrom: number | undefined;
  /** Places of rows that are selected besides these. */
  readonly besides: readonly PlaceRange[];
  /** The selected packet is not in the list, since the filter leaves it out. */
  readonly isHidden: boolean;
  /** Place of the first listed packet behind a hidden one, where that is known. */
  readonly nearPlace: number | undefined;
  /** Place that the user has moved to while it is not known which packet stands there. */
  readonly soughtPlace: number | undefined;
  /** Rows that the user has moved by while it was not known where the selected packet stands. */
  readonly owedRows: number;
  /** Filter names of the fields whose values the rows bring with them. */
  readonly cellFields: readonly string[];
  readonly setDraft: (draft: string) => void;
  readonly applyFilter: (filter: string) => void;
  readonly takeFault: (fault: FilterFault | undefined) => void;
  readonly sortBy: (sort: Sort | undefined) => void;
  readonly takeListing: (listing: ListingStatus) => void;
  /** Where a packet stands: `near` is the first listed one behind it. */
  readonly takePlace: (packet: number, place: number | undefined, isHidden: boolean, near?: number) => void;
  /** The packet at a place that was sought. */
  readonly takeSought: (place: number, packet: number) => void;
  readonly takeCellFields: (fields: readonly string[]) => void;
}

/** The selected packet is the only one. */
export const ONE_SELECTED = { rangeFrom: undefined, besides: [] } as const;

/** What holds of a capture that has just been opened. */
export const PLAIN_LIST = {
  filter: '',
  draft: '',
  filterFault: undefined,
  sort: undefined,
  listing: undefined,
  listPlace: undefined,
  ...ONE_SELECTED,
  isHidden: false,
  nearPlace: undefined,
  soughtPlace: undefined,
  owedRows: 0,
} as const;

type Listed = Pick<AppState, 'listing' | 'status'>;

/** True when the list is the capture itself: every packet at its own place. */
export const isWhole = ({ listing }: Pick<AppState, 'listing'>): boolean =>
  listing === undefined || (listing.filter === '' && listing.sort === undefined);

/** True when rows follow each other as in the capture, with some left out or without. */
export const isAsCaptured = ({ listing }: Pick<AppState, 'listing'>): boolean =>
  listing?.sort === undefined || (listing.sort.key === 'number' && !listing.sort.isDescending);

/** Rows of the list. */
export function listCount(state: Listed): number {
  return isWhole(state) ? (state.status?.packets ?? 0) : (state.listing?.shown ?? 0);
}

/** Place that a walk over the list goes on from: the selected packet's, or where it would stand. */
export function walkFrom(state: Listed & Pick<AppState, 'listPlace' | 'nearPlace'>, direction: 1 | -1): number {
  const { listPlace, nearPlace } = state;
  if (listPlace !== undefined) return listPlace;
  return direction > 0 ? (nearPlace ?? 0) - 1 : (nearPlace ?? listCount(state));
}

/** Row of the selected packet, where it is listed and has come. */
export function selectedRow({
  packet,
  listPlace,
  rows,
}: Pick<AppState, 'packet' | 'listPlace' | 'rows'>): PacketRow | undefined {
  const row = listPlace === undefined ? undefined : rows.row(listPlace);
  return row !== undefined && row.index === packet ? row : undefined;
}

type Selected = Pick<AppState, 'rangeFrom' | 'listPlace' | 'besides'>;

/** Places of the selected rows in order; undefined where no more than one packet is selected. */
export function selectedPlaces({ rangeFrom, listPlace, besides }: Selected): readonly PlaceRange[] | undefined {
  if (listPlace === undefined) return undefined;
  const begin = rangeFrom ?? listPlace;
  const last = { from: Math.min(begin, listPlace), to: Math.max(begin, listPlace) + 1 };
  const places = joinedPlaces([...besides, last]);
  return placeCount(places) > 1 ? places : undefined;
}

/** Packets that are selected. */
export function selectedCount(state: Selected & Pick<AppState, 'packet'>): number {
  const places = selectedPlaces(state);
  if (places !== undefined) return placeCount(places);
  return state.packet === undefined ? 0 : 1;
}

/** True when the list has the selected packet's place, or has it nowhere: then rows can be counted from there. */
export function isPlaced(state: Listed & Pick<AppState, 'packet' | 'listPlace' | 'isHidden' | 'nearPlace'>): boolean {
  const { packet, listPlace, isHidden, nearPlace, listing } = state;
  if (isWhole(state) || packet === undefined) return true;
  // Where it stands may be told before it is told how many rows there are.
  if (listPlace !== undefined) return listPlace < listCount(state);
  // Where it would stand is told behind that it is hidden, in the order of the capture alone.
  return isHidden && (nearPlace !== undefined || listing?.sort !== undefined);
}

/** True while the engine filters or sorts. */
export const isListing = ({ listing }: Pick<AppState, 'listing'>): boolean =>
  listing?.phase === 'filtering' || listing?.phase === 'sorting';

/** The next state of a column's order: ascending, descending, as captured. */
export function nextSort(sort: Sort | undefined, key: SortKey): Sort | undefined {
  if (sort?.key !== key) return { key, isDescending: false };
  return sort.isDescending ? undefined : { key, isDescending: true };
}

export const createListingSlice: StateCreator<AppState, [], [], ListingSlice> = (set, get) => ({
  ...PLAIN_LIST,
  cellFields: [],
  setDraft: (draft) => set({ draft }),
  applyFilter: (filter) => set({ filter, draft: filter, filterFault: undefined, ...ONE_SELECTED }),
  takeFault: (filterFault) => set({ filterFault }),
  sortBy: (sort) => set({ sort, ...ONE_SELECTED }),
  takeListing: (listing) => {
    const before = get();
    // The first list of a capture is all of it as captured, until another is told.
    const isReordered =
      isWhole({ listing }) !== isWhole(before) ||
      (before.listing !== undefined && listing.revision !== before.listing.revision);
    if (!isReordered) {
      set({ listing });
      get().payMoves();
      return;
    }
    before.rows.reorder();
    // The first or last row of a list that is put in order is wanted of the one that comes of it; a list of other packets has other places.
    const isSameSize = listCount({ listing, status: before.status }) === listCount(before);
    const soughtPlace = isSameSize && !isWhole({ listing }) ? before.soughtPlace : undefined;
    // Where every packet is at its own place, that is so too when all are read anew.
    const keepsPlaces = isWhole({ listing }) && isWhole(before);
    set({
      listing,
      listPlace: isWhole({ listing }) ? before.packet : soughtPlace,
      ...(keepsPlaces ? {} : ONE_SELECTED),
      isHidden: false,
      nearPlace: undefined,
      soughtPlace,
    });
  },
  takePlace: (packet, listPlace, isHidden, nearPlace) => {
    const { packet: now, soughtPlace } = get();
    if (now === packet && soughtPlace === undefined) set({ listPlace, isHidden, nearPlace });
    get().payMoves();
  },
  takeSought: (place, packet) => {
    const { soughtPlace, rangeFrom, besides, selectPacket } = get();
    if (soughtPlace !== place) return;
    selectPacket(packet, place);
    set({ rangeFrom, besides });
  },
  takeCellFields: (cellFields) => {
    get().rows.clear();
    set(({ epoch }) => ({ cellFields, epoch: epoch + 1 }));
  },
});
