import { expect, type Page, test } from '@playwright/test';
import { lineTint, rgbOf } from '../src/ui/capture/list/map/tints.ts';
import { goToPacket, idle, jumpToPacket, openFile, openSample, packetList } from './support/app.ts';
import { withCapture, writeBigCapture } from './support/big-capture.ts';

/** Packets of the sample, and the height of a row in the list. */
const PACKETS = 40;
const ROW = 22;
/** Across the map: marks, grounds of rows beside the ink of their text, errors, and the frame around what is on the screen. */
const MARK = 2;
const GROUND = 5;
const INK = 8;
const ERROR = 14;
/** `DM notifications` has rows with this. */
const WRONG = 'rule.severity == "error"';

/** It is hidden from roles: all of it is in the list too. */
const map = (page: Page) => page.locator('.list-map canvas');

async function mapBox(page: Page) {
  const box = await map(page).boundingBox();
  if (box === null) throw new Error('there is no map');
  return box;
}

/** The colours down the map at so many pixels from its left, one a pixel; empty where nothing is drawn. */
const down = (page: Page, x: number): Promise<readonly string[]> =>
  map(page).evaluate((canvas: HTMLCanvasElement, left) => {
    const { width, height } = canvas.getBoundingClientRect();
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    const at = Math.round((left / width) * canvas.width);
    return Array.from({ length: Math.floor(height) }, (_, y) => {
      const [r, g, b, a] = context.getImageData(at, Math.round((y / height) * canvas.height), 1, 1).data;
      return a === 0 ? '' : `${r},${g},${b}`;
    });
  }, x);

/** The colour in the middle of each row's line, where the map has so many. */
async function lines(page: Page, x: number, count: number): Promise<readonly string[]> {
  const colours = await down(page, x);
  const line = Math.min(ROW, colours.length / count);
  return Array.from({ length: count }, (_, at) => colours[Math.floor((at + 0.5) * line)] ?? '');
}

/** Grounds of the rows in view, as the map draws them, and which of them have an error, by their place. */
const rowsInView = async (
  page: Page,
): Promise<ReadonlyMap<number, { readonly tint: string; readonly wrong: boolean }>> => {
  const surface = await packetList(page).evaluate((list) => getComputedStyle(list).backgroundColor);
  const rows = await packetList(page)
    .locator('[data-place][aria-selected="false"]')
    .evaluateAll((elements) =>
      elements.map((row) => ({
        place: Number((row as HTMLElement).dataset['place']),
        ground: getComputedStyle(row).backgroundColor,
        wrong: row.querySelector('[role="img"][aria-label="error"]') !== null,
      })),
    );
  return new Map(
    rows.map(({ place, ground, wrong }) => {
      const tint = ground === 'rgba(0, 0, 0, 0)' ? '' : lineTint(rgbOf(surface), rgbOf(ground)).join(',');
      return [place, { tint, wrong }];
    }),
  );
};

/** Waits until every row in view has its colour and its error on the map. */
async function expectRowsOnMap(page: Page, count: number): Promise<void> {
  await page.mouse.move(0, 0);
  await expect
    .poll(async () => {
      const rows = await rowsInView(page);
      const [grounds, errors] = [await lines(page, GROUND, count), await lines(page, ERROR, count)];
      const differs = [...rows].filter(
        ([place, { tint, wrong }]) => grounds[place] !== tint || (errors[place] !== '') !== wrong,
      );
      return rows.size >= Math.min(count, 6) ? differs : 'too few rows in view';
    })
    .toEqual([]);
}

async function applyFilter(page: Page, text: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Display filter' }).fill(text);
  await page.keyboard.press('Enter');
  await idle(page);
}

async function fromViewMenu(page: Page, name: string): Promise<void> {
  await page.getByRole('menuitem', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name }).click();
}

