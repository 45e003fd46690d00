import type { Printer } from './print.ts';
import type { PrintPool } from './print-pool.ts';

/** Packets of a range: some megabytes of lines. */
const RANGE = 1024;
/** Ranges that may wait for an earlier one. */
const MOST_WAITING = 16;

/**
 * Prints packets 0 to `count` in order, by this thread and, where there is a pool, its threads.
 * @param write takes octets; waits when the reader is slow
 */
export async function printInOrder(
  printer: Printer,
  pool: PrintPool | undefined,
  count: number,
  write: (lines: Uint8Array) => Promise<void>,
): Promise<void> {
  const rangeAt = (from: number) => ({ from, to: Math.min(from + RANGE, count) });
  /** Printed by this thread, ahead of what comes before. */
  const own = new Map<number, Uint8Array>();
  let written = 0;
  let given = 0;
  while (written < count) {
    while (pool?.hasRoom === true && given < count && given - written < RANGE * MOST_WAITING) {
      pool.ask(rangeAt(given));
      given += RANGE;
    }
    const next = own.get(written) ?? pool?.take(written);
    if (next !== undefined) {
      own.delete(written);
      await write(next);
      written += RANGE;
      continue;
    }
    const lost = pool?.takeLost();
    if (lost !== undefined) own.set(lost.from, await printer.lines(lost.from, lost.to));
    else if (given < count && given - written < RANGE * MOST_WAITING) {
      const range = rangeAt(given);
      given += RANGE;
      own.set(range.from, await printer.lines(range.from, range.to));
      // What other threads have sent comes with the next turn of the event loop.
      if (pool !== undefined) await new Promise((resolve) => setImmediate(resolve));
    } else await pool?.next();
  }
}
