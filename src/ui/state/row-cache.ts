import type { PacketRow } from '../../worker/api.ts';

export const BLOCK_ROWS = 128;
/** 256 blocks are 32 768 rows: far more than any screen, some megabytes at most. */
const MAX_BLOCKS = 256;

interface Block {
  readonly rows: readonly PacketRow[];
  /** Changes when rows may read differently. */
  readonly epoch: number;
  /** Order of the list that the rows stood in. */
  readonly order: number;
}

/**
 * Windows of the packet list by place, least recently used dropped first. Old rows stay in view until new ones have come,
 * also when they stand elsewhere by now: `indexAt` tells only what is sure.
 */
export class RowCache {
  readonly #blocks = new Map<number, Block>();
  #order = 0;

  /** Keeps the rows of an answer; `from` is the first row of a block. A row that reads as before stays the same object, and is not drawn anew. */
  put(from: number, rows: readonly PacketRow[], epoch: number): void {
    for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
      const number = Math.floor((from + at) / BLOCK_ROWS);
      const before = this.#blocks.get(number)?.rows ?? [];
      const kept = rows.slice(at, at + BLOCK_ROWS).map((row, place) => unchanged(before[place], row));
      this.#blocks.delete(number);
      this.#blocks.set(number, { rows: kept, epoch, order: this.#order });
    }
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
  }

  /** The list has another order from now on. */
  reorder(): void {
    this.#order++;
  }

  row(place: number): PacketRow | undefined {
    return this.#blocks.get(Math.floor(place / BLOCK_ROWS))?.rows[place % BLOCK_ROWS];
  }

  /** Which packet stands at a place of the list as it is now; undefined while that is not known. */
  indexAt(place: number): number | undefined {
    const block = this.#blocks.get(Math.floor(place / BLOCK_ROWS));
    return block?.order === this.#order ? block.rows[place % BLOCK_ROWS]?.index : undefined;
  }

  /** Rows `from` to before `to`; undefined where they have not come yet. */
  rows(from: number, to: number): readonly (PacketRow | undefined)[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => this.row(from + at));
  }

  /** First run of blocks in a window that is missing or out of date, as rows to ask for. */
  missing(from: number, to: number, count: number, epoch: number): { from: number; count: number } | undefined {
    const last = Math.ceil(Math.min(to, count) / BLOCK_ROWS);
    let number = Math.floor(Math.max(0, from) / BLOCK_ROWS);
    const end = Math.min(to, count);
    while (number < last && this.#isFresh(number, end, epoch)) number++;
    if (number >= last) return undefined;
    const start = number * BLOCK_ROWS;
    while (number < last && !this.#isFresh(number, end, epoch)) number++;
    return { from: start, count: Math.min(number * BLOCK_ROWS, count) - start };
  }

  clear(): void {
    this.#blocks.clear();
  }

  /** Whether a block has what a window up to `end` shows of it; of a list that grows, blocks come in parts. */
  #isFresh(number: number, end: number, epoch: number): boolean {
    const block = this.#blocks.get(number);
    if (block?.epoch !== epoch || block.order !== this.#order) return false;
    if (block.rows.length < Math.min(BLOCK_ROWS, end - number * BLOCK_ROWS)) return false;
    // Being looked at counts as use.
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    return true;
  }
}

/** The row from before where the new one says the same. */
function unchanged(before: PacketRow | undefined, row: PacketRow): PacketRow {
  if (before === undefined) return row;
  const { cells, ...rest } = row;
  const { cells: cellsBefore, ...restBefore } = before;
  const has = new Map<string, unknown>(Object.entries(restBefore));
  const isSame =
    cells.length === cellsBefore.length &&
    cells.every((cell, at) => cell === cellsBefore[at]) &&
    Object.entries(rest).every(([name, value]) => has.get(name) === value);
  return isSame ? before : row;
}