test('rows have their colours on the map, errors and marks beside them; a filter and a theme change both', async ({
  page,
}) => {
  await openSample(page, 'DM notifications');
  await expectRowsOnMap(page, PACKETS);
  const grounds = await lines(page, GROUND, PACKETS);
  const errors = await lines(page, ERROR, PACKETS);
  expect(new Set(grounds).size).toBeGreaterThan(2);
  expect(errors.filter((colour) => colour !== '').length).toBeGreaterThan(5);
  expect(new Set(errors.slice(20)).size).toBe(2);
  await packetList(page).focus();
  await page.keyboard.press('End');
  await expectRowsOnMap(page, PACKETS);

  // A mark, and none any more.
  await goToPacket(page, 12);
  await page.keyboard.press('Control+m');
  await jumpToPacket(page, 1);
  const marked = async (): Promise<readonly number[]> =>
    (await lines(page, MARK, PACKETS)).flatMap((colour, at) => (at > 0 && colour !== '' ? [at + 1] : []));
  await expect.poll(marked).toEqual([12]);
  await goToPacket(page, 12);
  await page.keyboard.press('Control+m');
  await jumpToPacket(page, 1);
  await expect.poll(marked).toEqual([]);

  // The rows that a filter leaves, and blank below the last of them.
  await applyFilter(page, `${WRONG} && frame.number < 12`);
  const left = (await packetList(page).getByRole('row').count()) - 1;
  expect(left).toBeGreaterThan(1);
  await expect.poll(async () => (await lines(page, ERROR, left)).filter((colour) => colour === '')).toEqual([]);
  await expectRowsOnMap(page, left);
  expect((await down(page, ERROR)).slice(left * ROW).join('')).toBe('');
  await applyFilter(page, 'frame.number > 1000');
  await expect.poll(async () => new Set(await down(page, GROUND))).toEqual(new Set(['']));
  await applyFilter(page, '');
  await expectRowsOnMap(page, PACKETS);
  expect(await lines(page, GROUND, PACKETS)).toEqual(grounds);

  // Without colours, errors are left; in the dark they are lighter.
  await fromViewMenu(page, 'Colour rows');
  await expect.poll(async () => new Set((await lines(page, GROUND, PACKETS)).slice(20))).toEqual(new Set(['']));
  const places = (colours: readonly string[]): readonly boolean[] => colours.map((colour) => colour !== '');
  expect(places(await lines(page, ERROR, PACKETS))).toEqual(places(errors));
  await fromViewMenu(page, 'Colour rows');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectRowsOnMap(page, PACKETS);
  expect(await lines(page, GROUND, PACKETS)).not.toEqual(grounds);
  expect(places(await lines(page, ERROR, PACKETS))).toEqual(places(errors));
});

test('a line says which packet it is, and leads there', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await expectRowsOnMap(page, PACKETS);
  const errors = await lines(page, ERROR, PACKETS);
  const { height, width } = await mapBox(page);
  const at = (number: number) => ({ x: width / 2, y: (number - 0.5) * (height / PACKETS) });
  const wrong = errors.findLastIndex((colour) => colour !== '') + 1;
  const right = errors.lastIndexOf('') + 1;
  await map(page).hover({ position: at(wrong) });
  await expect(map(page)).toHaveAttribute('title', `Packet ${wrong}: error`);
  await map(page).hover({ position: at(right) });
  await expect(map(page)).toHaveAttribute('title', `Packet ${right}`);
  await map(page).click({ position: at(wrong) });
  await expect(page).toHaveURL(new RegExp(`packet=${wrong}\\b`));
  await expect(packetList(page)).toBeFocused();
  await expect(packetList(page).getByRole('row', { selected: true })).toBeInViewport();
  await expect(packetList(page).getByRole('row', { selected: true })).toHaveAttribute('data-place', String(wrong - 1));

  // Under a filter and in another order it is the packet of the line as well.
  await applyFilter(page, 'frame.number > 3');
  await page.getByRole('columnheader', { name: 'Length' }).click();
  await idle(page);
  await jumpToPacket(page, 20);
  await idle(page);
  const first = await packetList(page).locator('[data-place]').first().locator('[data-key="number"]').textContent();
  const [place = 0, number = ''] = await packetList(page)
    .locator('[data-place]')
    .last()
    .evaluate((row) => [
      Number((row as HTMLElement).dataset['place']),
      row.querySelector('[data-key="number"]')?.textContent ?? '',
    ]);
  expect(number).not.toBe(first);
  const line = { x: width / 2, y: (Number(place) + 0.5) * (height / (PACKETS - 3)) };
  await expect.poll(async () => new Set(await lines(page, GROUND, PACKETS - 3)).size).toBeGreaterThan(1);
  await map(page).hover({ position: line });
  await expect(map(page)).toHaveAttribute('title', new RegExp(`^Packet ${number}\\b`));
  await map(page).click({ position: line });
  await expect(page).toHaveURL(new RegExp(`packet=${number}\\b`));
});

