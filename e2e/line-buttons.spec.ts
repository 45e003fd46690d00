import { expect, type Page, test } from '@playwright/test';
import { idle, openSample } from './support/app.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Presses a button by the keyboard alone, and says what has it then. */
async function press(page: Page, name: string): Promise<void> {
  await button(page, name).focus();
  await page.keyboard.press('Enter');
}

/** Lines `a`, `b`, `c` that move and go; where none is left, `last` has the keyboard. */
async function orderedByKeyboard(page: Page, removal: string, last: string): Promise<void> {
  // The one that moves keeps the keyboard, at the ends by its other button.
  await press(page, 'Move a down');
  await expect(button(page, 'Move a down')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Move a down')).toBeDisabled();
  await expect(button(page, 'Move a up')).toBeFocused();
  await press(page, 'Move b down');
  await press(page, 'Move b up');
  await expect(button(page, 'Move b down')).toBeFocused();
  // b, c, a: the next, at the end the one before, then what stands behind the lines.
  await press(page, `${removal} b`);
  await expect(button(page, `${removal} c`)).toBeFocused();
  await press(page, `${removal} a`);
  await expect(button(page, `${removal} c`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, last)).toBeFocused();
}

test('saved filters are ordered and deleted by the keyboard, which is never lost', async ({ page }) => {
  await page.addInitScript(() => {
    const saved = ['a', 'b', 'c'].map((name) => ({ name, text: 'udp' }));
    localStorage.setItem('pushscope.filters', JSON.stringify({ saved, recent: [] }));
  });
  await openSample(page, 'DM notifications');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('menuitem', { name: /Rename and delete/ }).click();
  await orderedByKeyboard(page, 'Delete', 'Save');
});

test('macros are deleted by the keyboard, which is never lost', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('menuitem', { name: 'Filter macros...' }).click();
  await button(page, 'Add macro').click();
  for (const [at, name] of ['a', 'b'].entries()) await page.getByRole('textbox', { name: 'Name' }).nth(at).fill(name);
  await press(page, 'Delete a');
  await expect(button(page, 'Delete b')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Add macro')).toBeFocused();
});

test('crafted packets are ordered and removed by the keyboard, which is never lost', async ({ page }) => {
  await page.goto('./#/craft');
  for (const [at, name] of ['a', 'b', 'c'].entries()) {
    if (at > 0) await button(page, 'New').click();
    await button(page, 'Craft Service loading').click();
    await idle(page);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('textbox', { name: `Name of packet ${at + 1}` }).fill(name);
  }
  await orderedByKeyboard(page, 'Remove', 'New');
});

test('secrets are removed by the keyboard, which is never lost', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.keyboard.press('Control+k');
  for (const secret of ['one', 'two', 'three']) {
    await button(page, 'Add secret').click();
    await page.keyboard.type(secret);
  }
  await press(page, 'Remove secret 1');
  await expect(button(page, 'Remove secret 1')).toBeFocused();
  await press(page, 'Remove secret 2');
  await expect(button(page, 'Remove secret 1')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(button(page, 'Add secret')).toBeFocused();
  await page.keyboard.press('Enter');
  await button(page, 'Add secret').click();
  await press(page, 'Remove all 2');
  await expect(button(page, 'Add secret')).toBeFocused();
});

test('the timeline is zoomed and loses series by the keyboard, which is never lost', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.keyboard.press('Alt+Shift+3');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const further = page.getByRole('textbox', { name: 'Display filter of a further series' });
  for (const filter of ['udp', 'dmnoti']) {
    await further.fill(filter);
    await further.press('Enter');
  }
  await press(page, 'Remove the series udp');
  await expect(button(page, 'Remove the series dmnoti')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(further).toBeFocused();
  await idle(page);
  const box = await page.locator('.u-over').boundingBox();
  if (box === null) throw new Error('there is no chart');
  await page.mouse.move(box.x + 0.2 * box.width, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 40, { steps: 5 });
  await page.mouse.up();
  for (const name of ['Zoom in', 'Show all']) {
    await expect(button(page, name)).toBeEnabled();
    await press(page, name);
    await expect(button(page, name)).toBeDisabled();
    await expect(page.getByRole('main').getByRole('button').and(page.locator(':focus'))).toBeEnabled();
  }
});
