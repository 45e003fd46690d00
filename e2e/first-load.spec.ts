import { gzipSync } from 'node:zlib';
import { expect, type Response, test } from '@playwright/test';

/** Octets of scripts and styles, packed, that a visitor waits for. */
const BUDGET = 175_000;

declare global {
  interface Window {
    /** When the start page stood in the document, in milliseconds since the navigation began. */
    startPageAt?: number;
  }
}

test('the first page needs less than 175 kB of scripts and styles', async ({ page }) => {
  const loaded = new Map<string, Response>();
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind === 'script' || kind === 'stylesheet') loaded.set(response.url(), response);
  });
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[aria-label="Samples"]') === null) return;
      window.startPageAt = performance.now();
      observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto('./');
  await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible();
  // Behind the start page the engine is loaded ahead: nobody waits for that.
  const waitedFor = await page.evaluate(() => {
    const { startPageAt } = window;
    if (startPageAt === undefined) throw new Error('the start page was not seen to come');
    const resources = performance.getEntriesByType('resource');
    return resources.filter(({ startTime }) => startTime < startPageAt).map(({ name }) => name);
  });
  const bodies = await Promise.all(waitedFor.flatMap((url) => loaded.get(url)?.body() ?? []));
  expect(bodies.length).toBeGreaterThan(1);
  expect(bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)).toBeLessThan(BUDGET);
});
