import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { dropFile, field, goToPacket, idle, openFile, openSample, packetList, packetRow } from './support/app.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../tests/fixtures/made/${name}`, import.meta.url));

/** Exports by the dialog; gives the name and the octets of the saved file. */
async function exportAs(page: Page, packets: string, format: string) {
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Export packets' });
  await dialog.getByRole('radio', { name: packets }).check();
  await dialog.getByRole('radio', { name: new RegExp(`^${format}\\b`) }).check();
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  const download = await saving;
  await expect(dialog).toBeHidden();
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Whole records of a pcap file with little-endian fields. */
function recordsOf(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  for (let at = 24; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 8);
    records.push(bytes.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return records;
}

test('marked packets are shown as marked, found again, and exported alone', async ({ page }) => {
  await openSample(page, 'DM notifications');
  for (const number of [3, 12]) {
    await goToPacket(page, number);
    await page.keyboard.press('Control+m');
    await expect(packetList(page).getByRole('row', { selected: true })).toContainText('Marked');
  }
  await goToPacket(page, 1);
  await page.keyboard.press('Control+Alt+.');
  await expect(page).toHaveURL(/packet=3\b/);
  await page.keyboard.press('Control+Alt+.');
  await expect(page).toHaveURL(/packet=12\b/);
  await page.keyboard.press('Control+Alt+,');
  await expect(page).toHaveURL(/packet=3\b/);

  const { name, bytes } = await exportAs(page, 'Marked packets', 'pcap');
  expect(name).toMatch(/-marked\.pcap$/);
  const original = recordsOf(
    await readFile(fileURLToPath(new URL('../tests/fixtures/dm-notification/cases.pcap', import.meta.url))),
  );
  expect(recordsOf(bytes)).toEqual([original[2], original[11]]);
});

test('several packets are selected by keys and pointer, marked, left out and exported together', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const selected = packetList(page).getByRole('row', { selected: true });
  await goToPacket(page, 3);
  await packetList(page).focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
  await expect(selected).toHaveCount(4);
  await expect(page).toHaveURL(/packet=6\b/);
  await expect(page.getByText('4 selected')).toBeVisible();
  await page.keyboard.press('Control+m');
  await expect(page.getByText('4 selected, 4 marked')).toBeVisible();
  // The menu of one of them keeps them all, and its commands are about them all.
  await packetList(page).getByRole('row').nth(4).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Mark or unmark packet' }).click();
  await expect(selected).toHaveCount(4);
  await expect(packetList(page).getByText('Marked')).toHaveCount(0);

  // What is about a cell is about the one under the pointer.
  await packetList(page).locator('[data-place="3"] [data-key="number"]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Prepare as filter (No.)' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Display filter' })).toHaveValue('frame.number == 4');
  await page.getByRole('combobox', { name: 'Display filter' }).fill('');
  await page.keyboard.press('Escape');
  await expect(selected).toHaveCount(4);

  // A click with Shift ends the selection elsewhere, on the other side too.
  await packetList(page)
    .locator('[data-place="0"]')
    .click({ modifiers: ['Shift'] });
  await expect(selected).toHaveCount(3);
  const { bytes } = await exportAs(page, 'Selected packets', 'pcap');
  const original = recordsOf(
    await readFile(fileURLToPath(new URL('../tests/fixtures/dm-notification/cases.pcap', import.meta.url))),
  );
  expect(recordsOf(bytes)).toEqual(original.slice(0, 3));

  await packetList(page).focus();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('Control+c');
  await expect(page.getByText('Copied: 3 rows')).toBeVisible();
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(copied.map((line) => line.trim().split(/\s/)[0])).toEqual(['1', '2', '3']);
  await page.keyboard.press('Control+d');
  await idle(page);
  await expect(page.getByText('3 selected, 3 left out')).toBeVisible();
  // Once more takes them in again.
  await page.keyboard.press('Control+d');
  await idle(page);
  await expect(page.getByText('left out')).toHaveCount(0);
  await expect(selected).toHaveCount(3);
  await page.keyboard.press('ArrowDown');
  await expect(selected).toHaveCount(1);
  await expect(page.getByText(/\d selected/)).toHaveCount(0);
});

test('a comment stands in the field tree, at its row, and in an exported pcapng', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 5);
  await page.keyboard.press('Control+Alt+c');
  const dialog = page.getByRole('dialog', { name: 'Comment on packet 5' });
  await dialog.getByRole('textbox').fill('the <b>one</b> that failed');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await idle(page);
  await expect(packetRow(page, 'session 0xf0f2').getByRole('img', { name: 'Commented' })).toBeVisible();
  await field(page, /^Frame/).click();
  await page.keyboard.press('ArrowRight');
  await expect(field(page, 'the <b>one</b> that failed')).toBeVisible();
  const { bytes } = await exportAs(page, 'The selected packet', 'pcapng');
  expect(bytes.includes('the <b>one</b> that failed')).toBe(true);
});

