import type { StateCreator } from 'zustand';
import type { FlowLayer, SeriesId } from '../../worker/api.ts';
import type { AppState } from './store.ts';

export const STATISTICS_TABS = [
  'hierarchy',
  'conversations',
  'endpoints',
  'lengths',
  'push',
  'digests',
  'rules',
  'timeline',
] as const;
export type StatisticsTab = (typeof STATISTICS_TABS)[number];

export const PUSH_TABLES = ['contentTypes', 'applications', 'initiators'] as const;
export type PushTable = (typeof PUSH_TABLES)[number];

export const FLOW_LAYERS = ['ethernet', 'ipv4', 'ipv6', 'tcp', 'udp', 'other'] as const satisfies FlowLayer[];
export const SERIES = ['all', 'push', 'notifications', 'findings', 'errors'] as const satisfies SeriesId[];
/** Display filters that are series of the timeline, at most. */
export const MOST_FILTERS = 3;

export type Unit = 'packets' | 'packets/s' | 'octets' | 'bit/s';
export const UNITS: readonly Unit[] = ['packets/s', 'bit/s', 'packets', 'octets'];

/** A stretch of time in microseconds since the first packet; the end is not in it. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface TableSort {
  /** The column. */
  readonly id: string;
  readonly isDescending: boolean;
}

/** What is chosen in the timeline. */
export interface TimelineChoice {
  readonly series: readonly SeriesId[];
  /** Display filters, each a series. */
  readonly filters: readonly string[];
  readonly unit: Unit;
  /** Microseconds; undefined lets the engine choose. */
  readonly interval: number | undefined;
  /** The stretch that is zoomed into. */
  readonly range: TimeRange | undefined;
  readonly isTable: boolean;
}

/** What is chosen in the place of statistics; the address says it. */
export interface StatisticsView {
  readonly tab: StatisticsTab;
  /** The user wants only those packets counted that the filter shows. */
  readonly isShownOnly: boolean;
  readonly push: PushTable;
  /** Layers of conversations and endpoints; what is not chosen is the first layer that has something. */
  readonly layers: Readonly<Partial<Record<StatisticsTab, FlowLayer>>>;
  readonly sorts: Readonly<Partial<Record<StatisticsTab, TableSort>>>;
  readonly timeline: TimelineChoice;
}

export const PLAIN_STATISTICS: StatisticsView = {
  tab: 'hierarchy',
  isShownOnly: false,
  push: 'contentTypes',
  layers: {},
  sorts: {},
  timeline: {
    series: ['all', 'push', 'errors'],
    filters: [],
    unit: 'packets/s',
    interval: undefined,
    range: undefined,
    isTable: false,
  },
};

export interface StatisticsSlice {
  readonly statistics: StatisticsView;
  readonly setStatistics: (change: Partial<StatisticsView>) => void;
  readonly setTimeline: (change: Partial<TimelineChoice>) => void;
  readonly sortStatistics: (tab: StatisticsTab, sort: TableSort) => void;
}

export const createStatisticsSlice: StateCreator<AppState, [], [], StatisticsSlice> = (set) => ({
  statistics: PLAIN_STATISTICS,
  setStatistics: (change) => set(({ statistics }) => ({ statistics: { ...statistics, ...change } })),
  setTimeline: (change) =>
    set(({ statistics }) => ({ statistics: { ...statistics, timeline: { ...statistics.timeline, ...change } } })),
  sortStatistics: (tab, sort) =>
    set(({ statistics }) => ({ statistics: { ...statistics, sorts: { ...statistics.sorts, [tab]: sort } } })),
});
