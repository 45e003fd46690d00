/** Longest wait for an idle moment, in milliseconds. */
const IDLE_MS = 1000;

/** Runs something once what has been drawn is on the screen and the page has nothing to do. */
export function whenPainted(run: () => void): void {
  // Not every browser has idle times; what is put behind a frame runs after it was painted.
  const later = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, IDLE_MS));
  requestAnimationFrame(() => setTimeout(() => later(run, { timeout: IDLE_MS })));
}

/** Longest wait for a frame, in milliseconds: a page in the background draws none. */
const FRAME_MS = 100;

/** Resolves when what has been drawn so far is on the screen. */
export function painted(): Promise<void> {
  const frame = globalThis.requestAnimationFrame;
  if (frame === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const late = setTimeout(resolve, FRAME_MS);
    frame(() => {
      // What is sent behind a frame arrives after it was painted; a timer would wait some milliseconds more.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        clearTimeout(late);
        resolve();
      };
      port2.postMessage(undefined);
    });
  });
}
