import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { idle, octet, openFile, packetList } from './support/app.ts';

const view = (page: Page, name: string) =>
  page.getByRole('group', { name: 'Views of the packet' }).getByRole('button', { name, exact: true });
const findings = (page: Page) => page.getByRole('region', { name: 'Findings of the result' });
const typedText = (page: Page) => page.locator('.monaco-editor').first();

async function craft(page: Page, template: string, bearer?: string): Promise<void> {
  await page.goto('./#/craft');
  if (bearer !== undefined) {
    await page.getByRole('combobox', { name: `Bearer of ${template}`, exact: true }).selectOption({ label: bearer });
  }
  await page.getByRole('button', { name: `Craft ${template}`, exact: true }).click();
  await expect(page.getByRole('region', { name: 'Form' })).toBeVisible();
  await idle(page);
}

test('every template is built over its usual bearer, without errors', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('./#/craft');
  const buttons = page.getByRole('button', { name: /^Craft (?!a packet)/ });
  await expect(buttons.first()).toBeVisible();
  const count = await buttons.count();
  expect(count).toBeGreaterThanOrEqual(14);
  for (let at = 0; at < count; at++) {
    await buttons.nth(at).click();
    await expect(page.getByRole('region', { name: 'Form' })).toBeVisible();
    await idle(page);
    await expect(findings(page).locator('.finding.error')).toHaveCount(0);
    await expect(page.getByRole('grid', { name: 'Octets' })).toBeVisible();
    await page.getByRole('button', { name: 'New', exact: true }).click();
  }
  await expect(page.getByRole('tab', { name: /./ })).toHaveCount(count);
});

test('content is edited as XML and encoded as one types', async ({ page }) => {
  await craft(page, 'Service indication');
  const size = page.getByRole('tab', { name: /^Frame \d+/ });
  const before = Number(/\d+/.exec(await size.innerText())?.[0]);
  await page.getByRole('tab', { name: /^XML/ }).click();
  await expect(typedText(page)).toContainText('You have 4 new');
  await typedText(page).click();
  await page.keyboard.press('Control+End');
  for (let at = 0; at < '</indication>\n</si>'.length; at++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(' now');
  await expect.poll(async () => Number(/\d+/.exec(await size.innerText())?.[0])).toBe(before + 4);
  await page.keyboard.type('<');
  await expect(page.getByText(/^Not encoded yet/)).toBeVisible();
  await expect(page.getByText(/^Not what the text says/)).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(page.getByText(/^Not encoded yet/)).toBeHidden();
  for (let step = 0; step < 12; step++) await page.keyboard.press('Control+z');
  await expect.poll(async () => Number(/\d+/.exec(await size.innerText())?.[0])).toBe(before);
});

test('a bearer shows all that goes out, and it goes into the collection', async ({ page }) => {
  await craft(page, 'DM bootstrap message');
  await view(page, 'How it goes out').click();
  await page.getByRole('radio', { name: /SMS-DELIVER/ }).check();
  const list = page.getByRole('list', { name: 'Outgoing packets' });
  await expect(list.getByRole('listitem')).toHaveCount(4);
  await expect(list.getByRole('listitem').nth(3)).toContainText('part 4 of 4');
  await list.getByRole('button', { name: /part 2 of 4/ }).click();
  await expect(octet(page, 0)).toBeVisible();
  await page.getByRole('button', { name: 'Add all to the collection' }).click();
  await expect(page.getByRole('tablist', { name: 'Crafted packets' }).getByRole('tab')).toHaveCount(5);
});

test('several packets become one capture, in order, with delays and comments', async ({ page }, info) => {
  await craft(page, 'DM notification 1.3');
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await page.getByRole('button', { name: 'Craft Service loading', exact: true }).click();
  await idle(page);
  await view(page, 'Export').click();
  await page.getByRole('spinbutton', { name: /^Delay of packet 2/ }).fill('2.5');
  await page.getByRole('textbox', { name: 'Comment on packet 2' }).fill('second thoughts');
  await page.getByRole('button', { name: 'Move Service loading up' }).click();
  await page.getByRole('spinbutton', { name: /^Delay of packet 2/ }).fill('2.5');
  await page.getByRole('radio', { name: 'pcapng' }).check();
  await idle(page);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save / }).click();
  const path = info.outputPath('crafted.pcapng');
  await (await saving).saveAs(path);
  await openFile(page, path);
  await page.goto('./');
  await openFile(page, path);
  await expect(packetList(page)).toBeVisible();
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', '3');
  await expect(packetList(page).getByRole('row').nth(1)).toContainText(/0\.0/);
  await expect(packetList(page).getByRole('row').nth(2)).toContainText('2.5');
});

test('text formats are shown, copied with one key and saved', async ({ page, context }, info) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await craft(page, 'DM notification 1.3');
  await view(page, 'Export').click();
  await page.getByRole('radio', { name: 'C array' }).check();
  await expect(page.locator('.craft-preview')).toContainText('0x');
  await idle(page);
  await page.keyboard.press('c');
  await expect(page.getByText('Copied: C array')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/0x[0-9a-f]{2}/i);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Save / }).click();
  const path = info.outputPath('array.c');
  await (await saving).saveAs(path);
  expect(await readFile(path, 'utf8')).toBe(copied);
  await page.getByRole('radio', { name: 'AT commands (PDU mode)' }).check();
  await expect(page.getByText(/no short message/)).toBeVisible();
});

test('break it: one rule each, opened, and saved as a pack with its table', async ({ page }, info) => {
  test.setTimeout(120_000);
  await craft(page, 'DM notification 1.3');
  await view(page, 'Break it').click();
  await page.getByRole('button', { name: 'Break every rule once' }).click();
  await expect(page.getByText(/^\d+ variants, each breaks one rule/)).toBeVisible({ timeout: 90_000 });
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Open variant/ }) });
  const count = await rows.count();
  expect(count).toBeGreaterThan(5);
  await expect(page.getByText(/rules? not broken, with the reason/)).toBeVisible();
  const rule = (await rows.first().locator('code').first().innerText()).trim();
  await expect(page.getByRole('region', { name: 'Findings' })).toContainText(rule);

  const savingTable = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save CSV' }).click();
  const table = info.outputPath('pack.csv');
  await (await savingTable).saveAs(table);
  expect((await readFile(table, 'utf8')).trim().split('\r\n')).toHaveLength(count + 1);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save pcapng' }).click();
  const pack = info.outputPath('pack.pcapng');
  await (await saving).saveAs(pack);

  await page.getByRole('button', { name: `Open variant 1, ${rule}` }).click();
  await expect(findings(page)).toContainText(rule);

  await page.goto('./');
  await openFile(page, pack);
  await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(count + 1));
});
