import type { Secret } from '../../dissect/secrets.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import { ANNOTATIONS, type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import type { FilterFault, ListingStatus } from '../listing-views.ts';
import { tableColumn } from './column-keys.ts';
import { PacketList } from './packet-list.ts';
import { Scan } from './scan.ts';
import type { ShapeColumn } from './shape-column.ts';
import { type Clock, Slices } from './slices.ts';
import { type SortOrder, sortPackets } from './sort.ts';
import { TableColumns } from './table-columns.ts';

/** What a listing lists, and how it tells of itself. */
export interface ListingHost {
  readonly capture: Capture;
  readonly catalogue: FilterCatalogue;
  shapes(): ShapeColumn;
  readonly clock: Clock;
  secrets(): readonly Secret[];
  version(): number;
  /** True while packets are still being added. */
  isLoading(): boolean;
  /** False while trees may still change because packets have to do with each other. */
  isRelated(): boolean;
  onStatus(status: ListingStatus): void;
}

const STATUS_EVERY = 100;
/** Rows that fill a screen: with these, or after this many milliseconds with fewer, a new list is shown. */
const FIRST_ROWS = 64;
const FIRST_AFTER = 40;
/** A list without any match takes the place of the one before after this many milliseconds. */
const EMPTY_AFTER = 200;

/** The packets that a filter has found so far. */
interface Found {
  readonly matches: PacketList;
  readonly scan: Scan;
  /** True when it is shown only when it is complete: the same filter anew. */
  readonly isQuiet: boolean;
}

/**
 * Which packets are listed, in which order. Without a filter and a sort it holds nothing at all; a filter holds the
 * indexes of its matches, a sort an index for each row. Filtering and sorting run in slices beside everything else.
 */
