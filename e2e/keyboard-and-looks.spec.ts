import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { goToPacket, idle, openSample, packetList } from './support/app.ts';
import { watchErrors } from './support/watch.ts';

test('the whole of it by keyboard: sample, packets, panes, go to, sheet', async ({ page }) => {
  await page.goto('./');
  const sample = page.getByRole('button', { name: /DM notifications/ });
  for (let i = 0; i < 30 && !(await sample.evaluate((element) => element === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await expect(page).toHaveURL(/packet=3/);
  await page.keyboard.press('F7');
  await expect(page).toHaveURL(/packet=2/);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page).toHaveURL(/packet=3/);
  await goToPacket(page, 39);
  await page.keyboard.press('Control+End');
  await expect(page).toHaveURL(/packet=40/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('Next packet');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing that axe finds is left, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto('./');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual(
      [],
    );
    await openSample(page, 'DM notifications');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual(
      [],
    );
  });
}

test('the theme follows the system and the user', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./');
  const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await surface();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(surface).not.toBe(dark);
  await page.getByRole('button', { name: /dark/i }).first().click();
  await expect.poll(surface).toBe(dark);
  await page.reload();
  await expect.poll(surface).toBe(dark);
});

/** Answers no request for these files until the result is called. */
async function holdBack(page: Page, files: RegExp): Promise<() => void> {
  let letCome = (): void => undefined;
  const wanted = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route(files, async (route) => {
    await wanted;
    await route.continue();
  });
  return letCome;
}

test.describe('before dialogs are loaded', () => {
  // A worker that has the code would answer in place of the test.
  test.use({ serviceWorkers: 'block' });

  test('what is typed for a dialog whose code is still on its way goes to the dialog, not into the filter', async ({
    page,
  }) => {
    const letCome = await holdBack(page, /\/Dialogs-[^/]*\.js$/);
    await openSample(page, 'DM notifications');
    await packetList(page).focus();
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('given up');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('keyyboa');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('board');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    letCome();
    await expect(page.getByRole('combobox', { name: 'Command' })).toHaveValue('keyboard');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('combobox', { name: 'Display filter' })).toHaveValue('');
    // What was typed once does not come again.
    await page.keyboard.press('Control+Shift+P');
    await expect(page.getByRole('combobox', { name: 'Command' })).toHaveValue('');
  });

  test('Enter ends what was typed ahead, and text behind it belongs to what Enter brings about', async ({ page }) => {
    const letCome = await holdBack(page, /\/(Dialogs|FindView)-[^/]*\.js$/);
    await openSample(page, 'DM notifications');
    await packetList(page).focus();
    await page.keyboard.press('Control+Shift+P');
    await page.keyboard.type('find...');
    await page.keyboard.press('Enter');
    await page.keyboard.type('session');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    letCome();
    await expect(page.getByRole('textbox', { name: 'Find', exact: true })).toHaveValue('session');
    await expect(page.getByRole('textbox', { name: 'Find', exact: true })).toBeFocused();
    await expect(page.getByRole('combobox', { name: 'Display filter' })).toHaveValue('');
  });
});

test('with the colours of the system, what is selected is told from what is not', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await openSample(page, 'DM notifications');
  await goToPacket(page, 3);
  const ground = (at: number) =>
    packetList(page)
      .getByRole('row')
      .nth(at)
      .evaluate((row) => getComputedStyle(row).backgroundColor);
  const usual = await ground(2);
  expect(await ground(3)).not.toBe(usual);
  await packetList(page).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await idle(page);
  for (const at of [3, 4, 5]) expect(await ground(at)).not.toBe(usual);
  expect(await ground(6)).toBe(usual);
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.keyboard.press('ArrowDown');
  const entries = page.getByRole('menu').getByRole('menuitem');
  const grounds = await entries.evaluateAll((all) => all.map((entry) => getComputedStyle(entry).backgroundColor));
  expect(new Set(grounds).size).toBe(2);
  await page.keyboard.press('Escape');
  // The editor makes its own colours of those of the page.
  const errors = watchErrors(page);
  await page.keyboard.press('Control+e');
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await idle(page);
  expect(errors).toEqual([]);
});

test('on a narrow page, as one that is enlarged, nothing of the bar is cut off', async ({ page }) => {
  for (const width of [720, 600, 400]) {
    await page.setViewportSize({ width, height: 700 });
    await openSample(page, 'DM notifications');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const places = await page.getByRole('banner').getByRole('button').all();
    for (const place of places) if (await place.isVisible()) await expect(place).toBeInViewport({ ratio: 1 });
  }
});
