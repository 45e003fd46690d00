import { expect, type Page, test } from '@playwright/test';
import { jumpToPacket, openFile, packetList } from './support/app.ts';
import { withCapture, writeBigCapture } from './support/big-capture.ts';

/** Taller than a browser's elements may be: the scroll bar is mapped. */
const PACKETS = 400_000;
const ROW = 22;

/** The address that the capture has in a packet (counted from 1). */
const addressOf = (number: number): string =>
  [11, (number - 1) >> 16, ((number - 1) >> 8) & 255, (number - 1) & 255].join('.');

/** Numbers and destinations of the rows whose whole height is in view, top to bottom. */
const inView = (page: Page): Promise<readonly (readonly [number, string])[]> =>
  packetList(page).evaluate((list) => {
    const { top, bottom } = list.getBoundingClientRect();
    const text = (row: Element, key: string): string => row.querySelector(`[data-key="${key}"]`)?.textContent ?? '';
    return [...list.querySelectorAll('[data-place]')]
      .filter((row) => {
        const box = row.getBoundingClientRect();
        // The head covers the first 26 pixels.
        return box.top >= top + 25.5 && box.bottom <= bottom + 0.5;
      })
      .map((row) => [Number(text(row, 'number')), text(row, 'destination')] as const);
  });

/** Waits until rows are in view from a number on, and holds each to the capture. */
async function expectRows(page: Page, at: 'first' | 'last', number: number): Promise<void> {
  await expect
    .poll(async () => {
      const rows = await inView(page);
      return (at === 'first' ? rows[0] : rows.at(-1))?.[0];
    })
    .toBe(number);
  const rows = await inView(page);
  expect(rows.length).toBeGreaterThan(5);
  const from = rows[0]?.[0] ?? 0;
  expect(rows).toEqual(rows.map((_, i) => [from + i, addressOf(from + i)]));
}

test('keys, wheel, thumb and number lead to the right rows from the first to the last', async ({ page }) => {
  test.slow();
  await withCapture(
    (path) => writeBigCapture(path, PACKETS),
    async (path) => {
      await openFile(page, path);
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(PACKETS + 1), { timeout: 60_000 });
      await expectRows(page, 'first', 1);
      const selected = packetList(page).getByRole('row', { selected: true });

      // Keys: a page leaves one row of the old one in view.
      await packetList(page).focus();
      await page.keyboard.press('End');
      await expectRows(page, 'last', PACKETS);
      await expect(selected).toContainText(addressOf(PACKETS));
      await page.keyboard.press('ArrowDown');
      await expect(page).toHaveURL(new RegExp(`packet=${PACKETS}\\b`));
      await page.keyboard.press('Home');
      await expectRows(page, 'first', 1);
      await page.keyboard.press('PageDown');
      await expect(page).not.toHaveURL(/packet=1\b/);
      const page1 = Number(/packet=(\d+)/.exec(page.url())?.[1]);
      await expectRows(page, 'last', page1);
      await page.keyboard.press('PageUp');
      await expect(page).toHaveURL(/packet=1\b/);
      await expectRows(page, 'first', 1);

      // The wheel moves by true pixels, wherever the list is.
      await jumpToPacket(page, 300_000);
      await expect(selected).toContainText(addressOf(300_000));
      const top = (await inView(page))[0]?.[0] ?? 0;
      await packetList(page).hover();
      await page.mouse.wheel(0, ROW * 1000);
      await expectRows(page, 'first', top + 1000);
      await page.mouse.wheel(0, -ROW * 7);
      await expectRows(page, 'first', top + 993);
      await page.mouse.wheel(0, ROW * PACKETS);
      await expectRows(page, 'last', PACKETS);
      await page.mouse.wheel(0, -ROW * PACKETS);
      await expectRows(page, 'first', 1);

      // The thumb: the browser sets the place that it was dragged to.
      const drag = (share: number): Promise<void> =>
        packetList(page).evaluate((list, part) => {
          list.scrollTop = (list.scrollHeight - list.clientHeight) * part;
        }, share);
      await drag(1);
      await expectRows(page, 'last', PACKETS);
      await drag(0.5);
      await expect.poll(async () => Math.abs(((await inView(page))[0]?.[0] ?? 0) - PACKETS / 2)).toBeLessThan(100);
      await expectRows(page, 'first', (await inView(page))[0]?.[0] ?? 0);
      await drag(0);
      await expectRows(page, 'first', 1);

      // By number: the ends, and none beyond them.
      await jumpToPacket(page, PACKETS);
      await expectRows(page, 'last', PACKETS);
      await page.keyboard.press('Control+g');
      const dialog = page.getByRole('dialog', { name: 'Go to packet' });
      await expect(dialog).toContainText('A number from 1 to 400,000');
      for (const wrong of ['0', '400001', '-1', '1.5', 'x']) {
        await dialog.getByRole('textbox').fill(wrong);
        await expect(dialog.getByRole('button', { name: 'Go', exact: true })).toBeDisabled();
      }
      await dialog.getByRole('textbox').fill('123,456');
      await page.keyboard.press('Enter');
      await expect(selected).toContainText(addressOf(123_456));

      // Numbers are not cut off where few rows are listed.
      await page.getByRole('combobox', { name: 'Display filter' }).fill('frame.number >= 399999');
      await expect(page.getByText('Valid', { exact: true })).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', '3');
      const numbers = packetList(page).locator('[data-place] [data-key="number"]');
      await expect(numbers).toHaveText(['399999', '400000']);
      expect(await numbers.evaluateAll((cells) => cells.some((cell) => cell.scrollWidth > cell.clientWidth))).toBe(
        false,
      );
    },
  );
});
