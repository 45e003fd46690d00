/** Longest wait for an idle moment, in milliseconds. */
const IDLE_MS = 1000;

/** Runs something once what has been drawn is on the screen and the page has nothing to do. */
export function whenPainted(run: () => void): void {
  // Not every browser has idle times; what is put behind a frame runs after it was painted.
  const later = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, IDLE_MS));
  requestAnimationFrame(() => setTimeout(() => later(run, { timeout: IDLE_MS })));
}
