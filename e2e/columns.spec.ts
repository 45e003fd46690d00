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

/** Adds columns for fields by the dialog. */
async function addColumns(page: Page, ...fields: readonly string[]): Promise<void> {
  await head(page, 'Time').click({ button: 'right' });
  await item(page, /Add, rename/).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  for (const name of fields) {
    await dialog.getByRole('combobox', { name: 'Add a field as column' }).fill(name);
    await page.keyboard.press('Enter');
  }
  await dialog.getByRole('button', { name: 'Done' }).click();
  await idle(page);
}

const choose = async (page: Page, column: string | RegExp, submenu: string, choice: RegExp): Promise<void> => {
  await head(page, column).click({ button: 'right' });
  await item(page, submenu).press('ArrowRight');
  await page.getByRole('menuitemradio', { name: choice }).press('Enter');
  await idle(page);
};

test('columns are aligned from the head and in the dialog, on the next visit too', async ({ page }) => {
  const align = (key: string) =>
    packetList(page)
      .locator(`[data-key="${key}"]`)
      .first()
      .evaluate((cell) => getComputedStyle(cell).textAlign.replace('start', 'left'));
  expect(await align('length')).toBe('right');
  await choose(page, 'Length', 'Align', /Left/);
  expect(await align('length')).toBe('left');
  await head(page, 'Length').click({ button: 'right' });
  await item(page, 'Align').press('ArrowRight');
  await expect(page.getByRole('menuitemradio', { name: 'Left' })).toBeChecked();
  await expect(page.getByRole('menuitemradio', { name: 'Right' })).not.toBeChecked();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await head(page, 'Length').click({ button: 'right' });
  await item(page, /Add, rename/).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  await dialog.getByRole('combobox', { name: 'Align Protocol' }).selectOption({ label: 'Center' });
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await align('protocol')).toBe('center');
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  expect([await align('length'), await align('protocol'), await align('source')]).toEqual(['left', 'center', 'left']);
});

test('values that have names are shown as names or as numbers, and the list is ordered by what is shown', async ({
  page,
}) => {
  await addColumns(page, 'udp.dstport', 'dmnoti.session_id');
  const port = () => cells(page, 'udp.dstport:0:U');
  await expect.poll(() => cells(page, 'udp.dstport')).toContain('WAP push (2948)');
  await head(page, 'Destination port').click();
  await idle(page);
  await choose(page, 'Destination port', 'Display as', /Values/);
  await expect.poll(port).toContain('2948');
  // The order that was by this column still is.
  await expect(head(page, 'Destination port')).toHaveAttribute('aria-sort', 'ascending');
  const up = (await port()).filter((text) => text !== '').map(Number);
  expect(up).toEqual([...up].sort((a, b) => a - b));
  // A field without names has no such choice.
  await head(page, 'Sessionid').click({ button: 'right' });
  await expect(item(page, 'Edit column...')).toBeVisible();
  await expect(item(page, 'Display as')).toHaveCount(0);
  await page.keyboard.press('Escape');
  // What is copied is what is shown.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await packetList(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+c');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const [first = ''] = await port();
  await expect.poll(async () => (await copied()).split('\t')).toContain(first);
  await head(page, 'Time').click({ button: 'right' });
  await item(page, /Add, rename/).click();
  const dialog = page.getByRole('dialog', { name: 'Columns' });
  await dialog.getByRole('combobox', { name: 'Display Destination port as' }).selectOption({ label: 'Strings' });
  await dialog.getByRole('button', { name: 'Done' }).click();
  await idle(page);
  await expect.poll(() => cells(page, 'udp.dstport:0:R')).toContain('WAP push');
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await expect.poll(() => cells(page, 'udp.dstport:0:R')).toContain('WAP push');
});

test('a column is edited in the place of the head: field, occurrence and title', async ({ page }) => {
  await addColumns(page, 'ip.addr');
  const editor = page.getByRole('form', { name: /Edit column/ });
  const title = editor.getByRole('textbox', { name: 'Title' });
  const fields = editor.getByRole('combobox', { name: 'Field' });
  const occurrence = editor.getByRole('textbox', { name: 'Occurrence' });
  const [both = ''] = await cells(page, 'ip.addr');
  const addresses = both.split(',');
  expect(addresses).toHaveLength(2);
  await head(page, /address or /i).press('F2');
  await expect(title).toBeFocused();
  await title.fill('Last address');
  await occurrence.fill('x');
  await page.keyboard.press('Enter');
  await expect(editor.getByRole('alert')).toContainText('whole number');
  await expect(occurrence).toBeFocused();
  await occurrence.fill('-1');
  await page.keyboard.press('Enter');
  await expect(editor).toHaveCount(0);
  await expect(head(page, 'Last address')).toBeFocused();
  await expect.poll(async () => (await cells(page, 'ip.addr:-1'))[0]).toBe(addresses[1]);
  // A field that is not there is told in its place, and several stand together.
  await head(page, 'Last address').click({ button: 'right' });
  await item(page, 'Edit column...').click();
  await expect(fields).toHaveValue('ip.addr');
  await expect(occurrence).toHaveValue('-1');
  await fields.fill('tcp.port or udp.prot');
  await page.keyboard.press('Enter');
  await expect(editor.getByRole('alert')).toContainText('udp.prot');
  await expect(fields).toBeFocused();
  expect(await fields.evaluate((line: HTMLInputElement) => line.value.slice(line.selectionStart ?? 0))).toBe(
    'udp.prot',
  );
  await fields.fill('tcp.port or udp.srcp');
  await editor.getByRole('option', { name: 'udp.srcport' }).click();
  await expect(fields).toHaveValue('tcp.port or udp.srcport');
  await occurrence.fill('0');
  await editor.getByRole('button', { name: 'OK' }).click();
  await expect(editor).toHaveCount(0);
  await expect.poll(async () => (await cells(page, 'tcp.port||udp.srcport'))[0]).toMatch(/\d/);
  await expect(head(page, 'Last address')).toBeVisible();
  // Escape leaves all as it was, and a column of every list has a name alone.
  await head(page, 'Info').press('F2');
  await expect(title).toHaveValue('Info');
  await expect(fields).toHaveCount(0);
  await title.fill('Not this');
  await page.keyboard.press('Escape');
  await expect(editor).toHaveCount(0);
  await expect(head(page, 'Info')).toBeFocused();
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await expect.poll(async () => (await cells(page, 'tcp.port||udp.srcport'))[0]).toMatch(/\d/);
});

