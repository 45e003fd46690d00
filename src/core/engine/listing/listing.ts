import { ANNOTATIONS, type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import type { FilterFault, ListingStatus } from '../listing-views.ts';
import type { ListingHost } from './listing-host.ts';
import { ListingWork } from './listing-work.ts';
import type { SortOrder } from './sort.ts';

const STATUS_EVERY = 100;

/** Which packets are listed, in which order: what the user wishes of it, and how it stands. The work is that of `ListingWork`. */
export class Listing {
  readonly #host: ListingHost;
  readonly #work: ListingWork;
  #filterText = '';
  #filter: CompiledFilter | undefined;
  #lastStatus = Number.NEGATIVE_INFINITY;
  #settleFirst: () => void = () => undefined;
  #settleOrder: () => void = () => undefined;

  /** @param revision that the list begins with */
  constructor(host: ListingHost, revision = 0) {
    this.#host = host;
    const events = {
      onChange: (isTelling: boolean) => this.#announce(isTelling),
      onFirst: () => this.#settleFirst(),
      onOrder: () => this.#settleOrder(),
    };
    this.#work = new ListingWork(host, events, revision);
  }

  /** Rows listed so far. */
  get length(): number {
    return this.#work.shown.length;
  }

  get revision(): number {
    return this.#work.shown.revision;
  }

  get filter(): CompiledFilter | undefined {
    return this.#filter;
  }

  /** As `ListingStatus.sort`. */
  get sortOrder(): SortOrder | undefined {
    return this.#work.sort;
  }

  /** Packet indexes of places `from` to `from + count`, as far as they are there. */
  indexes(from: number, count: number): number[] {
    return this.#work.shown.indexes(from, count);
  }

  /** Packet at a place; the place must be there. */
  at(place: number): number {
    return this.#work.shown.at(place);
  }

  /** As `ShownList.listedBefore`. */
  listedBefore(index: number): number | undefined {
    return this.#work.shown.listedBefore(index);
  }

  placeOf(index: number): number | undefined {
    return this.#work.shown.placeOf(index);
  }

  /** As in `ListingApi`. @param onTaken is called when the filter has no fault */
  async setFilter(text: string, onTaken: () => void = () => undefined): Promise<FilterFault | undefined> {
    const compiled = compileFilter(text, this.#host.catalogue());
    if ('fault' in compiled) {
      const { message, start, end } = compiled.fault;
      return { message, start, end };
    }
    onTaken();
    this.#filterText = text;
    this.#filter = text.trim() === '' ? undefined : compiled.filter;
    this.#settleFirst();
    const first = new Promise<void>((resolve) => {
      this.#settleFirst = resolve;
    });
    this.#work.begin(this.#filter, false);
    this.#work.start(this.#work.sort);
    if (this.#filter === undefined) this.#settleFirst();
    await first;
    return undefined;
  }

  /** Sorts anew; settles when the new order can be shown, or the work was given up. */
  async sort(order: SortOrder | undefined): Promise<void> {
    this.#settleOrder();
    const shown = new Promise<void>((resolve) => {
      this.#settleOrder = resolve;
    });
    this.#work.start(order);
    await shown;
  }

  /** Filters and sorts anew because packets may read differently; the list stays until there is a new one. */
  restart(): void {
    this.#work.forgetOrder();
    const needsTree = this.#filter?.needs.columnsOnly === false;
    if (needsTree) this.#work.begin(this.#filter, true);
    if (needsTree || this.#work.sort !== undefined) this.#work.start(this.#work.sort);
    else this.#announce(true);
  }

  /** As `ListingWork.gatherInfo`. */
  gatherInfo(index: number, info: string | undefined): void {
    this.#work.gatherInfo(index, info);
  }

  /** As `ListingWork.sortAhead`. */
  async sortAhead(idle: () => Promise<void>): Promise<void> {
    await this.#work.sortAhead(idle);
  }

  /** Marks, time references or comments have changed: a filter or an order that asks for them has other answers now. */
  onAnnotated(): void {
    const isSorted = this.#work.sort !== undefined && ANNOTATIONS.has(this.#work.sort.key);
    const isFiltered = this.#filter?.needs.annotations === true;
    if (isSorted) this.#work.forgetOrder(true);
    if (isFiltered) this.#work.begin(this.#filter, true);
    if (isFiltered || isSorted) this.#work.start(this.#work.sort);
  }

  stop(): void {
    this.#work.stop();
  }

  /** True while what is at work waits for what is still being read. */
  get isWaiting(): boolean {
    return this.#work.wait.isWaiting;
  }

  /** Settles when no filter and no sort is at work. */
  async idle(): Promise<void> {
    await this.#work.wait.idle();
  }

  /** As `idle`, or when what is at work waits for what is still being read. */
  async resting(): Promise<void> {
    await this.#work.wait.resting();
  }

  /** Ends all work, for a capture that is closed. */
  close(): void {
    this.#work.close();
    this.#settleFirst();
    this.#settleOrder();
  }

  /** Packets have been added; `isOver` when something of that has ended. */
  onGrown(isOver: boolean): void {
    this.#work.wait.wake();
    this.#announce(isOver);
  }

  status(): ListingStatus {
    const { shown, scanned, phase, took, fault } = this.#work;
    return {
      version: this.#host.version(),
      revision: shown.revision,
      filter: this.#filterText,
      shown: shown.length,
      scanned,
      total: this.#host.capture.length,
      phase,
      sort: this.#work.sort,
      took,
      fault,
    };
  }

  #announce(now: boolean): void {
    const time = this.#host.clock.now();
    if (!now && time - this.#lastStatus < STATUS_EVERY) return;
    this.#lastStatus = time;
    this.#host.onStatus(this.status());
  }
}
