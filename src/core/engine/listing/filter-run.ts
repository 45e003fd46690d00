import type { CompiledFilter } from '../../filter/compile.ts';
import type { ListingHost } from './listing-host.ts';
import { PacketList } from './packet-list.ts';
import { type OnProgress, Scan } from './scan.ts';
import type { Slices } from './slices.ts';
import { TableColumns } from './table-columns.ts';

/** Rows that fill a screen: with these, or after this many milliseconds with fewer, a new list is shown. */
const FIRST_ROWS = 64;
const FIRST_AFTER = 20;
/** A list without any match takes the place of the one before after this many milliseconds. */
const EMPTY_AFTER = 200;

/** The packets that a filter has found so far. It can be left and gone on with. */
export class FilterRun {
  readonly matches = new PacketList();
  /** True when it is shown only when it is complete: the same filter anew. */
  readonly isQuiet: boolean;
  /** When the filter was asked for, in milliseconds of the host's clock. */
  readonly began: number;
  readonly #scan: Scan;

  constructor(host: ListingHost, filter: CompiledFilter, began: number, isQuiet: boolean) {
    const columns = new TableColumns(host.capture, host.shapes());
    this.#scan = new Scan(host.capture, filter, columns, host.secrets(), host.threads?.());
    this.began = began;
    this.isQuiet = isQuiet;
  }

  /** Packets decided so far. */
  get scanned(): number {
    return this.#scan.decided;
  }

  /** Decides the packets that are there now. @throws when the file cannot be read any more */
  async catchUp(slices: Slices, isOn: () => boolean, onProgress: OnProgress): Promise<void> {
    await this.#scan.run(slices, isOn, (indexes) => this.matches.append(indexes), onProgress);
  }

  /** True when what has been found should be shown although it is not complete. */
  isWorthShowing(now: number): boolean {
    if (this.isQuiet) return false;
    const since = now - this.began;
    const { length } = this.matches;
    return length >= FIRST_ROWS || (length > 0 && since >= FIRST_AFTER) || since >= EMPTY_AFTER;
  }
}
