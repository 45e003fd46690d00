import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { dropFile, field, idle, openFile, openSample, packetList, packetRow, pasteText } from './support/app.ts';

const fixtures = resolve(import.meta.dirname, '../tests/fixtures');
const read = (path: string) => new Uint8Array(readFileSync(join(fixtures, path)));

for (const [what, name, packets, bytes] of [
  ['a pcap', 'cases.pcap', 40, read('dm-notification/cases.pcap')],
  ['a big-endian nanosecond pcap', 'nano.pcap', 6, read('made/fmt-nano-be.pcap')],
  ['a pcapng', 'push.pcapng', 57, read('made/pap-udp-dmnoti.pcapng')],
  ['a gzipped pcapng', 'push.pcapng.gz', 57, new Uint8Array(gzipSync(read('made/pap-udp-dmnoti.pcapng')))],
] as const) {
  test(`${what} can be dropped anywhere`, async ({ page }) => {
    await page.goto('./');
    await dropFile(page, name, bytes);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(packets + 1));
    await idle(page);
    await expect(page.getByText(name).first()).toBeVisible();
  });
}

test('a file can be dropped onto an open capture', async ({ page }) => {
  await openFile(page, join(fixtures, 'dm-notification/cases.pcap'));
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
  await dropFile(page, 'other.pcap', read('made/fmt-null.pcap'));
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '7');
});

