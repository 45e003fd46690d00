import type { Page } from '@playwright/test';

/** Watches the main thread from the page's begin; gives its longest task in milliseconds since it was asked last. */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const scope = globalThis as unknown as { longestTask: number };
    scope.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) scope.longestTask = Math.max(scope.longestTask, duration);
    }).observe({ type: 'longtask' });
  });
  return () =>
    page.evaluate(() => {
      const scope = globalThis as unknown as { longestTask: number };
      const { longestTask } = scope;
      scope.longestTask = 0;
      return longestTask;
    });
}

/** How much longer the same work takes at times, because others are at work on the machine: 1 where nobody is. */
export function busyness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const times = Array.from({ length: 40 }, () => {
      const from = performance.now();
      let sum = 0;
      for (let i = 0; i < 2_000_000; i++) sum = (sum + i * i) % 1_000_003;
      return performance.now() - from + (sum < 0 ? 1 : 0);
    });
    return Math.max(...times) / Math.min(...times);
  });
}
