import { expect, type Page } from '@playwright/test';

/** The app has replaced the sentence that the bare page shows. */
export async function expectAppShown(page: Page): Promise<void> {
  const root = page.locator('#root');
  await expect(root).not.toBeEmpty();
  await expect(root).not.toContainText('starts from a web server');
}

/** Resolves when the whole app is stored on the device and a reload needs no network. */
export async function waitUntilStored(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });
}
