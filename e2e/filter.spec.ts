import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { field, goToPacket, idle, openFile, openSample, packetList, packetRow } from './support/app.ts';
import { writeBigCapture } from './support/big-capture.ts';

const bar = (page: Page) => page.getByRole('combobox', { name: 'Display filter' });
const completions = (page: Page) => page.getByRole('listbox', { name: 'Completions' });
const footer = (page: Page) => page.getByRole('contentinfo');
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name, exact: true });
const numbers = (page: Page): Promise<readonly string[]> =>
  packetList(page).locator('[data-key="number"]').allTextContents();

/** Begins to filter. */
async function typeFilter(page: Page, text: string): Promise<void> {
  await bar(page).fill(text);
  // As long as the text is no filter, Enter takes a completion.
  await expect(page.getByText(/^(Valid|Check|Applied)$/)).toBeVisible();
  await bar(page).press('Enter');
}

async function applyFilter(page: Page, text: string): Promise<void> {
  await typeFilter(page, text);
  await idle(page);
}

test.describe('with the sample', () => {
  test.beforeEach(async ({ page }) => {
    await openSample(page, 'DM notifications');
  });

  test('a filter is typed with completion, applied, kept over a reload and cleared', async ({ page }) => {
    await page.keyboard.press('/');
    await expect(bar(page)).toBeFocused();
    await page.keyboard.type('dmnoti.dig');
    await expect(completions(page).getByRole('option').first()).toContainText('dmnoti.digest');
    await expect(page.getByText(/Proves that the sender knows/)).toBeVisible();
    await page.keyboard.press('Escape');
    await bar(page).fill('dmnoti.session_i');
    await expect(completions(page).getByRole('option', { selected: true })).toContainText('dmnoti.session_id');
    await page.keyboard.press('Tab');
    await expect(bar(page)).toHaveValue('dmnoti.session_id');
    await page.keyboard.type(' ');
    await completions(page).getByRole('option').filter({ hasText: '==' }).first().click();
    await page.keyboard.type('0x000f');
    await expect(page.getByText('Valid', { exact: true })).toBeVisible();
    await page.keyboard.press('Enter');
    await idle(page);
    await expect(page.getByText('Applied', { exact: true })).toBeVisible();
    const shown = await numbers(page);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.length).toBeLessThan(40);
    await expect(footer(page)).toContainText(`${shown.length} / 40 shown`);
    await expect(page).toHaveURL(/filter=dmnoti\.session_id\+%3D%3D\+0x000f/);
    await page.reload();
    await expect(packetList(page)).toBeVisible();
    await idle(page);
    expect(await numbers(page)).toEqual(shown);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await idle(page);
    await expect(footer(page)).toContainText('40 packets');
    await expect(bar(page)).toBeFocused();
    await expect(page).not.toHaveURL(/filter=/);
  });

  test('what is wrong is said in words at its column, and is not applied', async ({ page }) => {
    await page.keyboard.press('Control+f');
    await bar(page).fill('udp.port == 2948 && dmnoti.nothing == 3');
    await expect(page.getByText('Wrong', { exact: true })).toBeVisible();
    // The live region says the same with more around it, a moment later.
    const message = page.getByText('There is no field or protocol "dmnoti.nothing"', { exact: true });
    await expect(message).toBeVisible();
    await expect(bar(page)).toHaveAttribute('aria-invalid', 'true');
    // The message begins under the name that is wrong: the twenty-first sign.
    const box = await bar(page).boundingBox();
    const place = await message.boundingBox();
    const column = await page.evaluate(() => {
      const input = document.querySelector('[data-filter-input]');
      const context = document.createElement('canvas').getContext('2d');
      if (input === null || context === null) return 0;
      context.font = getComputedStyle(input).font;
      return context.measureText('udp.port == 2948 && ').width;
    });
    expect(Math.abs((place?.x ?? 0) - (box?.x ?? 0) - column)).toBeLessThan(30);
    await expect(page.getByRole('status').filter({ hasText: 'The filter is wrong' })).toContainText('column 21');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await idle(page);
    await expect(footer(page)).toContainText('40 packets');
    await expect(page).not.toHaveURL(/filter=/);
    // No error for what is only not finished.
    await bar(page).fill('udp.port ==');
    await expect(page.getByText('Incomplete', { exact: true })).toBeVisible();
  });

  test('used filters come back by arrow keys, by the list and after a reload', async ({ page }) => {
    await applyFilter(page, 'udp');
    await applyFilter(page, 'frame.number < 5');
    await bar(page).fill('half a thou');
    await page.keyboard.press('ArrowUp');
    await expect(bar(page)).toHaveValue('frame.number < 5');
    await page.keyboard.press('ArrowUp');
    await expect(bar(page)).toHaveValue('udp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(bar(page)).toHaveValue('half a thou');
    await page.reload();
    await idle(page);
    await page.getByRole('button', { name: 'Filters used before' }).click();
    await item(page, 'udp').click();
    await expect(bar(page)).toHaveValue('udp');
  });

  test('filters are saved under a name, renamed and deleted', async ({ page }) => {
    await applyFilter(page, 'frame.number < 5');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await item(page, 'Save this filter...').click();
    await page.getByRole('textbox', { name: 'Name' }).fill('The first');
    await page.keyboard.press('Enter');
    await page.reload();
    await idle(page);
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await item(page, /The first/).click();
    await idle(page);
    await expect(footer(page)).toContainText('4 / 40 shown (10.0 %)');
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await item(page, /Rename and delete/).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('The beginning');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await expect(item(page, /The beginning/)).toBeVisible();
    await item(page, /Rename and delete/).click();
    await page.getByRole('button', { name: 'Delete The beginning' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Saved filters' }).click();
    await expect(item(page, /The beginning/)).toHaveCount(0);
  });

  test('a field becomes a filter, applied or prepared', async ({ page }) => {
    await packetRow(page, 'session 0xf0f2').click();
    await idle(page);
    await field(page, /^Sessionid/).click({ button: 'right' });
    await item(page, 'Apply as filter').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Selected').click();
    await idle(page);
    await expect(bar(page)).toHaveValue(/dmnoti\.session_id == (0xf0f2|61682)/);
    for (const row of await packetList(page).getByRole('row').filter({ hasText: 'notification' }).all())
      await expect(row).toContainText('0xf0f2');
    const applied = await bar(page).inputValue();
    await field(page, /^Length-identifier/).click({ button: 'right' });
    await item(page, 'Prepare as filter').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, '... and not selected').click();
    await expect(bar(page)).toHaveValue(`(${applied}) && !(dmnoti.server_id_length == 8)`);
    await expect(bar(page)).toBeFocused();
    await expect(page).not.toHaveURL(/server_id_length/);
  });

  test('a cell becomes a filter, by mouse and by keys', async ({ page }) => {
    await packetList(page).locator('[data-key="source"]').first().click({ button: 'right' });
    await item(page, 'Apply as filter (Source)').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Not selected').click();
    await idle(page);
    await expect(bar(page)).toHaveValue('!(ip.src == 192.0.2.1)');
    await expect(page.getByText(/the filter leaves it out of the list/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear filter to see it' }).click();
    await idle(page);
    await packetList(page).focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+F10');
    await item(page, 'Apply as filter (Protocol)').focus();
    await page.keyboard.press('ArrowRight');
    await item(page, 'Selected').click();
    await idle(page);
    await expect(bar(page)).not.toHaveValue('');
    await expect(packetRow(page, 'DM 1.2')).toBeVisible();
  });

  test('the selection stays on its packet, also when the filter leaves it out', async ({ page }) => {
    await goToPacket(page, 12);
    await applyFilter(page, 'frame.number > 10');
    await expect(packetList(page).getByRole('row', { selected: true })).toHaveAttribute('aria-rowindex', '3');
    await applyFilter(page, 'frame.number < 5 || frame.number > 20');
    await expect(page.getByText('Packet 12 is shown below, but the filter leaves it out')).toBeVisible();
    await expect(page).toHaveURL(/packet=12\b/);
    await page.keyboard.press('Control+ArrowDown');
    await expect(page).toHaveURL(/packet=21\b/);
    await goToPacket(page, 8);
    await expect(page.getByText('Packet 8 is shown below')).toBeVisible();
    await page.keyboard.press('Control+ArrowUp');
    await expect(page).toHaveURL(/packet=4\b/);
    await page.keyboard.press('Control+End');
    await expect(page).toHaveURL(/packet=40\b/);
  });

  for (const scheme of ['light', 'dark'] as const) {
    test(`nothing that axe finds is left in the bars and the list, ${scheme}`, async ({ page }) => {
      test.slow();
      await page.emulateMedia({ colorScheme: scheme });
      const violations = async (): Promise<unknown> =>
        (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
      await page.keyboard.press('/');
      await page.keyboard.type('dmnoti.s');
      await expect(completions(page)).toBeVisible();
      expect(await violations()).toEqual([]);
      await bar(page).fill('udp && maybe');
      await expect(
        page.getByText('Wrong', { exact: true }).or(page.getByText('Incomplete', { exact: true })),
      ).toBeVisible();
      expect(await violations()).toEqual([]);
      await applyFilter(page, 'frame.number > 400');
      await expect(page.getByText('No packet fits')).toBeVisible();
      await page.keyboard.press('Control+Shift+f');
      await expect(page.getByRole('textbox', { name: 'Find' })).toBeFocused();
      expect(await violations()).toEqual([]);
    });
  }
});

test('results of a long filter come one after another, a new one takes its place, and Stop keeps what is there', async ({
  page,
}) => {
  test.slow();
  const folder = await mkdtemp(join(tmpdir(), 'pushscope-filter-'));
  const path = join(folder, 'big.pcap');
  const packets = 400_000;
  writeBigCapture(path, packets);
  try {
    await openFile(page, path);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(packets + 1), { timeout: 60_000 });
    // The time that the page's own thread computes, whatever else the machine does meanwhile.
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const computed = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    };
    await page.keyboard.press('Control+End');
    await expect(packetRow(page, '11.6.26.127')).toBeVisible();
    // A deep field: each packet has to be dissected.
    await typeFilter(page, 'udp.checksum');
    await expect(page.getByRole('progressbar', { name: 'Filtering' })).toBeVisible();
    await expect.poll(async () => Number(await packetList(page).getAttribute('aria-rowcount'))).toBeGreaterThan(10);
    // Results are seen from the first on; where the last packet stands is not known yet.
    await expect(packetRow(page, '11.0.0.0')).toBeVisible();
    const before = await computed();
    const began = Date.now();
    const rows = async (): Promise<number> => Number(await packetList(page).getAttribute('aria-rowcount'));
    await expect.poll(rows, { intervals: [500], timeout: 30_000 }).toBeGreaterThan(20_000);
    // While results stream in, nine tenths of the page's time are left for the user.
    expect((await computed()) - before).toBeLessThan((Date.now() - began) / 1000 / 10 + 0.1);
    await typeFilter(page, 'ip.dst == 11.0.0.77');
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '2');
    await expect(packetRow(page, '11.0.0.77')).toBeVisible();
    await expect(footer(page)).toContainText('1 / 400,000 shown (<0.1 %)');
    await typeFilter(page, 'udp.checksum');
    await page.getByRole('button', { name: /^Stop/ }).first().click();
    await expect(footer(page)).toContainText('stopped');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the conversation of a packet is walked through and filtered', async ({ page }) => {
  await openFile(page, fileURLToPath(new URL('../public/samples/pap-udp-si-sl-co.pcap', import.meta.url)));
  await expect(packetRow(page, 'Service indication')).toBeVisible();
  // A connection of packets 12 to 22, a push over UDP between them.
  await goToPacket(page, 19);
  await page.keyboard.press('Control+.');
  await expect(page).toHaveURL(/packet=21\b/);
  await page.keyboard.press('Control+,');
  await expect(page).toHaveURL(/packet=19\b/);
  await goToPacket(page, 22);
  await page.keyboard.press('Control+.');
  await expect(page.getByText('No further packet of this conversation')).toBeVisible();
  await expect(page).toHaveURL(/packet=22\b/);

  await packetList(page).locator('[data-place="19"]').click({ button: 'right' });
  await item(page, 'Conversation').focus();
  await page.keyboard.press('ArrowRight');
  await item(page, 'Filter by it').click();
  await expect.poll(() => numbers(page)).toEqual(['11', '20', '30', '54', '65', '76']);
  await expect(bar(page)).toHaveValue(/^\(ip\.src == 10\.91\.0\.1 && udp\.srcport == \d+ && ip\.dst == 10\.91\.0\.3 /);
  await page.keyboard.press('Control+.');
  await expect(page).toHaveURL(/packet=30\b/);
});
