import { resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import {
  clickOctet,
  field,
  fieldTree,
  goToPacket,
  idle,
  octet,
  openFile,
  packetList,
  pasteText,
} from './support/app.ts';

// Packet 4 carries a control document and a service indication as XML, packet 11 the same indication as WBXML.
const CAPTURE = resolve(import.meta.dirname, '../tests/fixtures/made/pap-udp-si-sl-co.pcap');
const WBXML = '02056a0045c60c03676e692e636800010350757368000101';

const documentText = (page: Page) => page.getByRole('listbox', { name: /as XML$/ });
const part = (page: Page, text: string) => documentText(page).getByText(text, { exact: true }).first();
const selectedLines = (page: Page) => documentText(page).getByRole('option', { selected: true });

async function openPacket(page: Page, number: number): Promise<void> {
  await openFile(page, CAPTURE);
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await goToPacket(page, number);
}

test('a part of the document marks its octets and its field', async ({ page }) => {
  await openPacket(page, 11);
  await page.getByRole('tab', { name: 'Document' }).click();
  await part(page, '"signal-high"').click();
  await expect(selectedLines(page)).toHaveCount(1);
  await expect(octet(page, 0x5b)).toHaveAttribute('aria-selected', 'true');
  await expect(octet(page, 0x5c)).toHaveAttribute('aria-selected', 'false');
  await page.getByRole('tab', { name: 'Fields' }).click();
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('signal-high');
});

test('an octet and a field mark the part they stand in', async ({ page }) => {
  await openPacket(page, 11);
  await page.getByRole('tab', { name: 'Document' }).click();
  await clickOctet(page, 0x75);
  await expect(part(page, 'You have 4 new emails')).toHaveClass(/document-selected/);
  await page.getByRole('tab', { name: 'Fields' }).click();
  await field(page, /created/).click();
  await page.getByRole('tab', { name: 'Document' }).click();
  await expect(part(page, 'created')).toHaveClass(/document-selected/);
  await expect(part(page, 'You have 4 new emails')).not.toHaveClass(/document-selected/);
});

test('keys walk through the parts, say them and select them', async ({ page }) => {
  await openPacket(page, 11);
  await page.keyboard.press('Alt+5');
  await documentText(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText(/^href="http:\/\/www\.gni\.ch"; .*octets$/)).toBeAttached();
  await expect(page.getByRole('contentinfo')).toContainText('si.href');
  await expect(selectedLines(page)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(part(page, 'href')).toHaveClass(/document-selected/);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect(part(page, 'created')).toHaveClass(/document-selected/);
});

test('what is selected brings its document to the front, and the whole is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPacket(page, 4);
  await page.getByRole('tab', { name: 'Documents (2)' }).click();
  await expect(page.getByRole('tab', { name: 'PAP' })).toHaveAttribute('aria-selected', 'true');
  await clickOctet(page, 0x3fc);
  await expect(page.getByRole('tab', { name: 'SI', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(part(page, 'href')).toHaveClass(/document-selected/);
  await page.getByRole('button', { name: 'Copy XML' }).click();
  await expect(page.getByText(/^Copied: the document/)).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^<si>\n[\s\S]*<\/si>$/);
});

test('pasted WBXML is read as a document; packets without one have no tab for it', async ({ page }) => {
  await page.goto('./');
  await pasteText(page, WBXML);
  await page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click();
  await expect(packetList(page)).toBeVisible();
  await idle(page);
  await page.getByRole('tab', { name: 'Document' }).click();
  await expect(documentText(page)).toContainText('indication');
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual(
    [],
  );
  await page.getByLabel('Read as').selectOption('data');
  await idle(page);
  await expect(page.getByRole('tab', { name: 'Document' })).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Fields' })).toHaveAttribute('aria-selected', 'true');
});
