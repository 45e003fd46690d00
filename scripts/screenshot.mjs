// Takes the README's picture from the built app: a submission with a notification in it, one of whose fields is selected.
// Usage: npm run build && node scripts/screenshot.mjs
import { resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const root = resolve(import.meta.dirname, '..');
const site = await serve({ folder: resolve(root, 'dist') });
const executablePath = findBrowser();
const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(site.url);
  await page.getByRole('button', { name: /Push gateway/ }).click();
  await page.getByRole('row').filter({ hasText: 'POST /cgi-bin/wap-push.cgi' }).first().click();
  await page.getByRole('treeitem', { name: /^DM Notification/ }).click();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('treeitem', { name: /^Sessionid/ }).click();
  await page.mouse.move(700, 20);
  await page.evaluate('pushscope.idle()');
  await page.screenshot({ path: resolve(root, 'docs/screenshot.png') });
} finally {
  await browser.close();
  await site.close();
}
