import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { type FilterCatalogue, filterCatalogue } from '../../filter/catalogue.ts';
import type { Capture } from '../capture.ts';
import type { ListingService } from '../listing/listing-service.ts';
import type { Clock } from '../listing/slices.ts';
import type { Promised } from '../promised.ts';
import type { StatisticsApi } from '../statistics-views.ts';
import { CaptureStatistics } from './capture-statistics.ts';
import { shownPackets } from './selection.ts';

/** What the service needs of the session around it. */
export interface StatisticsOwner {
  readonly clock: Clock;
  readonly listing: ListingService;
  capture(): Capture | undefined;
  secrets(): readonly Secret[];
  version(): number;
  isLoading(): boolean;
  isJudging(): boolean;
}

/** Statistics of whatever capture is open. */
export class StatisticsService {
  readonly #owner: StatisticsOwner;
  #of: { readonly capture: Capture; readonly statistics: CaptureStatistics } | undefined;

  constructor(owner: StatisticsOwner) {
    this.#owner = owner;
  }

  /** Takes what the dissecting pass knows of a packet of the open capture. */
  add(index: number, tree: Tree, context: Context): void {
    this.#current()?.add(index, tree, context);
  }

  /** A part of the file has been read. */
  onWindow(): void {
    this.#of?.statistics.onWindow();
  }

  /** Packets read differently now: other secrets. */
  readAnew(): void {
    this.#of?.statistics.readAnew();
  }

  close(): void {
    this.#of?.statistics.close();
    this.#of = undefined;
  }

  get calls(): Promised<StatisticsApi> {
    return {
      statistics: (scope) => this.#current()?.statistics(scope),
      flows: (request) => this.#current()?.flows(request),
      timeline: (request) => this.#current()?.timeline(request),
    };
  }

  #current(): CaptureStatistics | undefined {
    const owner = this.#owner;
    const capture = owner.capture();
    if (capture === undefined) return undefined;
    if (this.#of?.capture !== capture) {
      this.#of?.statistics.close();
      let names: FilterCatalogue | undefined;
      const statistics = new CaptureStatistics({
        capture,
        clock: owner.clock,
        catalogue: () => {
          const { macros } = owner.listing.catalogue;
          names ??= filterCatalogue(capture.registry, macros);
          if (names.macros !== macros) names = { ...names, macros };
          return names;
        },
        shapes: () => owner.listing.shapes,
        secrets: () => owner.secrets(),
        version: () => owner.version(),
        isLoading: () => owner.isLoading(),
        isRelated: () => owner.listing.isRelated,
        isGrowing: () => {
          const phase = owner.listing.status()?.phase;
          return !owner.listing.isRelated || owner.isJudging() || phase === 'filtering' || phase === 'sorting';
        },
        shown: () => shownPackets(owner.listing),
      });
      this.#of = { capture, statistics };
    }
    return this.#of.statistics;
  }
}
