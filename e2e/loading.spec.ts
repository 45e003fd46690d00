import { expect, type Page, test } from '@playwright/test';
import { openFile, packetList, packetRow } from './support/app.ts';
import { withCapture, writeLongCapture } from './support/big-capture.ts';
import { slowFiles } from './support/slow-file.ts';

/** Pushes that are there at once, and the octets of the whole file, which take a while. */
const PUSHES = 20_000;
const SIZE = 8_000_000_000;
/** 1 100 large packets come with the pushes, and 95 a second from there on: while a test lasts there are less than 30 000 packets. */
const ARRIVAL = { atOnce: 290_000_000, perSecond: 25_000_000 };

// What the service worker answers cannot be changed on its way.
test.use({ serviceWorkers: 'block' });

const footer = (page: Page) => page.getByRole('contentinfo');
const loading = (page: Page) => footer(page).getByRole('progressbar', { name: 'Loading' });
const stop = (page: Page) => footer(page).getByRole('button', { name: 'Stop' });
const rows = async (page: Page): Promise<number> => Number(await packetList(page).getAttribute('aria-rowcount')) - 1;

/** Opens a file that loads as long as the test goes on. */
async function whileLoading(page: Page, use: () => Promise<void>): Promise<void> {
  await withCapture(
    (path) => writeLongCapture(path, PUSHES, SIZE),
    async (path) => {
      await slowFiles(page, ARRIVAL);
      await openFile(page, path);
      await expect(packetRow(page, '11.0.0.0')).toBeVisible();
      await expect(loading(page)).toBeVisible();
      await use();
    },
  );
}

test('octets, packets and the time that is left are told while a capture loads', async ({ page }) => {
  await whileLoading(page, async () => {
    await expect(footer(page)).toContainText(/\d [kMG]B of 8\.0 GB, ((\d+ min )?\d+ s|less than a second) left/);
    const shown = await rows(page);
    await expect.poll(() => rows(page)).toBeGreaterThan(Math.max(shown, PUSHES));
    await expect(footer(page)).toContainText(/2\d,\d{3} packets/);
    const share = Number(await loading(page).getAttribute('value'));
    await expect.poll(async () => Number(await loading(page).getAttribute('value'))).toBeGreaterThan(share);
    // Nothing is said of rules before the capture is judged.
    await expect(footer(page)).toContainText('Not judged yet');
  });
});

test('a capture that loads is scrolled, selected and filtered, and Stop keeps what is there', async ({ page }) => {
  await whileLoading(page, async () => {
    await expect.poll(() => rows(page)).toBeGreaterThan(PUSHES);
    await packetList(page).hover();
    await page.mouse.wheel(0, 22 * 10_000);
    // The first packet in view is the 10 001st; 10 000 is 0x2710.
    await expect(packetRow(page, '11.0.39.16')).toBeVisible();
    await packetRow(page, '11.0.39.20').click();
    await expect(page).toHaveURL(/packet=10005\b/);
    await expect(page.getByRole('treeitem', { name: /Wireless Session Protocol/ })).toBeVisible();

    const filter = page.getByRole('combobox', { name: 'Display filter' });
    await filter.fill('ip.dst == 11.0.39.20 || ip.dst == 11.0.0.77');
    await expect(page.getByText('Valid', { exact: true })).toBeVisible();
    await filter.press('Enter');
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '3');
    await expect(packetList(page).locator('[data-key="number"]')).toHaveText(['78', '10005']);
    await expect(packetList(page).getByRole('row', { selected: true })).toContainText('11.0.39.20');
    await expect(footer(page)).toContainText(/^.*2 \/ 2\d,\d{3} shown/);
    await expect(loading(page)).toBeVisible();
    await page.getByRole('button', { name: 'Clear filter' }).first().click();
    await expect.poll(() => rows(page)).toBeGreaterThan(PUSHES);

    await stop(page).click();
    await expect(footer(page)).toContainText(/Stopped at [\d.]+ [MG]B of 8\.0 GB/);
    await expect(loading(page)).toBeHidden();
    const kept = await rows(page);
    await page.keyboard.press('Control+End');
    await expect(page).toHaveURL(new RegExp(`packet=${kept}\\b`));
    await expect(packetList(page).getByRole('row', { selected: true })).toContainText(String(kept));
    await page.keyboard.press('Control+Home');
    await expect(page).toHaveURL(/packet=1\b/);
    expect(await rows(page)).toBe(kept);
  });
});

test('statistics grow while a capture loads, and stand still after Stop', async ({ page }) => {
  await whileLoading(page, async () => {
    await page.keyboard.press('Alt+Shift+3');
    const summary = page.getByText(/^[\d,]+ packets$/).first();
    const counted = async (): Promise<number> => Number((await summary.innerText()).replace(/\D/g, ''));
    await expect.poll(counted).toBeGreaterThan(PUSHES);
    const before = await counted();
    await expect.poll(counted).toBeGreaterThan(before);
    await page.getByRole('tab', { name: 'Lengths' }).click();
    const longest = page.getByRole('grid', { name: 'Packet lengths' }).getByRole('row').last();
    await expect(longest).toContainText(/\d/);
    await stop(page).click();
    await expect(footer(page)).toContainText('Stopped at');
    await page.keyboard.press('Alt+Shift+1');
    const kept = await rows(page);
    await page.keyboard.press('Alt+Shift+3');
    await expect.poll(counted).toBe(kept);
  });
});