export class Listing {
  readonly #host: ListingHost;
  #filterText = '';
  #filter: CompiledFilter | undefined;
  /** Listed packets in the order of the capture; undefined lists all. */
  #matches: PacketList | undefined;
  /** What a filter that is not yet shown has found. */
  #coming: Found | undefined;
  #scanned = 0;
  #sort: SortOrder | undefined;
  /** The listed packets in the order of the sort, as far as it has come. */
  #sorted: Uint32Array | undefined;
  #revision = 0;
  #phase: ListingStatus['phase'] = 'complete';
  #took = 0;
  /** Changes when work is given up. */
  #run = 0;
  #lastStatus = Number.NEGATIVE_INFINITY;
  #settleFirst: () => void = () => undefined;
  #wake: () => void = () => undefined;
  #isWaiting = false;
  #rested: () => void = () => undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(host: ListingHost) {
    this.#host = host;
  }

  /** Rows listed so far. */
  get length(): number {
    return this.#sorted?.length ?? this.#matches?.length ?? this.#host.capture.length;
  }

  get revision(): number {
    return this.#revision;
  }

  get filter(): CompiledFilter | undefined {
    return this.#filter;
  }

  /** Packet indexes of places `from` to `from + count`, as far as they are there. */
  indexes(from: number, count: number): number[] {
    const to = Math.max(from, Math.min(from + count, this.length));
    if (this.#sorted !== undefined) return [...this.#sorted.subarray(from, to)];
    if (this.#matches !== undefined) return [...this.#matches.slice(from, to)];
    return Array.from({ length: to - from }, (_, i) => from + i);
  }

  /** Packet at a place; the place must be there. */
  at(place: number): number {
    return this.#sorted?.[place] ?? this.#matches?.at(place) ?? place;
  }

  placeOf(index: number): number | undefined {
    if (index < 0 || index >= this.#host.capture.length) return undefined;
    if (this.#sorted !== undefined) {
      const place = this.#sorted.indexOf(index);
      return place < 0 ? undefined : place;
    }
    return this.#matches === undefined ? index : this.#matches.placeInAscending(index);
  }

  /** As in `ListingApi`. @param onTaken is called when the filter has no fault */
  async setFilter(text: string, onTaken: () => void = () => undefined): Promise<FilterFault | undefined> {
    const compiled = compileFilter(text, this.#host.catalogue);
    if ('fault' in compiled) {
      const { message, start, end } = compiled.fault;
      return { message, start, end };
    }
    onTaken();
    this.#filterText = text;
    this.#filter = text.trim() === '' ? undefined : compiled.filter;
    await this.#start(false);
    return undefined;
  }

  /** Sorts anew; settles when the new order can be shown, or the work was given up. */
  async sort(order: SortOrder | undefined): Promise<void> {
    this.#sort = order;
    if (this.#phase === 'filtering') {
      if (order === undefined) this.#unsort();
      return;
    }
    await this.#startSort();
  }

  /** Filters and sorts anew because packets may read differently; the list stays until there is a new one. */
  restart(): void {
    const needsTree = this.#filter?.needs.columnsOnly === false;
    if (needsTree || this.#sort !== undefined) void this.#start(true);
    else this.#announce(true);
  }

  /** Marks or comments have changed: a filter or an order that asks for them has other answers now. */
  onAnnotated(): void {
    if (this.#filter?.needs.annotations === true) void this.#start(true);
    else if (this.#sort !== undefined && ANNOTATIONS.has(this.#sort.key)) void this.#startSort();
  }

  stop(): void {
    if (this.#phase !== 'filtering' && this.#phase !== 'sorting') return;
    this.#run++;
    this.#show();
    this.#coming = undefined;
    this.#end('stopped');
  }

  /** As `idle`, or when what is at work waits for what is still being read. */
  async resting(): Promise<void> {
    const waits = new Promise<void>((resolve) => {
      this.#rested = resolve;
    });
    if (!this.#isWaiting) await Promise.race([this.idle(), waits]);
  }

  /** Settles when no filter and no sort is at work. */
  async idle(): Promise<void> {
    for (let current: Promise<void> | undefined; current !== this.#current; ) {
      current = this.#current;
      await current;
    }
  }

  /** Ends all work, for a capture that is closed. */
  close(): void {
    this.#run++;
    this.#settleFirst();
    this.#wake();
  }

  /** Packets have been added; `isOver` when something of that has ended. */
  onGrown(isOver: boolean): void {
    this.#wake();
    this.#announce(isOver);
  }

  status(): ListingStatus {
    const total = this.#host.capture.length;
    return {
      version: this.#host.version(),
      revision: this.#revision,
      filter: this.#filterText,
      shown: this.length,
      scanned: this.#filter === undefined ? total : Math.min(this.#scanned, total),
      total,
      phase: this.#phase,
      sort: this.#sort,
      took: this.#took,
    };
  }

  /** Filters, then sorts; settles when the first rows can be shown. */
  #start(isQuiet: boolean): Promise<void> {
    const run = ++this.#run;
    this.#settleFirst();
    this.#wake();
    const first = new Promise<void>((resolve) => {
      this.#settleFirst = resolve;
    });
    this.#current = this.#work(run, isQuiet);
    return first;
  }

  async #work(run: number, isQuiet: boolean): Promise<void> {
    const { clock } = this.#host;
    const isOn = (): boolean => run === this.#run;
    const began = clock.now();
    this.#phase = 'filtering';
    this.#took = 0;
    try {
      if (this.#filter === undefined) {
        this.#showAll();
        this.#settleFirst();
      } else await this.#filterAll(this.#filter, began, isQuiet, isOn);
      if (!isOn()) return;
      this.#took = clock.now() - began;
      await this.#sortAll(isOn);
      if (isOn()) this.#end('complete');
    } catch {
      // The file is gone: what was found stays, and reading a row will say what is wrong.
      if (!isOn()) return;
      this.#show();
      this.#end('stopped');
    }
  }

  #startSort(): Promise<void> {
    const run = ++this.#run;
    this.#settleFirst();
    this.#wake();
    this.#current = this.#sortOnly(run);
    return this.#current;
  }

  async #sortOnly(run: number): Promise<void> {
    const isOn = (): boolean => run === this.#run;
    try {
      await this.#sortAll(isOn);
      if (isOn()) this.#end('complete');
    } catch {
      if (isOn()) this.#end('stopped');
    }
  }

  async #filterAll(filter: CompiledFilter, began: number, isQuiet: boolean, isOn: () => boolean): Promise<void> {
    const host = this.#host;
    const slices = new Slices(host.clock);
    this.#begin(filter, isQuiet);
    this.#announce(true);
    const isOpen = (): boolean => host.isLoading() || (filter.needs.relations && !host.isRelated());
    for (;;) {
      const found = this.#coming!;
      const wasOpen = isOpen();
      await found.scan.run(
        slices,
        isOn,
        (index) => found.matches.push(index),
        () => this.#progress(began),
      );
      if (!isOn()) return;
      this.#progress(began);
      if (wasOpen) {
        // Everything so far is decided: more packets, or the end of the file, go on with it.
        if (found.scan.next >= host.capture.length && isOpen()) await this.#more();
        if (!isOn()) return;
        if (isOpen()) continue;
        // Packets that came later may have changed how those before them read: now all are asked for good.
        this.#begin(filter, true);
        continue;
      }
      if (found.scan.next >= host.capture.length) break;
    }
    this.#show();
    this.#coming = undefined;
  }

  /** Begins to decide all packets, beside the list that is shown. */
  #begin(filter: CompiledFilter, isQuiet: boolean): void {
    const { capture } = this.#host;
    const columns = new TableColumns(capture, this.#host.shapes());
    const scan = new Scan(capture, filter, columns, () => true, this.#host.secrets());
    this.#coming = { matches: new PacketList(), scan, isQuiet };
    this.#scanned = 0;
  }

  #progress(began: number): void {
    const coming = this.#coming;
    if (coming === undefined) return;
    this.#scanned = coming.scan.next;
    if (this.#matches !== coming.matches && !coming.isQuiet) {
      const since = this.#host.clock.now() - began;
      const { length } = coming.matches;
      if (length >= FIRST_ROWS || (length > 0 && since >= FIRST_AFTER) || since >= EMPTY_AFTER) this.#show();
    }
    this.#announce(false);
  }

  /** Puts what has been found in the place of the list before. */
  #show(): void {
    const coming = this.#coming;
    if (coming === undefined) return;
    if (this.#matches !== coming.matches) {
      const isSame = this.#sorted === undefined && this.#matches?.equals(coming.matches) === true;
      this.#matches = coming.matches;
      this.#sorted = undefined;
      if (!isSame) this.#revision++;
      this.#announce(true);
    }
    if (this.#matches.length > 0) this.#settleFirst();
  }

  #showAll(): void {
    this.#coming = undefined;
    if (this.#matches === undefined && this.#sorted === undefined) return;
    this.#matches = undefined;
    this.#sorted = undefined;
    this.#revision++;
  }

  #unsort(): void {
    if (this.#sorted === undefined) return;
    this.#sorted = undefined;
    this.#revision++;
  }

  /** Sorts what is listed, again and again while the capture grows. */
  async #sortAll(isOn: () => boolean): Promise<void> {
    const { capture, catalogue, clock } = this.#host;
    for (;;) {
      const order = this.#sort;
      if (order === undefined) {
        this.#unsort();
        return;
      }
      const isOpen = (): boolean =>
        this.#host.isLoading() || (tableColumn(order.key) === undefined && !this.#host.isRelated());
      const wasOpen = isOpen();
      this.#phase = 'sorting';
      this.#announce(true);
      const listed = this.#matches?.slice(0, this.#matches.length) ?? everyPacket(capture.length);
      const ordered = await sortPackets(listed, order.key, {
        capture,
        catalogue,
        secrets: this.#host.secrets(),
        slices: new Slices(clock),
        isOn,
        onProgress: (done) => {
          this.#scanned = done;
          this.#announce(false);
        },
      });
      if (ordered === undefined || !isOn()) return;
      this.#sorted = order.isDescending ? ordered.descending() : ordered.ascending;
      this.#scanned = capture.length;
      this.#revision++;
      if (!wasOpen && !isOpen()) return;
      this.#announce(true);
      while (isOn() && isOpen() && capture.length < 2 * listed.length) await this.#more();
      if (!isOn()) return;
    }
  }

  async #more(): Promise<void> {
    this.#isWaiting = true;
    this.#rested();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#isWaiting = false;
  }

  #end(phase: 'complete' | 'stopped'): void {
    this.#phase = phase;
    this.#settleFirst();
    this.#announce(true);
  }

  #announce(now: boolean): void {
    const time = this.#host.clock.now();
    if (!now && time - this.#lastStatus < STATUS_EVERY) return;
    this.#lastStatus = time;
    this.#host.onStatus(this.status());
  }
}

function everyPacket(length: number): Uint32Array {
  const all = new Uint32Array(length);
  for (let index = 0; index < length; index++) all[index] = index;
  return all;
}
