import type { PacketRow } from '../../worker/api.ts';

export const BLOCK_ROWS = 128;
/** 256 blocks are 32 768 rows: far more than any screen, some megabytes at most. */
const MAX_BLOCKS = 256;

interface Block {
  readonly rows: readonly PacketRow[];
  /** Changes when rows may read differently. */
  readonly epoch: number;
}

/** Windows of the packet list, least recently used dropped first. Old rows stay in view until new ones have come. */
export class RowCache {
  readonly #blocks = new Map<number, Block>();

  /** Keeps the rows of an answer; `from` is the first row of a block. */
  put(from: number, rows: readonly PacketRow[], epoch: number): void {
    for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
      const number = Math.floor((from + at) / BLOCK_ROWS);
      this.#blocks.delete(number);
      this.#blocks.set(number, { rows: rows.slice(at, at + BLOCK_ROWS), epoch });
    }
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
  }

  row(index: number): PacketRow | undefined {
    return this.#blocks.get(Math.floor(index / BLOCK_ROWS))?.rows[index % BLOCK_ROWS];
  }

  /** Rows `from` to before `to`; undefined where they have not come yet. */
  rows(from: number, to: number): readonly (PacketRow | undefined)[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => this.row(from + at));
  }

  /** First run of blocks in a window that is missing or out of date, as rows to ask for. */
  missing(from: number, to: number, count: number, epoch: number): { from: number; count: number } | undefined {
    const last = Math.ceil(Math.min(to, count) / BLOCK_ROWS);
    let number = Math.floor(Math.max(0, from) / BLOCK_ROWS);
    while (number < last && this.#isFresh(number, count, epoch)) number++;
    if (number >= last) return undefined;
    const start = number * BLOCK_ROWS;
    while (number < last && !this.#isFresh(number, count, epoch)) number++;
    return { from: start, count: Math.min(number * BLOCK_ROWS, count) - start };
  }

  clear(): void {
    this.#blocks.clear();
  }

  #isFresh(number: number, count: number, epoch: number): boolean {
    const block = this.#blocks.get(number);
    if (block?.epoch !== epoch) return false;
    if (block.rows.length < Math.min(BLOCK_ROWS, count - number * BLOCK_ROWS)) return false;
    // Being looked at counts as use.
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    return true;
  }
}
