import {
  FLOW_LAYERS,
  MOST_FILTERS,
  PLAIN_STATISTICS,
  PUSH_TABLES,
  SERIES,
  STATISTICS_TABS,
  type StatisticsView,
  type TimelineChoice,
  UNITS,
} from './statistics.ts';

/*
 * What the address says of the place of statistics: `#/statistics?view=conversations&shown=1&layer=tcp&sort=-octets`,
 * `view=timeline&unit=bit/s&series=all,push&also=udp&interval=1000000&from=0&to=5000000&as=table`. Only of the view that is
 * shown, and only what is not as it is at first.
 */

/** Longest interval and latest time in an address, in microseconds: a year, and a century. */
const MOST_INTERVAL = 366 * 86_400e6;
const MOST_TIME = 100 * MOST_INTERVAL;
/** Longest filter of a series. */
const MOST_TEXT = 1000;

const first = PLAIN_STATISTICS.timeline;

export function writeStatistics(view: StatisticsView): readonly (readonly [string, string])[] {
  const { tab, isShownOnly, push, layers, sorts, timeline } = view;
  const out: [string, string][] = [];
  if (tab !== PLAIN_STATISTICS.tab) out.push(['view', tab]);
  if (isShownOnly) out.push(['shown', '1']);
  const layer = layers[tab];
  if (layer !== undefined) out.push(['layer', layer]);
  if (tab === 'push' && push !== PLAIN_STATISTICS.push) out.push(['by', push]);
  const sort = sorts[tab];
  if (sort !== undefined) out.push(['sort', `${sort.isDescending ? '-' : ''}${sort.id}`]);
  if (tab === 'timeline') out.push(...writeTimeline(timeline));
  return out;
}

function writeTimeline({ series, filters, unit, interval, range, isTable }: TimelineChoice): [string, string][] {
  const out: [string, string][] = [];
  if (unit !== first.unit) out.push(['unit', unit]);
  const names = SERIES.filter((id) => series.includes(id)).join();
  if (names !== first.series.join()) out.push(['series', names]);
  for (const text of filters) if (text.length <= MOST_TEXT) out.push(['also', text]);
  if (interval !== undefined) out.push(['interval', String(interval)]);
  if (range !== undefined) out.push(['from', String(range.from)], ['to', String(range.to)]);
  if (isTable) out.push(['as', 'table']);
  return out;
}

/** What the values of an address say; whatever they do not say, or say wrongly, is as in `before`. */
export function readStatistics(values: URLSearchParams, before: StatisticsView = PLAIN_STATISTICS): StatisticsView {
  const tab = STATISTICS_TABS.find((id) => id === values.get('view')) ?? PLAIN_STATISTICS.tab;
  const layer = FLOW_LAYERS.find((id) => id === values.get('layer'));
  const [, sign = '', id] = /^(-?)(\w[\w-]{0,39})$/.exec(values.get('sort') ?? '') ?? [];
  const hasLayers = tab === 'conversations' || tab === 'endpoints';
  return {
    tab,
    isShownOnly: values.get('shown') === '1',
    push:
      tab === 'push' ? (PUSH_TABLES.find((table) => table === values.get('by')) ?? PLAIN_STATISTICS.push) : before.push,
    layers: layer !== undefined && hasLayers ? { ...before.layers, [tab]: layer } : before.layers,
    sorts: id === undefined ? before.sorts : { ...before.sorts, [tab]: { id, isDescending: sign === '-' } },
    timeline: tab === 'timeline' ? readTimeline(values) : before.timeline,
  };
}

function readTimeline(values: URLSearchParams): TimelineChoice {
  const series = SERIES.filter((id) => values.get('series')?.split(',').includes(id) === true);
  const filters = values.getAll('also').filter((text) => text.trim() !== '' && text.length <= MOST_TEXT);
  const interval = numberIn(values.get('interval'), MOST_INTERVAL);
  const from = numberIn(values.get('from'), MOST_TIME);
  const to = numberIn(values.get('to'), MOST_TIME);
  return {
    series: series.length > 0 || filters.length > 0 ? series : first.series,
    filters: [...new Set(filters)].slice(0, MOST_FILTERS),
    unit: UNITS.find((one) => one === values.get('unit')) ?? first.unit,
    interval: interval === undefined || interval < 1 ? undefined : interval,
    range: from !== undefined && to !== undefined && from < to ? { from, to } : undefined,
    isTable: values.get('as') === 'table',
  };
}

function numberIn(text: string | null, most: number): number | undefined {
  if (text === null || !/^-?\d{1,17}(?:\.\d{1,3})?$/.test(text)) return undefined;
  const value = Number(text);
  return Math.abs(value) <= most ? value : undefined;
}
