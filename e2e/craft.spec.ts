import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import {
  clickOctet,
  expectOctet,
  goToPacket,
  idle,
  octet,
  openSample,
  packetList,
  pasteText,
  waitUntilStored,
} from './support/app.ts';
import { withSite } from './support/site.ts';
import { watchErrors, watchForeignRequests, watchPolicy } from './support/watch.ts';

const form = (page: Page) => page.getByRole('region', { name: 'Form' });
const input = (page: Page, label: string) => form(page).getByLabel(label, { exact: true });
const findings = (page: Page) => page.getByRole('region', { name: 'Findings of the result' });
const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Views of the packet' }).getByRole('button', { name, exact: true });
const editor = (page: Page) => page.locator('.monaco-editor').first();

/** Opens the first packet of the notifications in Craft: a notification 1.2 on UDP port 2948. */
async function craftFirst(page: Page): Promise<void> {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 1);
  await page.keyboard.press('Control+e');
  await expect(form(page)).toBeVisible();
  await expect(input(page, 'Destination port')).toHaveValue('2948');
  await expect(editor(page)).toBeVisible();
}

test('edit on a packet: form, text and octets change one thing, and undo covers all', async ({ page }) => {
  await craftFirst(page);
  await expect(findings(page)).toContainText('No findings');
  await input(page, 'Destination port').fill('2949');
  await expectOctet(page, 37, '85');
  await expect(octet(page, 37)).toHaveAccessibleName(/changed/);
  await expect(findings(page)).toContainText('the destination port is 2949');
  await expect(page.getByText('"udp.dstport": 2949')).toBeVisible();

  await page.getByRole('button', { name: 'Bits', exact: true }).click();
  await page.getByRole('gridcell', { name: /^octet 37 bit 6,/ }).click();
  await expect(input(page, 'Destination port')).toHaveValue('2951');

  await page.getByRole('button', { name: 'Hex', exact: true }).click();
  await clickOctet(page, 36);
  await page.keyboard.type('0001');
  await expect(input(page, 'Destination port')).toHaveValue('1');

  await editor(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' broken');
  await expect(page.getByText(/^Not what the text says/)).toBeVisible();
  await expect(input(page, 'Destination port')).toHaveValue('1');
  for (let step = 0; step < 20; step++) await page.keyboard.press('Control+z');
  await expect(input(page, 'Destination port')).toHaveValue('2948');
  await expect(page.getByText(/^Not what the text says/)).toBeHidden();
  await expect(findings(page)).toContainText('No findings');
  for (let step = 0; step < 20; step++) await page.keyboard.press('Control+y');
  await expect(page.getByText(/^Not what the text says/)).toBeVisible();
});

test('a worked out value is pinned to a wrong one, and unpinned', async ({ page }) => {
  await craftFirst(page);
  await input(page, 'Total length').fill('70');
  await expect(form(page).getByText('pinned')).toBeVisible();
  await expect(findings(page)).toContainText('the total length is 70');
  await form(page)
    .getByRole('button', { name: /^Unpin Total length/ })
    .click();
  await expect(input(page, 'Total length')).toHaveValue('59');
  await expect(form(page).getByText('pinned')).toBeHidden();
  await expect(findings(page)).toContainText('No findings');
});

test('a value that cannot be is kept as typed, with the reason at the field', async ({ page }) => {
  await craftFirst(page);
  await input(page, 'Destination port').fill('70000');
  await expect(input(page, 'Destination port')).toHaveAttribute('aria-invalid', 'true');
  await expect(input(page, 'Destination port')).toHaveAccessibleDescription(/.+/);
  await expectOctet(page, 37, '84');
  await input(page, 'Destination port').fill('0x0b85');
  await expectOctet(page, 37, '85');
});

test('form, text and octets point at each other', async ({ page }) => {
  await craftFirst(page);
  await clickOctet(page, 36);
  await expect(page.locator('.form-selected')).toContainText('Destination port');
  await input(page, 'Source port').focus();
  await expect(octet(page, 34)).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.code-editor-selected').first()).toBeVisible();
});

test('a layer of the tree is edited alone', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 1);
  // The session id of the notification.
  await clickOctet(page, 68);
  await page.keyboard.press('Control+Shift+e');
  await expect(page.getByRole('navigation', { name: 'Layers' }).getByRole('button')).toHaveCount(1);
  await expect(input(page, 'Server-ID')).toHaveValue('x');
  // The capture is as it was.
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Capture' }).click();
  await expect(packetList(page)).toBeVisible();
});