test('a packet that is left out says nothing but that, and comes back', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 5);
  await page.keyboard.press('Control+d');
  await idle(page);
  const selected = packetList(page).getByRole('row', { selected: true });
  await expect(selected).toContainText('<Ignored>');
  // The statistics are complete without it.
  await page.keyboard.press('Alt+Shift+3');
  await expect(page.getByText('39 packets', { exact: true })).toBeVisible();
  await expect(page.getByRole('progressbar', { name: 'Packets dissected' })).toBeHidden();
  await page.keyboard.press('Alt+Shift+1');
  await page.keyboard.press('Control+d');
  await idle(page);
  await expect(selected).toContainText('session 0xf0f2');
});

test('tables and JSON hold what is shown', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const table = await exportAs(page, 'All packets', 'CSV');
  const lines = table.bytes.toString('utf8').trimEnd().split('\r\n');
  expect(lines).toHaveLength(41);
  expect(lines[0]).toBe('No.,Time,Source,Destination,Protocol,Length,Info,Findings,Digest');
  expect(lines[12]).toMatch(/^12,1351000011\.000000000,192\.0\.2\.1,192\.0\.2\.2,/);
  const json = await exportAs(page, 'The selected packet', 'JSON');
  const [packet] = JSON.parse(json.bytes.toString('utf8')) as { number: number; tree: unknown }[];
  expect(packet).toMatchObject({ number: 1 });
});

test('shown packets are exported in the order of the list', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const bar = page.getByRole('combobox', { name: 'Display filter' });
  await bar.fill('frame.number in {3, 12, 7}');
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await bar.press('Enter');
  await idle(page);
  const number = packetList(page).getByRole('columnheader', { name: 'No.' });
  await number.click();
  await number.click();
  await idle(page);
  const { name, bytes } = await exportAs(page, 'Shown packets, in the order of the list', 'CSV');
  expect(name).toMatch(/-shown\.csv$/);
  const lines = bytes.toString('utf8').trimEnd().split('\r\n').slice(1);
  expect(lines.map((line) => line.split(',')[0])).toEqual(['12', '7', '3']);
});

test('packets are exported with those that their messages are put together from, unless that is not wanted', async ({
  page,
}) => {
  await page.goto('/');
  await openFile(page, fixture('smpp-push-concat.pcapng'));
  const bar = page.getByRole('combobox', { name: 'Display filter' });
  await bar.fill('dmnoti');
  await expect(page.getByText('Valid', { exact: true })).toBeVisible();
  await bar.press('Enter');
  await idle(page);
  // One notification lies in one packet, the other one in three.
  await expect(page.getByText('2 / 37 shown')).toBeVisible();
  const { bytes } = await exportAs(page, 'Shown packets, in the order of the list', 'pcap');
  expect(recordsOf(bytes)).toHaveLength(4);
  await expect(page.getByText(/with 2 more packets that hold parts of messages$/)).toBeVisible();

  await dropFile(page, 'exported.pcap', bytes);
  await idle(page);
  await bar.fill('dmnoti');
  await bar.press('Enter');
  await idle(page);
  await expect(page.getByText('2 / 4 shown')).toBeVisible();

  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Export packets' });
  const parts = dialog.getByRole('checkbox', { name: /put together/ });
  await dialog.getByRole('radio', { name: 'CSV' }).check();
  await expect(parts).toBeDisabled();
  await dialog.getByRole('radio', { name: /^pcap\b/ }).check();
  await parts.uncheck();
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export' }).click();
  expect(recordsOf(await readFile(await (await saving).path()))).toHaveLength(2);
});

test('packets are exported as text for people', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 3);
  const { name, bytes } = await exportAs(page, 'The selected packet', 'Text');
  expect(name).toMatch(/-selected\.txt$/);
  const lines = bytes.toString('utf8').split('\n');
  expect(lines[0]).toMatch(/^3 {2}.* DM 1\.2 /);
  expect(lines.some((line) => /^ +Sessionid: 0x/.test(line))).toBe(true);
  expect(lines.slice(-2)).toEqual(['', '']);
});