test('a long list has a pixel a row around those on the screen, which are framed', async ({ page }) => {
  const packets = 5000;
  await withCapture(
    (path) => writeBigCapture(path, packets),
    async (path) => {
      await openFile(page, path);
      await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(packets + 1));
      await idle(page);
      // All of them are pushes of one colour.
      await expect.poll(async () => new Set((await down(page, GROUND)).slice(30)).size).toBe(1);
      const { height, width } = await mapBox(page);
      const frame = async () => {
        const edge = await down(page, 0);
        const framed = edge.flatMap((colour, y) => (colour === '' ? [] : [y]));
        return { top: framed[0] ?? -1, bottom: framed.at(-1) ?? -1 };
      };
      expect((await frame()).top).toBe(0);
      await map(page).click({ position: { x: width / 2, y: 99.5 } });
      await expect(page).toHaveURL(/packet=100\b/);

      await jumpToPacket(page, 2500);
      await expect.poll(async () => new Set((await down(page, GROUND)).slice(0, 100))).not.toContain('');
      const { top, bottom } = await frame();
      expect(Math.abs((top + bottom) / 2 - height / 2)).toBeLessThan(3);
      expect(Math.abs(bottom - top - height / ROW)).toBeLessThan(4);
      // The wheel moves the list from here too, by true pixels.
      const firstPlace = async (): Promise<number> =>
        Number(await packetList(page).locator('[data-place]').first().getAttribute('data-place'));
      const before = await firstPlace();
      await map(page).hover();
      await page.mouse.wheel(0, ROW * 40);
      await expect.poll(firstPlace).toBe(before + 40);
      await packetList(page).focus();
      await page.keyboard.press('End');
      await expect.poll(async () => Math.round(height) - (await frame()).bottom).toBe(1);
      await map(page).hover({ position: { x: width / 2, y: height - 4.5 } });
      await expect(map(page)).toHaveAttribute('title', `Packet ${packets - 4}: error`);
    },
  );
});

test('the map is taken away and brought back, also by a reload; forced colours have none', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await expectRowsOnMap(page, PACKETS);
  const width = async (): Promise<number> => (await packetList(page).boundingBox())?.width ?? 0;
  const beside = await width();
  await fromViewMenu(page, 'Map beside the scroll bar');
  await expect(map(page)).toHaveCount(0);
  expect(await width()).toBe(beside + 16);
  await openSample(page, 'DM notifications');
  await expect(map(page)).toHaveCount(0);
  expect(await width()).toBe(beside + 16);
  await fromViewMenu(page, 'Map beside the scroll bar');
  await expectRowsOnMap(page, PACKETS);
  expect(await width()).toBe(beside);
  await page.emulateMedia({ forcedColors: 'active' });
  await expect(map(page)).toHaveCount(0);
  expect(await width()).toBe(beside + 16);
});

test('ink without a ground is on the map too', async ({ page }) => {
  await openSample(page, 'Push gateway');
  const list = packetList(page);
  const total = Number(await list.getAttribute('aria-rowcount')) - 1;
  await expect
    .poll(async () => {
      const [inks, grounds] = [await lines(page, INK, total), await lines(page, GROUND, total)];
      return inks.filter((ink, at) => ink !== '' && grounds[at] === '').length;
    })
    .toBeGreaterThan(2);
});
