import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAppShown, waitUntilStored } from './support/app.ts';
import { withSite } from './support/site.ts';
import { watchErrors, watchForeignRequests, watchPolicy } from './support/watch.ts';

test('loads under its own content security policy and asks nobody else', async ({ page, context, baseURL }) => {
  const foreign = watchForeignRequests(context, baseURL ?? '');
  const refused = await watchPolicy(page);
  const errors = watchErrors(page);
  await page.goto('./');
  await expectAppShown(page);
  await waitUntilStored(page);
  expect(refused).toEqual([]);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});

test('the policy does stop what it should', async ({ page }) => {
  const refused = await watchPolicy(page);
  await page.goto('./');
  await page.evaluate(() => fetch('https://other.invalid/').catch(() => undefined));
  await expect.poll(() => refused).toEqual([expect.stringContaining('connect-src https://other.invalid/')]);
});

test('reloads with the host gone after the first visit', async ({ page }) => {
  await withSite({}, async (site) => {
    await page.goto(site.url);
    await waitUntilStored(page);
    await site.stop();
    await page.reload();
    await expectAppShown(page);
    await page.goto(`${site.url}index.html?from=bookmark#/`);
    await expectAppShown(page);
  });
});

test('works from a subfolder, also offline', async ({ page, context }) => {
  await withSite({ base: '/a/b/' }, async (site) => {
    const foreign = watchForeignRequests(context, site.url);
    const outside: string[] = [];
    context.on('request', (request) => {
      if (!request.url().startsWith(site.url)) outside.push(request.url());
    });
    const errors = watchErrors(page);
    await page.goto(site.url);
    await expectAppShown(page);
    await waitUntilStored(page);
    await site.stop();
    await page.reload();
    await expectAppShown(page);
    expect(errors).toEqual([]);
    expect(outside).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

test('can be installed', async ({ playwright, launchOptions }) => {
  await withSite({}, async (site) => {
    // An ordinary test context is a private window, which can install nothing.
    const profile = await mkdtemp(join(tmpdir(), 'pushscope-profile-'));
    const context = await playwright.chromium.launchPersistentContext(profile, launchOptions);
    try {
      const page = await context.newPage();
      await page.goto(site.url);
      await waitUntilStored(page);
      const client = await context.newCDPSession(page);
      const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
      expect(installabilityErrors).toEqual([]);
      const { data, errors } = await client.send('Page.getAppManifest');
      expect(errors).toEqual([]);
      const handlers = JSON.parse(data ?? '{}').file_handlers;
      expect(handlers[0].accept['application/vnd.tcpdump.pcap']).toEqual(['.pcap', '.pcapng', '.cap', '.gz']);
    } finally {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    }
  });
});
