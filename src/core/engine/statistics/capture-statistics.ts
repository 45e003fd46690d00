import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import { Slices } from '../listing/slices.ts';
import type {
  FlowsRequest,
  FlowsView,
  Statistics,
  StatisticsProgress,
  StatisticsScope,
  TimelineRequest,
  TimelineView,
} from '../statistics-views.ts';
import { FilterSeries, type FilterSeriesHost } from './filter-series.ts';
import { FlowTables } from './flow-service.ts';
import { KindCounts } from './kind-counts.ts';
import { Kinds } from './kinds.ts';
import { ScopeCounts } from './scope-counts.ts';
import { type Selection, wholeCapture } from './selection.ts';
import { digestRows, hierarchyRows, lengthRows, pushTables, ruleRows } from './tables.ts';
import { Timeline } from './timeline.ts';

/** What statistics need of the session around them. */
export interface StatisticsHost extends Omit<FilterSeriesHost, 'slices'> {
  readonly clock: ConstructorParameters<typeof Slices>[0];
  version(): number;
  /** True while packets come, or are judged or filtered. */
  isGrowing(): boolean;
  /** Packets that the display filter shows; undefined when it shows all. */
  shown(): Selection | undefined;
}

/** Displayed filters that are series of a timeline at most. */
const MOST_FILTERS = 8;
const NO_CAPTURE_YET = undefined;

/** Statistics of one open capture. Counting is done when somebody asks, as far as packets have come. */
export class CaptureStatistics {
  readonly #host: StatisticsHost;
  #kinds = new Kinds();
  /** Of all packets: counted as they are dissected. */
  #kindCounts = new KindCounts();
  readonly #whole: ScopeCounts;
  #shown: { readonly counts: ScopeCounts; readonly revision: unknown } | undefined;
  readonly #flows: FlowTables;
  #timeline: { readonly key: string; readonly timeline: Timeline } | undefined;
  #filters = new Map<string, FilterSeries>();
  /** Counting is one after the other: two at once would count packets twice. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(host: StatisticsHost) {
    this.#host = host;
    this.#whole = new ScopeCounts(host.capture, wholeCapture(host.capture.table));
    this.#flows = new FlowTables(host.capture);
  }

  /** Takes what the dissecting pass knows of a packet. Packets come once each, until `readAnew`. */
  add(index: number, tree: Tree, context: Context): void {
    const kind = this.#kinds.add(index, tree, context);
    if (!this.#isLeftOut(index)) this.#kindCounts.addPacket(kind, index, context.frame.original);
  }

  /** Packets read differently now: they will be dissected again. */
  readAnew(): void {
    this.#kinds = new Kinds();
    this.#kindCounts = new KindCounts();
    this.#shown = undefined;
    this.#forgetTimeline();
  }

  close(): void {
    this.#forgetTimeline();
  }

  statistics({ isShownOnly }: StatisticsScope): Promise<Statistics | undefined> {
    return this.#inTurn(async (slices) => {
      const scope = this.#scope(isShownOnly);
      await scope.catchUp(slices);
      const counts = isShownOnly ? await scope.kindCounts(this.#kinds, slices) : this.#kindCounts;
      const { flowCounts } = scope;
      if (flowCounts === undefined) return NO_CAPTURE_YET;
      const { table, registry } = this.#host.capture;
      const kinds = this.#kinds;
      const { earliest, latest, packets, octets } = flowCounts;
      const hasTime = packets > 0;
      const first = hasTime ? earliest + table.nanos.get(0) / 1000 : 0;
      return {
        ...this.#progress(scope, counts.dissected),
        packets,
        octets,
        firstSeconds: hasTime ? table.seconds.get(0) + Math.floor(first / 1e6) : undefined,
        firstNanos: Math.round((first - Math.floor(first / 1e6) * 1e6) * 1000),
        duration: hasTime ? (latest - earliest) / 1e6 : 0,
        hierarchy: hierarchyRows(kinds, counts, registry),
        lengths: lengthRows(flowCounts),
        ...pushTables(kinds, counts),
        digests: digestRows(kinds, counts),
        rules: ruleRows(kinds, counts, registry),
      };
    });
  }

