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
import { Provisional } from './provisional.ts';
import { ScopeCounts } from './scope-counts.ts';
import { type Selection, wholeCapture } from './selection.ts';
import { digestRows, hierarchyRows, lengthRows, type Part, pushTables, ruleRows } from './tables.ts';
import { KIND_NUMBERS, type KindsOf, Timeline } from './timeline.ts';

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
/** Added to the numbers of kinds of packets that were dissected early. */
const FIRST_EARLY = KIND_NUMBERS / 2;
const NO_CAPTURE_YET = undefined;

/** Statistics of one open capture. Counting is done when somebody asks, as far as packets have come. */
export class CaptureStatistics {
  readonly #host: StatisticsHost;
  #kinds = new Kinds();
  /** Of all packets: counted as they are dissected. */
  #kindCounts = new KindCounts();
  /** Packets that were dissected for this. */
  #judged = 0;
  /** What stands for packets that have not been judged; only while there are such, and somebody asks. */
  #provisional: Provisional | undefined;
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
    this.#judged++;
    if (this.#provisional === undefined) return;
    this.#provisional.settle(index);
    if (!this.#hasUnjudged) this.#endProvisional();
  }

  /** A part of the file has been read. */
  onWindow(): void {
    this.#provisional?.onWindow();
  }

  /** Packets read differently now: they will be dissected again. */
  readAnew(): void {
    this.#kinds = new Kinds();
    this.#kindCounts = new KindCounts();
    this.#judged = 0;
    this.#endProvisional();
    this.#shown = undefined;
    this.#forgetTimeline();
  }

  close(): void {
    this.#endProvisional();
    this.#forgetTimeline();
  }

  statistics({ isShownOnly }: StatisticsScope): Promise<Statistics | undefined> {
    return this.#inTurn(async (slices) => {
      const scope = this.#scope(isShownOnly);
      await scope.catchUp(slices);
      const { dissected, guessed } = await this.#parts(scope, isShownOnly, slices);
      // More packets may have come, and been looked at.
      await scope.catchUp(slices);
      const { flowCounts } = scope;
      if (flowCounts === undefined) return NO_CAPTURE_YET;
      const { table, registry } = this.#host.capture;
      const sum = (parts: readonly Part[]): number => parts.reduce((all, { counts }) => all + counts.dissected, 0);
      const { earliest, latest, packets, octets } = flowCounts;
      const hasTime = packets > 0;
      const first = hasTime ? earliest + table.nanos.get(0) / 1000 : 0;
      return {
        ...this.#progress(scope, sum(dissected)),
        guessed: sum(guessed),
        packets,
        octets,
        firstSeconds: hasTime ? table.seconds.get(0) + Math.floor(first / 1e6) : undefined,
        firstNanos: Math.round((first - Math.floor(first / 1e6) * 1e6) * 1000),
        duration: hasTime ? (latest - earliest) / 1e6 : 0,
        hierarchy: hierarchyRows([...dissected, ...guessed], registry),
        lengths: lengthRows(flowCounts),
        ...pushTables(dissected),
        digests: digestRows(dissected),
        rules: ruleRows(dissected, registry),
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
      const ahead = this.#wanted();
      // What was dissected early stands until the pass that judges has come as far.
      const early = ahead !== undefined && ahead.earlyTo > this.#judged ? ahead : undefined;
      const key = JSON.stringify([request, scope.revision, filters.map(({ text }) => text), early !== undefined]);
      const known = this.#timeline;
      const counted = {
        table: capture.table,
        kinds: early === undefined ? this.#kinds : withEarly(this.#kinds, early),
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

  /** True while packets come, or are not judged yet. */
  get #hasUnjudged(): boolean {
    return this.#host.isLoading() || this.#judged < this.#host.capture.length;
  }

  /** What stands for packets that have not been judged, now that somebody asks; undefined when all are. */
  #wanted(): Provisional | undefined {
    if (this.#hasUnjudged) this.#provisional ??= new Provisional(this.#host);
    this.#provisional?.want();
    return this.#provisional;
  }

  #endProvisional(): void {
    this.#provisional?.close();
    this.#provisional = undefined;
  }

  /** Packets of a scope by kind: those that were dissected, and those whose layers are guessed. */
  async #parts(
    scope: ScopeCounts,
    isShownOnly: boolean,
    slices: Slices,
  ): Promise<{ readonly dissected: readonly Part[]; readonly guessed: readonly Part[] }> {
    const ahead = this.#wanted();
    await ahead?.guess((index) => this.#kinds.of(index) !== 0, slices);
    const kinds = this.#kinds;
    const judged = { kinds, counts: isShownOnly ? await scope.kindCounts(kinds, slices) : this.#kindCounts };
    if (ahead === undefined || ahead !== this.#provisional) return { dissected: [judged], guessed: [] };
    const early = isShownOnly ? await scope.countBy((index) => ahead.earlyOf(index), slices) : ahead.early;
    const guessed = isShownOnly ? await scope.countBy((index) => ahead.guessedOf(index), slices) : ahead.guessed;
    return {
      dissected: [judged, { kinds: ahead.kinds, counts: early }],
      guessed: [{ kinds: ahead.kinds, counts: guessed }],
    };
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

/** Kinds of packets that were judged, else of those that were dissected early. */
const withEarly = (kinds: Kinds, early: Provisional): KindsOf => ({
  of: (index) => {
    const judged = kinds.of(index);
    if (judged !== 0) return judged;
    const number = early.earlyOf(index);
    return number === 0 ? 0 : FIRST_EARLY + number;
  },
  kind: (number) => (number < FIRST_EARLY ? kinds.kind(number) : early.kinds.kind(number - FIRST_EARLY)),
});

const seriesHost = (host: StatisticsHost): Omit<FilterSeriesHost, 'slices'> => ({
  capture: host.capture,
  catalogue: () => host.catalogue(),
  shapes: () => host.shapes(),
  secrets: () => host.secrets(),
  isLoading: () => host.isLoading(),
  isRelated: () => host.isRelated(),
});
