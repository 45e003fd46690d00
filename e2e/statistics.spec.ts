import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { idle, openFile, openSample, packetList } from './support/app.ts';

/** Second of the first packet of the sample of notifications, which has one a second. */
const FIRST = 1_351_000_000;
const fixture = (name: string): string => fileURLToPath(new URL(`../tests/fixtures/${name}`, import.meta.url));
const table = (page: Page, name: string | RegExp) => page.getByRole('grid', { name });

async function openStatistics(page: Page, tab: string): Promise<void> {
  await openSample(page, 'Push gateway');
  await page.keyboard.press('Alt+Shift+3');
  await page.getByRole('tab', { name: tab }).click();
}

test('from a number of the hierarchy to its packets', async ({ page }) => {
  await openStatistics(page, 'Hierarchy');
  await expect(page).toHaveURL(/#\/statistics/);
  const hierarchy = table(page, 'Protocol hierarchy');
  const udp = hierarchy.getByRole('row', { name: /^\s*UDP/ });
  await expect(udp).toContainText('677');
  await udp.click();
  await page.keyboard.press('ArrowDown');
  await expect(hierarchy.getByRole('row', { selected: true })).toContainText('WSP');
  await page.keyboard.press('Enter');
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(page).toHaveURL(/filter=eth\+%26%26\+ip\+%26%26\+udp\+%26%26\+wsp/);
  await page.keyboard.press('Alt+Shift+3');
  await page.getByRole('checkbox', { name: 'Shown packets only' }).check();
  await expect(page.getByText('5 packets', { exact: true })).toBeVisible();
});

test('conversations are sorted, and copied as a table', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStatistics(page, 'Conversations');
  await page.getByRole('radio', { name: /^TCP/ }).check();
  const tcp = table(page, 'Conversations, TCP');
  await expect(tcp.getByRole('row')).toHaveCount(6);
  await tcp.getByRole('button', { name: 'Port A' }).click();
  await expect(tcp.getByRole('columnheader', { name: 'Port A' })).toHaveAttribute('aria-sort', 'descending');
  await page.getByRole('button', { name: 'Copy CSV' }).click();
  await expect(page.getByText('Copied: 5 rows as CSV')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split('\r\n')[0]).toMatch(/^Address A,Port A,Address B,Port B,Packets,Octets,.*,Stream$/);
  expect(copied.trim().split('\r\n')).toHaveLength(6);
});

test('a stretch of the timeline becomes a filter, with the pointer and with keys', async ({ page }) => {
  await openStatistics(page, 'Timeline');
  const chart = page.getByRole('application', { name: /Timeline/ });
  await expect(chart).toBeVisible();
  const box = await chart.boundingBox();
  if (box === null) throw new Error('the chart has no place');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 120, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByText(/^Selected .*frame\.time_epoch >= /)).toBeVisible();
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(page).toHaveURL(/filter=frame\.time_epoch/);
});

test('a display filter is a further series, and the numbers are a table too', async ({ page }) => {
  await openStatistics(page, 'Timeline');
  await page.getByRole('textbox', { name: 'Display filter of a further series' }).fill('udp');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page.getByRole('button', { name: 'Remove the series udp' })).toBeVisible();
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(table(page, 'Timeline').getByRole('columnheader', { name: 'udp, packets' })).toBeVisible();
});

for (const theme of ['light', 'dark']) {
  test(`every tab can be used by everybody, ${theme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
    await openStatistics(page, 'Hierarchy');
    for (const tab of ['Hierarchy', 'Endpoints', 'Push', 'Rules', 'Timeline']) {
      await page.getByRole('tab', { name: tab }).click();
      await idle(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${tab} ${id} ${nodes[0]?.html}`)).toEqual([]);
    }
  });
}

