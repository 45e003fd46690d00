import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from 'vite';
import { buildServiceWorker } from '../build/pwa.ts';
import { waitUntilStored } from './support/app.ts';
import { withSite } from './support/site.ts';

const register = resolve(import.meta.dirname, '../src/pwa/register.ts');

/** A page with nothing but the registration, so that this test does not depend on how the app shows the notice. */
async function writePage(folder: string, version: string): Promise<void> {
  const entry = join(folder, 'entry.ts');
  await writeFile(
    entry,
    `import { registerServiceWorker } from ${JSON.stringify(register)};
    registerServiceWorker((activate) => {
      const button = document.createElement('button');
      button.textContent = 'Use the new version';
      button.onclick = activate;
      document.body.append(button);
    });`,
  );
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { outDir: folder, emptyOutDir: false, lib: { entry, formats: ['es'], fileName: () => 'page.js' } },
  });
  await rm(entry);
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><title>Page</title><h1>Version ${version}</h1><script type="module" src="./page.js"></script>`,
  );
  await buildServiceWorker(folder);
}

test('a new version waits until it is asked for', async ({ page }) => {
  const source = await mkdtemp(join(tmpdir(), 'pushscope-page-'));
  await writePage(source, 'one');
  await withSite({ source }, async (site) => {
    const notice = page.getByRole('button', { name: 'Use the new version' });
    await page.goto(site.url);
    await waitUntilStored(page);
    await page.reload();
    await expect(page.getByRole('heading')).toHaveText('Version one');
    await expect(notice).toHaveCount(0);

    await writePage(site.folder, 'two');
    await page.reload();
    await expect(notice).toBeVisible();
    await expect(page.getByRole('heading')).toHaveText('Version one');

    // Still waiting after a reload: the notice comes back without another download.
    await page.reload();
    await expect(notice).toBeVisible();
    await expect(page.getByRole('heading')).toHaveText('Version one');

    await notice.click();
    await expect(page.getByRole('heading')).toHaveText('Version two');
    await expect(notice).toHaveCount(0);
    await site.stop();
    await page.reload();
    await expect(page.getByRole('heading')).toHaveText('Version two');
  });
  await rm(source, { recursive: true, force: true });
});
