import { onePass, timed } from './node-rows.ts';
import type { Outcome } from './outcome.ts';
import { type BrowserRun, choose, complete, MB, probe, type Visit, warm } from './page-visit.ts';

/** What a person waits for who opens a capture, and what memory it takes. */
export async function loadRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  if (!['first-rows', 'load', 'memory', 'blocked-load'].some((name) => run.isWanted(name))) return [];
  const first: number[] = [];
  const all: number[] = [];
  const walk: number[] = [];
  const peer: number[] = [];
  const memory: number[] = [];
  const longest: number[] = [];
  for (let i = 0; i < run.runs; i++) {
    if (run.tshark) peer.push(timed('tshark', onePass(run.large)));
    await visit.page(async (page) => {
      await warm(page);
      const idle = await visit.memory();
      await choose(page, run.large);
      all.push(await complete(page, run.packets));
      const seen = await visit.memory();
      if (idle !== undefined && seen !== undefined) memory.push((seen - idle) / MB);
      const shown = await probe(page, (it) => it.firstRows);
      if (shown !== undefined) first.push(shown);
      longest.push(await probe(page, (it) => it.longest));
      walk.push(await probe(page, (it) => it.readAndWalk()));
    });
  }
  return [
    { name: 'first-rows', what: 'drop to first rows on screen', unit: 'ms', ours: first, limit: 100 },
    {
      name: 'load',
      what: 'drop to complete list, Chromium',
      unit: 'ms',
      ours: all,
      peer: { what: "tshark's one pass", values: peer, share: 1 / 10 },
    },
    {
      name: 'load',
      what: 'drop to complete list, beside reading and walking the file',
      unit: 'ms',
      ours: all,
      peer: { what: 'bare read and walk', values: walk, share: 2.5 },
    },
    {
      name: 'memory',
      what: 'renderer memory above idle, after loading',
      unit: 'MB',
      ours: memory,
      limit: (run.packets * 60) / MB + 64,
      ...(memory.length === 0 ? { note: 'the system does not tell' } : {}),
    },
    { name: 'blocked-load', what: 'main thread blocked while loading', unit: 'ms', ours: longest, limit: 50 },
  ];
}
