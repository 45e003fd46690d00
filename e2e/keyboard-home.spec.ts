import { expect, type Page, test } from '@playwright/test';
import { dropFile, idle, openSample, packetList } from './support/app.ts';

/** Whether the keyboard is at something that can be used: else the next key goes nowhere. */
const focused = (page: Page) => page.locator(':focus');

test('who goes from place to place by keys has the keyboard there', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await packetList(page).focus();
  await page.keyboard.press('Alt+Shift+3');
  await expect(page.getByRole('tab', { name: 'Hierarchy' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Conversations' })).toHaveAttribute('aria-selected', 'true');
  // From one that stays behind, hidden, to another.
  await page.keyboard.press('Alt+Shift+2');
  await expect(page.getByRole('main').locator(':focus')).toHaveAccessibleName(/./);
  await expect(focused(page)).toBeVisible();
  await page.keyboard.press('Alt+Shift+3');
  await expect(page.getByRole('tab', { name: 'Conversations' })).toBeFocused();
  await page.keyboard.press('Alt+Shift+1');
  await expect(packetList(page)).toBeFocused();
  await page.keyboard.press('Control+e');
  await idle(page);
  await expect(page.getByRole('tab', { name: /^Packet \d+$/ })).toBeFocused();
  // What is chosen to make a packet from goes away with the choice.
  await page.keyboard.press('Alt+n');
  await page.getByRole('button', { name: 'Craft Service loading', exact: true }).focus();
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(page.getByRole('tab', { name: 'Service loading', exact: true })).toBeFocused();
});

test('what cannot be read leaves the keyboard at what can be done about it; the page is called like its file', async ({
  page,
}) => {
  await openSample(page, 'DM notifications');
  await expect(page).toHaveTitle(/^.+\.pcap(ng)? - Pushscope$/);
  await packetList(page).focus();
  await dropFile(page, 'half.pcap', Uint8Array.of(0xd4));
  await expect(page.getByRole('heading', { name: 'Nothing in it can be read' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open another file...' })).toBeFocused();
  await expect(page).toHaveTitle('half.pcap - Pushscope');
  await expect(page.getByRole('contentinfo')).toContainText(/packets1 octet$/);
  await page.getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await expect(page).toHaveTitle('Pushscope');
});
