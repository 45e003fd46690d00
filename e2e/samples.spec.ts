import { expect, test } from '@playwright/test';
import { field, fieldTree, idle, octet, openSample, packetList, packetRow } from './support/app.ts';
import { watchErrors, watchForeignRequests, watchPolicy } from './support/watch.ts';

test('the start page says what the app is and offers a drop zone and four samples', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Drop a capture here, or paste bytes anywhere')).toBeVisible();
  await expect(page.getByText('nothing is uploaded')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Samples' }).getByRole('button')).toHaveCount(4);
});

for (const [title, packets] of [
  ['DM notifications', 40],
  ['Push gateway', 57],
  ['Fragmented pushes', 34],
  ['WSP browsing', 15],
] as const) {
  test(`the sample "${title}" opens with its packets, fields and bytes`, async ({ page, context, baseURL }) => {
    const foreign = watchForeignRequests(context, baseURL ?? '');
    const refused = await watchPolicy(page);
    const errors = watchErrors(page);
    await openSample(page, title);
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', String(packets + 1));
    await expect(page.getByRole('contentinfo').getByText(`${packets} packets`)).toBeVisible();
    await packetList(page).getByRole('row').nth(1).click();
    await expect(field(page, /^Frame/)).toBeVisible();
    await expect(octet(page, 0)).toBeVisible();
    await idle(page);
    expect([refused, foreign, errors]).toEqual([[], [], []]);
  });
}

test('a packet shows every field of a notification', async ({ page }) => {
  await openSample(page, 'DM notifications');
  await packetRow(page, 'session 0x0001, server "mgmt-server"').click();
  await expect(field(page, /^DM Notification/)).toBeVisible();
  for (const text of [/UIM.*user interaction/, /TRA.*HTTPS/, /TIMEOUT.*1440/, /SESSIONID.*0x0001/]) {
    await expect(fieldTree(page).getByRole('treeitem', { name: text })).toBeVisible();
  }
  await expect(page).toHaveURL(/packet=12/);
});

test('a reassembled push lies in a source of its own', async ({ page }) => {
  await openSample(page, 'Fragmented pushes');
  await packetList(page).focus();
  let found = false;
  for (let i = 0; i < 34 && !found; i++) {
    await page.keyboard.press('ArrowDown');
    await idle(page);
    found = await page.getByRole('tab', { name: /Reassembled/ }).isVisible();
  }
  expect(found).toBe(true);
  await page.getByRole('tab', { name: /Reassembled/ }).click();
  await expect(octet(page, 0)).toBeVisible();
});
