import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { field, idle, openSample, packetList, packetRow } from './support/app.ts';

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Colour rules' });
const rule = (page: Page, name: string) =>
  dialog(page).getByRole('listitem', { name: new RegExp(`^Rule \\d+: ${name}$`) });
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name, exact: true });
const ground = (row: Locator): Promise<string> => row.evaluate((element) => getComputedStyle(element).backgroundColor);
const ink = (row: Locator): Promise<string> => row.evaluate((element) => getComputedStyle(element).color);

async function openRules(page: Page): Promise<void> {
  await page.getByRole('menuitem', { name: 'View' }).click();
  await item(page, 'Colour rules...').click();
  await expect(dialog(page)).toBeVisible();
}

/** A row of the list, which is out of reach for roles while a dialog is open. */
const rowOf = (page: Page, text: string): Locator => page.locator('[data-place]').filter({ hasText: text }).first();

/** A row that neither the pointer nor the selection colours. */
async function atRest(page: Page, text: string): Promise<Locator> {
  await packetList(page).getByRole('row').nth(1).click();
  await page.mouse.move(0, 0);
  await idle(page);
  return rowOf(page, text);
}

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
});

test('rows have the colours of the usual rules; a rule is made, moved, judged and kept', async ({ page }) => {
  test.slow();
  const plain = await atRest(page, 'session 0xf0f2');
  const usual = await ground(plain);
  const wrong = await ground(packetRow(page, 'session 0x0001'));
  expect(usual).not.toBe(wrong);

  await openRules(page);
  await expect(dialog(page).getByRole('status')).toHaveText('Packet 1 is coloured by: DM notification');
  expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations.map(({ id }) => id)).toEqual(
    [],
  );
  await dialog(page).getByRole('button', { name: 'Add rule' }).click();
  const filter = dialog(page).getByRole('textbox', { name: 'Filter of New rule' });
  await expect(filter).toBeFocused();
  await page.keyboard.type('dmnoti.session_id ==');
  await expect(rule(page, 'New rule')).toContainText('Incomplete');
  await page.keyboard.type(' 0xf0f2');
  await expect(rule(page, 'New rule')).toContainText('Valid');
  await page.keyboard.type(' nonsense');
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  for (let i = 0; i < ' nonsense'.length; i++) await page.keyboard.press('Backspace');
  await expect(rule(page, 'New rule')).toContainText('Valid');
  await rule(page, 'New rule').getByRole('combobox', { name: 'Background of New rule' }).selectOption('Lime');
  await rule(page, 'New rule').getByRole('combobox', { name: 'Text of New rule' }).selectOption('Blue');
  await idle(page);
  const mine = await ground(plain);
  const myInk = await ink(plain);
  expect([usual, wrong]).not.toContain(mine);

  // Behind the rule that has it now, it colours nothing; the keyboard stays with it.
  await filter.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('Alt+ArrowDown');
  await expect(filter).toBeFocused();
  await expect(dialog(page).getByRole('listitem').nth(6)).toHaveAccessibleName('Rule 7: New rule');
  await idle(page);
  expect(await ground(plain)).toBe(usual);
  await page.keyboard.press('Alt+ArrowUp');
  await idle(page);
  expect(await ground(plain)).toBe(mine);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();

  // It is there again after a reload, switched off with the others, and on again.
  await openSample(page, 'DM notifications');
  await atRest(page, 'session 0xf0f2');
  expect([await ground(plain), await ink(plain)]).toEqual([mine, myInk]);
  await page.getByRole('menuitem', { name: 'View' }).click();
  const toggle = page.getByRole('menuitemcheckbox', { name: 'Colour rows' });
  await expect(toggle).toBeChecked();
  await toggle.click();
  await atRest(page, 'session 0xf0f2');
  const none = await ground(plain);
  expect([mine, usual, wrong]).not.toContain(none);
  expect(await ground(packetRow(page, 'session 0x0001'))).toBe(none);
  await openSample(page, 'DM notifications');
  await atRest(page, 'session 0xf0f2');
  expect(await ground(plain)).toBe(none);
  await openRules(page);
  await dialog(page).getByRole('checkbox', { name: 'Colour rows by these rules' }).check();
  await dialog(page).getByRole('button', { name: 'Remove New rule' }).click();
  await expect(rule(page, 'New rule')).toHaveCount(0);
  await expect(dialog(page).getByRole('button', { name: 'Remove DM notification' })).toBeFocused();
  await dialog(page).getByRole('button', { name: 'Remove DM notification' }).click();
  await idle(page);
  expect(await ground(plain)).not.toBe(usual);
  await dialog(page).getByRole('button', { name: 'Usual rules' }).click();
  await expect(rule(page, 'DM notification')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await idle(page);
  expect(await ground(plain)).toBe(usual);
});

test('a conversation gets a colour by a key and by the menu, and loses it', async ({ page }) => {
  const other = packetRow(page, 'session 0x8104');
  const row = await atRest(page, 'session 0xf0f2');
  const usual = await ground(row);
  await row.click();
  // As keyboards send it: the digit's key with Shift gives a sign.
  await page.keyboard.press('Control+Shift+Digit1');
  await expect(page.getByText('Conversation coloured: orange')).toBeVisible();
  await atRest(page, 'session 0xf0f2');
  const orange = await ground(row);
  expect(orange).not.toBe(usual);
  expect(await ground(other)).not.toBe(orange);

  await other.click({ button: 'right' });
  await item(page, 'Conversation').press('ArrowRight');
  await item(page, 'Colour conversation').press('ArrowRight');
  await page.getByRole('menuitem', { name: /^Cyan/ }).press('Enter');
  await atRest(page, 'session 0xf0f2');
  const cyan = await ground(other);
  expect([usual, orange]).not.toContain(cyan);
  expect(await ground(row)).toBe(orange);

  await packetList(page).focus();
  await page.keyboard.press('Control+Space');
  await expect(page.getByText('No conversation is coloured')).toBeVisible();
  await idle(page);
  expect(await ground(row)).toBe(usual);
  expect(await ground(other)).not.toBe(cyan);
});

test('a rule is made of a field, and of a cell of the list', async ({ page }) => {
  await packetRow(page, 'session 0xf0f2').click();
  await idle(page);
  await field(page, /^Sessionid/).click({ button: 'right' });
  await item(page, 'Prepare as filter').press('ArrowRight');
  await item(page, 'Colour rule...').click();
  await expect(dialog(page).getByRole('listitem').first()).toHaveAccessibleName(/^Rule 1: dmnoti\.session_id == /);
  await expect(dialog(page).getByRole('status')).toHaveText(/^Packet 5 is coloured by: dmnoti\.session_id == /);
  await dialog(page).getByRole('button', { name: 'Done' }).click();

  await packetRow(page, 'session 0xf0f2').locator('[data-key="length"]').click({ button: 'right' });
  await item(page, 'Prepare as filter (Length)').press('ArrowRight');
  await item(page, 'Colour rule...').click();
  await expect(dialog(page).getByRole('listitem').first()).toHaveAccessibleName('Rule 1: frame.len == 80');
});
