import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openFile, packetList, packetRow } from './support/app.ts';
import { writeBigCapture } from './support/big-capture.ts';
import { busyness, watchTasks } from './support/main-thread.ts';
import { runBeforeEngine } from './support/worker-script.ts';

const PACKETS = 1_000_000;
/** Longest stretch of the main thread that is let pass on a machine that has nothing else to do, in milliseconds. */
const LONGEST = 50;

const bar = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });

async function applyFilter(page: Page, text: string): Promise<void> {
  await bar(page).fill(text);
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await bar(page).press('Enter');
}

// What the service worker answers cannot be changed on its way.
test.use({ serviceWorkers: 'block' });

/** Has the engine see so many cores, whatever the machine has. Gives how many further threads it has started. */
async function seeCores(page: Page, cores: number): Promise<() => number> {
  let threads = 0;
  await runBeforeEngine(page, `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`);
  page.on('worker', (worker) => {
    if (worker.url().includes('packet-thread')) threads++;
  });
  return () => threads;
}

test('a million packets open, scroll, are reached by number and filtered, and never hold up the page', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-big-'));
  const path = join(folder, 'big.pcap');
  writeBigCapture(path, PACKETS);
  try {
    const longest = await watchTasks(page);
    const threads = await seeCores(page, 4);
    await page.goto('./');
    const limit = LONGEST * (await busyness(page));
    await openFile(page, path);
    // What the page itself takes to start does not count.
    await longest();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 60_000 });
    expect(await longest()).toBeLessThan(limit);
    await expect(packetRow(page, '11.0.0.0')).toBeVisible();
    await page.keyboard.press('Control+End');
    await expect(page).toHaveURL(/packet=1000000\b/);
    // 999 999 is 0x0f423f: the last address.
    await expect(packetRow(page, '11.15.66.63')).toBeVisible();
    await packetList(page).hover();
    await page.mouse.wheel(0, -22 * 100);
    // One hundred rows up: 999 899 lies in view, and what is shown is exact.
    await expect(packetRow(page, '11.15.65.219')).toBeVisible();
    await page.keyboard.press('Control+g');
    await page
      .getByRole('dialog')
      .getByRole('textbox')
      .or(page.getByRole('dialog').getByRole('spinbutton'))
      .fill('500000');
    await page.keyboard.press('Enter');
    await expect(packetRow(page, '11.7.161.31')).toBeVisible();
    await expect(page.getByRole('treeitem', { name: /Wireless Session Protocol/ })).toBeVisible();
    expect(await longest()).toBeLessThan(limit);

    // One packet by an address, which is a column.
    await applyFilter(page, 'ip.dst == 11.15.66.63');
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '2', { timeout: 30_000 });
    await expect(packetRow(page, '11.15.66.63')).toBeVisible();
    // No packet holds these octets: every one has to be looked at, and that is given up.
    await applyFilter(page, 'frame contains "none has this"');
    // The bar has one, and the list as long as it is empty.
    const stop = page.getByRole('button', { name: /^Stop/ });
    await stop.first().click();
    await expect(stop).toHaveCount(0);
    await page.getByRole('button', { name: 'Clear filter' }).first().click();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 30_000 });
    expect(await longest()).toBeLessThan(limit);

    // Contents of all packets, which threads share: they start while it is written.
    await bar(page).fill('wsp.pdu_type == 6 && frame.number % 2 == 0');
    await expect.poll(threads).toBe(3);
    for (const expected of [PACKETS / 2, PACKETS / 4]) {
      await applyFilter(page, `wsp.pdu_type == 6 && frame.number % ${PACKETS / expected} == 0`);
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(expected + 1), { timeout: 30_000 });
    }
    await page.getByRole('button', { name: 'Clear filter' }).first().click();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 30_000 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