interface JsonRow {
  readonly name: string;
  /** First bit, and how many. */
  readonly bit: readonly [number, number];
  readonly source: number;
  readonly value?: unknown;
  readonly children?: readonly JsonRow[];
}

test('JSON has every field of every packet, in order and as often as it stands there', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const { bytes } = await exportAs(page, 'All packets', 'JSON');
  const packets = JSON.parse(bytes.toString('utf8')) as readonly {
    readonly number: number;
    readonly fields: Readonly<Record<string, readonly unknown[]>>;
    readonly tree: readonly JsonRow[];
  }[];
  expect(packets.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  let repeated = 0;
  for (const { number, fields, tree } of packets) {
    const rows = (list: readonly JsonRow[]): readonly JsonRow[] =>
      list.flatMap((row) => [row, ...rows(row.children ?? [])]);
    const leaves = rows(tree).filter(({ children, bit, source }) => !children && bit[1] > 0 && source === 0);
    // No bit is twice there or missing, and none is out of its order.
    expect(leaves[0]?.bit[0], `packet ${number}`).toBe(0);
    for (const [i, { bit }] of leaves.entries()) {
      const [start, width] = leaves[i - 1]?.bit ?? [0, 0];
      expect(bit[0], `packet ${number}`).toBe(start + width);
    }
    for (const name of new Set(leaves.map((leaf) => leaf.name))) {
      const values: readonly unknown[] = leaves.flatMap((leaf) =>
        leaf.name === name && leaf.value !== undefined ? [leaf.value] : [],
      );
      if (values.length < 2) continue;
      repeated++;
      expect(fields[name]?.filter((value) => values.includes(value))).toEqual(values);
    }
  }
  expect(repeated).toBeGreaterThan(5);
});

test('a table has the columns of the list, under their names', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await goToPacket(page, 5);
  await field(page, /^Sessionid/).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add as column' }).click();
  await idle(page);
  const head = packetList(page).getByRole('columnheader', { name: 'Destination' });
  await head.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Hide Destination' }).click();
  await expect(head).toBeHidden();
  const { bytes } = await exportAs(page, 'The selected packet', 'CSV');
  const [heads, cells] = bytes.toString('utf8').trimEnd().split('\r\n');
  expect(heads).toBe('No.,Time,Source,Protocol,Length,Sessionid,Info,Findings,Digest');
  expect(cells).toMatch(/^5,\d+\.\d{9},192\.0\.2\.1,[^,]+,\d+,0xf0f2,/);
});

test('several files open as one, ordered by time', async ({ page }) => {
  await page.goto('./');
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open file...' }).click();
  await (await choosing).setFiles([fixture('smpp-push-single.pcap'), fixture('pap-udp-dmnoti12.pcap')]);
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  const counts = await Promise.all(
    ['smpp-push-single.pcap', 'pap-udp-dmnoti12.pcap'].map(
      async (name) => recordsOf(await readFile(fixture(name))).length,
    ),
  );
  const { bytes } = await exportAs(page, 'All packets', 'pcapng');
  expect(bytes.length).toBeGreaterThan(1000);
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(counts.reduce((a, b) => a + b, 1)));
});

test('packets that lie apart are selected with Ctrl and all of them with Ctrl+A', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const selected = packetList(page).getByRole('row', { selected: true });
  const row = (number: number) => packetList(page).locator(`[data-place="${number - 1}"]`);
  await row(2).click();
  for (const number of [5, 9, 7]) await row(number).click({ modifiers: ['Control'] });
  await row(9).click({ modifiers: ['Control'] });
  await expect(page).toHaveURL(/packet=7\b/);
  await expect(selected).toHaveCount(3);
  await expect(page.getByText('3 selected')).toBeVisible();
  const { bytes } = await exportAs(page, 'Selected packets', 'pcap');
  const original = recordsOf(
    await readFile(fileURLToPath(new URL('../tests/fixtures/dm-notification/cases.pcap', import.meta.url))),
  );
  expect(recordsOf(bytes)).toEqual([original[1], original[4], original[6]]);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await packetList(page).focus();
  await page.keyboard.press('Control+c');
  await expect(page.getByText('Copied: 3 rows')).toBeVisible();
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(copied.map((line) => line.trim().split(/\s/)[0])).toEqual(['2', '5', '7']);

  await page.keyboard.press('Control+a');
  await expect(page.getByText(`${original.length} selected`)).toBeVisible();
  await expect(page).toHaveURL(/packet=7\b/);
  // No text of the page is selected with them.
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
});
