import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { captureOf } from '../src/ui/app/open-link.ts';
import { clickOctet, field, idle, octet, openFile, openSample, packetRow, pasteText } from './support/app.ts';
import { busyness, watchTasks } from './support/main-thread.ts';

const item = (page: Page, name: string | RegExp, role: 'menuitem' | 'menuitemcheckbox' = 'menuitem') =>
  page.getByRole(role, { name });
const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const grid = (page: Page) => page.getByRole('grid', { name: 'Octets' });

test.beforeEach(async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openSample(page, 'DM notifications');
  await packetRow(page, 'session 0x0001, server "mgmt-server"').click();
  await expect(field(page, /SESSIONID/)).toBeVisible();
  await idle(page);
});

/** Opens the submenu of an entry of the octets' context menu. */
async function openOctetMenu(page: Page, entry: string): Promise<void> {
  await grid(page).focus();
  await page.keyboard.press('Shift+F10');
  await item(page, entry).focus();
  await page.keyboard.press('ArrowRight');
}

test('the characters beside octets are ASCII or EBCDIC, also after a reload', async ({ page }) => {
  const line = grid(page).getByRole('row').first().locator('.hex-ascii');
  await clickOctet(page, 0);
  const ascii = await line.textContent();
  await openOctetMenu(page, 'Characters');
  await expect(item(page, 'ASCII', 'menuitemcheckbox')).toBeChecked();
  await item(page, 'EBCDIC', 'menuitemcheckbox').click();
  await expect.poll(() => line.textContent()).not.toBe(ascii);
  const ebcdic = await line.textContent();
  await page.reload();
  await openSample(page, 'DM notifications');
  await packetRow(page, 'session 0x0001, server "mgmt-server"').click();
  await idle(page);
  await expect.poll(() => line.textContent()).toBe(ebcdic);
  await openOctetMenu(page, 'Characters');
  await item(page, 'ASCII', 'menuitemcheckbox').click();
  await expect.poll(() => line.textContent()).toBe(ascii);
});

test('octets are copied in the forms that programs and people take', async ({ page }) => {
  await field(page, /SESSIONID/).click();
  await expect(octet(page, 77)).toHaveAttribute('aria-selected', 'true');
  for (const [label, text] of [
    ['Hex stream', '0001'],
    ['Hex and ASCII', `0000004d  00 01${' '.repeat(43)}  |..|`],
    ['Hex dump', '0000004d  00 01'],
    ['Printable text', ''],
    ['Escaped string', '"\\x00\\x01"'],
    ['C array', 'const uint8_t packet[2] = {\n  0x00, 0x01,\n};'],
    ['Base64', 'AAE='],
    ['YAML', '!!binary |\n  AAE='],
  ] as const) {
    await openOctetMenu(page, 'Copy as');
    await item(page, label).click();
    await expect(page.getByText(`Copied: 2 octets as ${label}`)).toBeVisible();
    expect([label, await clipboard(page)]).toEqual([label, text]);
  }
});

test('octets are saved as they are', async ({ page }) => {
  await field(page, /SESSIONID/).click();
  await grid(page).focus();
  await page.keyboard.press('Shift+F10');
  const saving = page.waitForEvent('download');
  await item(page, 'Save as file').click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('octets-77-78.bin');
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  expect([...Buffer.concat(parts)]).toEqual([0, 1]);
});

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Show octets' });
const shown = (page: Page, as: string) => dialog(page).getByRole('region', { name: `Octets as ${as}` });
const showAs = (page: Page, as: string) => dialog(page).getByRole('combobox', { name: 'Show as' }).selectOption(as);
const finder = (page: Page) => dialog(page).getByRole('textbox', { name: 'Find' });

async function addStep(page: Page, number: number, kind: string): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Add step' }).click();
  await expect(dialog(page).getByRole('combobox', { name: `Step ${number}` })).toBeFocused();
  await dialog(page)
    .getByRole('combobox', { name: `Step ${number}` })
    .selectOption(kind);
}

/** The octets of a pasted packet that nothing reads, in the dialog. */
async function showPasted(page: Page, octets: Uint8Array): Promise<void> {
  await pasteText(page, Buffer.from(octets).toString('hex'));
  await page.getByRole('dialog', { name: 'Paste bytes' }).getByRole('combobox').selectOption('data');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(packetRow(page, String(octets.length))).toBeVisible();
  await idle(page);
  await page.keyboard.press('Control+Shift+O');
  await expect(dialog(page)).toBeVisible();
}

test('octets of a field are shown in other forms, found and copied', async ({ page }) => {
  await field(page, /Server-ID: mgmt-server/).click();
  await page.keyboard.press('Control+Shift+O');
  await expect(dialog(page)).toContainText('Server-ID in Frame');
  await expect(shown(page, 'ASCII')).toBeFocused();
  await expect(shown(page, 'ASCII')).toHaveText('0000mgmt-server');
  await showAs(page, 'EBCDIC');
  await expect(shown(page, 'EBCDIC')).not.toContainText('mgmt');
  await showAs(page, 'Hex dump');
  await expect(shown(page, 'Hex dump')).toContainText('6d 67 6d 74 2d 73 65 72  76 65 72');
  await dialog(page).getByRole('button', { name: 'Copy' }).click();
  await expect(dialog(page)).toContainText('Copied: 11 octets as Hex dump');
  expect(await clipboard(page)).toBe(`00000000  6d 67 6d 74 2d 73 65 72  76 65 72${' '.repeat(17)}|mgmt-server|`);

  // The range is the user's to change, and what is found is walked through.
  await dialog(page).getByRole('button', { name: 'All 174 octets' }).click();
  await expect(dialog(page).getByRole('spinbutton', { name: 'First' })).toHaveValue('0');
  await page.keyboard.press('Control+f');
  await expect(finder(page)).toBeFocused();
  await page.keyboard.type('HTTP');
  await expect(dialog(page).getByRole('search')).toContainText('1 of 1 place');
  await expect(shown(page, 'Hex dump').locator('mark')).toHaveText(['68 74 74 70', 'http']);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }
  await dialog(page).getByRole('combobox', { name: 'Kind of search' }).selectOption('Hex');
  await finder(page).fill('0002');
  await expect(dialog(page).getByRole('search')).toContainText(/1 of \d places/);
  await page.keyboard.press('Enter');
  await expect(dialog(page).getByRole('search')).toContainText(/2 of \d places/);
  await page.keyboard.press('Shift+F3');
  await page.keyboard.press('Shift+F3');
  await expect(dialog(page).getByRole('search')).toContainText(/(\d) of \1 places/);
  await dialog(page).getByRole('spinbutton', { name: 'First' }).fill('500');
  await expect(dialog(page)).toContainText('There are octets 0 to 173');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
});

