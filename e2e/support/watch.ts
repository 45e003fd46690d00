import type { BrowserContext, Page } from '@playwright/test';

/** Collects the address of every request, of pages and workers alike, that leaves the origin of `url`. */
export function watchForeignRequests(context: BrowserContext, url: string): readonly string[] {
  const { origin } = new URL(url);
  const foreign: string[] = [];
  context.on('request', (request) => {
    const target = new URL(request.url());
    const local = target.protocol === 'data:' || target.protocol === 'blob:';
    if (!local && target.origin !== origin) foreign.push(target.href);
  });
  return foreign;
}

/** Collects everything the content security policy refused. Call it before the page loads. */
export async function watchPolicy(page: Page): Promise<readonly string[]> {
  const refused: string[] = [];
  await page.exposeFunction('reportRefusal', (text: string) => void refused.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (globalThis as unknown as { reportRefusal(text: string): Promise<void> }).reportRefusal;
      void report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return refused;
}

/** Collects uncaught errors and what the page logs as an error. */
export function watchErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => void errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}
