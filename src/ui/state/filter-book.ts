import type { StateCreator } from 'zustand';
import type { AppState, AppStore } from './store.ts';

/*
 * Display filters that were used and ones that the user has given a name, kept on the device. They say what somebody
 * looks for, never what a capture holds.
 */

export interface SavedFilter {
  readonly name: string;
  readonly text: string;
}

export interface FilterBook {
  readonly savedFilters: readonly SavedFilter[];
  /** Newest first. */
  readonly recentFilters: readonly string[];
}

export interface FilterBookSlice extends FilterBook {
  /** Puts a filter first among those that were used. */
  readonly remember: (text: string) => void;
  readonly forgetRecent: () => void;
  /** Replaces the saved filters; of two with one name the later stays. */
  readonly setSaved: (filters: readonly SavedFilter[]) => void;
}

const KEY = 'pushscope.filters';
const MAX_RECENT = 50;
/** Characters of filters that were used; the newest stays however long it is. What browsers keep of a page is some five million. */
const MAX_RECENT_LENGTH = 200_000;
const MAX_SAVED = 200;
export const EMPTY_BOOK: FilterBook = { savedFilters: [], recentFilters: [] };

export const createFilterBookSlice: StateCreator<AppState, [], [], FilterBookSlice> = (set) => ({
  ...EMPTY_BOOK,
  remember: (text) => {
    const filter = text.trim();
    if (filter === '') return;
    set(({ recentFilters }) => ({
      recentFilters: bounded([filter, ...recentFilters.filter((other) => other !== filter)]),
    }));
  },
  forgetRecent: () => set({ recentFilters: [] }),
  setSaved: (filters) => {
    const named = new Map(filters.map(({ name, text }) => [name.trim(), text.trim()]));
    const savedFilters = [...named].filter(([name, text]) => name !== '' && text !== '').slice(0, MAX_SAVED);
    set({ savedFilters: savedFilters.map(([name, text]) => ({ name, text })) });
  },
});

function bounded(recent: readonly string[]): readonly string[] {
  let length = 0;
  return recent.slice(0, MAX_RECENT).filter((text, at) => {
    length += text.length;
    return at === 0 || length <= MAX_RECENT_LENGTH;
  });
}

/** Takes what is right in a stored book: an older or a newer version may have written it. */
export function parseBook(text: string | undefined): FilterBook {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '');
  } catch {
    return EMPTY_BOOK;
  }
  if (typeof stored !== 'object' || stored === null) return EMPTY_BOOK;
  const { saved, recent } = stored as { readonly saved?: unknown; readonly recent?: unknown };
  const isSaved = (item: unknown): item is SavedFilter =>
    typeof item === 'object' &&
    item !== null &&
    'name' in item &&
    'text' in item &&
    typeof item.name === 'string' &&
    typeof item.text === 'string';
  return {
    savedFilters: (Array.isArray(saved) ? saved : [])
      .filter(isSaved)
      .map(({ name, text }) => ({ name, text }))
      .slice(0, MAX_SAVED),
    recentFilters: bounded(
      (Array.isArray(recent) ? recent : []).filter((item) => typeof item === 'string' && item !== ''),
    ),
  };
}

/** False when storage is full or switched off. */
function kept(saved: readonly SavedFilter[], recent: readonly string[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify({ saved, recent }));
    return true;
  } catch {
    return false;
  }
}

/** Fills the store with the filters of earlier visits and keeps what changes. */
export function keepFilterBook(store: AppStore): void {
  try {
    store.setState(parseBook(localStorage.getItem(KEY) ?? undefined));
  } catch {
    // Storage is switched off: filters last as long as the page.
  }
  store.subscribe((state, before) => {
    const { savedFilters: saved, recentFilters: recent } = state;
    if (saved === before.savedFilters && recent === before.recentFilters) return;
    // Where there is no room for both, those that the user has given a name stay.
    if (!kept(saved, recent)) kept(saved, []);
  });
}
