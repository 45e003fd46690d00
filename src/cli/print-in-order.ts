import type { Printer } from './print.ts';
import type { PrintParts } from './print-parts.ts';
import type { PrintPool } from './print-pool.ts';

/**
 * Prints all parts, their lines in order, by this thread (number 0) and, where there is a pool, its threads.
 * @param ready resolves when this thread can begin
 * @param write takes octets; waits when the reader is slow
 */
export async function printInOrder(
  printer: Printer,
  pool: PrintPool | undefined,
  parts: PrintParts,
  ready: Promise<void>,
  write: (lines: Uint8Array) => Promise<void>,
): Promise<void> {
  let isReady = false;
  const begun = ready.then(() => {
    isReady = true;
  });
  while (!parts.isDone) {
    if (pool !== undefined) {
      for (const part of pool.take()) parts.put(part);
      pool.ask((thread) => parts.give(thread));
    }
    const lines = parts.takeLines();
    if (lines !== undefined) {
      await write(lines);
      continue;
    }
    if (!isReady) {
      await (pool === undefined ? begun : Promise.race([begun, pool.next()]));
      continue;
    }
    const part = pool?.takeLost() ?? parts.give(0);
    if (part !== undefined) {
      parts.put({ ...part, ...(await printer.printed(part.indexes)) });
      // What other threads have sent comes with the next turn of the event loop.
      if (pool !== undefined) await new Promise((resolve) => setImmediate(resolve));
    } else await pool?.next();
  }
}
