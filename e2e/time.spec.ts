import { expect, type Page, test } from '@playwright/test';
import { field, goToPacket, idle, openSample, packetList, packetRow } from './support/app.ts';

const times = (page: Page): Promise<readonly string[]> =>
  packetList(page).locator('[data-key="time"]').allTextContents();
const item = (page: Page, name: string) => page.getByRole('menuitem', { name, exact: true });

/** Chooses from a submenu of a menu in the bar. */
async function choose(page: Page, menu: string, submenu: string, choice: string): Promise<void> {
  await item(page, menu).click();
  await item(page, submenu).press('ArrowRight');
  await page
    .getByRole('menuitem', { name: choice })
    .or(page.getByRole('menuitemcheckbox', { name: choice, exact: true }))
    .click();
  await idle(page);
}

async function filterBy(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Display filter' }).fill(text);
  await page.keyboard.press('Enter');
  await idle(page);
}

test('packets count from the time references before them', async ({ page }) => {
  await openSample(page, 'DM notifications');
  expect((await times(page)).slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5].map((second) => `${second}.000000`));
  await goToPacket(page, 3);
  await page.keyboard.press('Alt+t');
  await idle(page);
  const selected = packetList(page).getByRole('row', { selected: true });
  await expect(selected).toContainText('Time reference');
  await goToPacket(page, 6);
  // The installed app gets this one, a tab does not.
  await page.keyboard.press('Control+t');
  await idle(page);
  expect((await times(page)).slice(0, 8)).toEqual([
    '0.000000',
    '1.000000',
    '*REF*',
    '1.000000',
    '2.000000',
    '*REF*',
    '1.000000',
    '2.000000',
  ]);
  await expect(page.getByRole('contentinfo')).toContainText('2 time references');

  // The tree says the same, and so do filters, whether references are listed or not.
  await goToPacket(page, 8);
  await field(page, /^Frame/).click();
  await page.keyboard.press('Enter');
  await expect(field(page, 'Time since the first packet or reference')).toContainText('2.000000000');
  await filterBy(page, 'frame.ref_time');
  expect(await times(page)).toEqual(['*REF*', '*REF*']);
  await filterBy(page, 'frame.time_relative == 2 && frame.number < 9');
  expect(await times(page)).toEqual(['2.000000', '2.000000']);
  await filterBy(page, '');

  await goToPacket(page, 1);
  await page.keyboard.press('Control+Alt+n');
  await expect(page).toHaveURL(/packet=3\b/);
  await page.keyboard.press('Control+Alt+n');
  await expect(page).toHaveURL(/packet=6\b/);
  await page.keyboard.press('Control+Alt+b');
  await expect(page).toHaveURL(/packet=3\b/);
  await idle(page);
  // They stay when everything is read anew.
  await goToPacket(page, 4);
  await page.keyboard.press('Control+d');
  await idle(page);
  expect((await times(page)).slice(2, 5)).toEqual(['*REF*', '1.000000', '2.000000']);

  // From the menu of a packet: away with this one; from the bar: with all.
  await packetRow(page, 'session 0x8104').click({ button: 'right' });
  await item(page, 'Time').press('ArrowRight');
  await page.getByRole('menuitem', { name: 'Set or remove reference' }).press('Enter');
  await idle(page);
  expect((await times(page)).slice(2, 6)).toEqual(['2.000000', '3.000000', '4.000000', '*REF*']);
  await choose(page, 'Edit', 'Time', 'Remove all references');
  expect((await times(page)).slice(4, 6)).toEqual(['4.000000', '5.000000']);
  await expect(page.getByRole('contentinfo')).not.toContainText('time reference');
});

test('several selected packets become references together', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 2);
  await packetList(page).focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Alt+t');
  await idle(page);
  expect((await times(page)).slice(0, 5)).toEqual(['0.000000', '*REF*', '*REF*', '*REF*', '1.000000']);
  await page.keyboard.press('Alt+t');
  await idle(page);
  expect((await times(page)).slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((second) => `${second}.000000`));
});