test('a capture that is closed leaves nothing behind, and the next one is shown from its begin', async ({ page }) => {
  await openFile(page, join(fixtures, 'dm-notification/cases.pcap'));
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
  await packetList(page).focus();
  await page.keyboard.press('End');
  await expect(page.locator('[data-place="0"]')).toBeHidden();
  await page.getByRole('menuitem', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Close capture' }).click();
  await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible();
  await expect(packetList(page)).toBeHidden();
  await dropFile(page, 'other.pcap', read('dm-notification/cases.pcap'));
  await expect(page.locator('[data-place="0"]')).toBeVisible();
  await expect(page.getByRole('tree', { name: 'Packet details' })).toContainText('Frame');
});

test('a damaged file shows what can be read and where it is damaged', async ({ page }) => {
  await openFile(page, join(fixtures, 'made/bad/bad-cut-in-record.pcap'));
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await expect(page.getByRole('alert')).toContainText(/octet [\d,. ]+/i);
  expect(Number(await packetList(page).getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(4);
});

test('a file that is no capture says so and leaves a way on', async ({ page }) => {
  const path = test.info().outputPath('packed.pcap.zst');
  writeFileSync(path, Buffer.from('28b52ffd0000000000000000', 'hex'));
  await openFile(page, path);
  await expect(page.getByRole('alert')).toContainText('zstd');
});

const NOTIFICATION = '1180000000000001' + '000f4fc0956a';
const push = readFileSync(join(fixtures, 'paste/plain-wrapped.txt'), 'utf8');

for (const form of [
  'plain-wrapped.txt',
  'xxd.txt',
  'hexdump-C.txt',
  'od.txt',
  'base64.txt',
  '0x-commas.txt',
  'tcpdump-XX.txt',
  'tshark-json.txt',
]) {
  test(`pasted bytes are recognised: ${form}`, async ({ page }) => {
    await page.goto('./');
    await pasteText(page, readFileSync(join(fixtures, 'paste', form), 'utf8'));
    const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
    await expect(dialog.getByRole('group', { name: 'Recognised as' }).getByRole('radio').first()).toBeChecked();
    await dialog.getByRole('button', { name: 'Open' }).click();
    await expect(packetRow(page, /DM 1\.3/)).toBeVisible();
    await expect(field(page, /^DM Notification/)).toBeVisible();
  });
}

test('what a paste was taken for is shown and can be changed', async ({ page }) => {
  await page.goto('./');
  await pasteText(page, push);
  const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
  await expect(dialog.getByText(/guess 0\.\d\d/).first()).toBeVisible();
  await dialog.getByLabel('Read as').selectOption({ label: 'Data' });
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(packetRow(page, /octets/)).toBeVisible();
  await expect(field(page, /^Data/)).toBeVisible();
});

test('text without bytes is refused with a word', async ({ page }) => {
  await page.goto('./');
  await pasteText(page, 'nothing of the kind!');
  await expect(page.getByText('No bytes are recognised in this text')).toBeVisible();
});

test('a short notification typed by hand is cut, not lost', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('button', { name: 'Paste bytes...' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Paste bytes' });
  await dialog.getByLabel('Bytes').fill(NOTIFICATION);
  await dialog.getByLabel('Read as').selectOption('dm-1.3');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(packetRow(page, /DM 1\.3/)).toBeVisible();
  await page.getByRole('tab', { name: /Findings/ }).click();
  await expect(page.getByText('N13-S4')).toBeVisible();
});

test("the capture's view stands ready behind the start page, out of reach of pointer and keys", async ({ page }) => {
  await page.goto('./');
  await expect(page.locator('[data-pane="bytes"]')).toBeAttached();
  await expect(page.getByRole('grid')).toHaveCount(0);
  // Splitters are felt for by their place, whatever lies above them.
  const splitter = page.locator('[aria-label="Height of the packet list"]');
  expect((await splitter.boundingBox())?.x).toBeLessThan(0);
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.matches('[data-pane] *, search *') ?? false)).toBe(false);
  }
  await dropFile(page, 'cases.pcap', read('dm-notification/cases.pcap'));
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
  expect((await splitter.boundingBox())?.x).toBeGreaterThanOrEqual(0);
});

test('an address that is changed by hand is followed, as far as it is about the open capture', async ({ page }) => {
  await openSample(page, 'DM notifications');
  const change = (hash: string) => page.evaluate((wanted) => location.assign(wanted), hash);
  const now = await page.evaluate(() => new URLSearchParams(location.hash.split('?')[1]).get('sample'));
  await change(`#/capture?sample=${now}&packet=3`);
  await expect(packetList(page).getByRole('row', { selected: true })).toHaveAttribute('data-place', '2');
  await change(`#/capture?sample=${now}&filter=frame.number+>+1&packet=4`);
  await expect(page.getByRole('combobox', { name: 'Display filter' })).toHaveValue('frame.number > 1');
  await expect(packetList(page).getByRole('row', { selected: true })).toHaveAttribute('data-place', '2');
  await expect(page).toHaveURL(/filter=frame\.number[^&]*&packet=4$/);
  // One that has no such packet shows the last, and says so.
  await change(`#/capture?sample=${now}&packet=99999`);
  await expect(page).not.toHaveURL(/packet=99999/);
});

test('a capture that is opened has the keyboard: arrows walk through its packets', async ({ page }) => {
  await page.goto('./');
  await dropFile(page, 'cases.pcap', read('dm-notification/cases.pcap'));
  await expect(packetList(page)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page).toHaveURL(/packet=3\b/);
});

test.describe('the scripts of the capture view', () => {
  // Routes do not see what a service worker asks for.
  test.use({ serviceWorkers: 'block' });
  const scripts = '**/assets/CapturePlace-*.js';

  test('that come late are waited for', async ({ page }) => {
    let letThrough = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route(scripts, async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto('./');
    await dropFile(page, 'cases.pcap', read('dm-notification/cases.pcap'));
    await expect(page.getByText('Opening the capture')).toBeVisible();
    letThrough();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
    await expect(packetList(page)).toBeFocused();
  });

  test('that cannot be loaded leave the start page as it is, and are missed when a file is opened', async ({
    page,
  }) => {
    const failed = page.waitForEvent('requestfailed');
    await page.route(scripts, (route) => route.abort());
    await page.goto('./');
    await failed;
    await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible();
    await dropFile(page, 'cases.pcap', read('dm-notification/cases.pcap'));
    await expect(page.getByRole('button', { name: 'Load the page again' })).toBeVisible();
  });
});
