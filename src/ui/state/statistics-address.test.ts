import { expect, test } from 'vitest';
import { addressValues, writeAddress } from './address.ts';
import { PLAIN_STATISTICS, type StatisticsView } from './statistics.ts';
import { readStatistics, writeStatistics } from './statistics-address.ts';

const ADDRESS = { place: 'statistics', packet: 3, sample: undefined, filter: 'udp' } as const;
const written = (view: StatisticsView): string => writeAddress(ADDRESS, writeStatistics(view));
const read = (hash: string, before?: StatisticsView): StatisticsView => readStatistics(addressValues(hash), before);

const { timeline } = PLAIN_STATISTICS;
const VIEWS: readonly StatisticsView[] = [
  PLAIN_STATISTICS,
  { ...PLAIN_STATISTICS, isShownOnly: true, sorts: { hierarchy: { id: 'octets', isDescending: true } } },
  { ...PLAIN_STATISTICS, tab: 'conversations', layers: { conversations: 'tcp' } },
  { ...PLAIN_STATISTICS, tab: 'endpoints', sorts: { endpoints: { id: 'portA', isDescending: false } } },
  { ...PLAIN_STATISTICS, tab: 'push', push: 'applications' },
  {
    ...PLAIN_STATISTICS,
    tab: 'timeline',
    timeline: {
      series: ['all', 'findings'],
      filters: ['udp && ip.src == 10.0.0.0/8', 'tcp,x'],
      unit: 'bit/s',
      interval: 1_000_000,
      range: { from: -500, to: 12_000_000 },
      isTable: true,
    },
  },
  { ...PLAIN_STATISTICS, tab: 'timeline', timeline: { ...timeline, series: [], filters: ['a#b?c=d&e%f'] } },
];

test.each(VIEWS)('the address says what is chosen: %#', (view) => {
  expect(read(written(view))).toEqual(view);
});

test('what is as it is at first is not said', () => {
  expect(written(PLAIN_STATISTICS)).toBe('#/statistics?filter=udp&packet=4');
  expect(written({ ...PLAIN_STATISTICS, tab: 'rules', push: 'initiators' })).toBe(
    '#/statistics?filter=udp&packet=4&view=rules',
  );
});

test('other views keep what was chosen in them', () => {
  const before: StatisticsView = { ...PLAIN_STATISTICS, tab: 'push', push: 'initiators', layers: { endpoints: 'udp' } };
  expect(read('#/statistics?view=digests', before)).toEqual({ ...before, tab: 'digests' });
});

test.each([
  '#/statistics?view=elsewhere',
  '#/statistics?layer=tcp&by=applications&unit=bit/s',
  '#/statistics?sort=--x&shown=yes',
  `#/statistics?sort=${'x'.repeat(50)}`,
])('reads nothing from %s', (hash) => expect(read(hash)).toEqual(PLAIN_STATISTICS));

test.each([
  'series=none',
  'unit=miles',
  'interval=0',
  'interval=-5',
  'interval=1e99',
  `interval=${'9'.repeat(17)}`,
  'from=5&to=5',
  'from=5',
  'from=a&to=b',
  'also=',
  `also=${'x'.repeat(2000)}`,
])('a timeline takes no %s', (query) => {
  expect(read(`#/statistics?view=timeline&${query}`)).toEqual({ ...PLAIN_STATISTICS, tab: 'timeline' });
});