test('what was chosen holds while another place or tab is shown', async ({ page }) => {
  await openStatistics(page, 'Timeline');
  await page.getByRole('checkbox', { name: /^With findings/ }).check();
  await page.getByRole('combobox', { name: 'Unit' }).selectOption('bit/s');
  await page.getByRole('tab', { name: 'Push' }).click();
  await page.getByRole('radio', { name: /^Application/ }).check();
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.keyboard.press('Alt+Shift+1');
  await expect(packetList(page)).toBeVisible();
  await page.keyboard.press('Alt+Shift+3');
  await expect(page.getByRole('tab', { name: 'Timeline' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('checkbox', { name: /^With findings/ })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Unit' })).toHaveValue('bit/s');
  await expect(page.getByRole('application', { name: /Timeline/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Push' }).click();
  await expect(page.getByRole('radio', { name: /^Application/ })).toBeChecked();
});

test('the address says what is chosen, a link opens it again, and the browser goes back and forward', async ({
  page,
}) => {
  await openStatistics(page, 'Conversations');
  await page.getByRole('radio', { name: /^UDP/ }).check();
  await table(page, 'Conversations, UDP').getByRole('button', { name: 'Octets', exact: true }).click();
  await expect(page).toHaveURL(/view=conversations&layer=udp&sort=-octets$/);
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByRole('combobox', { name: 'Unit' }).selectOption('bit/s');
  await page.getByRole('checkbox', { name: /^DM notifications/ }).check();
  await page.getByRole('textbox', { name: 'Display filter of a further series' }).fill('udp');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(page).toHaveURL(/unit=bit%2Fs.*also=udp/);
  const chosen = page.url();

  await page.goBack();
  await expect(table(page, 'Conversations, UDP')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('tab', { name: 'Hierarchy' })).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await expect(packetList(page)).toBeVisible();
  await expect(page).toHaveURL(/#\/capture/);
  for (let steps = 0; steps < 3; steps++) await page.goForward();
  await expect(page.getByRole('combobox', { name: 'Unit' })).toHaveValue('bit/s');
  await expect(page).toHaveURL(chosen);

  await page.reload();
  await idle(page);
  await expect(page.getByRole('combobox', { name: 'Unit' })).toHaveValue('bit/s');
  await expect(page.getByRole('checkbox', { name: /^DM notifications/ })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Remove the series udp' })).toBeVisible();
  await expect(page).toHaveURL(chosen);
});

test('a row becomes a filter that is joined to the present one', async ({ page }) => {
  await openStatistics(page, 'Hierarchy');
  const hierarchy = table(page, 'Protocol hierarchy');
  await hierarchy.getByRole('row', { name: /^\s*TCP/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Apply as filter' }).hover();
  await page.getByRole('menuitem', { name: 'Not selected', exact: true }).click();
  await expect(packetList(page)).toBeVisible();
  await expect(page).toHaveURL(/filter=%21%28eth/);
  await page.goBack();
  await hierarchy.getByRole('row', { name: /^\s*UDP/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Prepare as filter' }).hover();
  await page.getByRole('menuitem', { name: '... or selected' }).click();
  await expect(page.getByRole('combobox', { name: /filter/i }).first()).toHaveValue(/^\(!\(.*\)\) \|\| \(.*udp\)$/);
});

test('what is selected in the timeline is the filter, to the packet', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.keyboard.press('Alt+Shift+3');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  await page.getByRole('combobox', { name: 'Interval' }).selectOption({ label: '1 s' });
  const chart = page.getByRole('application', { name: /Timeline/ });
  await chart.focus();
  // A packet a second: the first interval, and two more.
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  const filter = new URLSearchParams(page.url().split('?')[1]).get('filter') ?? '';
  const [from = 0, to = 0] = [...filter.matchAll(/frame\.time_epoch (?:>=|<) ([\d.]+)/g)].map(([, time]) =>
    Number(time),
  );
  expect(to).toBeGreaterThan(from);
  const times = await page.evaluate(() =>
    [...document.querySelectorAll('[data-place] [data-key="time"]')].map((cell) => Number(cell.textContent)),
  );
  const all = Array.from({ length: 40 }, (_, i) => i).filter((i) => FIRST + i >= from && FIRST + i < to);
  expect(times).toEqual(all);
});

test('times of one capture are no range of another that is opened after a reload', async ({ page }) => {
  await openFile(page, fixture('dm-notification/cases.pcap'));
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
  const bar = page.getByRole('combobox', { name: 'Display filter' });
  await bar.fill('frame.number > 4');
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await bar.press('Enter');
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '37');
  await page.keyboard.press('Alt+Shift+3');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const chart = page.getByRole('application', { name: /Timeline/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(page).toHaveURL(/from=\d+&to=\d+/);
  const zoomed = page.url();
  const choose = async (name: string): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('banner').getByRole('button', { name: 'Open...' }).click();
    await (await choosing).setFiles(fixture(name));
    await idle(page);
  };

  // The same file: filter and times are those of before.
  await page.reload();
  await choose('dm-notification/cases.pcap');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeEnabled();
  await expect(page).toHaveURL(zoomed);
  expect(new URLSearchParams(zoomed.split('?')[1]).get('filter')).toBe('frame.number > 4');

  // Another one has times of its own.
  await page.reload();
  await choose('made/pap-udp-dmnoti.pcapng');
  await expect(page.getByRole('button', { name: 'Show all' })).toBeDisabled();
  await expect(page).not.toHaveURL(/from=|filter=/);
});
