import { expect, type Page, test } from '@playwright/test';
import { field, idle, openSample, packetList, packetRow } from './support/app.ts';

const head = (page: Page, name: string | RegExp) => packetList(page).getByRole('columnheader', { name });
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });
const cells = (page: Page, key: string): Promise<readonly string[]> =>
  packetList(page).locator(`[data-key="${key}"]`).allTextContents();

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
});

test('a click on a head sorts, another turns it round, a third gives the order of the capture back', async ({
  page,
}) => {
  await packetRow(page, 'session 0xf0f2').click();
  await head(page, 'Length').click();
  await idle(page);
  await expect(head(page, 'Length')).toHaveAttribute('aria-sort', 'ascending');
  const up = (await cells(page, 'length')).map(Number);
  expect(up).toEqual([...up].sort((a, b) => a - b));
  // The selection stays on its packet.
  await expect(packetList(page).getByRole('row', { selected: true })).toContainText('0xf0f2');
  await head(page, 'Length').click();
  await idle(page);
  await expect(head(page, 'Length')).toHaveAttribute('aria-sort', 'descending');
  await packetList(page).focus();
  await page.keyboard.press('Home');
  await idle(page);
  const down = (await cells(page, 'length')).map(Number);
  expect(down).toEqual([...down].sort((a, b) => b - a));
  await head(page, 'Length').press('Enter');
  await idle(page);
  await expect(head(page, 'Length')).toHaveAttribute('aria-sort', 'none');
  await page.keyboard.press('Control+Home');
  await idle(page);
  expect((await cells(page, 'number')).slice(0, 3)).toEqual(['1', '2', '3']);
});

test('arrows move in the order of the list', async ({ page }) => {
  await head(page, 'No.').click();
  await head(page, 'No.').click();
  await idle(page);
  await page.keyboard.press('Control+Home');
  await expect(page).toHaveURL(/packet=40\b/);
  await page.keyboard.press('Control+ArrowDown');
  await expect(page).toHaveURL(/packet=39\b/);
});

test('a field becomes a column that survives a reload, is renamed, sorted and removed', async ({ page }) => {
  await packetRow(page, 'session 0xf0f2').click();
  await idle(page);
  await field(page, /^Sessionid/).click({ button: 'right' });
  await item(page, 'Add as column').click();
  await idle(page);
  await expect(head(page, 'Sessionid')).toBeVisible();
  await expect(packetRow(page, 'session 0xf0f2').locator('[data-key="dmnoti.session_id"]')).toHaveText('0xf0f2');
  await head(page, 'Sessionid').click({ button: 'right' });
  await item(page, /Add, rename/).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  await dialog.getByRole('textbox', { name: 'Name of Sessionid' }).fill('Session');
  await dialog.getByRole('combobox', { name: 'Add a field as column' }).fill('udp.srcp');
  await page.keyboard.press('Enter');
  // A name that stands for both ports.
  await dialog.getByRole('combobox', { name: 'Add a field as column' }).fill('udp.port');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await idle(page);
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(head(page, 'Session')).toBeVisible();
  await expect(head(page, /^Source port$/)).toBeVisible();
  await expect(head(page, 'Source port or Destination port')).toBeVisible();
  await expect(packetRow(page, 'session 0xf0f2').locator('[data-key="udp.port"]')).toHaveText(
    /^\d+,WAP push \(2948\)$/,
  );
  await expect(packetRow(page, 'session 0xf0f2').locator('[data-key="dmnoti.session_id"]')).toHaveText('0xf0f2');
  await head(page, 'Session').click();
  await idle(page);
  const sessions = (await cells(page, 'dmnoti.session_id')).filter((text) => text !== '').map(Number);
  expect(sessions).toEqual([...sessions].sort((a, b) => a - b));
  await head(page, 'Session').click({ button: 'right' });
  await item(page, 'Remove Session').click();
  await expect(head(page, 'Session')).toHaveCount(0);
  await page.reload();
  await idle(page);
  await expect(head(page, 'Session')).toHaveCount(0);
  await expect(head(page, /^Source port$/)).toBeVisible();
});

test('columns are moved and sized by keys, fitted by double click, hidden and reset', async ({ page }) => {
  const labels = (): Promise<readonly string[]> => packetList(page).locator('[data-column]').allInnerTexts();
  const width = async (name: string): Promise<number> => (await head(page, name).boundingBox())?.width ?? 0;
  await head(page, 'Time').focus();
  await page.keyboard.press('Control+Shift+ArrowRight');
  expect((await labels()).slice(0, 3)).toEqual(['No.', 'Source', 'Time']);
  const before = await width('Source');
  await head(page, 'Source').focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => width('Source')).toBeGreaterThan(before);
  const box = await head(page, 'Destination').boundingBox();
  await page.mouse.dblclick((box?.x ?? 0) + (box?.width ?? 0), (box?.y ?? 0) + 8);
  await expect.poll(() => width('Destination')).toBeLessThan(box?.width ?? 0);
  const cut = await packetList(page)
    .locator('[data-key="destination"]')
    .evaluateAll((found) => found.some((cell) => cell.scrollWidth > cell.clientWidth));
  expect(cut).toBe(false);
  await head(page, 'Length').click({ button: 'right' });
  await item(page, 'Hide Length').click();
  await expect(head(page, 'Length')).toHaveCount(0);
  // A double click on the handle has sorted nothing.
  await expect(packetList(page).locator('[aria-sort="ascending"]')).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'View' }).click();
  await item(page, 'Reset columns and panes').click();
  expect(await labels()).toEqual(['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info']);
});

test('order, width, name and what is hidden survive a reload', async ({ page }) => {
  const labels = (): Promise<readonly string[]> => packetList(page).locator('[data-column]').allInnerTexts();
  const width = async (name: string): Promise<number> => (await head(page, name).boundingBox())?.width ?? 0;
  const box = async (name: string) => {
    const found = await head(page, name).boundingBox();
    if (found === null) throw new Error(`no column ${name}`);
    return found;
  };
  // A column is drawn to another place by its head.
  const from = await box('Protocol');
  const to = await box('Source');
  await page.mouse.move(from.x + 20, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 40, to.y + 8, { steps: 6 });
  await page.mouse.up();
  await expect.poll(labels).toEqual(['No.', 'Time', 'Protocol', 'Source', 'Destination', 'Length', 'Info']);
  // And its edge makes it wider.
  const edge = await box('Destination');
  await page.mouse.move(edge.x + edge.width - 1, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width + 59, edge.y + 8, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await width('Destination')) - edge.width)).toBe(60);
  await head(page, 'Length').click({ button: 'right' });
  await item(page, 'Hide Length').click();
  await head(page, 'Time').click({ button: 'right' });
  await item(page, /Add, rename/).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  await dialog.getByRole('textbox', { name: 'Name of Time' }).fill('When');
  await dialog.getByRole('button', { name: 'Done' }).click();
  // None of it has sorted the list.
  await expect(packetList(page).locator('[aria-sort="ascending"], [aria-sort="descending"]')).toHaveCount(0);
  const wanted = ['No.', 'When', 'Protocol', 'Source', 'Destination', 'Info'];
  await expect.poll(labels).toEqual(wanted);
  const wide = await width('Destination');
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  expect(await labels()).toEqual(wanted);
  expect(await width('Destination')).toBe(wide);
});
