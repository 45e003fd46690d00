import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { field, idle, packetList, waitUntilStored } from './support/app.ts';
import { withSite } from './support/site.ts';

const capture = resolve(import.meta.dirname, '../tests/fixtures/dm-notification/cases.pcap');

test('does the whole job with the host gone: engine, sample, fields', async ({ page }) => {
  await withSite({}, async (site) => {
    await page.goto(site.url);
    await waitUntilStored(page);
    await site.stop();
    await page.reload();
    await page.getByRole('button', { name: /DM notifications/ }).click();
    await expect(packetList(page)).toHaveAttribute('aria-rowcount', '41');
    await idle(page);
    await expect(field(page, /^DM Notification/)).toBeVisible();
  });
});

test('tells when a new version waits, and changes to it', async ({ page }) => {
  await withSite({}, async (site) => {
    await page.goto(site.url);
    await waitUntilStored(page);
    await appendFile(join(site.folder, 'sw.js'), '\n// the next version\n');
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await expect(page.getByText(/new version/i)).toBeVisible();
    const reloaded = page.waitForEvent('load');
    await page.getByRole('button', { name: /reload/i }).click();
    await reloaded;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText(/new version/i)).toBeHidden();
  });
});

test('opens capture files from the system once installed', async ({ playwright, launchOptions }) => {
  await withSite({}, async (site) => {
    // Installing writes desktop entries below the home folder: a folder of the test's own stands in for it.
    const home = await mkdtemp(join(tmpdir(), 'pushscope-home-'));
    const context = await playwright.chromium.launchPersistentContext(join(home, 'profile'), {
      ...launchOptions,
      env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') },
    });
    try {
      const page = await context.newPage();
      await page.goto(site.url);
      await waitUntilStored(page);
      const browser = await context.browser()?.newBrowserCDPSession();
      const client = browser ?? (await context.newCDPSession(page));
      const manifestId = new URL('./', site.url).href;
      await client.send('PWA.install' as never, { manifestId, installUrlOrBundleUrl: site.url } as never);
      await client.send('PWA.launchFilesInApp' as never, { manifestId, files: [capture] } as never);
      // The app may come up in a window of its own or take over the one that is open.
      const shown = async () => {
        const counts = await Promise.all(
          context.pages().map((open) =>
            packetList(open)
              .getAttribute('aria-rowcount', { timeout: 500 })
              .catch(() => undefined),
          ),
        );
        return counts;
      };
      await expect.poll(shown, { timeout: 20_000 }).toContain('41');
    } finally {
      await context.close();
      await rm(home, { recursive: true, force: true });
    }
  });
});
