import { createStore, type StoreApi } from 'zustand';
import { type CaptureSlice, createCaptureSlice } from './capture.ts';
import { createFilterBookSlice, type FilterBookSlice } from './filter-book.ts';
import { createFindSlice, type FindSlice } from './find.ts';
import { createFollowSlice, type FollowSlice } from './follow.ts';
import { createHistorySlice, type HistorySlice } from './history.ts';
import { createLayoutSlice, DEFAULT_LAYOUT, type Layout, type LayoutSlice } from './layout.ts';
import { createListingSlice, type ListingSlice } from './listing.ts';
import { createMarksSlice, type MarksSlice } from './marks.ts';
import { createPlaceSlice, type PlaceSlice } from './place.ts';
import { createRelatedSlice, type RelatedSlice } from './related.ts';
import { createSecretsSlice, type SecretsSlice } from './secrets.ts';
import { createSelectionSlice, type SelectionSlice } from './selection.ts';
import { createShellSlice, type ShellSlice } from './shell.ts';
import { createStatisticsSlice, type StatisticsSlice } from './statistics.ts';

export type AppState = CaptureSlice &
  ListingSlice &
  FilterBookSlice &
  FindSlice &
  FollowSlice &
  SelectionSlice &
  HistorySlice &
  RelatedSlice &
  LayoutSlice &
  SecretsSlice &
  MarksSlice &
  ShellSlice &
  StatisticsSlice &
  PlaceSlice;
export type AppStore = StoreApi<AppState>;

/** The one store; a page has one, a test as many as it likes. */
export function createAppStore(layout: Layout = DEFAULT_LAYOUT): AppStore {
  return createStore<AppState>()((...args) => ({
    ...createCaptureSlice(...args),
    ...createListingSlice(...args),
    ...createFilterBookSlice(...args),
    ...createFindSlice(...args),
    ...createFollowSlice(...args),
    ...createSelectionSlice(...args),
    ...createHistorySlice(...args),
    ...createRelatedSlice(...args),
    ...createLayoutSlice(layout)(...args),
    ...createSecretsSlice(...args),
    ...createMarksSlice(...args),
    ...createShellSlice(...args),
    ...createStatisticsSlice(...args),
    ...createPlaceSlice(...args),
  }));
}
