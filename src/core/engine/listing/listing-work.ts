import { messageOf } from '../../base/message-of.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import type { ListingStatus } from '../listing-views.ts';
import { tableColumn } from './column-keys.ts';
import { FilterRun } from './filter-run.ts';
import type { ListingHost } from './listing-host.ts';
import { ListingWait } from './listing-wait.ts';
import { ShownList } from './shown-list.ts';
import { Slices } from './slices.ts';
import type { SortOrder } from './sort.ts';
import { Sorter } from './sorter.ts';

/** What a listing tells of its work. */
export interface WorkEvents {
  /** Something of the status has changed; `isTelling` when it must be told at once. */
  onChange(isTelling: boolean): void;
  /** The first rows of a filter can be shown, or there are none. */
  onFirst(): void;
  /** The order can be shown, or will never be. */
  onOrder(): void;
}

/** Milliseconds after which a filter that has no rows to show, and reads nothing, says that it is at work: sooner is drawn for nothing. */
const AT_WORK_AFTER = 50;

/** While the capture grows, an order is made anew when there are so many times the rows that it has: trees cost more. */
const GROWTH = { columns: 1.25, trees: 2 } as const;

/**
 * Filters and sorts in slices beside everything else, in rounds: what is there is filtered and put in order, then what has
 * come meanwhile, and all of it once more when nothing can change any more.
 */
export class ListingWork {
  readonly shown: ShownList;
  readonly wait = new ListingWait();
  readonly #host: ListingHost;
  readonly #events: WorkEvents;
  readonly #sorter = new Sorter();
  #filter: CompiledFilter | undefined;
  /** The filter at work, until it has decided all packets for good. */
  #filtering: FilterRun | undefined;
  #sort: SortOrder | undefined;
  /** Rows of the order that this work has shown; -1 before. */
  #sortedRows = -1;
  #scanned = 0;
  #phase: ListingStatus['phase'] = 'complete';
  #took = 0;
  /** The filter was stopped before it had decided all packets; it stays so, whatever is done with what it has found. */
  #isCut = false;
  #fault: string | undefined;
  /** Changes when work is given up. */
  #run = 0;

  constructor(host: ListingHost, events: WorkEvents, revision: number) {
    this.#host = host;
    this.#events = events;
    this.shown = new ShownList(host.capture.table, revision);
  }

  get phase(): ListingStatus['phase'] {
    return this.#phase;
  }

  /** The order that is wished; once that was stopped, the one that the rows are in. */
  get sort(): SortOrder | undefined {
    return this.#sort;
  }

  /** Why work has ended without being done. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Milliseconds that the filter took, once complete. */
  get took(): number {
    return this.#took;
  }

