import { expect, test } from 'vitest';
import type { Printer } from './print.ts';
import { printInOrder } from './print-in-order.ts';
import type { PrintPool } from './print-pool.ts';
import type { PrintRange } from './print-worker.ts';

const text = (from: number, to: number) => new TextEncoder().encode(`${from}-${to} `);

/** Prints ranges after a while, the later ones first; the thread of every third range ends without printing it. */
class SlowPool {
  readonly #asked: PrintRange[] = [];
  readonly #printed = new Map<number, Uint8Array>();
  readonly #lost: PrintRange[] = [];
  served = 0;

  get hasRoom(): boolean {
    return this.#asked.length < 3;
  }
  ask(range: PrintRange): void {
    this.#asked.push(range);
  }
  take(from: number): Uint8Array | undefined {
    const lines = this.#printed.get(from);
    this.#printed.delete(from);
    return lines;
  }
  takeLost(): PrintRange | undefined {
    return this.#lost.shift();
  }
  async next(): Promise<void> {
    const range = this.#asked.pop();
    if (range === undefined) return;
    this.served++;
    if (this.served % 3 === 0) this.#lost.push(range);
    else this.#printed.set(range.from, text(range.from, range.to));
  }
}

async function print(count: number, pool: SlowPool | undefined): Promise<{ all: string; own: number }> {
  let all = '';
  let own = 0;
  const printer = {
    lines: async (from: number, to: number) => {
      own++;
      return text(from, to);
    },
  };
  await printInOrder(printer as unknown as Printer, pool as unknown as PrintPool | undefined, count, async (lines) => {
    all += new TextDecoder().decode(lines);
  });
  return { all, own };
}

test('lines come in order, by one thread or by several, also when a thread ends early', async () => {
  for (const count of [0, 1, 1024, 1025, 40_000]) {
    const alone = await print(count, undefined);
    const pool = new SlowPool();
    const together = await print(count, pool);
    expect(together.all).toBe(alone.all);
    expect(alone.all.split(' ')).toHaveLength(Math.ceil(count / 1024) + 1);
    if (count === 40_000) expect(Math.min(pool.served, together.own)).toBeGreaterThan(0);
  }
});
