import type { StateCreator } from 'zustand';
import type { FindRequest } from '../../worker/api.ts';
import type { AppState } from './store.ts';

export type FindWish = Pick<FindRequest, 'kind' | 'pattern' | 'where' | 'isCaseSensitive'>;

/** The search bar: what is looked for, and what came of it. */
export interface FindState extends FindWish {
  readonly isOpen: boolean;
  readonly isBusy: boolean;
  /** What came of the last search, in words. */
  readonly message: string;
  readonly isFault: boolean;
}

export interface FindSlice {
  readonly find: FindState;
  readonly changeFind: (change: Partial<FindState>) => void;
}

/** What came of a search is of one capture; what was looked for stays. */
export const unsearched = (find: FindState): FindState => ({ ...find, isBusy: false, message: '', isFault: false });

export const createFindSlice: StateCreator<AppState, [], [], FindSlice> = (set) => ({
  find: {
    kind: 'text',
    pattern: '',
    where: 'tree',
    isCaseSensitive: false,
    isOpen: false,
    isBusy: false,
    message: '',
    isFault: false,
  },
  changeFind: (change) => set(({ find }) => ({ find: { ...find, ...change } })),
});
