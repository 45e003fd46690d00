import type { Page } from '@playwright/test';
import type { Outcome } from './outcome.ts';
import type { Probe } from './page-probe.ts';
import { type BrowserRun, choose, complete, probe, SETTLE_MS, SETTLED_MS, type Visit } from './page-visit.ts';

const SORTED = ['source', 'protocol', 'length', 'time'];
const LIMIT_MS = 400;

/** Orders that columns tell, of a list that is complete. */
export async function sortRows(page: Page): Promise<readonly Outcome[]> {
  const sorts: Outcome[] = [];
  for (const key of SORTED) {
    // Once: an order that was worked out is kept, and a second run would measure only that.
    await probe(page, (it) => it.call('sort', undefined, false));
    const took = await page.evaluate((by) => (globalThis as unknown as { probe: Probe }).probe.sort(by), key);
    sorts.push({ name: 'sort', what: `sort by ${key}`, unit: 'ms', ours: [took], limit: LIMIT_MS });
  }
  return sorts;
}

/**
 * The order by the text that only a dissected packet has: for somebody who asks for it at once, and for somebody who comes back
 * when the capture was judged in the background.
 */
export async function infoRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  if (!run.isWanted('sort-info')) return [];
  const sorted = async (wait: (page: Page) => Promise<void>): Promise<number> =>
    visit.page(async (page) => {
      page.setDefaultTimeout(SETTLED_MS);
      await choose(page, run.large);
      await complete(page, run.packets);
      await wait(page);
      return probe(page, (it) => it.sort('info'));
    });
  const cold = await sorted(() => Promise.resolve());
  const warm = await sorted(async (page) => {
    await probe(page, async (it) => {
      for (;;) {
        const status = (await it.call('status')) as { judging: boolean; judged: number; packets: number } | undefined;
        if (status !== undefined && !status.judging && status.judged === status.packets) return;
        await new Promise((done) => setTimeout(done, 500));
      }
    });
    // The order is made of the gathered texts while nobody waits for anything: 1.3 s of work.
    await new Promise((done) => setTimeout(done, 4 * SETTLE_MS));
  });
  const row = (what: string, took: number): Outcome => ({
    name: 'sort-info',
    what,
    unit: 'ms',
    ours: [took],
    limit: LIMIT_MS,
  });
  return [
    row('sort by info, as soon as the list is complete', cold),
    row('sort by info, once the capture is judged', warm),
  ];
}
