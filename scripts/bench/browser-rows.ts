import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { hugeRows } from './huge-rows.ts';
import { listRows } from './list-rows.ts';
import { loadRows } from './load-rows.ts';
import type { Outcome } from './outcome.ts';
import { type BrowserRun, Visit } from './page-visit.ts';
import { scrollRows } from './scroll-rows.ts';
import { infoRows } from './sort-rows.ts';

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
