import { expect, test } from 'vitest';
import type { Printer } from './print.ts';
import { printInOrder } from './print-in-order.ts';
import { type PrintedLines, type PrintedPart, type PrintPart, PrintParts } from './print-parts.ts';
import type { PrintPool } from './print-pool.ts';

function linesOf(indexes: Iterable<number>): PrintedLines {
  const texts = [...indexes].map((index) => `${index} `);
  let end = 0;
  return {
    octets: new TextEncoder().encode(texts.join('')),
    ends: Uint32Array.from(texts, (text) => {
      end += text.length;
      return end;
    }),
  };
}

/** Prints parts after a while, the later ones first; the thread of every third part ends without printing it. */
class SlowPool {
  readonly #asked: PrintPart[] = [];
  #printed: PrintedPart[] = [];
  readonly #lost: PrintPart[] = [];
  served = 0;

  ask(give: (thread: number) => PrintPart | undefined): void {
    while (this.#asked.length < 3) {
      const part = give(1 + (this.served % 2));
      if (part === undefined) return;
      this.#asked.push(part);
    }
  }
  take(): readonly PrintedPart[] {
    const printed = this.#printed;
    this.#printed = [];
    return printed;
  }
  takeLost(): PrintPart | undefined {
    return this.#lost.shift();
  }
  async next(): Promise<void> {
    const part = this.#asked.pop();
    if (part === undefined) return;
    this.served++;
    if (this.served % 3 === 0) this.#lost.push(part);
    else this.#printed.push({ ...part, ...linesOf(part.indexes) });
  }
}

async function print(count: number, pool: SlowPool | undefined): Promise<{ all: string; own: number }> {
  let all = '';
  let own = 0;
  const printer = {
    printed: async (indexes: Uint32Array) => {
      own++;
      return linesOf(indexes);
    },
  };
  const threads = pool === undefined ? 1 : 3;
  const parts = new PrintParts({ threads, of: (index) => (threads === 1 ? 0 : index % 4) }, count);
  await printInOrder(printer as unknown as Printer, pool as unknown as PrintPool | undefined, parts, async (lines) => {
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
    expect(alone.all.split(' ')).toHaveLength(count + 1);
    if (count === 40_000) expect(Math.min(pool.served, together.own)).toBeGreaterThan(0);
  }
});
