import { expect, type Page, test } from '@playwright/test';
import { field, idle, openSample, packetList, packetRow } from './support/app.ts';
import { watchErrors } from './support/watch.ts';

const bar = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });
const completions = (page: Page) => page.getByRole('listbox', { name: 'Completions' });
const item = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });
const state = (page: Page) => page.locator('.filter-state');

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
});

test('each key says whether the filter is right, unfinished or wrong, by word and drawing', async ({ page }) => {
  await page.keyboard.press('/');
  /** What each key makes of it; a space stands for no change. */
  const keys = (text: string, states: string): readonly (readonly [string, string])[] => {
    const words: Readonly<Record<string, string>> = { i: 'Incomplete', v: 'Valid', w: 'Wrong', c: 'Check' };
    return [...text].map((key, at) => [key, words[states[at] ?? ''] ?? ''] as const);
  };
  for (const typed of [
    keys('udp.port in {2948}', 'iiviiiivviiiiiiiiv'),
    keys('ip.addr != 10.0.0.1', 'iviiiivviiiiiiiiiic'),
    keys('udp.port = 2948', 'iiviiiivviwwwww'),
    keys('len(udp) > 9 )', 'iiiiiiivviivvw'),
  ]) {
    await bar(page).fill('');
    let text = '';
    for (const [key, word] of typed) {
      text += key;
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      await expect(state(page), text).toHaveText(word);
      await expect(state(page).locator('svg'), text).toHaveCount(1);
      await expect(bar(page)).toHaveAttribute('aria-invalid', String(word === 'Wrong' || word === 'Incomplete'));
    }
  }
});

test('values and operators are completed, each with a word on what it is', async ({ page }) => {
  await bar(page).fill('');
  await page.keyboard.type('dmnoti.ui_mode ');
  await expect(completions(page).getByRole('option').first()).toHaveText(/==/);
  await page.keyboard.type('== ');
  await expect(completions(page).getByRole('option').filter({ hasText: 'informative' })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  const chosen = completions(page).getByRole('option', { selected: true });
  await expect(chosen).toHaveCount(1);
  const value = (await chosen.locator('.completions-text').innerText()).trim();
  await expect(page.locator('.completions-doc')).toContainText('UI-mode: ');
  await page.keyboard.press('Tab');
  await expect(bar(page)).toHaveValue(`dmnoti.ui_mode == ${value}`);
  await expect(state(page)).toHaveText('Valid');
  await bar(page).fill('');
  await page.keyboard.type('upp');
  await expect(completions(page).getByRole('option').first()).toContainText('upper(');
});

test('a filter longer than its bar is written, judged and applied', async ({ page }) => {
  const errors = watchErrors(page);
  const many = Array.from({ length: 40 }, (_, i) => `frame.number == ${i + 1}`).join(' || ');
  await bar(page).click();
  await page.keyboard.insertText(many);
  await page.keyboard.type(' || dmnoti.nothing');
  await expect(state(page)).toHaveText('Wrong');
  const message = page.getByText('There is no field or protocol "dmnoti.nothing"', { exact: true });
  await expect(message).toBeVisible();
  const box = await bar(page).boundingBox();
  const place = await message.boundingBox();
  // The bar shows the end of the text, and the message stands below it.
  expect(place?.x ?? 0).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0) / 2);
  await page.keyboard.press('Home');
  await page.keyboard.press('End');
  for (let i = 0; i < ' || dmnoti.nothing'.length; i++) await page.keyboard.press('Backspace');
  await expect(state(page)).toHaveText('Valid');
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(page.getByRole('contentinfo')).toContainText('40 / 40 shown');
  expect(errors).toEqual([]);
});

test('a fault of the page is said, and the page comes back as it was', async ({ page }) => {
  await page.addInitScript(() => {
    if (sessionStorage.getItem('broken') !== null) return;
    Element.prototype.scrollIntoView = () => {
      sessionStorage.setItem('broken', 'once');
      throw new Error('made by this test');
    };
  });
  await bar(page).fill('dmnoti');
  await page.keyboard.press('Enter');
  await idle(page);
  await page.reload();
  await idle(page);
  await bar(page).click();
  await page.keyboard.type('.');
  await page.keyboard.press('ArrowDown');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The page has stopped');
  await expect(alert).toContainText('made by this test');
  await page.getByRole('button', { name: 'Load the page again' }).click();
  await expect(packetList(page)).toBeVisible();
  await expect(bar(page)).toHaveValue('dmnoti');
});

const PRESENT = 'frame.number < 20';
const WAYS = [
  ['Selected', '#'],
  ['Not selected', '!(#)'],
  ['... and selected', `(${PRESENT}) && (#)`],
  ['... or selected', `(${PRESENT}) || (#)`],
  ['... and not selected', `(${PRESENT}) && !(#)`],
  ['... or not selected', `(${PRESENT}) || !(#)`],
] as const;

for (const where of ['field', 'cell'] as const) {
  test(`a ${where} is applied or prepared as a filter in every way`, async ({ page }) => {
    test.slow();
    const own = where === 'field' ? 'dmnoti.session_id == 61682' : 'ip.src == 192.0.2.1';
    const place = () =>
      where === 'field' ? field(page, /^Sessionid/) : packetRow(page, 'session 0xf0f2').locator('[data-key="source"]');
    const suffix = where === 'field' ? '' : ' (Source)';
    for (const [way, wanted] of WAYS) {
      for (const verb of ['Apply', 'Prepare']) {
        await bar(page).fill(PRESENT);
        await expect(page.getByText(/^(Valid|Applied)$/)).toBeVisible();
        await bar(page).press('Enter');
        await idle(page);
        await packetRow(page, 'session 0xf0f2').click();
        await idle(page);
        await place().click({ button: 'right' });
        await item(page, `${verb} as filter${suffix}`).focus();
        await page.keyboard.press('ArrowRight');
        await item(page, way).click();
        const text = wanted.replace('#', own);
        await expect(bar(page), `${verb} ${way}`).toHaveValue(
          new RegExp(escaped(text).replace('61682', '(61682|0xf0f2)')),
        );
        await idle(page);
        const shown = new URLSearchParams(page.url().split('?')[1]).get('filter');
        if (verb === 'Apply') expect(shown).toBe(await bar(page).inputValue());
        else expect(shown).toBe(PRESENT);
      }
    }
  });
}

const escaped = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
