import { type Outcome, quantile } from './outcome.ts';
import { type BrowserRun, choose, complete, probe, SETTLED_MS, type Visit } from './page-visit.ts';
import { smallPackets } from './sparse-capture.ts';

/** Wheel and keys over millions of rows. */
export async function scrollRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  if (!run.isWanted('scroll')) return [];
  const path = smallPackets(run.scrolled);
  return visit.page(async (page) => {
    page.setDefaultTimeout(SETTLED_MS);
    await choose(page, path);
    await complete(page, run.scrolled);
    await page.getByRole('grid', { name: 'Packets' }).hover();
    await probe(page, (it) => it.begin());
    for (let i = 0; i < 120; i++) await page.mouse.wheel(0, 220);
    for (let i = 0; i < 20; i++) await page.keyboard.press('PageDown');
    const frames = await probe(page, (it) => [...it.frames]);
    const longest = await probe(page, (it) => it.longest);
    return [
      {
        name: 'scroll',
        what: `frame while scrolling ${run.scrolled.toLocaleString('en')} rows, 95th percentile`,
        unit: 'ms',
        ours: [quantile(frames, 0.95) ?? Number.NaN],
        limit: 17,
      },
      { name: 'scroll', what: 'main thread blocked while scrolling', unit: 'ms', ours: [longest], limit: 50 },
    ];
  });
}
