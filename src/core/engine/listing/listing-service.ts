import { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { Registry } from '../../dissect/registry.ts';
import { analyseFilter } from '../../filter/analyse.ts';
import { type FilterCatalogue, filterCatalogue } from '../../filter/catalogue.ts';
import { checkedFilter } from '../../filter/checked.ts';
import { type MacroSet, NO_MACROS } from '../../filter/macros/macro-set.ts';
import type { Capture } from '../capture.ts';
import { Conversation } from '../conversation.ts';
import { ConversationExtent } from '../conversation-extent.ts';
import type { ListedPacket } from '../export-views.ts';
import type {
  ConversationRows,
  FilterAnalysis,
  FilterFault,
  FindAnswer,
  FindRequest,
  ListingApi,
  ListingStatus,
  SortKey,
} from '../listing-views.ts';
import type { Promised } from '../promised.ts';
import { Cells } from './cells.ts';
import { findNext, GIVEN_UP } from './find.ts';
import { Listing } from './listing.ts';
import type { ListingHost, ListingOwner } from './listing-host.ts';
import { filterOfCell, filterOfRow } from './row-filters.ts';
import { ShapeColumn } from './shape-column.ts';
import type { SortOrder } from './sort.ts';
import { VerdictsAhead } from './verdicts-ahead.ts';

/**
 * The list of the open capture and what the user wants of it: filter, order, columns. What is wanted stays when a
 * capture is read anew; a filter and the columns stay for the next capture too.
 */
export class ListingService implements Promised<ListingApi> {
  readonly #owner: ListingOwner;
  #catalogue: FilterCatalogue | undefined;
  #registry: Registry;
  #macros = NO_MACROS;
  #listing: Listing | undefined;
  #capture: Capture | undefined;
  #phase: 'loading' | 'listed' | 'related' = 'related';
  #shapes = new ShapeColumn();
  #filter = '';
  #sort: SortOrder | undefined;
  #columns: readonly string[] = [];
  #cells: Cells | undefined;
  /** Of the conversation that was asked for last. */
  #extent: ConversationExtent | undefined;
  #finds = 0;
  #firstRevision = 0;

  constructor(owner: ListingOwner, registry: Registry) {
    this.#owner = owner;
    this.#registry = registry;
  }

  /** The protocols are read by another registry from now on. */
  setRegistry(registry: Registry): void {
    this.#registry = registry;
    this.#catalogue = undefined;
    this.#cells = undefined;
  }

  /** Filters can use these macros from now on; what was filtered before stays until it is filtered anew. */
  setMacros(macros: MacroSet): void {
    this.#macros = macros;
    if (this.#catalogue !== undefined) this.#catalogue = { ...this.#catalogue, macros };
  }

  /** Lists a capture; `isLoading` while packets are still being added. */
  open(capture: Capture, isLoading: boolean): void {
    this.close();
    this.#capture = capture;
    // What is known of places in the list before holds no more, although it may be the same capture read anew.
    this.#firstRevision++;
    this.#phase = isLoading ? 'loading' : 'related';
    this.#shapes = new ShapeColumn();
    const owner = this.#owner;
    const host: ListingHost = {
      capture,
      catalogue: () => this.#names(),
      shapes: () => this.#shapes,
      clock: owner.clock,
      secrets: () => owner.secrets(),
      version: () => owner.version(),
      threads: () => owner.threads?.(),
      isLoading: () => this.#capture === capture && this.#phase === 'loading',
      isRelated: () => this.#capture !== capture || this.isRelated,
      onStatus: (status) => owner.onStatus(status),
    };
    const listing = new Listing(host, this.#firstRevision);
    this.#listing = listing;
    if (this.#sort !== undefined) void listing.sort(this.#sort);
    if (this.#filter !== '') void listing.setFilter(this.#filter);
  }

  /** Packets have been added. */
  onGrown(): void {
    this.#listing?.onGrown(false);
  }

  /** No more packets will be added, and no column changes any more. */
  onListed(): void {
    this.#phase = 'listed';
    this.#listing?.onGrown(true);
  }

  /** It is known what packets have to do with each other: no tree changes any more. */
  onRelated(): void {
    this.#phase = 'related';
    this.#listing?.onGrown(true);
  }

  /** False while trees may still change because packets have to do with each other. */
  get isRelated(): boolean {
    return this.#phase === 'related';
  }

  /** Packets read differently now: other secrets. */
  readAnew(): void {
    this.#shapes.findings.forget();
    this.#listing?.restart();
  }

  /** Takes a packet of the capture that has been dissected with all its rows. */
  onDissected(capture: Capture, index: number, tree: Tree, context: Context): void {
    this.#shapes.set(capture, index, tree, context);
    this.#listing?.gatherInfo(index, context.info || undefined);
  }

  /**
   * Every packet has been dissected once: makes the order by Info ahead, which would take longest to wait for.
   * @param idle settles when nobody waits for an answer
   */
  async sortAhead(idle: () => Promise<void>): Promise<void> {
    await this.#listing?.sortAhead(idle);
  }

  /** The user has marked or commented packets, or made them time references. */
  onAnnotated(): void {
    this.#listing?.onAnnotated();
  }

  close(): void {
    this.stopFind();
    this.#firstRevision = this.revision;
    // An order that was stopped is wished no more.
    if (this.#listing !== undefined) this.#sort = this.#listing.sortOrder;
    this.#listing?.close();
    this.#listing = undefined;
    this.#capture = undefined;
    this.#extent = undefined;
  }

  /** What packets are made of, for the pass that dissects them all. */
  get shapes(): ShapeColumn {
    return this.#shapes;
  }

  /** Names that filters can use; another object for another registry, and for other macros. */
  get catalogue(): FilterCatalogue {
    return this.#names();
  }

  get revision(): number {
    return this.#listing?.revision ?? this.#firstRevision;
  }

  status(): ListingStatus | undefined {
    return this.#listing?.status();
  }

  /** Packet indexes of the rows at places `from` to `from + count`. */
  indexes(from: number, count: number): number[] {
    return this.#listing?.indexes(from, count) ?? [];
  }

  /** The listed packet before packet `index` in the capture; undefined where there is none. */
  listedBefore(index: number): number | undefined {
    return this.#listing?.listedBefore(index);
  }

  /** The next packet of the list behind (or before) place `from` that is wanted; undefined when there is none. */
  nextOf(isWanted: (index: number) => boolean, from: number, direction: 1 | -1): ListedPacket | undefined {
    for (let place = from + direction; place >= 0 && place < (this.#listing?.length ?? 0); place += direction) {
      const index = this.#listing?.at(place);
      if (index !== undefined && isWanted(index)) return { place, index };
    }
    return undefined;
  }

  /** Settles when no filter and no sort is at work, or those that are wait for `onGrown` and its like. */
  async resting(): Promise<void> {
    await this.#listing?.resting();
  }

  /** True while a filter or a sort waits for `onGrown` and its like. */
  get isWaiting(): boolean {
    return this.#listing?.isWaiting === true;
  }

  /** Settles when no filter and no sort is at work. */
  async idle(): Promise<void> {
    await this.#listing?.idle();
  }

  /** Texts of the user's columns. */
  cells(tree: Tree, context: Context): string[] {
    return this.#shownCells().texts(tree, context);
  }

  /** Texts of other fields than those of the user's columns. */
  valuesOf(fields: readonly string[]): (tree: Tree, context: Context) => readonly string[] {
    const cells = new Cells(fields, this.#names());
    return (tree, context) => cells.texts(tree, context);
  }

  async setFilter(text: string): Promise<FilterFault | undefined> {
    const listing = this.#listing;
    if (listing !== undefined) {
      return await listing.setFilter(text, () => {
        this.#filter = text;
      });
    }
    const written = checkedFilter(text, this.#names());
    if ('fault' in written) {
      const { message, start, end } = written.fault;
      return { message, start, end };
    }
    this.#filter = text;
    return undefined;
  }

  stopFilter(): void {
    this.#listing?.stop();
  }

  analyseFilter(text: string, cursor: number): FilterAnalysis {
    const written = checkedFilter(text, this.#names());
    VerdictsAhead.ready(this.#owner.threads?.(), this.#capture, written);
    return analyseFilter(text, cursor, this.#names(), written);
  }

  async filterForRow(index: number, row: number): Promise<string | undefined> {
    const packet = await this.#packet(index);
    return packet && filterOfRow(packet.tree, row);
  }

  async filterForCell(index: number, key: SortKey): Promise<string | undefined> {
    const packet = await this.#packet(index);
    return packet && filterOfCell(key, packet.tree, packet.context, this.#names());
  }

  filterForConversation(index: number): string | undefined {
    return this.#conversation(index)?.filter;
  }

  nextInConversation(index: number, from: number, direction: 1 | -1): ListedPacket | undefined {
    const conversation = this.#conversation(index);
    return conversation && this.nextOf((other) => conversation.has(other), from, direction);
  }

  async conversationRows(index: number, from: number, count: number): Promise<ConversationRows | undefined> {
    const capture = this.#capture;
    const conversation = this.#conversation(index);
    if (capture === undefined || conversation === undefined) return undefined;
    if (this.#extent?.isOf(capture, conversation) !== true)
      this.#extent = new ConversationExtent(capture, conversation, index);
    const extent = this.#extent;
    if (!(await extent.find(this.#owner.clock, () => this.#extent === extent))) return undefined;
    const { first, last } = extent;
    const members = Uint8Array.from(this.indexes(from, count), (listed) => (extent.conversation.has(listed) ? 1 : 0));
    return { version: this.#owner.version(), revision: this.revision, from, first, last, members };
  }

  nextAmong(packets: readonly number[], from: number, direction: 1 | -1): ListedPacket | undefined {
    const wanted = new Set(packets);
    return this.nextOf((index) => wanted.has(index), from, direction);
  }

  async sort(key: SortKey | undefined, isDescending: boolean): Promise<void> {
    this.#sort = key === undefined ? undefined : { key, isDescending };
    await this.#listing?.sort(this.#sort);
  }

  setColumns(fields: readonly string[]): void {
    this.#columns = fields;
    this.#cells = undefined;
  }

  placeOf(index: number): number | undefined {
    return this.#listing?.placeOf(index);
  }

  async find(request: FindRequest): Promise<FindAnswer> {
    const find = ++this.#finds;
    const capture = this.#capture;
    const listing = this.#listing;
    if (capture === undefined || listing === undefined) return GIVEN_UP;
    const searched = {
      capture,
      listing,
      catalogue: this.#names(),
      shapes: this.#shapes,
      cells: this.#shownCells(),
      clock: this.#owner.clock,
      secrets: () => this.#owner.secrets(),
    };
    return await findNext(request, searched, () => find === this.#finds);
  }

  stopFind(): void {
    this.#finds++;
  }

  #names(): FilterCatalogue {
    this.#catalogue ??= filterCatalogue(this.#registry, this.#macros);
    return this.#catalogue;
  }

  #shownCells(): Cells {
    this.#cells ??= new Cells(this.#columns, this.#names());
    return this.#cells;
  }

  #conversation(index: number): Conversation | undefined {
    return this.#capture && Conversation.of(this.#capture, index);
  }

  async #packet(index: number): Promise<{ readonly tree: Tree; readonly context: Context } | undefined> {
    const capture = this.#capture;
    if (capture === undefined || index < 0 || index >= capture.length) return undefined;
    const bytes = await capture.bytes.fetch(capture.needed([index]));
    return capture.dissect(index, bytes, this.#owner.secrets(), new Tree());
  }
}

/** The calls of the api, for whoever serves it. */
export function listingCalls(service: ListingService): Promised<ListingApi> {
  return {
    setFilter: (text) => service.setFilter(text),
    stopFilter: () => service.stopFilter(),
    analyseFilter: (text, cursor) => service.analyseFilter(text, cursor),
    filterForRow: (index, row) => service.filterForRow(index, row),
    filterForCell: (index, key) => service.filterForCell(index, key),
    filterForConversation: (index) => service.filterForConversation(index),
    nextInConversation: (index, from, direction) => service.nextInConversation(index, from, direction),
    conversationRows: (index, from, count) => service.conversationRows(index, from, count),
    nextAmong: (packets, from, direction) => service.nextAmong(packets, from, direction),
    sort: (key, isDescending) => service.sort(key, isDescending),
    setColumns: (fields) => service.setColumns(fields),
    placeOf: (index) => service.placeOf(index),
    find: (request) => service.find(request),
    stopFind: () => service.stopFind(),
  };
}