test.describe('in India', () => {
  test.use({ timezoneId: 'Asia/Kolkata' });

  test('times have the format and the precision that were chosen, on the next visit too', async ({ page }) => {
    await openSample(page, 'DM notifications');
    const width = async () =>
      (await packetList(page).getByRole('columnheader', { name: 'Time' }).boundingBox())?.width ?? 0;
    const usual = await width();
    await choose(page, 'View', 'Time format', 'Date and time (local)');
    const [local = ''] = await times(page);
    expect(local).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    expect(await width()).toBeGreaterThan(usual + 80);

    // From the head of the column, by keys.
    await packetList(page).getByRole('columnheader', { name: 'Time' }).click({ button: 'right' });
    await item(page, 'Time format').press('ArrowRight');
    await page.getByRole('menuitemradio', { name: 'Date and time (UTC)' }).press('Enter');
    await expect.poll(async () => (await times(page))[0]).not.toBe(local);
    const [utc = ''] = await times(page);
    expect(Date.parse(`${local.replace(' ', 'T')}Z`) - Date.parse(`${utc.replace(' ', 'T')}Z`)).toBe(5.5 * 3_600_000);
    await choose(page, 'View', 'Time format', 'Time of day (UTC)');
    await choose(page, 'View', 'Time precision', 'Milliseconds');
    const day = `${utc.slice(11, 19)}.${utc.slice(20, 23)}`;
    expect((await times(page))[0]).toBe(day);

    await openSample(page, 'DM notifications');
    expect((await times(page))[0]).toBe(day);
    await packetList(page).getByRole('columnheader', { name: 'Time' }).click({ button: 'right' });
    await item(page, 'Time precision').press('ArrowRight');
    await expect(page.getByRole('menuitemradio', { name: 'Milliseconds' })).toBeChecked();
    await page.getByRole('menuitemradio', { name: 'Seconds', exact: true }).press('Enter');
    await expect.poll(async () => (await times(page))[0]).toBe(utc.slice(11, 19));
  });
});

test('the time since the previous shown packet is about the list as it is filtered', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await choose(page, 'View', 'Time format', 'Seconds since the previous shown packet');
  await filterBy(page, 'frame.number in {2, 5, 6, 12}');
  expect(await times(page)).toEqual(['0.000000', '3.000000', '1.000000', '6.000000']);
  await choose(page, 'View', 'Time format', 'Seconds since the previous captured packet');
  expect(await times(page)).toEqual(Array(4).fill('1.000000'));
});

test('times are shifted, one packet gets the time that it had in truth, and all is undone', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await choose(page, 'View', 'Time format', 'Date and time (UTC)');
  const before = await times(page);
  const moved = (by: number): readonly string[] =>
    before.map((text) => {
      const time = new Date(Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`) + by * 1000);
      return `${time.toISOString().slice(0, 19).replace('T', ' ')}${text.slice(19)}`;
    });
  const dialog = page.getByRole('dialog', { name: 'Time shift' });
  await goToPacket(page, 3);
  await page.keyboard.press('Alt+Shift+t');
  await expect(dialog.getByRole('radio', { name: 'Undo all shifts' })).toBeDisabled();
  await expect(dialog.getByRole('textbox', { name: 'Shift by' })).toBeFocused();
  await dialog.getByRole('textbox', { name: 'Shift by' }).fill('1:60:00');
  await expect(dialog.getByRole('button', { name: 'Shift', exact: true })).toBeDisabled();
  await expect(dialog.getByRole('textbox', { name: 'Shift by' })).toHaveAccessibleDescription(/^Not understood/);
  await dialog.getByRole('textbox', { name: 'Shift by' }).fill('-1:30:00');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('contentinfo')).toContainText('times shifted');
  await idle(page);
  expect(await times(page)).toEqual(moved(-5400));
  await expect(page).toHaveURL(/packet=3\b/);
  await filterBy(page, `frame.time < "${moved(-5400)[2]}"`);
  expect(await times(page)).toHaveLength(2);
  await filterBy(page, '');

  // From the menu of a packet: the time that it had in truth.
  await packetRow(page, 'session 0x8104').click({ button: 'right' });
  await item(page, 'Time').press('ArrowRight');
  await page.getByRole('menuitem', { name: /^Shift/ }).press('Enter');
  await dialog.getByRole('radio', { name: /^Set the time of packet 3/ }).check();
  const time = dialog.getByRole('textbox', { name: 'Time (UTC)' });
  await expect(time).toHaveValue(`${moved(-5400)[2]}000`);
  await time.fill(`${moved(0)[4]?.slice(0, 19)} +00:00`);
  await dialog.getByRole('button', { name: 'Shift', exact: true }).click();
  await expect(dialog).toBeHidden();
  await idle(page);
  expect(await times(page)).toEqual(moved(2));

  // One packet alone, then all as the file has them.
  await page.keyboard.press('Alt+Shift+t');
  await dialog.getByRole('radio', { name: 'Shift packet 3 alone' }).check();
  await dialog.getByRole('textbox', { name: 'Shift by' }).fill('8');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await idle(page);
  expect(await times(page)).toEqual(moved(2).map((text, place) => (place === 2 ? moved(10)[2] : text)));
  await page.keyboard.press('Alt+Shift+t');
  await dialog.getByRole('radio', { name: 'Undo all shifts' }).check();
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await expect(dialog).toBeHidden();
  await idle(page);
  expect(await times(page)).toEqual(before);
  await expect(page.getByRole('contentinfo')).not.toContainText('times shifted');
});
