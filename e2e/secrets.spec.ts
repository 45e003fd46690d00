import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { goToPacket, idle, openSample, packetRow, pasteText } from './support/app.ts';

async function enterSecret(page: Page, typed: string, form = 'Text'): Promise<void> {
  await page.getByRole('button', { name: /Keys/ }).first().click();
  const keys = page.getByRole('dialog', { name: /Keys|Secrets/ });
  await keys.getByRole('button', { name: /Add/ }).first().click();
  await keys.getByLabel('Form').last().selectOption({ label: form });
  await keys
    .getByLabel(/^Secret/)
    .last()
    .fill(typed);
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await idle(page);
}

const verified = /digest verified/;

for (const [form, typed] of [
  ['Text', 'a:b'],
  ['Hex', '613a62'],
  ['Base64', 'YTpi'],
] as const) {
  test(`a secret as ${form} verifies digests and names the formula`, async ({ page }) => {
    await openSample(page, 'DM notifications');
    await expect(packetRow(page, /session 0x0001, server "mgmt-server".*not checked/)).toBeVisible();
    await enterSecret(page, typed, form);
    const row = packetRow(page, /session 0x0001, server "mgmt-server"/);
    await expect(row).toContainText(verified);
    await row.click();
    await page.getByRole('tab', { name: /Digest/ }).click();
    const digest = page.getByRole('region', { name: 'Digest of dm-1.3' });
    await expect(digest).toContainText('N13-F1');
    await expect(digest).toContainText(/verified/i);
  });
}

test('a wrong secret shows what was tried and what the digest would have been', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await enterSecret(page, 'wrong');
  const row = packetRow(page, /session 0x0001, server "mgmt-server"/);
  await expect(row).toContainText(/wrong digest/);
  await row.click();
  await page.getByRole('tab', { name: /Digest/ }).click();
  const digest = page.getByRole('region', { name: 'Digest of dm-1.3' });
  await expect(digest).toContainText(/\d+ combinations/);
  await expect(digest.getByText(/Expected/i).first()).toBeVisible();
});

test('verdicts of every kind are told apart', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await enterSecret(page, 'k');
  await page.getByRole('tab', { name: /Digest/ }).click();
  for (const [packet, words] of [
    [27, /verified/i],
    [6, /mismatch|wrong/i],
    [26, /absent|no digest/i],
    [36, /cannot be (checked|verified)|not verifiable/i],
  ] as const) {
    await goToPacket(page, packet);
    await expect(page.getByRole('tabpanel', { name: /Digest/ })).toContainText(words);
  }
});

test('a digest of zeros is told apart from a wrong one', async ({ page }) => {
  await page.goto('./');
  await pasteText(
    page,
    readFileSync(new URL('../tests/fixtures/dm-notification/0038-n20-zero-digest.hex', import.meta.url), 'utf8'),
  );
  const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
  await expect(dialog.getByLabel('Read as')).toHaveValue('dm-2.0');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await enterSecret(page, 'k');
  await page.getByRole('tab', { name: /Digest/ }).click();
  await expect(page.getByRole('tabpanel', { name: /Digest/ })).toContainText(/zero/i);
});

test('secrets are gone after a reload and never stand in storage or address', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await enterSecret(page, 'very-secret-word');
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(stored).not.toContain('very-secret-word');
  await page.reload();
  await page.getByRole('button', { name: /Keys/ }).first().click();
  await expect(page.getByRole('dialog', { name: /Keys|Secrets/ })).not.toContainText('very-secret-word');
});
