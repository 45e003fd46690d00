// Takes the README's picture from the built app: a notification with a verified digest, one of its fields selected.
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
  await page.getByRole('button', { name: /DM notifications/ }).click();
  await page.getByRole('button', { name: /Keys/ }).first().click();
  const keys = page.getByRole('dialog');
  await keys.getByRole('button', { name: /Add/ }).first().click();
  await keys
    .getByLabel(/^Secret/)
    .last()
    .fill('a:b');
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'server "mgmt-server", user interaction' }).first().click();
  await page.getByRole('treeitem', { name: /SESSIONID/ }).click();
  await page.mouse.move(700, 20);
  await page.evaluate('pushscope.idle()');
  await page.screenshot({ path: resolve(root, 'docs/screenshot.png') });
} finally {
  await browser.close();
  await site.close();
}
