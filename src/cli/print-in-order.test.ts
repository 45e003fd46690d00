import { expect, test } from 'vitest';
import type { Printed, Printer } from './print.ts';
import { printInOrder } from './print-in-order.ts';
import { type PrintedPart, type PrintPart, PrintParts } from './print-parts.ts';
import type { PrintPool } from './print-pool.ts';

function linesOf(indexes: Iterable<number>): Printed {
  const texts = [...indexes].map((index) => `${index} `);
  let end = 0;
  return {
    indexes: Uint32Array.from(indexes),
    octets: new TextEncoder().encode(texts.join('')),
    ends: Uint32Array.from(texts, (text) => {
      end += text.length;
      return end;
    }),
    refused: new Uint32Array(0),
  };
}

/**
 * Prints parts after a while, the later ones first; the thread of every third part ends without printing it, and that of every fifth
 * prints nothing but its first packet.
 */
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
    else if (this.served % 5 === 0) {
      const { from, indexes } = part;
      this.#lost.push({ from, indexes: indexes.slice(1) });
      this.#printed.push({ from, ...linesOf(indexes.slice(0, 1)) });
    } else this.#printed.push({ ...part, ...linesOf(part.indexes) });
  }
}

async function print(
  count: number,
  pool: SlowPool | undefined,
  ready: Promise<void> = Promise.resolve(),
): Promise<{ all: string; own: number }> {
  let all = '';
  let own = 0;
  let isReady = false;
  const begun = ready.then(() => {
    isReady = true;
  });
  const printer = {
    printed: async (indexes: Uint32Array) => {
      expect(isReady).toBe(true);
      own++;
      return linesOf(indexes);
    },
  };
  const threads = pool === undefined ? 1 : 3;
  const parts = new PrintParts({ threads, of: (index) => (threads === 1 ? 0 : index % 4), helps: () => true }, count);
  const write = async (lines: Uint8Array): Promise<void> => {
    all += new TextDecoder().decode(lines);
  };
  await printInOrder(printer as unknown as Printer, pool as unknown as PrintPool | undefined, parts, begun, write);
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

test('until this thread is ready, threads print what they may, and this one prints nothing', async () => {
  const pool = new SlowPool();
  let isReady = false;
  const ready = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => {
    isReady = true;
  });
  let early = 0;
  const next = pool.next.bind(pool);
  pool.next = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await next();
    if (!isReady) early = pool.served;
  };
  const { all, own } = await print(3000, pool, ready);
  expect(all.split(' ')).toHaveLength(3001);
  expect(early).toBeGreaterThan(0);
  expect(own).toBeGreaterThan(0);
});

test('a failure to get ready is told', async () => {
  await expect(print(10, undefined, Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});
