import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openFile, packetList, packetRow } from './support/app.ts';
import { writeBigCapture } from './support/big-capture.ts';

const PACKETS = 1_000_000;

test('a million packets open, scroll and are reached by number', async ({ page }) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'pushscope-big-'));
  const path = join(folder, 'big.pcap');
  writeBigCapture(path, PACKETS);
  try {
    await openFile(page, path);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 60_000 });
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
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
