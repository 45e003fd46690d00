import type { PacketTable } from '../../store/packet-table.ts';
import type { Slices } from '../listing/slices.ts';
import type { SeriesId, TimelineRequest, TimelineSeries } from '../statistics-views.ts';
import type { FilterSeries } from './filter-series.ts';
import type { FlowCounts } from './flow-counts.ts';
import { microseconds } from './flow-counts.ts';
import type { Kind } from './kinds.ts';
import type { Selection } from './selection.ts';
import { INTERVALS, intervalFor, TimeGrid } from './time-grid.ts';

/** Intervals at most when the engine chooses their length, so that each can be seen; and when the user does. */
const MOST_CHOSEN = 250;
const MOST_INTERVALS = 5000;
/** Packets between two looks at the clock. */
const BLOCK = 8192;

/** Whether a packet of a kind belongs to a series. */
const SERIES: Readonly<Record<Exclude<SeriesId, 'all'>, (kind: Kind) => boolean>> = {
  push: ({ pushes }) => pushes.length > 0,
  notifications: ({ isNotification }) => isNotification,
  findings: ({ severity }) => severity !== undefined,
  errors: ({ severity }) => severity === 'error',
};

/** What packets are: numbers below `KIND_NUMBERS`, 0 while it is not known. */
export interface KindsOf {
  of(index: number): number;
  kind(number: number): Kind;
}
export const KIND_NUMBERS = 0x2_0000;

/** What a timeline counts from. */
export interface Counted {
  readonly table: PacketTable;
  readonly kinds: KindsOf;
  readonly selection: Selection;
  readonly counts: FlowCounts;
  isLeftOut(index: number): boolean;
}

/** Packets and octets over time, of several series. It goes on where it stopped when there are more packets. */
export class Timeline {
  readonly #counted: Counted;
  readonly #request: TimelineRequest;
  readonly #filters: readonly FilterSeries[];
  readonly #grid: TimeGrid;
  /** Place up to which each series is counted. */
  readonly #places: number[];

  constructor(counted: Counted, request: TimelineRequest, filters: readonly FilterSeries[]) {
    this.#counted = counted;
    this.#request = request;
    this.#filters = filters;
    const count = request.series.length + filters.length;
    const { range, interval } = request;
    const most = interval === undefined ? MOST_CHOSEN : MOST_INTERVALS;
    const fitting = range === undefined ? 1 : intervalFor(range.to - range.from, most);
    const wanted = INTERVALS.find((length) => length >= (interval ?? 1)) ?? 1;
    this.#grid = new TimeGrid(count, most, Math.max(fitting, wanted));
    this.#places = Array.from({ length: count }, () => 0);
    if (range !== undefined) {
      this.#grid.reach(range.from);
      this.#grid.reach(Math.max(range.from, range.to - 1));
    }
  }

  get grid(): TimeGrid {
    return this.#grid;
  }

  /** Counts the packets that have come, and been dissected or filtered, since the last time. */
  async catchUp(slices: Slices): Promise<void> {
    const { counts } = this.#counted;
    if (counts.packets > 0 && this.#request.range === undefined) {
      this.#grid.reach(counts.earliest);
      this.#grid.reach(counts.latest);
    }
    const { series } = this.#request;
    for (const [number, id] of series.entries()) {
      await this.#count(number, slices, id === 'all' ? () => true : this.#ofKind(SERIES[id]));
    }
    for (const [i, filter] of this.#filters.entries()) {
      await this.#count(series.length + i, slices, (index) => filter.decides(index));
    }
  }

  views(): TimelineSeries[] {
    const { series } = this.#request;
    return this.#places.map((seen, number) => {
      const filter = this.#filters[number - series.length];
      return {
        id: filter?.text ?? series[number] ?? 'all',
        ...this.#grid.cells(number),
        seen,
        fault: filter?.fault,
      };
    });
  }

  /** Answers per kind, looked up once. */
  #ofKind(is: (kind: Kind) => boolean): (index: number) => boolean | undefined {
    const { kinds } = this.#counted;
    const answers = new Uint8Array(KIND_NUMBERS);
    return (index) => {
      const kind = kinds.of(index);
      if (kind === 0) return undefined;
      let answer = answers[kind]!;
      if (answer === 0) {
        answer = is(kinds.kind(kind)) ? 2 : 1;
        answers[kind] = answer;
      }
      return answer === 2;
    };
  }

  /** @param has whether the packet belongs to the series; undefined while that is not known, which ends counting for now */
  async #count(series: number, slices: Slices, has: (index: number) => boolean | undefined): Promise<void> {
    const { table, selection, counts } = this.#counted;
    const zeroSeconds = table.seconds.get(0);
    const zeroNanos = table.nanos.get(0);
    // What is within reach of the axis: packets that were counted.
    const to = Math.min(selection.length, counts.places);
    let place = this.#places[series]!;
    while (place < to) {
      const end = Math.min(to, place + BLOCK);
      for (; place < end; place++) {
        const index = selection.at(place);
        const answer = has(index);
        if (answer === undefined) break;
        if (!answer || this.#counted.isLeftOut(index)) continue;
        this.#grid.add(series, microseconds(table, index, zeroSeconds, zeroNanos), table.original.get(index));
      }
      this.#places[series] = place;
      if (place < end) return;
      await slices.rest();
    }
  }
}
