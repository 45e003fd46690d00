import type { Page } from '@playwright/test';
import { timed } from './node-rows.ts';
import type { Outcome } from './outcome.ts';
import type { Probe } from './page-probe.ts';
import { type BrowserRun, probe } from './page-visit.ts';

const FILTERS = {
  columns: 'frame.len > 100 && ip.src == 10.20.0.0/16',
  push: 'dmnoti.ui_mode == 2',
  verdict: 'dmnoti.digest.verdict == "unchecked"',
};
/** Filters that no column answers, each beside `tshark -Y` of the same. */
const DISSECTED = [
  { name: 'filter-deep', what: 'filter over a deep field', text: 'sip.Method == "MESSAGE"' },
  { name: 'filter-header', what: 'filter over a field of a header', text: 'tcp.flags.syn == 1' },
  { name: 'filter-octets', what: 'filter over the octets of packets', text: 'frame contains "MESSAGE"' },
] as const;

/** What `filterRows` measures. */
export const FILTER_ROWS: readonly string[] = [
  'filter-columns',
  'filter-push',
  'blocked-filter',
  ...DISSECTED.map(({ name }) => name),
];

/** Filters over a list that is complete, in turn: each finds what the ones before have left. The last one is none. */
export async function filterRows(run: BrowserRun, page: Page): Promise<readonly Outcome[]> {
  const filtered = (text: string) =>
    page.evaluate((said) => (globalThis as unknown as { probe: Probe }).probe.filter(said), text);
  const dissected = DISSECTED.map((filter) => ({ ...filter, ours: [] as number[], peer: [] as number[] }));
  const columns: number[] = [];
  const push: number[] = [];
  const first: number[] = [];
  const verdict: number[] = [];
  await probe(page, (it) => it.begin());
  for (let i = 0; i < run.runs; i++) {
    await filtered('');
    columns.push((await filtered(FILTERS.columns)).all);
    await filtered('');
    const found = await filtered(FILTERS.push);
    push.push(found.all);
    first.push(found.first);
    await filtered('');
    verdict.push((await filtered(FILTERS.verdict)).all);
    for (const { text, ours, peer } of dissected) {
      await filtered('');
      ours.push((await filtered(text)).all);
      if (run.tshark) peer.push(timed('tshark', ['-n', '-r', run.large, '-Y', text]));
    }
  }
  const blocked = await probe(page, (it) => it.longest);
  await filtered('');
  return [
    {
      name: 'filter-columns',
      what: `filter over columns: \`${FILTERS.columns}\``,
      unit: 'ms',
      ours: columns,
      limit: 50,
    },
    {
      name: 'filter-push',
      what: `filter over a field of push: \`${FILTERS.push}\``,
      unit: 'ms',
      ours: push,
      limit: 600,
    },
    { name: 'filter-push', what: 'the same, first matches', unit: 'ms', ours: first, limit: 50 },
    {
      name: 'filter-push',
      what: `filter over what is worked out of a push: \`${FILTERS.verdict}\``,
      unit: 'ms',
      ours: verdict,
      limit: 600,
    },
    ...dissected.map(
      ({ name, what, text, ours, peer }): Outcome => ({
        name,
        what: `${what}: \`${text}\``,
        unit: 'ms',
        ours,
        peer: { what: '`tshark -Y`', values: peer, share: 1 / 5 },
      }),
    ),
    { name: 'blocked-filter', what: 'main thread blocked while filtering', unit: 'ms', ours: [blocked], limit: 50 },
  ];
}
