import { expect, type Page, test } from '@playwright/test';
import { fieldTree, idle, octet, openSample, packetList } from './support/app.ts';

const find = (page: Page) => page.getByRole('search', { name: 'Find packets' });
const typed = (page: Page) => find(page).getByRole('textbox', { name: 'Find' });
const message = (page: Page) => find(page).getByRole('status');

test.beforeEach(async ({ page }) => {
  await openSample(page, 'DM notifications');
  await page.keyboard.press('Control+Shift+f');
  await expect(typed(page)).toBeFocused();
});

test('text in the list: on, back, round the end', async ({ page }) => {
  await find(page).getByRole('combobox', { name: 'Where to look' }).selectOption('list');
  await typed(page).fill('omadm-01');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/packet=5\b/);
  await expect(message(page)).toContainText('Found in packet 5');
  await page.keyboard.press('F3');
  await expect(page).toHaveURL(/packet=8\b/);
  await page.keyboard.press('Shift+F3');
  await expect(page).toHaveURL(/packet=5\b/);
  await page.keyboard.press('Shift+F3');
  await expect(message(page)).toContainText('past the beginning of the list');
  await find(page).getByRole('button', { name: 'Upper and lower case differ' }).click();
  await page.keyboard.press('F3');
  await expect(message(page)).toContainText('Nothing found');
  await typed(page).press('Escape');
  await expect(find(page)).toBeHidden();
  await expect(packetList(page)).toBeFocused();
});

test('text in the fields selects the field, octets are marked in the bytes', async ({ page }) => {
  await typed(page).fill('com.example.dm');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Found in packet 6');
  await idle(page);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('com.example.dm');
  await find(page).getByRole('combobox', { name: 'Kind of search' }).selectOption('hex');
  await typed(page).fill('f0 f2');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/packet=5\b/);
  await idle(page);
  await expect(octet(page, 70)).toBeVisible();
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('0xf0f2');
});

test('a wrong expression is told with its place, a filter finds packets', async ({ page }) => {
  const kind = find(page).getByRole('combobox', { name: 'Kind of search' });
  await kind.selectOption('regex');
  await typed(page).fill('a(b');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText(/column \d/);
  await typed(page).fill('session 0x[89]');
  await find(page).getByRole('combobox', { name: 'Where to look' }).selectOption('list');
  await typed(page).press('Enter');
  await expect(page).toHaveURL(/packet=2\b/);
  await kind.selectOption('filter');
  await typed(page).fill('frame.number == 33');
  await typed(page).press('Enter');
  await expect(page).toHaveURL(/packet=33\b/);
});

test('text in the bytes, and expressions in fields and bytes', async ({ page }) => {
  const kind = find(page).getByRole('combobox', { name: 'Kind of search' });
  const where = find(page).getByRole('combobox', { name: 'Where to look' });
  await where.selectOption('bytes');
  await typed(page).fill('com.example.dm');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Found in packet 6');
  await idle(page);
  await expect(page).toHaveURL(/packet=6\b/);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('com.example.dm');
  // Text of the fields that stands in no octet is not found there.
  await typed(page).fill('User interaction (3)');
  await page.keyboard.press('Enter');
  await expect(message(page)).toContainText('Nothing found');
  await where.selectOption('tree');
  await page.keyboard.press('Control+Home');
  await typed(page).press('Enter');
  await expect(message(page)).toContainText('Found in packet');
  await idle(page);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('user interaction');
  // An expression, in the octets as text, then in the fields.
  await kind.selectOption('regex');
  await where.selectOption('bytes');
  await page.keyboard.press('Control+Home');
  await typed(page).fill('OMADM-0[1-3]');
  await typed(page).press('Enter');
  await expect(message(page)).toContainText('Found in packet 5');
  await where.selectOption('tree');
  await typed(page).fill('^Sessionid: 0xf0f[0-9]');
  await typed(page).press('Enter');
  await expect(page).toHaveURL(/packet=5\b/);
  await idle(page);
  await expect(fieldTree(page).getByRole('treeitem', { selected: true })).toContainText('0xf0f2');
});
