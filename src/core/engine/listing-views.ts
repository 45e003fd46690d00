import type { FilterAnalysis } from '../filter/analyse.ts';
import type { ListedPacket } from './export-views.ts';

export type { FilterAnalysis, FilterState } from '../filter/analyse.ts';
export type { Completion } from '../filter/complete.ts';

/*
 * The list that the user sees: which packets of the capture, and in which order. Places count rows of the list, indexes
 * count packets of the capture; both from 0.
 */

/** Why a filter cannot be used, and where in its text (UTF-16 units). */
export interface FilterFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Columns that every list has, and keys of columns of fields beside them (see `columnKey`): a filter name is one. */
export type SortKey = 'number' | 'time' | 'source' | 'destination' | 'protocol' | 'length' | 'info' | (string & {});

/** State of the list; sent again while a filter or a sort is at work. */
export interface ListingStatus {
  /** Version of the capture that it lists. */
  readonly version: number;
  /** Changes when rows that were already listed may stand elsewhere; rows that are only appended do not change it. */
  readonly revision: number;
  readonly filter: string;
  /** Rows listed so far. */
  readonly shown: number;
  /** Packets that the filter has decided on so far (while sorting by a field: whose value is known), and how many there are. */
  readonly scanned: number;
  readonly total: number;
  /** `stopped` is a filter that has not decided all packets, or work that a fault has ended. */
  readonly phase: 'filtering' | 'sorting' | 'complete' | 'stopped';
  /** The order that is wished; once sorting was stopped, the one that the rows are in. */
  readonly sort: { readonly key: SortKey; readonly isDescending: boolean } | undefined;
  /** Milliseconds that the filter took, once complete. */
  readonly took: number;
  /** Why it was stopped, where that was not wished: the file cannot be read any more. */
  readonly fault: string | undefined;
}

/** What to look for, and where. */
export interface FindRequest {
  readonly kind: 'text' | 'hex' | 'regex' | 'filter';
  readonly pattern: string;
  /** Text and expressions look into the row of the list, into the field tree or into the octets; hex into octets only. */
  readonly where: 'list' | 'tree' | 'bytes';
  readonly isCaseSensitive: boolean;
  /** Place in the list to begin behind (or before, backwards). */
  readonly from: number;
  readonly direction: 1 | -1;
}

/** The next hit in the order of the list; `found` is undefined when there is none, `fault` says why it cannot be looked for. */
export interface FindAnswer {
  readonly found:
    | {
        readonly place: number;
        readonly index: number;
        /** The bits that hold it, where it was found in the tree or the octets. */
        readonly at: { readonly source: number; readonly start: number; readonly end: number } | undefined;
      }
    | undefined;
  /** True when the search went past the end of the list. */
  readonly isWrapped: boolean;
  readonly fault: FilterFault | undefined;
  /** The search was given up before it has seen the whole list: the list has changed, or it was stopped. */
  readonly isGivenUp: boolean;
}

/** How rows of the list stand to the conversation of a packet: all packets between its ends, in both directions. */
export interface ConversationRows {
  readonly version: number;
  /** As `RowWindow.revision`. */
  readonly revision: number;
  readonly from: number;
  /** Indexes of the first and the last packet of the conversation in the capture, listed or not. */
  readonly first: number;
  readonly last: number;
  /** For each row, 1 when its packet belongs to the conversation. */
  readonly members: Uint8Array;
}

/** Calls about the list; part of the api between page and worker. */
export interface ListingApi {
  /**
   * Replaces the display filter; an empty text shows all packets. The filter before is given up at once. Answers with the
   * fault, or with undefined once the first matches can be shown (or all packets were seen); more come as `listing` events.
   */
  setFilter(text: string): FilterFault | undefined;
  /** Ends filtering or sorting and keeps what is there. */
  stopFilter(): void;
  /** For the input field, at each key. `cursor` in UTF-16 units. */
  analyseFilter(text: string, cursor: number): FilterAnalysis;
  /** Filter that selects what a row of a packet's tree says, undefined when there is none: `udp.port == 2948`. */
  filterForRow(index: number, row: number): string | undefined;
  /** Filter that selects what a cell of the list says: `key` is a column. */
  filterForCell(index: number, key: SortKey): string | undefined;
  /** Filter that selects all packets between the ends of a packet, in both directions; undefined when it tells no such ends. */
  filterForConversation(index: number): string | undefined;
  /** The next packet of the conversation of packet `index` behind (or before) place `from` of the list; undefined when there is none. */
  nextInConversation(index: number, from: number, direction: 1 | -1): ListedPacket | undefined;
  /**
   * How the rows at places `from` to `from + count` stand to the conversation of packet `index`; undefined when it tells no such
   * ends, or when the answer was given up for a newer question.
   */
  conversationRows(index: number, from: number, count: number): ConversationRows | undefined;
  /** The next of some packets behind (or before) place `from` of the list; undefined when there is none. */
  nextAmong(packets: readonly number[], from: number, direction: 1 | -1): ListedPacket | undefined;
  /** Orders the list; undefined is the order of the capture. */
  sort(key: SortKey | undefined, isDescending: boolean): void;
  /** Keys of the columns of fields whose values `PacketRow.cells` gives. */
  setColumns(fields: readonly string[]): void;
  /** Place of a packet in the list: its own, else undefined. */
  placeOf(index: number): number | undefined;
  /** Looks for the next hit; a new search gives up the one before. */
  find(request: FindRequest): FindAnswer;
  stopFind(): void;
}
