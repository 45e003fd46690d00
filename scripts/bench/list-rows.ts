import type { Page } from '@playwright/test';
import { FILTER_ROWS, filterRows } from './filter-rows.ts';
import type { Outcome } from './outcome.ts';
import type { Probe } from './page-probe.ts';
import { type BrowserRun, choose, complete, SETTLED_MS, type Visit } from './page-visit.ts';
import { sortRows } from './sort-rows.ts';

/** What is done with a list once it is complete, in one page and in the order of a person's work: filter, look, sort. */
export async function listRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  const isFiltered = FILTER_ROWS.some((name) => run.isWanted(name));
  const isSelected = run.isWanted('select');
  const isSorted = run.isWanted('sort');
  if (!isFiltered && !isSelected && !isSorted) return [];
  return visit.page(async (page) => {
    page.setDefaultTimeout(SETTLED_MS);
    await choose(page, run.large);
    await complete(page, run.packets);
    return [
      ...(isFiltered ? await filterRows(run, page) : []),
      ...(isSelected ? await selectRows(run, page) : []),
      ...(isSorted ? await sortRows(page) : []),
    ];
  });
}

/** Packets that are looked at, at least. */
const SELECTED = 5;

async function selectRows(run: BrowserRun, page: Page): Promise<readonly Outcome[]> {
  const ours: number[] = [];
  for (let row = 1; row <= Math.max(SELECTED, run.runs); row++)
    ours.push(
      (await page.evaluate((one) => (globalThis as unknown as { probe: Probe }).probe.select(one), row)).painted,
    );
  return [{ name: 'select', what: 'select a packet to tree shown', unit: 'ms', ours, limit: 20 }];
}
