import type { MapLines } from '../../../../worker/api.ts';

/** Rows that are asked for and kept together: so many before and behind the map's own come with them, for small steps. */
export const BLOCK_LINES = 128;
/** 64 blocks are 8192 rows, of 7 octets each. */
const MAX_BLOCKS = 64;

interface Block {
  readonly lines: MapLines;
  /** Of the reading that they are of: in another one their packets may read otherwise. */
  readonly epoch: number;
}

/** What is known of rows of one list, by their places, in blocks; those that were looked at least recently are dropped first. */
export class KnownLines {
  readonly #blocks = new Map<number, Block>();

  /** Keeps an answer: `lines.from` is the first row of a block, and it has no rows of others. */
  put(lines: MapLines, epoch: number): void {
    const number = Math.floor(lines.from / BLOCK_LINES);
    this.#blocks.delete(number);
    this.#blocks.set(number, { lines, epoch });
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= MAX_BLOCKS) break;
      this.#blocks.delete(oldest);
    }
  }

  /** As `PacketRow.colour`; undefined where nothing is known, like the others. */
  colourAt(place: number): number | undefined {
    return this.#linesAt(place)?.colours[place % BLOCK_LINES];
  }

  /** Bits as in core/base/line-signs.ts. */
  signsAt(place: number): number | undefined {
    return this.#linesAt(place)?.signs[place % BLOCK_LINES];
  }

  /** As `PacketRow.index`. */
  packetAt(place: number): number | undefined {
    return this.#linesAt(place)?.packets[place % BLOCK_LINES];
  }

  /**
   * First row of the block to ask for next: of those that the rows `from` to before `to` need and that are not there as of this epoch,
   * the one nearest to the middle of them.
   */
  missing(from: number, to: number, epoch: number): number | undefined {
    const middle = (from + to) / 2;
    let nearest: number | undefined;
    for (let start = from - (from % BLOCK_LINES); start < to; start += BLOCK_LINES) {
      if (this.has(start, to, epoch)) continue;
      const distance = Math.abs(start + BLOCK_LINES / 2 - middle);
      if (nearest === undefined || distance < Math.abs(nearest + BLOCK_LINES / 2 - middle)) nearest = start;
    }
    return nearest;
  }

  /** Whether the block that begins at a row has its rows before `to`, as of this epoch; the last of a list that grows comes in parts. */
  has(start: number, to: number, epoch: number): boolean {
    const number = start / BLOCK_LINES;
    const block = this.#blocks.get(number);
    if (block === undefined) return false;
    // Being looked at counts as use, also where it is out of date.
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
    return block.epoch === epoch && block.lines.packets.length >= Math.min(BLOCK_LINES, to - start);
  }

  /** The list is another one. */
  clear(): void {
    this.#blocks.clear();
  }

  #linesAt(place: number): MapLines | undefined {
    return this.#blocks.get(Math.floor(place / BLOCK_LINES))?.lines;
  }
}
