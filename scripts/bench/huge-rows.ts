import type { Outcome } from './outcome.ts';
import type { Probe } from './page-probe.ts';
import { type BrowserRun, choose, MB, probe, SETTLED_MS, type Visit, warm } from './page-visit.ts';
import { sparseCapture } from './sparse-capture.ts';

/** A capture that is larger than the machine's memory. */
export async function hugeRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  if (!run.isWanted('huge')) return [];
  const path = sparseCapture(run.huge);
  const size = `${(run.huge / 1e9).toFixed(0)} GB`;
  return visit.page(async (page) => {
    page.setDefaultTimeout(SETTLED_MS);
    await warm(page);
    const idle = await visit.memory();
    await choose(page, path);
    await page.waitForFunction(() => (globalThis as unknown as { probe: Probe }).probe.firstRows !== undefined);
    const first = await probe(page, (it) => it.firstRows);
    // Not `waitForFunction`: to it the promise of an answer is a yes.
    await probe(page, async (it) => {
      for (;;) {
        const status = await it.call('status');
        if ((status as { phase: string } | undefined)?.phase === 'done') return;
        await new Promise((done) => setTimeout(done, 500));
      }
    });
    const seen = await visit.memory();
    const packets = Math.floor(run.huge / 262_160);
    const longest = await probe(page, (it) => it.longest);
    return [
      {
        name: 'huge',
        what: `${size}: drop to first rows`,
        unit: 'ms',
        ours: first === undefined ? [] : [first],
        limit: 100,
      },
      {
        name: 'huge',
        what: `${size}: renderer memory above idle`,
        unit: 'MB',
        ours: idle === undefined || seen === undefined ? [] : [(seen - idle) / MB],
        limit: (packets * 60) / MB + 64,
      },
      { name: 'huge', what: `${size}: main thread blocked while loading`, unit: 'ms', ours: [longest], limit: 50 },
    ];
  });
}
