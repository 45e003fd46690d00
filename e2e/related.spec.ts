import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { field, fieldTree, goToPacket, idle, openFile, packetList } from './support/app.ts';

/** Signs of rows in view by the number of their packet. */
const signs = async (page: Page): Promise<Readonly<Record<string, string>>> => {
  const rows = packetList(page).locator('[data-place]', { has: page.locator('.related[role="img"]') });
  const all = await rows.evaluateAll((elements) =>
    elements.map((row) => [
      row.querySelector('[data-key="number"]')?.textContent ?? '',
      row.querySelector('.related')?.getAttribute('aria-label') ?? '',
    ]),
  );
  return Object.fromEntries(all);
};
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });

test.beforeEach(async ({ page }) => {
  await openFile(page, fileURLToPath(new URL('../public/samples/wsp-browse-9201.pcap', import.meta.url)));
  await expect(packetList(page)).toBeVisible();
  await idle(page);
});

test('the margin of the list tells what has to do with the shown packet', async ({ page }) => {
  await goToPacket(page, 12);
  expect(await signs(page)).toMatchObject({
    1: 'Linked from packet 12: Session opened in, First packet of the conversation',
    2: 'Same conversation',
    4: 'Request of packet 12, Same conversation',
  });
  // The gateway's own request belongs to another conversation; the line passes by.
  expect(Object.keys(await signs(page))).not.toContain('8');
  await expect(packetList(page).locator('[data-place="7"] .related-between')).toHaveCount(1);
  await expect(packetList(page).getByRole('row', { name: /Request of packet 12/ })).toHaveAttribute(
    'aria-rowindex',
    '5',
  );

  await goToPacket(page, 2);
  expect(await signs(page)).toMatchObject({
    1: 'Request of packet 2, Linked from packet 2: Session opened in, First packet of the conversation',
    3: 'Acknowledges packet 2, Same conversation',
  });

  await goToPacket(page, 8);
  expect(await signs(page)).toMatchObject({
    5: 'First packet of the conversation',
    10: 'Response to packet 8, Same conversation',
  });
  expect((await signs(page))['4']).toBeUndefined();
});

test('a filtered list keeps the line, one in another order the links alone', async ({ page }) => {
  await goToPacket(page, 12);
  await page.keyboard.press('/');
  await page.keyboard.type('wsp || http');
  await page.keyboard.press('Enter');
  await idle(page);
  expect(await signs(page)).toMatchObject({
    1: 'Linked from packet 12: Session opened in, First packet of the conversation',
    4: 'Request of packet 12, Same conversation',
  });
  await page.getByRole('columnheader', { name: 'Info' }).click();
  await idle(page);
  const all = Object.values(await signs(page));
  expect(all).toContain('Request of packet 12');
  expect(all.filter((words) => words.includes('conversation'))).toEqual([]);
});

test('request, response and related packets are gone to, and back', async ({ page }) => {
  await goToPacket(page, 12);
  await packetList(page).locator('[data-place="11"]').click({ button: 'right' });
  await item(page, 'Conversation').focus();
  await page.keyboard.press('ArrowRight');
  await expect(item(page, 'Go to response')).toHaveAttribute('aria-disabled', 'true');
  await item(page, 'Go to request').click();
  await expect(page).toHaveURL(/packet=4\b/);
  await idle(page);
  expect((await signs(page))['12']).toBe('Response to packet 4, Same conversation');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page).toHaveURL(/packet=12\b/);
  await idle(page);
  await page.keyboard.press('Alt+.');
  await expect(page).toHaveURL(/packet=13\b/);
  await page.keyboard.press('Alt+ArrowLeft');
  await idle(page);
  await page.keyboard.press('Alt+,');
  await expect(page).toHaveURL(/packet=4\b/);
  await idle(page);
  await goToPacket(page, 5);
  await page.keyboard.press('Alt+.');
  await expect(page.getByText('The packet leads to no other packet')).toBeVisible();
});

test('links of the tree are followed by mouse and keys, and back', async ({ page }) => {
  await goToPacket(page, 4);
  const opened = field(page, /Session opened in/);
  await opened.getByRole('link', { name: '1' }).click();
  await expect(page).toHaveURL(/packet=1\b/);
  await expect(fieldTree(page)).toBeFocused();
  await idle(page);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page).toHaveURL(/packet=4\b/);
  await idle(page);
  await field(page, /Session closed in/).click();
  await expect(page).toHaveURL(/packet=4\b/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/packet=14\b/);
  await idle(page);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(page).toHaveURL(/packet=4\b/);
});