test('a field is dragged onto the head and becomes a column there, and onto the bar and becomes a filter', async ({
  page,
}) => {
  const labels = (): Promise<readonly string[]> => packetList(page).locator('[data-column]').allInnerTexts();
  const boxOf = async (name: string) => {
    const box = await head(page, name).boundingBox();
    if (box === null) throw new Error(`no column ${name}`);
    return box;
  };
  await packetRow(page, 'session 0xf0f2').click();
  await idle(page);
  const source = field(page, /^Sessionid/);
  await source.scrollIntoViewIfNeeded();
  await source.hover();
  await page.mouse.down();
  const before = await boxOf('Protocol');
  await page.mouse.move(before.x + 10, before.y + 8, { steps: 8 });
  // Entering a place is one event, being over it the next.
  await page.mouse.move(before.x + 12, before.y + 8);
  await expect(head(page, 'Protocol')).toHaveClass(/drop-before/);
  const { x, y, width } = await boxOf('Source');
  await page.mouse.move(x + width - 14, y + 8, { steps: 4 });
  await page.mouse.move(x + width - 12, y + 8);
  await expect(head(page, 'Source')).toHaveClass(/drop-after/);
  await expect(head(page, 'Protocol')).not.toHaveClass(/drop/);
  await page.mouse.up();
  await idle(page);
  await expect
    .poll(labels)
    .toEqual(['No.', 'Time', 'Source', 'Sessionid', 'Destination', 'Protocol', 'Length', 'Info']);
  await expect(packetList(page).locator('[class*="list-header-drop"]')).toHaveCount(0);
  await expect(packetRow(page, 'session 0xf0f2').locator('[data-key="dmnoti.session_id"]')).toHaveText('0xf0f2');

  const bar = page.getByRole('combobox', { name: 'Display filter' });
  await field(page, /^Sessionid/).dragTo(bar);
  await expect(bar).toHaveValue('dmnoti.session_id == 0xf0f2');
  await expect(bar).toBeFocused();
  // It is prepared: nothing is filtered yet.
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
  await field(page, /^Initiator/).dragTo(bar);
  await expect(bar).toHaveValue(/^\(dmnoti\.session_id == 0xf0f2\) && \(dmnoti\.initiator == \d\)$/);
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(packetRow(page, 'session 0xf0f2')).toBeVisible();
});

test('the menu beside all columns says which ones are shown', async ({ page }) => {
  await head(page, 'Signs').click({ button: 'right' });
  const length = page.getByRole('menuitemcheckbox', { name: 'Length' });
  await expect(length).toBeChecked();
  await expect(item(page, 'Edit column...')).toHaveCount(0);
  await length.click();
  await expect(head(page, 'Length')).toHaveCount(0);
  await head(page, 'Signs').click({ button: 'right' });
  await expect(length).not.toBeChecked();
  await length.click();
  await expect(head(page, 'Length')).toBeVisible();
});

test('all columns are fitted to what stands in them', async ({ page }) => {
  await head(page, 'Time').click({ button: 'right' });
  await item(page, 'Resize all to contents').click();
  const cut = await packetList(page)
    .locator('[data-key]:not([data-key="info"])')
    .evaluateAll((found) => found.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
  expect(cut).toBe(0);
  const width = async (name: string): Promise<number> => (await head(page, name).boundingBox())?.width ?? 0;
  expect(await width('Length')).toBeLessThan(await width('Destination'));
});

test('who hides a column by keys has the keyboard in the head still', async ({ page }) => {
  await head(page, 'Protocol').focus();
  await page.keyboard.press('Shift+F10');
  await item(page, 'Hide Protocol').press('Enter');
  await expect(head(page, 'Protocol')).toHaveCount(0);
  await expect(packetList(page).getByRole('columnheader').and(page.locator(':focus'))).toBeVisible();
});

test('the editor of a column is there at once when it is first wanted', async ({ page }) => {
  // Its code is loaded behind the capture.
  const isLoaded = () =>
    page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('list-tools')));
  await expect.poll(isLoaded).toBe(true);
  await head(page, 'Protocol').focus();
  const took = await page.evaluate(async () => {
    const isThere = (): boolean => document.activeElement instanceof HTMLInputElement;
    const from = performance.now();
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2', bubbles: true, cancelable: true }));
    while (!isThere() && performance.now() - from < 5000) await new Promise((done) => setTimeout(done, 5));
    return performance.now() - from;
  });
  await expect(page.getByRole('textbox', { name: 'Title' })).toBeFocused();
  expect(took).toBeLessThan(290);
});
