import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { installProbe, type Probe } from './page-probe.ts';

/** What is measured, and with what. */
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

export const MB = 2 ** 20;
/** How long what is asked of a page may take, in milliseconds. */
export const SETTLED_MS = 180_000;
/** Marks the process in which the browser draws its own surface: no page is in it, and it grows by 30 MB some seconds after the start. */
const OWN_SURFACE = '--top-chrome-webui';
/** Pages of the app, each in a context of its own. */
export class Visit {
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

/** Asks what runs in the page. @param ask must stand for itself: it goes there as text */
export const probe = <T>(page: Page, ask: (probe: Probe) => T | Promise<T>): Promise<T> =>
  page.evaluate(`(${ask.toString()})(globalThis.probe)`) as Promise<T>;

/**
 * Starts the engine as a person does who drags a file over the page or presses "Open file...", were it not started by the page
 * already: it is there long before the file is. What it takes is no part of opening a file, nor of what the file takes.
 */
export async function warm(page: Page): Promise<void> {
  await page.dispatchEvent('body', 'pointerdown');
  await page.waitForFunction(() => (globalThis as unknown as { probe: Probe }).probe.isStarted);
  // The answer itself stays in the page.
  await probe(page, (it) => it.call('catalogue').then(() => undefined));
  await new Promise((done) => setTimeout(done, SETTLE_MS));
}

/** What a person takes at least to find a file and drop or choose it, in milliseconds. */
export const SETTLE_MS = 1500;

/** Chooses a file, from where on all is timed. */
export async function choose(page: Page, path: string): Promise<void> {
  await probe(page, (it) => it.begin());
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file...' }).click();
  await (await choosing).setFiles(path);
}

/** What it took until the list was complete, in milliseconds. */
export const complete = (page: Page, packets: number): Promise<number> =>
  page.evaluate((count) => (globalThis as unknown as { probe: Probe }).probe.complete(count), packets);
