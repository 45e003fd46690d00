import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { goToPacket, idle, openFile, packetList, pasteText } from './support/app.ts';

async function open(page: Page, name: string): Promise<void> {
  await openFile(page, fileURLToPath(new URL(`../public/samples/${name}`, import.meta.url)));
  await expect(packetList(page)).toBeVisible();
  await idle(page);
}

const lines = (page: Page) => page.getByRole('listbox', { name: 'What was said' });
const pane = (page: Page) => page.getByRole('region', { name: 'Conversation' });
const filterField = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });

test('a conversation is read in place of the list, its lines lead to packets, and the list comes back', async ({
  page,
}) => {
  await open(page, 'ota-http-register-push.pcap');
  await filterField(page).fill('tcp');
  await page.keyboard.press('Enter');
  await goToPacket(page, 6);
  await page.keyboard.press('Control+Alt+Shift+T');
  await expect(lines(page)).toBeFocused();
  await expect(packetList(page)).toBeHidden();
  await expect(pane(page).getByRole('heading')).toHaveText('TCP conversation');
  await expect(pane(page).getByRole('status').first()).toContainText('12 packets, 4 turns');
  await expect(lines(page).getByRole('option').first()).toContainText('OPTIONS /wappush HTTP/1.1');
  await expect(filterField(page)).toHaveValue(/tcp\.srcport/);

  // The cursor is where the packet's own octets begin; Enter leads from a line to its packet.
  await expect(lines(page).getByRole('option', { selected: true })).toContainText('HTTP/1.1 204 No Content');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/packet=4\b/);
  await lines(page).getByText('X-Wap-Push-OTA-Version: 1.0').first().click();
  await expect(page).toHaveURL(/packet=6\b/);
  // And from a packet that is chosen elsewhere to its lines.
  await page.keyboard.press('Control+ArrowUp');
  await page.keyboard.press('Control+ArrowUp');
  await expect(page).toHaveURL(/packet=4\b/);
  await expect(lines(page).getByRole('option', { selected: true })).toContainText('OPTIONS');

  await page.keyboard.press('Escape');
  await expect(packetList(page)).toBeFocused();
  await expect(filterField(page)).toHaveValue('tcp');
  await expect(packetList(page).getByRole('row', { selected: true })).toContainText('OPTIONS');
});

test('one end, other forms, text that is found, what is saved, and its packets in the list', async ({ page }) => {
  await open(page, 'ota-http-register-push.pcap');
  await goToPacket(page, 6);
  await page.getByRole('row', { selected: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Conversation' }).click();
  await page.getByRole('menuitem', { name: 'Follow it' }).click();
  await pane(page).getByLabel('Whose octets').selectOption({ index: 1 });
  await expect(lines(page).getByText('204 No Content')).toBeHidden();
  await page.keyboard.press('Control+f');
  await expect(pane(page).getByLabel('Find text')).toBeFocused();
  await page.keyboard.type('user-agent');
  await page.keyboard.press('Enter');
  const found = lines(page).getByRole('option', { selected: true });
  await expect(found.locator('mark')).toHaveText('User-Agent');
  await page.keyboard.type(' that is not there');
  await page.keyboard.press('Enter');
  await expect(pane(page).getByText('Not found')).toBeVisible();

  await pane(page).getByLabel('Shown as').selectOption('Hex digits');
  await expect(lines(page).getByRole('option').first()).toContainText('4f5054494f4e53');
  const saving = page.waitForEvent('download');
  await pane(page).getByRole('button', { name: 'Save text' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/-conversation\.hex$/);
  const digits = (await readFile(await download.path(), 'utf8')).replace(/\s/g, '');
  const said = Buffer.from(digits, 'hex');
  expect(said.toString('latin1')).toMatch(/^OPTIONS \/wappush HTTP\/1\.1\r\n/);
  const savingOctets = page.waitForEvent('download');
  await pane(page).getByRole('button', { name: 'Save octets' }).click();
  const octets = await savingOctets;
  expect(octets.suggestedFilename()).toMatch(/-conversation\.bin$/);
  expect(await readFile(await octets.path())).toEqual(said);

  await pane(page).getByRole('button', { name: 'Its packets' }).click();
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '13');
  await expect(filterField(page)).toHaveValue(/tcp\.srcport/);
});

test('another filter shows its list, and packets that are left out are missing in a conversation', async ({ page }) => {
  await open(page, 'ota-http-register-push.pcap');
  await goToPacket(page, 4);
  await page.keyboard.press('Control+Alt+Shift+T');
  await pane(page).getByLabel('Whose octets').selectOption({ index: 2 });
  const first = lines(page).getByRole('option').first();
  await expect(first).toContainText('HTTP/1.1 204 No Content');
  await first.getByText('204 No Content').click();
  await expect(page).toHaveURL(/packet=6\b/);
  await page.keyboard.press('Control+d');
  await expect(first).toHaveText(/\d octets are missing in the capture/);
  await page.keyboard.press('Control+d');
  await expect(first).toContainText('HTTP/1.1 204 No Content');
  await filterField(page).fill('udp || http');
  await page.keyboard.press('Enter');
  await expect(packetList(page)).toBeVisible();
  await expect(filterField(page)).toHaveValue('udp || http');
});

test('a conversation without data says so, and Escape leads back from it too', async ({ page }) => {
  await page.goto('./');
  // A packet of IPv4 with a segment that opens a connection, and no more.
  const packet = Buffer.alloc(40);
  Buffer.from([0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 3, 232, 0, 80]).copy(packet);
  packet.set([0x50, 0x02], 32);
  await pasteText(page, packet.toString('hex'));
  const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
  await dialog.getByLabel('Read as').selectOption('ip');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await page.keyboard.press('Control+Alt+Shift+T');
  await expect(pane(page).getByText('The packets of this conversation carry no data')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(packetList(page)).toBeFocused();
});

test('a packet of no such conversation says so, and the list stays', async ({ page }) => {
  await open(page, 'crafted-bluetooth.pcap');
  await page.keyboard.press('Control+Alt+Shift+T');
  await expect(page.getByText('Nothing to follow')).toBeVisible();
  await expect(packetList(page)).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing that axe finds is left in a conversation, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await open(page, 'ota-http-register-push.pcap');
    await goToPacket(page, 6);
    await page.keyboard.press('Control+Alt+Shift+T');
    await pane(page).getByLabel('Find text').fill('http');
    await expect(lines(page).locator('mark').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
