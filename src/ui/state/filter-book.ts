import type { StateCreator } from 'zustand';
import type { MacroDefinition } from '../../worker/api.ts';
import type { AppState, AppStore } from './store.ts';

/*
 * Display filters that were used, ones that the user has given a name, and macros, kept on the device. They say what somebody
 * looks for, never what a capture holds.
 */

export interface SavedFilter {
  readonly name: string;
  readonly text: string;
  /** It is a button below the filter bar; `Group//Name` puts it into a menu there. */
  readonly isButton?: boolean | undefined;
  /** What the user says of it. */
  readonly comment?: string | undefined;
}

export interface FilterBook {
  readonly savedFilters: readonly SavedFilter[];
  /** Newest first. */
  readonly recentFilters: readonly string[];
}

export interface FilterBookSlice extends FilterBook {
  /** The engine leaves out what can be no macro. */
  readonly macros: readonly MacroDefinition[];
  readonly setMacros: (macros: readonly MacroDefinition[]) => void;
  /** Puts a filter first among those that were used. */
  readonly remember: (text: string) => void;
  readonly forgetRecent: () => void;
  /** Replaces the saved filters; of two with one name the later stays. */
  readonly setSaved: (filters: readonly SavedFilter[]) => void;
}

const KEY = 'pushscope.filters';
const MACROS_KEY = 'pushscope.macros';
const MAX_RECENT = 50;
/** Characters of filters that were used; the newest stays however long it is. What browsers keep of a page is some five million. */
const MAX_RECENT_LENGTH = 200_000;
const MAX_SAVED = 200;
export const EMPTY_BOOK: FilterBook = { savedFilters: [], recentFilters: [] };

export const createFilterBookSlice: StateCreator<AppState, [], [], FilterBookSlice> = (set) => ({
  ...EMPTY_BOOK,
  macros: [],
  setMacros: (macros) => set({ macros }),
  remember: (text) => {
    const filter = text.trim();
    if (filter === '') return;
    set(({ recentFilters }) => ({
      recentFilters: bounded([filter, ...recentFilters.filter((other) => other !== filter)]),
    }));
  },
  forgetRecent: () => set({ recentFilters: [] }),
  setSaved: (filters) => {
    const named = new Map<string, SavedFilter>();
    for (const { name, text, isButton, comment } of filters)
      named.set(name.trim(), {
        name: name.trim(),
        text: text.trim(),
        isButton: isButton || undefined,
        comment: comment?.trim() || undefined,
      });
    set({ savedFilters: [...named.values()].filter(({ name, text }) => name && text).slice(0, MAX_SAVED) });
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
  return {
    savedFilters: named(saved)
      .map(({ name, text, isButton, comment }) => ({
        name,
        text,
        isButton: isButton === true || undefined,
        comment: typeof comment === 'string' ? comment : undefined,
      }))
      .slice(0, MAX_SAVED),
    recentFilters: bounded(
      (Array.isArray(recent) ? recent : []).filter((item) => typeof item === 'string' && item !== ''),
    ),
  };
}

/** What of a stored list has a name and a text. */
const named = (list: unknown): readonly SavedFilter[] =>
  Array.isArray(list) ? list.filter((item) => typeof item?.name === 'string' && typeof item.text === 'string') : [];

/** Takes what is right of stored macros. */
export function parseMacros(text: string | undefined): readonly MacroDefinition[] {
  try {
    return named(JSON.parse(text ?? '')).map(({ name, text: of }) => ({ name, text: of }));
  } catch {
    return [];
  }
}

/** False when storage is full or switched off. */
function kept(key: string, book: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(book));
    return true;
  } catch {
    return false;
  }
}

/** Fills the store with the filters of earlier visits and keeps what changes. */
export function keepFilterBook(store: AppStore): void {
  try {
    const stored = (key: string): string | undefined => localStorage.getItem(key) ?? undefined;
    store.setState({ ...parseBook(stored(KEY)), macros: parseMacros(stored(MACROS_KEY)) });
  } catch {
    // Storage is switched off: filters last as long as the page.
  }
  store.subscribe((state, before) => {
    const { savedFilters: saved, recentFilters: recent, macros } = state;
    if (macros !== before.macros) kept(MACROS_KEY, macros);
    if (saved === before.savedFilters && recent === before.recentFilters) return;
    // Where there is no room for both, those that the user has given a name stay.
    if (!kept(KEY, { saved, recent })) kept(KEY, { saved, recent: [] });
  });
}