test('pasted bytes become a packet, beside the open capture', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name: 'Craft' }).click();
  await expect(page.getByRole('heading', { name: 'Craft a packet' })).toBeVisible();
  await pasteText(page, '0106042f1f2db69180923038303432334645464632304631363636343334413930453830463930304600');
  const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
  await dialog.getByRole('combobox', { name: /Read as/ }).selectOption('wsp');
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('tab', { name: /^Pasted/ })).toHaveAttribute('aria-selected', 'true');
  await expectOctet(page, 1, '06');
});

test('the crafted packet is compared with the captured one, difference by difference', async ({ page }) => {
  await craftFirst(page);
  await input(page, 'Destination port').fill('2949');
  await idle(page);
  await view(page, 'Compare').click();
  const grid = page.getByRole('grid', { name: 'Differences' });
  await expect(grid.getByRole('row').filter({ hasText: 'Destination port' })).toContainText(/2948.*2949/);
  await page.keyboard.press('F8');
  await expect(grid.getByRole('row', { selected: true })).toContainText('Destination port');
  await page.keyboard.press('F8');
  await expect(grid.getByRole('row', { selected: true })).toContainText('Checksum');
  await page.keyboard.press('F7');
  await expect(grid.getByRole('row', { selected: true })).toContainText('Destination port');
  for (const [side, digits] of [
    ['Left octets', '84'],
    ['Right octets', '85'],
  ] as const) {
    const octets = page.getByRole('region', { name: side });
    await expectOctet(octets, 37, digits);
    await expect(octet(octets, 37)).toHaveAccessibleName(/changed/);
  }
});

test('a link holds the packet, and opens it in a page of its own', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await craftFirst(page);
  await input(page, 'Destination port').fill('2949');
  await idle(page);
  await page.getByRole('button', { name: 'Copy link to the packet' }).click();
  await expect(page.getByText(/^Copied: link to the packet/)).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toContain('#/packet?in=craft&layer=');
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.getByRole('tab', { name: 'Linked packet' })).toBeVisible();
  await expect(input(other, 'Destination port')).toHaveValue('2949');
  await expect(other.locator('.form-selected')).toContainText('Destination port');
});

test('a link to a packet of the capture opens it as a capture', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSample(page, 'DM notifications');
  await goToPacket(page, 1);
  await packetList(page).getByRole('row', { selected: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy link to packet' }).click();
  await expect(page.getByText(/^Copied: link to the packet/)).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  const other = await context.newPage();
  await other.goto(address);
  await expect(packetList(other)).toBeVisible();
  await expect(packetList(other)).toHaveAttribute('aria-rowcount', '2');
  await other.reload();
  await expect(packetList(other)).toBeVisible();
  await other.goto(`${address.slice(0, -40)}!`);
  await other.reload();
  await expect(other.getByText(/does not hold a whole packet/)).toBeVisible();
});

test('the editor comes from this origin, keeps the policy, and can be left by keyboard', async ({
  page,
  context,
  baseURL,
}) => {
  const refused = await watchPolicy(page);
  const errors = watchErrors(page);
  const foreign = watchForeignRequests(context, baseURL ?? '');
  const loaded: string[] = [];
  page.on('request', (request) => void loaded.push(request.url()));
  await openSample(page, 'DM notifications');
  expect(loaded.filter((url) => /monaco|Craft|json\.worker|editor\.worker/.test(url))).toEqual([]);
  await page.keyboard.press('Control+e');
  await expect(editor(page)).toBeVisible();
  await editor(page).click();
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  await expect(editor(page).getByRole('textbox')).not.toBeFocused();
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await expect(editor(page)).toHaveCSS('background-color', 'rgb(18, 22, 28)');
  expect(refused).toEqual([]);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

test('works offline, with the editor and its help', async ({ page }) => {
  await withSite({}, async (site) => {
    const errors = watchErrors(page);
    await page.goto(site.url);
    await waitUntilStored(page);
    await site.stop();
    await page.goto(`${site.url}#/packet?in=craft&layer=dmnoti&bytes=FF3Zi_kbtgqmEdLUCRGwMQLAAAAAAA8BeA`);
    await page.reload();
    await expect(input(page, 'Server-ID')).toHaveValue('x');
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(',');
    // The language service answers from its own worker.
    await expect(page.locator('.squiggly-error').first()).toBeVisible();
    expect(errors).toEqual([]);
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility faults, ${colorScheme}`, async ({ page }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme });
    await craftFirst(page);
    await input(page, 'Total length').fill('x');
    await expect(input(page, 'Total length')).toHaveAttribute('aria-invalid', 'true');
    for (const name of ['Edit', 'How it goes out', 'Break it', 'Compare', 'Export']) {
      await view(page, name).click();
      await idle(page);
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await idle(page);
    const { violations } = await new AxeBuilder({ page }).include('main').analyze();
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });
}
