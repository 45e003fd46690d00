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

for (const viewport of [
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
])
  test(`the rules of a capture and what its file says stand one below the other, ${viewport.width} wide`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openSample(page, 'DM notifications');
    await page.getByRole('tab', { name: /Capture/ }).click();
    const rules = page.getByRole('region', { name: 'Findings of the capture' });
    await expect(rules.getByRole('row').nth(1)).toBeInViewport();
    const last = rules.getByRole('row').last();
    const size = page.getByRole('definition').first();
    await size.scrollIntoViewIfNeeded();
    const [above, below] = [await last.boundingBox(), await size.boundingBox()];
    expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? Infinity) + (above?.height ?? 0));
  });