test('steps take codings off, say what does not fit, and give octets to the paste dialog', async ({ page }) => {
  const inside = '<SyncML>Grüße</SyncML>\n'.repeat(200);
  const coded = `!!${deflateSync(Buffer.from(inside)).toString('base64')}`;
  await showPasted(page, Buffer.from(coded));
  await addStep(page, 1, 'Base64');
  await expect(dialog(page)).toContainText('At octet 0: this is no digit of base64');
  await expect(dialog(page)).toContainText('No octets');
  await dialog(page).getByRole('combobox', { name: 'Step 1' }).selectOption('Cut off in front');
  await dialog(page).getByRole('spinbutton', { name: 'Octets to cut off' }).fill('2');
  await addStep(page, 2, 'Base64');
  await addStep(page, 3, 'Zlib');
  await showAs(page, 'UTF-8');
  await expect(shown(page, 'UTF-8')).toContainText('<SyncML>Grüße</SyncML>');
  await expect(dialog(page)).toContainText('5,000 octets');
  await showAs(page, 'GSM 7-bit alphabet');
  await expect(dialog(page)).toContainText('800 octets are no GSM 7-bit alphabet, the first at octet 10');
  await dialog(page).getByRole('button', { name: 'Remove step 1' }).click();
  await expect(dialog(page)).toContainText('At octet 0: this is no digit of base64');
  await expect(dialog(page).getByRole('button', { name: 'Add step' })).toBeFocused();
  await dialog(page).getByRole('spinbutton', { name: 'First' }).fill('2');
  await expect(dialog(page)).toContainText('5,000 octets');

  const saving = page.waitForEvent('download');
  await dialog(page).getByRole('button', { name: 'Save octets' }).click();
  const parts: Buffer[] = [];
  for await (const part of await (await saving).createReadStream()) parts.push(part as Buffer);
  expect(Buffer.concat(parts).toString()).toBe(inside);

  await dialog(page).getByRole('button', { name: 'Open as capture...' }).click();
  const paste = page.getByRole('dialog', { name: 'Paste bytes' });
  await expect(paste.getByRole('radio').first()).toBeChecked();
  await expect(paste).toContainText('1 packet, 5,000 octets');
});

test('packed short message text is read with and without fill bits', async ({ page }) => {
  // "hellohello" of TS 23.038, as it is, and one bit further on.
  const septets = Buffer.from('e8329bfd4697d9ec37', 'hex');
  await showPasted(page, septets);
  await addStep(page, 1, 'GSM 7-bit, packed');
  await expect(shown(page, 'GSM 7-bit alphabet')).toHaveText('0000hellohello');
  await dialog(page).getByRole('spinbutton', { name: 'Fill bits' }).fill('1');
  await expect(shown(page, 'GSM 7-bit alphabet')).not.toContainText('hello');
  await dialog(page).getByRole('combobox', { name: 'Step 1' }).selectOption('Semi-octets (BCD)');
  await expect(dialog(page)).toContainText('At octet 3: a fill value stands before the end');
});

test('a megabyte is looked at without holding up the page', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'octets-'));
  try {
    const lines = Buffer.from(Array.from({ length: 60_000 }, (_, i) => `line ${i} of it\n`).join(''));
    const path = join(folder, 'one.pcap');
    // Of USB: other links have no packets of this size.
    await writeFile(path, captureOf(lines, 189));
    const longest = await watchTasks(page);
    await openFile(page, path);
    await packetRow(page, '1').click();
    await idle(page);
    await longest();
    await page.keyboard.press('Control+Shift+O');
    await expect(shown(page, 'ASCII')).toContainText('line 3 of it');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('line 59999 ');
    await expect(dialog(page).getByRole('search')).toContainText('1 of 1 place');
    await expect(shown(page, 'ASCII')).toContainText('line 59999 of it');
    await showAs(page, 'Bits');
    await finder(page).fill('line 5');
    await expect(dialog(page).getByRole('search')).toContainText('1 of the first 10,000 places');
    await showAs(page, 'UTF-8');
    await shown(page, 'UTF-8').focus();
    await page.keyboard.press('End');
    await expect(shown(page, 'UTF-8')).toContainText('line 59998 of it');
    await idle(page);
    // A task of 50 ms and more is a long one.
    const held = await longest();
    expect(held / (await busyness(page))).toBeLessThan(50);
    await dialog(page).getByRole('button', { name: 'Open as capture...' }).click();
    await expect(dialog(page)).toContainText('More than 64 KiB are not opened from here');
  } finally {
    await rm(folder, { recursive: true });
  }
});
