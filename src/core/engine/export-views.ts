import type { SortKey } from './listing-views.ts';

/*
 * Packets that leave the capture as a file, and what the user says of packets: marks, comments, packets to leave out.
 */

/** Which packets: in the order of the list for `shown` and `places`, of the capture for all others. Indexes count from 0. */
export type PacketChoice =
  | { readonly kind: 'all' | 'shown' | 'marked' }
  | { readonly kind: 'packets'; readonly indexes: readonly number[] }
  /** Places of the list, `to` left out; ranges do not overlap. */
  | { readonly kind: 'places'; readonly ranges: readonly { readonly from: number; readonly to: number }[] };

export type ExportFormat = 'pcap' | 'pcapng' | 'csv' | 'json' | 'text';

/** A column of a table: what it shows, and its head. */
export interface ExportColumn {
  readonly key: SortKey;
  readonly label: string;
}

export interface ExportRequest {
  readonly which: PacketChoice;
  readonly format: ExportFormat;
  /** Columns of a CSV table in their order; without them, those that every list has. */
  readonly columns?: readonly ExportColumn[];
  /** True to add packets that brought parts of the messages of these, so that whoever reads the file can put them together. */
  readonly withParts?: boolean;
}

/** How far an export has come. */
export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

/** A packet and the place of the list where it stands, both counted from 0. */
export interface ListedPacket {
  readonly place: number;
  readonly index: number;
}

/** Of how many packets the user has said what. */
export interface MarkCounts {
  readonly marked: number;
  readonly ignored: number;
  /** Time references. */
  readonly references: number;
  readonly commented: number;
  /** True when the user has shifted times. */
  readonly isShifted: boolean;
}

/** Calls about marks, time references, time shifts and comments; part of the api between page and worker. */
export interface MarkApi {
  mark(which: PacketChoice, isOn: boolean): void;
  /** Marks a packet, or takes its mark away, wherever it is listed. */
  toggleMark(index: number): void;
  /** Leaves packets out: they are not dissected and no message is put together from them. Everything is read anew. */
  ignore(which: PacketChoice, isOn: boolean): void;
  /** Leaves a packet out, or takes it in again. */
  toggleIgnore(index: number): void;
  /** The user's comment on a packet in place of the one before; an empty text takes it away. Comments of the file stay. */
  comment(index: number, text: string): void;
  /** The user's comment, empty when there is none. */
  commentOf(index: number): string;
  /** The first marked packets in the order of the capture, `most` of them at most. */
  marked(most: number): readonly number[];
  /** How many are marked, left out, time references, and commented by the user; and whether times are shifted. */
  markCounts(): MarkCounts;
  /** The next marked packet behind (or before) place `from` of the list; undefined when there is none. */
  nextMarked(from: number, direction: 1 | -1): ListedPacket | undefined;
  /** Makes packets time references, which packets behind them in the file count their time from, or makes them none any more. */
  setReference(which: PacketChoice, isOn: boolean): void;
  /** Makes a packet a time reference, or makes it none any more, wherever it is listed. */
  toggleReference(index: number): void;
  /** Moves packets in time by nanoseconds, on top of what was done before. Everything is read anew; the order of the capture stays. */
  shiftTimes(which: PacketChoice, nanos: bigint): void;
  /** Moves all packets in time so that a packet has this one, in nanoseconds since 1970. */
  setTime(index: number, nanos: bigint): void;
  /** Gives all packets the times back that the file has. */
  undoTimeShifts(): void;
  /** Time of a packet with its shift, in nanoseconds since 1970; undefined when there is no such packet. */
  timeOf(index: number): bigint | undefined;
  /** The next time reference behind (or before) place `from` of the list; undefined when there is none. */
  nextReference(from: number, direction: 1 | -1): ListedPacket | undefined;
}