  flows(request: FlowsRequest): Promise<FlowsView | undefined> {
    return this.#inTurn(async (slices) => {
      const scope = this.#scope(request.isShownOnly);
      await scope.catchUp(slices);
      if (scope.flowCounts === undefined) return NO_CAPTURE_YET;
      const view = this.#flows.view(request, scope.flowCounts);
      return { ...this.#progress(scope, 0), ...view };
    });
  }

  timeline(request: TimelineRequest): Promise<TimelineView | undefined> {
    return this.#inTurn(async (slices) => {
      const scope = this.#scope(request.isShownOnly);
      await scope.catchUp(slices);
      const { flowCounts } = scope;
      if (flowCounts === undefined) return NO_CAPTURE_YET;
      const { capture } = this.#host;
      const filters = this.#series(request.filters);
      const key = JSON.stringify([request, scope.revision, filters.map(({ text }) => text)]);
      const known = this.#timeline;
      const counted = {
        table: capture.table,
        kinds: this.#kinds,
        selection: scope.selection,
        counts: flowCounts,
        isLeftOut: (index: number) => this.#isLeftOut(index),
      };
      const timeline = known?.key === key ? known.timeline : new Timeline(counted, request, filters);
      this.#timeline = { key, timeline };
      await timeline.catchUp(slices);
      const { grid } = timeline;
      return {
        ...this.#progress(scope, 0),
        zeroSeconds: capture.table.seconds.get(0),
        zeroNanos: capture.table.nanos.get(0),
        interval: grid.interval,
        start: grid.start,
        count: grid.count,
        series: timeline.views(),
      };
    });
  }

  #inTurn<T>(work: (slices: Slices) => Promise<T>): Promise<T> {
    const done = this.#queue.then(() => work(new Slices(this.#host.clock)));
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #isLeftOut(index: number): boolean {
    const { ignored } = this.#host.capture.annotations;
    return ignored.size > 0 && ignored.has(index);
  }

  #scope(isShownOnly: boolean): ScopeCounts {
    const selection = isShownOnly ? this.#host.shown() : undefined;
    if (selection === undefined) return this.#whole;
    const known = this.#shown;
    if (known !== undefined && known.revision === selection.revision) return known.counts;
    const counts = new ScopeCounts(this.#host.capture, selection);
    this.#shown = { revision: selection.revision, counts };
    return counts;
  }

  #progress(scope: ScopeCounts, dissected: number): StatisticsProgress {
    return {
      version: this.#host.version(),
      total: scope.selection.length,
      counted: scope.flowCounts?.places ?? 0,
      dissected,
      isGrowing: this.#host.isGrowing() || [...this.#filters.values()].some(({ isComplete }) => !isComplete),
    };
  }

  /** The series of the user's filters; those that are no longer wanted end. */
  #series(texts: readonly string[]): FilterSeries[] {
    const host: FilterSeriesHost = { ...seriesHost(this.#host), slices: () => new Slices(this.#host.clock) };
    const series = texts.slice(0, MOST_FILTERS).map((text) => {
      let one = this.#filters.get(text);
      if (one === undefined || one.isStale) {
        one?.stop();
        one = new FilterSeries(host, text);
        this.#timeline = undefined;
      }
      one.start();
      return one;
    });
    for (const [text, one] of this.#filters) if (!texts.includes(text)) one.stop();
    this.#filters = new Map(series.map((one) => [one.text, one]));
    return series;
  }

  #forgetTimeline(): void {
    this.#timeline = undefined;
    for (const one of this.#filters.values()) one.stop();
    this.#filters = new Map();
  }
}

const seriesHost = (host: StatisticsHost): Omit<FilterSeriesHost, 'slices'> => ({
  capture: host.capture,
  catalogue: () => host.catalogue(),
  shapes: () => host.shapes(),
  secrets: () => host.secrets(),
  isLoading: () => host.isLoading(),
});
