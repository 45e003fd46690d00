import { expect, test } from '@playwright/test';
import { clickOctet, field, fieldTree, hoverOctet, idle, octet, openSample, packetRow } from './support/app.ts';

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
  await packetRow(page, 'session 0x0001, server "mgmt-server"').click();
  await expect(field(page, /SESSIONID/)).toBeVisible();
  await idle(page);
});

// The body begins at octet 68: Ethernet 14, IPv4 20, UDP 8, WSP 29.
const BODY = 71;

test('a field lights up its bytes and is explained with its section', async ({ page }) => {
  await field(page, /SESSIONID/).click();
  for (const at of [BODY + 6, BODY + 7]) await expect(octet(page, at)).toHaveAttribute('aria-selected', 'true');
  await expect(octet(page, BODY + 5)).toHaveAttribute('aria-selected', 'false');
  const help = page.getByRole('region', { name: /^About/ });
  await expect(help).toContainText('dmnoti.session_id');
  await expect(help).toContainText('6.4.8');
});

test('a byte selects the deepest field that owns it', async ({ page }) => {
  await clickOctet(page, BODY + 9);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('TIMESTAMP');
  await clickOctet(page, 23);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText(/Protocol/);
});

test('a character selects its octet, wherever in a run of the same field it stands', async ({ page }) => {
  const grid = page.getByRole('grid', { name: 'Octets' });
  const line = grid.getByRole('row').nth(1).locator('.hex-ascii');
  const box = await line.boundingBox();
  for (const column of [0, 1, 6, 7, 8, 14, 15]) {
    await line.click({ position: { x: ((column + 0.5) * (box?.width ?? 0)) / 16, y: 10 } });
    await expect(grid).toHaveAttribute('aria-activedescendant', new RegExp(`-${16 + column}$`));
  }
});

test('a bit selects the field of a few bits', async ({ page }) => {
  await field(page, /TRA/).click();
  await page
    .getByRole('radio', { name: 'Bits' })
    .or(page.getByRole('button', { name: 'Bits' }))
    .first()
    .click();
  const bits = page.getByRole('gridcell', { name: new RegExp(`^octet ${BODY + 1} bit 0,`) });
  await bits.click();
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('UIM');
});

test('hovering a byte marks its field in the status bar', async ({ page }) => {
  await hoverOctet(page, BODY + 6);
  await expect(page.getByRole('contentinfo')).toContainText('dmnoti.session_id');
});

test('the tree is walked with the keys of its kind', async ({ page }) => {
  await field(page, /SESSIONID/).click();
  const selected = fieldTree(page).getByRole('treeitem', { selected: true });
  await page.keyboard.press('ArrowDown');
  await expect(selected).toContainText('TIMESTAMP');
  await page.keyboard.press('Backspace');
  const parent = await selected.textContent();
  expect(parent).not.toContain('TIMESTAMP');
  await page.keyboard.press('ArrowLeft');
  await expect(selected).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(selected).toHaveAttribute('aria-expanded', 'true');
});
