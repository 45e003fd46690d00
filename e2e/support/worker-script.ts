import type { Page } from '@playwright/test';

/** Runs a script in the engine's worker before its own. The service worker must be blocked: what it answers cannot be changed. */
export async function runBeforeEngine(page: Page, script: string): Promise<void> {
  await page.route(/\/assets\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${script};${await response.text()}` });
  });
}
