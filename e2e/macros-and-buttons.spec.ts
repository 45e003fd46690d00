import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { idle, openSample, packetList } from './support/app.ts';

const bar = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });
const footer = (page: Page) => page.getByRole('contentinfo');
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name, exact: true });
const choice = (page: Page, name: string | RegExp) => page.getByRole('menuitemcheckbox', { name });
const buttons = (page: Page) => page.getByRole('toolbar', { name: 'Filter buttons' });
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

async function fromMenu(page: Page, entry: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await item(page, entry).click();
}

/** Writes macros in the dialog and saves them. */
async function defineMacros(page: Page, macros: Readonly<Record<string, string>>): Promise<void> {
  await fromMenu(page, 'Filter macros...');
  for (const [at, [name, text]] of Object.entries(macros).entries()) {
    if (at > 0) await page.getByRole('button', { name: 'Add macro' }).click();
    const line = page.getByRole('listitem', { name: new RegExp(`^Macro ${at + 1}:`) });
    await line.getByRole('textbox', { name: 'Name' }).fill(name);
    await line.getByRole('textbox', { name: /^Text of/ }).fill(text);
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function apply(page: Page, text: string): Promise<void> {
  await bar(page).fill(text);
  await expect(page.getByText(/^(Valid|Check|Applied)$/)).toBeVisible();
  await bar(page).press('Enter');
  await idle(page);
}

async function addButton(page: Page, filter: string, name: string, comment = ''): Promise<void> {
  await bar(page).fill(filter);
  await fromMenu(page, 'Add filter as button...');
  const form = dialog(page, 'Add filter button');
  await expect(form.getByRole('textbox', { name: 'Filter' })).toHaveValue(filter);
  await form.getByRole('textbox', { name: 'Name' }).fill(name);
  if (comment !== '') await form.getByRole('textbox', { name: 'Comment' }).fill(comment);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
});

test('a macro is defined, completed, applied with its arguments, expanded and kept', async ({ page }) => {
  await fromMenu(page, 'Filter macros...');
  const line = page.getByRole('listitem', { name: 'Macro 1: macro 1' });
  await line.getByRole('textbox', { name: /^Text of/ }).fill('frame.number < $1 && frame.nmber > $2');
  await expect(line.getByText('There is no field or protocol "frame.nmber"').first()).toBeVisible();
  await expect(line.getByRole('textbox', { name: /^Text of/ })).toHaveAttribute('aria-invalid', 'true');
  await line.getByRole('textbox', { name: /^Text of/ }).fill('frame.number < $1 && frame.number > $2');
  await expect(line.getByText('Valid', { exact: true })).toBeVisible();
  await line.getByRole('textbox', { name: 'Name' }).fill('be-tween');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Name' }).fill('between');
  await expect(page.getByText('In a filter: $between($1, $2)')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await bar(page).fill('$be');
  const option = page.getByRole('listbox', { name: 'Completions' }).getByRole('option').first();
  await expect(option).toContainText('$between(');
  await expect(page.getByText('frame.number < $1 && frame.number > $2')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(bar(page)).toHaveValue('$between(');
  await page.keyboard.type('6, 3)');
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(footer(page)).toContainText('2 / 40 shown');

  // What was typed is what is kept.
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(bar(page)).toHaveValue('$between(6, 3)');
  await expect(footer(page)).toContainText('2 / 40 shown');
  await page.getByRole('button', { name: 'Filters used before' }).click();
  await expect(item(page, '$between(6, 3)')).toBeVisible();
  await page.keyboard.press('Escape');

  await fromMenu(page, 'Expand macros');
  await expect(bar(page)).toHaveValue('frame.number < 6 && frame.number > 3');
});

test('what is wrong with a macro is said at its column', async ({ page }) => {
  await defineMacros(page, { session: 'dmnoti.session_id == $1', all: 'udp' });
  await bar(page).fill('udp && $session(1, 2)');
  const message = page.getByText('The macro session takes 1 argument, not 2', { exact: true });
  await expect(message).toBeVisible();
  await expect(bar(page)).toHaveAttribute('aria-invalid', 'true');
  // The eighth sign.
  const box = await bar(page).boundingBox();
  const place = await message.boundingBox();
  const width = await page.evaluate(() => {
    const input = document.querySelector('[data-filter-input]');
    const context = document.createElement('canvas').getContext('2d');
    if (input === null || context === null) return 0;
    context.font = getComputedStyle(input).font;
    return context.measureText('udp && ').width;
  });
  expect(Math.abs((place?.x ?? 0) - (box?.x ?? 0) - width - 8)).toBeLessThan(12);
  await bar(page).fill('udp && $session("a") || $all()');
  await expect(page.getByText(/in what the macro stands for: dmnoti.session_id == "a"$/).first()).toBeVisible();
  await bar(page).fill('$nothing()');
  await expect(page.getByText('There is no macro nothing', { exact: true })).toBeVisible();
});

test('a macro that changes changes the filter that holds', async ({ page }) => {
  await defineMacros(page, { mine: 'frame.number <= 4' });
  await apply(page, '$mine()');
  await expect(footer(page)).toContainText('4 / 40 shown');
  await fromMenu(page, 'Filter macros...');
  await page.getByRole('textbox', { name: 'Text of mine' }).fill('frame.number <= 7');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await idle(page);
  await expect(footer(page)).toContainText('7 / 40 shown');
  await fromMenu(page, 'Filter macros...');
  await page.getByRole('button', { name: 'Delete mine' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await idle(page);
  await expect(page.getByText('There is no macro mine', { exact: true })).toBeVisible();
});

test('filters become buttons, alone and in groups, which are applied and prepared', async ({ page }) => {
  await expect(buttons(page)).toHaveCount(0);
  await addButton(page, 'frame.number <= 3', 'First three', 'Only a few');
  await addButton(page, 'frame.number <= 5', 'Some//Five');
  await addButton(page, 'frame.number <= 6', 'Some//Six');
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await idle(page);

  const three = buttons(page).getByRole('button', { name: 'First three' });
  await expect(three).toHaveAttribute('aria-pressed', 'false');
  await expect(three).toHaveAttribute('title', /^Only a few\nframe\.number <= 3\n/);
  await three.click();
  await idle(page);
  await expect(three).toHaveAttribute('aria-pressed', 'true');
  await expect(footer(page)).toContainText('3 / 40 shown');

  // With the keyboard, into the group.
  await page.keyboard.press('ArrowRight');
  await expect(buttons(page).getByRole('button', { name: 'Some' })).toBeFocused();
  await page.keyboard.press('Enter');
  await choice(page, /^Six/).press('Enter');
  await idle(page);
  await expect(footer(page)).toContainText('6 / 40 shown');
  await expect(three).toHaveAttribute('aria-pressed', 'false');
  await buttons(page).getByRole('button', { name: 'Some' }).click();
  await expect(choice(page, /^Six/)).toBeChecked();
  await choice(page, /^Five/).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toHaveValue('frame.number <= 5');
  await expect(bar(page)).toBeFocused();
  await expect(footer(page)).toContainText('6 / 40 shown');

  await three.click({ modifiers: ['Shift'] });
  await expect(bar(page)).toHaveValue('frame.number <= 3');
  await expect(footer(page)).toContainText('6 / 40 shown');
  await buttons(page).getByRole('button', { name: 'First three' }).click({ button: 'right' });
  await item(page, 'Apply').click();
  await idle(page);
  await expect(footer(page)).toContainText('3 / 40 shown');

  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(three).toHaveAttribute('aria-pressed', 'true');

  await page.keyboard.press('Control+Shift+p');
  await page.getByRole('combobox', { name: 'Command' }).fill('some five');
  await page.getByRole('option', { name: 'Apply filter: Some: Five' }).click();
  await idle(page);
  await expect(footer(page)).toContainText('5 / 40 shown');

  await three.click({ button: 'right' });
  await item(page, 'Remove this button').click();
  await expect(three).toHaveCount(0);
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await expect(item(page, /First three/)).toBeVisible();
});

test('buttons are ordered and shown in the dialog of saved filters; what has no room stands in a menu', async ({
  page,
}) => {
  await page.evaluate(() => {
    const saved = Array.from({ length: 30 }, (_, at) => ({
      name: `Button number ${at + 1}`,
      text: `frame.number <= ${at + 1}`,
      isButton: true,
    }));
    localStorage.setItem('pushscope.filters', JSON.stringify({ saved, recent: [] }));
  });
  await page.reload();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  const row = buttons(page);
  const height = (await row.boundingBox())?.height ?? 0;
  expect(height).toBeLessThan(40);
  await expect(row.getByRole('button', { name: 'Button number 30' })).toHaveCount(0);
  const more = row.getByRole('button', { name: 'More' });
  const box = await more.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await more.click();
  await choice(page, /^Button number 30/).click();
  await idle(page);
  await expect(footer(page)).toContainText('30 / 40 shown');
  await expect(more).toHaveAttribute('data-applied', '');

  await fromMenu(page, /Rename and delete/);
  await page.getByRole('button', { name: 'Move Button number 1 down' }).click();
  await page.getByRole('checkbox', { name: 'Show Button number 3 as button' }).uncheck();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(row.getByRole('button').first()).toHaveText('Button number 2');
  await expect(row.getByRole('button', { name: 'Button number 3', exact: true })).toHaveCount(0);
});

test('buttons and dialogs have names and contrast, in light and dark', async ({ page }) => {
  test.slow();
  await defineMacros(page, { port: 'udp.port == $1', slip: 'udp.prot' });
  await addButton(page, 'frame.number <= 3', 'Few');
  await addButton(page, '$port(2948)', 'Push//Port');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await buttons(page).getByRole('button', { name: 'Few' }).click();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    for (const entry of ['Filter macros...', /Rename and delete/] as const) {
      await fromMenu(page, entry);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect((await new AxeBuilder({ page }).include('[role="dialog"]').analyze()).violations).toEqual([]);
      await page.keyboard.press('Escape');
    }
  }
});
