import { expect, type Page, test } from '@playwright/test';
import { jumpToPacket, openFile, packetList } from './support/app.ts';
import { withCapture, writeBigCapture } from './support/big-capture.ts';
import { busyness, watchTasks } from './support/main-thread.ts';

const PACKETS = 200_000;
const HALF = PACKETS / 2;
/** Longest stretch of the main thread that is let pass on a machine that has nothing else to do, in milliseconds. */
const LONGEST = 50;

const footer = (page: Page) => page.getByRole('contentinfo');
const selected = (page: Page) => packetList(page).getByRole('row', { selected: true });

async function applyFilter(page: Page, text: string, shown: number): Promise<void> {
  const bar = page.getByRole('combobox', { name: 'Display filter' });
  await bar.fill(text);
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await bar.press('Enter');
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(shown + 1));
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
}

test('a hundred thousand packets are marked and left out at once, and as they were again', async ({ page }) => {
  test.slow();
  await withCapture(
    (path) => writeBigCapture(path, PACKETS),
    async (path) => {
      const longest = await watchTasks(page);
      await page.goto('./');
      const limit = LONGEST * (await busyness(page));
      await openFile(page, path);
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 60_000 });
      await jumpToPacket(page, HALF);
      await page.keyboard.press('Control+m');
      await expect(footer(page)).toContainText('1 marked');
      await applyFilter(page, `frame.number <= ${HALF}`, HALF);
      await longest();

      await page.keyboard.press('Control+Shift+m');
      await expect(footer(page)).toContainText('100,000 marked');
      await expect(selected(page)).toContainText('Marked');
      await choose(page, 'Unmark all shown packets');
      await expect(footer(page)).not.toContainText('marked');
      await page.keyboard.press('Control+Shift+m');
      await expect(footer(page)).toContainText('100,000 marked');

      await page.keyboard.press('Control+Shift+d');
      await expect(footer(page)).toContainText('100,000 marked, 100,000 left out');
      await expect(selected(page)).toContainText('<Ignored>', { timeout: 30_000 });
      expect(await longest()).toBeLessThan(limit);

      // The other half is as it was.
      await page.getByRole('button', { name: 'Clear filter' }).first().click();
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1));
      await page.keyboard.press('Control+End');
      await expect(selected(page)).toContainText('WSP Push');
      await expect(selected(page)).not.toContainText('Marked');
      await choose(page, 'Take all packets in');
      await expect(footer(page)).not.toContainText('left out');
      await page.keyboard.press('Control+Home');
      await expect(selected(page)).toContainText('WSP Push');
      await expect(selected(page)).toContainText('Marked');
      await choose(page, 'Unmark all packets');
      await expect(footer(page)).not.toContainText('marked');
      await expect(selected(page)).not.toContainText('Marked');
      expect(await longest()).toBeLessThan(limit);
    },
  );
});
