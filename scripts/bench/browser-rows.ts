import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { onePass, timed } from './node-rows.ts';
import { type Outcome, quantile } from './outcome.ts';
import { installProbe, type Probe } from './page-probe.ts';
import { smallPackets, sparseCapture } from './sparse-capture.ts';

export interface BrowserRun {
  readonly root: string;
  readonly large: string;
  readonly packets: number;
  readonly runs: number;
  readonly tshark: boolean;
  readonly executable: string;
  /** Packets of the capture that is scrolled, and octets of the one that is larger than memory. */
  readonly scrolled: number;
  readonly huge: number;
  isWanted(name: string): boolean;
}

const MB = 2 ** 20;
/** Marks the process in which the browser draws its own surface: no page is in it, and it grows by 30 MB some seconds after the start. */
const OWN_SURFACE = '--top-chrome-webui';
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

/** Builds the app, serves it, drives a real Chromium, and gives the rows that were measured in it. */
export async function browserRows(run: BrowserRun): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-bench-'));
  let server: ChildProcess | undefined;
  let browser: Browser | undefined;
  try {
    buildApp(run.root, folder);
    const port = 20_000 + (process.pid % 20_000);
    server = spawn(process.execPath, [resolve(run.root, 'scripts/serve.mjs'), folder, '--port', String(port)], {
      stdio: 'ignore',
    });
    const args = ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'];
    browser = await chromium.launch({ executablePath: run.executable, args });
    const visit = new Visit(browser, `http://127.0.0.1:${port}/`);
    return [
      ...(await loadRows(run, visit)),
      ...(await listRows(run, visit)),
      ...(await infoRows(run, visit)),
      ...(await scrollRows(run, visit)),
      ...(await hugeRows(run, visit)),
    ];
  } finally {
    await browser?.close();
    server?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Builds the app as its users get it. In a process of its own: this one was started by a development server, and a build in
 * it makes the development version of React, which takes several times as long.
 */
function buildApp(root: string, folder: string): void {
  const args = [resolve(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--emptyOutDir'];
  const env = { ...process.env, NODE_ENV: 'production' };
  execFileSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Pages of the app, each in a context of its own. */
class Visit {
  readonly #browser: Browser;
  readonly #address: string;

  constructor(browser: Browser, address: string) {
    this.#browser = browser;
    this.#address = address;
  }

  async page<T>(use: (page: Page) => Promise<T>): Promise<T> {
    // The policy of the app's pages would not let the bare reader start from a text.
    const context = await this.#browser.newContext({ serviceWorkers: 'block', bypassCSP: true });
    try {
      const page = await context.newPage();
      await page.addInitScript(installProbe);
      for (let left = 50; ; left--) {
        try {
          await page.goto(this.#address);
          break;
        } catch (error) {
          // The server may still be starting.
          if (left === 0) throw error;
          await new Promise((done) => setTimeout(done, 100));
        }
      }
      await page.getByRole('button', { name: 'Open file...' }).waitFor();
      return await use(page);
    } finally {
      await context.close();
    }
  }

  /** Resident octets of all pages' processes, that of the browser's own surface left out; undefined where the system does not tell. */
  async memory(): Promise<number | undefined> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    let sum = 0;
    for (const { id, type } of processInfo) {
      if (type !== 'renderer') continue;
      try {
        if (readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(OWN_SURFACE)) continue;
        const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
        sum += Number(kilobytes) * 1024;
      } catch {
        return undefined;
      }
    }
    return sum;
  }
}

const probe = <T>(page: Page, ask: (probe: Probe) => T | Promise<T>): Promise<T> =>
  page.evaluate(`(${ask.toString()})(globalThis.probe)`) as Promise<T>;

/**
 * Starts the engine as a person does who drags a file over the page or presses "Open file...", were it not started by the page
 * already: it is there long before the file is. What it takes is no part of opening a file, nor of what the file takes.
 */
async function warm(page: Page): Promise<void> {
  await page.dispatchEvent('body', 'pointerdown');
  await page.waitForFunction(() => (globalThis as unknown as { probe: Probe }).probe.isStarted);
  // The answer itself stays in the page.
  await probe(page, (it) => it.call('catalogue').then(() => undefined));
  await new Promise((done) => setTimeout(done, SETTLE_MS));
}

/** What a person takes at least to find a file and drop or choose it, in milliseconds. */
const SETTLE_MS = 1500;

async function choose(page: Page, path: string): Promise<void> {
  await probe(page, (it) => it.begin());
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file...' }).click();
  await (await choosing).setFiles(path);
}

const complete = (page: Page, packets: number): Promise<number> =>
  page.evaluate((count) => (globalThis as unknown as { probe: Probe }).probe.complete(count), packets);

async function loadRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
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

const SORTED = ['source', 'protocol', 'length', 'time'];
const SETTLED_MS = 180_000;

async function listRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
  const dissected = DISSECTED.map((filter) => ({ ...filter, ours: [] as number[], peer: [] as number[] }));
  const names = [
    'filter-columns',
    'filter-push',
    'sort',
    'select',
    'blocked-filter',
    ...dissected.map(({ name }) => name),
  ];
  if (!names.some((name) => run.isWanted(name))) return [];
  return visit.page(async (page) => {
    page.setDefaultTimeout(SETTLED_MS);
    await choose(page, run.large);
    await complete(page, run.packets);
    const filtered = async (text: string) =>
      page.evaluate((said) => (globalThis as unknown as { probe: Probe }).probe.filter(said), text);
    const columns: number[] = [];
    const push: number[] = [];
    const first: number[] = [];
    const verdict: number[] = [];
    const select: number[] = [];
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
    for (let i = 0; i < Math.max(5, run.runs); i++)
      select.push(
        (await page.evaluate((row) => (globalThis as unknown as { probe: Probe }).probe.select(row), 1 + i)).painted,
      );
    const sorts: Outcome[] = [];
    for (const key of SORTED) {
      // Once: an order that was worked out is kept, and a second run would measure only that.
      await probe(page, (it) => it.call('sort', undefined, false));
      const times = [await page.evaluate((by) => (globalThis as unknown as { probe: Probe }).probe.sort(by), key)];
      sorts.push({ name: 'sort', what: `sort by ${key}`, unit: 'ms', ours: times, limit: 400 });
    }
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
      ...sorts,
      { name: 'select', what: 'select a packet to tree shown', unit: 'ms', ours: select, limit: 20 },
      { name: 'blocked-filter', what: 'main thread blocked while filtering', unit: 'ms', ours: [blocked], limit: 50 },
    ];
  });
}

/**
 * The order by the text that only a dissected packet has: for somebody who asks for it at once, and for somebody who comes back
 * when the capture was judged in the background.
 */
async function infoRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
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
    limit: 400,
  });
  return [
    row('sort by info, as soon as the list is complete', cold),
    row('sort by info, once the capture is judged', warm),
  ];
}

async function scrollRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
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

async function hugeRows(run: BrowserRun, visit: Visit): Promise<readonly Outcome[]> {
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