  /** Packets that the filter has decided on; while values for an order are gathered, whose value is known. */
  get scanned(): number {
    const { length } = this.#host.capture;
    const isAtWork = this.#filter !== undefined || this.#phase === 'sorting';
    return isAtWork ? Math.min(this.#scanned, length) : length;
  }

  /**
   * Begins to decide all packets, beside the list that is shown; `start` goes on with it.
   * @param isQuiet true when the list stays until there is a new one: the same filter anew
   */
  begin(filter: CompiledFilter | undefined, isQuiet: boolean, began = this.#host.clock.now()): void {
    this.#filter = filter;
    this.#took = 0;
    this.#scanned = 0;
    this.#isCut = false;
    this.#filtering = filter && new FilterRun(this.#host, filter, began, isQuiet);
    if (filter === undefined) this.shown.show(undefined);
  }

  /** Goes on with what is wished now, in place of what was at work. */
  start(sort: SortOrder | undefined): void {
    const run = ++this.#run;
    this.wait.wake();
    this.#fault = undefined;
    this.#sort = sort;
    this.#sortedRows = -1;
    if (sort === undefined) this.shown.unsort();
    this.wait.current = this.#work(() => run === this.#run);
  }

  /** Takes the Info of a packet that has been dissected, when no tree changes any more. */
  gatherInfo(index: number, info: string | undefined): void {
    if (!this.#host.isLoading() && this.#host.isRelated()) this.#sorter.gatherInfo(index, info);
  }

  /** Makes the order ahead that would take longest to wait for; settles when it is there, or was given up. */
  async sortAhead(idle: () => Promise<void>): Promise<void> {
    const { capture, clock } = this.#host;
    const catalogue = this.#host.catalogue();
    if (this.#host.isLoading() || !this.#host.isRelated()) return;
    const about = { capture, catalogue, shapes: this.#host.shapes(), secrets: this.#host.secrets() };
    await this.#sorter.sortAhead(about, clock, idle);
  }

  /** Values by which packets were put in order may be others now. @param isInfoSame true when Info is what it was */
  forgetOrder(isInfoSame = false): void {
    this.#sorter.forget(isInfoSame);
  }

  /** Ends filtering and sorting, and shows what is there. */
  stop(): void {
    if (this.#phase !== 'filtering' && this.#phase !== 'sorting') return;
    this.#run++;
    this.wait.wake();
    this.#cut();
    this.#end();
  }

  /** Ends all work, for a capture that is closed. */
  close(): void {
    this.#run++;
    this.wait.wake();
    this.forgetOrder();
  }

  async #work(isOn: () => boolean): Promise<void> {
    try {
      while (!(await this.#round(isOn))) if (!isOn()) return;
      if (isOn()) this.#end();
    } catch (error) {
      // The file is gone: what was found stays.
      if (!isOn()) return;
      this.#fault = messageOf(error);
      this.#cut();
      this.#end();
    }
  }

  /** Filters and sorts what is there. Gives true when it is done for good, or given up. */
  async #round(isOn: () => boolean): Promise<boolean> {
    const host = this.#host;
    const filtering = this.#filtering;
    const began = filtering?.began;
    const wasFilterOpen = this.#isFilterOpen();
    const wasOrderOpen = this.#isOrderOpen();
    if (filtering !== undefined) {
      await this.#filterOn(filtering, wasFilterOpen, isOn);
      if (!isOn()) return true;
    }
    await this.#sortShown(isOn, wasFilterOpen || wasOrderOpen);
    if (!isOn()) return true;
    if (!wasFilterOpen && !wasOrderOpen) return true;
    // Everything so far is decided: more packets, or the end of the file, go on with it.
    const isDecided = filtering === undefined || filtering.scanned >= host.capture.length;
    if (isDecided && (this.#isFilterOpen() || this.#isOrderOpen())) {
      this.#phase = filtering === undefined ? 'sorting' : 'filtering';
      await this.wait.more();
      if (!isOn()) return true;
    }
    // Packets that came later may have changed how those before them read: now all are asked for good.
    if (wasFilterOpen && !this.#isFilterOpen()) this.begin(this.#filter, true, began);
    if (!this.#isOrderOpen()) this.#sortedRows = -1;
    return false;
  }

  /** True while what the filter at work has decided may still change. */
  #isFilterOpen(): boolean {
    if (this.#filtering === undefined) return false;
    return this.#host.isLoading() || (this.#filter?.needs.relations === true && !this.#host.isRelated());
  }

  /** True while the order that is wished may still change. */
  #isOrderOpen(): boolean {
    if (this.#sort === undefined) return false;
    return this.#host.isLoading() || (tableColumn(this.#sort.key) === undefined && !this.#host.isRelated());
  }

  async #filterOn(filtering: FilterRun, isOpen: boolean, isOn: () => boolean): Promise<void> {
    const { clock, capture } = this.#host;
    this.#phase = 'filtering';
    // What is decided at once is told once, complete, and so are first rows: drawing that it is at work would only hold them up.
    let isTold = false;
    const onProgress = (isReading = false): void => {
      this.#scanned = filtering.scanned;
      const now = clock.now();
      if (filtering.isWorthShowing(now)) this.#show(filtering, false);
      const isShown = this.shown.matches === filtering.matches;
      const isTelling = !isTold && !isShown && (isReading || now - filtering.began >= AT_WORK_AFTER);
      this.#events.onChange(isTelling);
      isTold ||= isTelling;
    };
    await filtering.catchUp(new Slices(clock), isOn, onProgress);
    if (!isOn()) return;
    this.#scanned = filtering.scanned;
    if (isOpen || filtering.scanned < capture.length) return onProgress();
    const isSorted = this.#sort !== undefined;
    // Without an order this is the end, and told as such.
    this.#show(filtering, filtering.isQuiet && isSorted, isSorted);
    this.#took = clock.now() - filtering.began;
    this.#filtering = undefined;
  }

  /** Puts what has been found in the place of the list before. @param isTelling false when that will be told at once */
  #show({ matches }: FilterRun, keepsOrder: boolean, isTelling = true): void {
    if (this.shown.matches !== matches) {
      this.shown.show(matches, keepsOrder);
      this.#sortedRows = -1;
      if (isTelling) this.#events.onChange(true);
    }
    if (matches.length > 0) this.#events.onFirst();
  }

  /** Puts what is listed in order, unless it is, or has hardly grown since. */
  async #sortShown(isOn: () => boolean, isOpen: boolean): Promise<void> {
    const order = this.#sort;
    const { shown } = this;
    if (order === undefined) return;
    // The list of a new filter is not there yet: the one before goes as it is.
    const coming = this.#filtering;
    if (coming !== undefined && !coming.isQuiet && shown.matches !== coming.matches) return;
    const { capture, clock } = this.#host;
    const catalogue = this.#host.catalogue();
    const isColumn = tableColumn(order.key) !== undefined;
    const { matches } = shown;
    const sortable = { matches, length: matches?.length ?? capture.length, listed: () => shown.listed() };
    const least = (isColumn ? GROWTH.columns : GROWTH.trees) * this.#sortedRows;
    if (isOpen && this.#sortedRows >= 0 && sortable.length < least) return;
    const isKnown = this.#sorter.knows(order, sortable);
    // What is left to be learned is learned sooner than trees are made, which would all be made again behind it.
    const isWaiting = !isColumn && !this.#host.isLoading() && !this.#host.isRelated();
    if (!isKnown) {
      this.#phase = 'sorting';
      this.#scanned = isColumn ? capture.length : 0;
      this.#events.onChange(true);
    }
    if (isWaiting) return;
    const work = {
      capture,
      catalogue,
      shapes: this.#host.shapes(),
      secrets: this.#host.secrets(),
      slices: new Slices(clock),
      isOn,
      onProgress: (done: number) => {
        this.#scanned = done;
        this.#events.onChange(false);
      },
    };
    const sorted = await this.#sorter.sort(order, sortable, work, !isOpen);
    if (sorted === undefined || !isOn()) return;
    this.#sortedRows = sorted.length;
    this.#scanned = this.#filtering?.scanned ?? capture.length;
    shown.sort(sorted, order, !isColumn && !isKnown);
    this.#events.onOrder();
    this.#events.onChange(true);
  }

  /** Shows what has been found, all of it, in the order that there is. */
  #cut(): void {
    if (this.#filtering !== undefined) {
      this.#show(this.#filtering, false);
      this.#isCut = true;
    }
    const isGrowing = this.shown.matches === undefined && this.#host.isLoading();
    if (isGrowing || this.shown.isPartlySorted) this.shown.unsort();
    this.#sort = this.shown.order;
  }

  #end(): void {
    this.#filtering = undefined;
    this.#phase = this.#isCut || this.#fault !== undefined ? 'stopped' : 'complete';
    this.#events.onFirst();
    this.#events.onOrder();
    this.#events.onChange(true);
  }
}
