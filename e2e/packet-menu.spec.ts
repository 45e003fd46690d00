import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { idle, openFile, openSample, packetList, packetRow } from './support/app.ts';
import { writeBigCapture } from './support/big-capture.ts';

const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test.describe('with the sample', () => {
  test.beforeEach(async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await openSample(page, 'DM notifications');
  });

  test('a right click selects the packet and offers what can be copied', async ({ page }) => {
    await packetRow(page, 'session 0xf0f2').click({ button: 'right' });
    await expect(page).toHaveURL(/packet=5/);
    await item(page, 'Copy summary as CSV').click();
    await expect(page.getByText('Copied: summary as CSV')).toBeVisible();
    expect(await clipboard(page)).toMatch(
      /^5,4\.000000,192\.0\.2\.1,192\.0\.2\.2,DM 1\.2,80,"DM 1\.2 notification, .*",,/,
    );
    await expect(packetList(page)).toBeFocused();
    await page.keyboard.press('Control+c');
    await expect(page.getByText('Copied: row')).toBeVisible();
    expect((await clipboard(page)).split('\t')).toHaveLength(7);
  });

  test('the menu opens by keys at the selected row', async ({ page }) => {
    await packetRow(page, 'session 0xf0f2').click();
    await idle(page);
    await page.keyboard.press('Shift+F10');
    const row = await packetList(page).getByRole('row', { selected: true }).boundingBox();
    const menu = await page.getByRole('menu').boundingBox();
    expect(Math.abs((menu?.y ?? 0) - (row?.y ?? 0) - (row?.height ?? 0))).toBeLessThan(12);
    await item(page, 'Copy packet bytes as').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Hex and ASCII').click();
    await expect(page.getByText('Copied: 80 octets as hex and ASCII')).toBeVisible();
    expect(await clipboard(page)).toMatch(/^00000000 {2}02 00 00 00 00 02 02 00 {2}/);
  });

  test('the next packet with a finding, or with the same verdict, is found both ways', async ({ page }) => {
    await page.keyboard.press('Control+Home');
    await idle(page);
    await page.keyboard.press('F4');
    await expect(page).toHaveURL(/packet=2\b/);
    await page.keyboard.press('F4');
    await expect(page).toHaveURL(/packet=7\b/);
    await page.keyboard.press('Shift+F4');
    await expect(page).toHaveURL(/packet=2\b/);
    await idle(page);
    await page.keyboard.press('Shift+F4');
    await expect(page.getByText('No earlier packet with a finding')).toBeVisible();
    await expect(page).toHaveURL(/packet=2\b/);
    await packetRow(page, 'digest not verifiable').click();
    await idle(page);
    await page.keyboard.press('F9');
    await idle(page);
    await expect(packetList(page).getByRole('row', { selected: true })).toContainText('not verifiable');
    await expect(page).not.toHaveURL(/packet=9\b/);
  });
});

test('a long search tells how far it is and ends with Esc', async ({ page }) => {
  test.slow();
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-search-'));
  const path = join(folder, 'big.pcap');
  writeBigCapture(path, 200_000);
  await openFile(page, path);
  await expect(packetList(page)).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('200,000 packets');
  // In the page itself: on a fast machine the search would be over before a call from here has come back.
  const words = await page.evaluate(async () => {
    const press = (key: string): void => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    };
    const searching = new Promise<string>((seen) => {
      const observer = new MutationObserver(() => {
        const bar = document.querySelector('progress[aria-label="Looking for a finding"]');
        if (bar === null) return;
        observer.disconnect();
        press('Escape');
        seen(bar.parentElement?.textContent ?? '');
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    press('F4');
    return searching;
  });
  expect(words).toMatch(/^Looking for a finding: [\d,]+ of 199,999/);
  await expect(page.getByRole('progressbar', { name: 'Looking for a finding' })).toBeHidden();
  await idle(page);
  await expect(page.getByText(/No later packet/)).toHaveCount(0);
  await expect(packetList(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '2');
  await rm(folder, { recursive: true });
});
