import { expect, test } from '@playwright/test';
import { fieldTree, goToPacket, idle, octet, openSample, packetRow } from './support/app.ts';

test('a broken rule is shown at the packet, the field and its bytes', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 23);
  await expect(packetRow(page, 'session 0x0000').getByRole('img', { name: /error/i })).toBeVisible();
  await page.getByRole('tab', { name: /Findings/ }).click();
  const finding = page.getByRole('listitem').filter({ hasText: 'N13-036' });
  await expect(finding).toContainText('MUST NOT');
  await expect(finding).toContainText('6.4.8');
  await finding.getByRole('button').first().click();
  await page.getByRole('tab', { name: 'Fields' }).click();
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('SESSIONID');
  await idle(page);
  await expect(octet(page, 54)).toHaveAttribute('aria-selected', 'true');
});

test('all rules that the capture breaks are listed with their packets', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.getByRole('tab', { name: /Capture/ }).click();
  const rule = page.getByText('N13-042').first();
  await expect(rule).toBeVisible();
});
