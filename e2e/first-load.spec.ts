import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

/** Octets of scripts and styles, packed, that a visitor waits for. */
const BUDGET = 200_000;

test('the first page needs less than 200 kB of scripts and styles', async ({ page }) => {
  const loaded = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    const kind = response.request().resourceType();
    if (kind === 'script' || kind === 'stylesheet') loaded.set(response.url(), response.body());
  });
  await page.goto('./');
  await expect(page.getByRole('region', { name: 'Samples' })).toBeVisible();
  const sizes = await Promise.all([...loaded.values()].map(async (body) => gzipSync(await body).length));
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
});
