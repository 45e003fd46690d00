import { expect, type Page, test } from '@playwright/test';
import { clickOctet, expectOctet, goToPacket, idle, openSample, packetRow } from './support/app.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Form' });
const input = (page: Page, label: string) => form(page).getByLabel(label, { exact: true });
const findings = (page: Page) => page.getByRole('region', { name: 'Findings of the result' });
const differences = (page: Page) => page.getByRole('grid', { name: 'Differences' });
const side = (page: Page, name: string) => page.getByRole('textbox', { name: `${name}: number of the packet` });

async function craft(page: Page, number: number): Promise<void> {
  await openSample(page, 'DM notifications');
  await goToPacket(page, number);
  await page.keyboard.press('Control+e');
  await expect(input(page, 'Destination port')).toHaveValue('2948');
}

test('crafted packets are there again after a reload, as they were edited', async ({ page }) => {
  await craft(page, 1);
  await input(page, 'Destination port').fill('2949');
  await expectOctet(page, 37, '85');
  await page.reload();
  await expect(page.getByRole('tab', { name: 'Packet 1' })).toHaveAttribute('aria-selected', 'true');
  await expect(input(page, 'Destination port')).toHaveValue('2949');
  await expectOctet(page, 37, '85');
});

test('the digest of what is made is judged beside its findings', async ({ page }) => {
  await craft(page, 1);
  const digest = findings(page).getByRole('button', { name: /^Digest/ });
  await digest.click();
  await expect(digest).toHaveAttribute('aria-pressed', 'true');
  await expect(findings(page).getByRole('region', { name: /^Digest of/ })).toBeVisible();
  await findings(page)
    .getByRole('button', { name: /^Octets? \d+/ })
    .last()
    .click();
  await expect(page.getByRole('gridcell', { selected: true }).first()).toBeVisible();
});

test('octets come and go in the octets themselves', async ({ page }) => {
  await craft(page, 1);
  const size = (octets: number) => page.getByRole('tab', { name: `Frame ${octets}` });
  await expectOctet(page, 60, '09');
  await expect(size(73)).toBeVisible();
  await clickOctet(page, 60);
  await page.keyboard.press('Insert');
  await expectOctet(page, 60, '00');
  await expect(size(74)).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(size(73)).toBeVisible();
  await expectOctet(page, 60, '09');
  // Lengths have followed both times.
  await expectOctet(page, 17, '3b');
});

test('two marked packets are compared, from the list and in the comparison', async ({ page }) => {
  await openSample(page, 'DM notifications');
  for (const number of [3, 5]) {
    await goToPacket(page, number);
    await page.keyboard.press('Control+m');
    await idle(page);
  }
  await packetRow(page, 'session 0xf0f2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Compare with' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Marked packet' }).click();
  await expect(side(page, 'Left')).toHaveValue('3');
  await expect(side(page, 'Right')).toHaveValue('5');
  await expect(differences(page)).toBeVisible();
  await side(page, 'Left').fill('1');
  await page.getByRole('button', { name: 'Marked packets' }).click();
  await expect(side(page, 'Left')).toHaveValue('3');
});

test('a packet is compared with the one before it', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await packetRow(page, 'session 0xf0f2').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Compare with' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Previous packet', exact: true }).click();
  await expect(side(page, 'Left')).toHaveValue('4');
  await expect(side(page, 'Right')).toHaveValue('5');
  await expect(differences(page)).toBeVisible();
});
