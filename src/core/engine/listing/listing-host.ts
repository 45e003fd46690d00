import type { Secret } from '../../dissect/secrets.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import type { Capture } from '../capture.ts';
import type { ListingStatus } from '../listing-views.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import type { ShapeColumn } from './shape-column.ts';
import type { Clock } from './slices.ts';

/** What a listing lists, and how it tells of itself. */
export interface ListingHost {
  readonly capture: Capture;
  /** Names that filters can use now. */
  catalogue(): FilterCatalogue;
  shapes(): ShapeColumn;
  readonly clock: Clock;
  /** Further threads, where there are any. */
  threads?(): ThreadPool | undefined;
  secrets(): readonly Secret[];
  version(): number;
  /** True while packets are still being added. */
  isLoading(): boolean;
  /** False while trees may still change because packets have to do with each other. */
  isRelated(): boolean;
  onStatus(status: ListingStatus): void;
}

/** What the service of the list needs of the session around it. */
export interface ListingOwner {
  readonly clock: Clock;
  secrets(): readonly Secret[];
  version(): number;
  /** Further threads, where there are any. */
  threads?(): ThreadPool | undefined;
  onStatus(status: ListingStatus): void;
}
