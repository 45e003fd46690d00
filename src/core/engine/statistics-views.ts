import type { Severity } from '../codec/rule.ts';
import type { DigestVerdict } from '../dissect/digest.ts';
import type { FilterFault } from './listing-views.ts';

/*
 * Statistics of the open capture: plain data for a page. Octets are those on the wire (what `frame.len` says); packets are
 * counted from 0. `filter` of a row is the display filter that leads from the number to its packets.
 */

/** Which packets are counted. */
export interface StatisticsScope {
  /** Only those that the display filter shows. */
  readonly isShownOnly: boolean;
}

/** How far counting has come. */
export interface StatisticsProgress {
  /** Version of the capture that was counted. */
  readonly version: number;
  /** Packets in the scope so far, and how many of them are counted by what the list knows of them. */
  readonly total: number;
  readonly counted: number;
  /** Of these, without those that the user leaves out, how many have been dissected: push, digests and rules count only these. */
  readonly dissected: number;
  /** True while the capture loads, is judged or filtered: numbers will still change. */
  readonly isGrowing: boolean;
}

export interface CountRow {
  readonly packets: number;
  readonly octets: number;
}

/** A layer, with the number of layers around it; rows are in the order of a tree. */
export interface HierarchyRow extends CountRow {
  readonly name: string;
  readonly depth: number;
  /** Packets and octets of those in which nothing is inside this layer. */
  readonly endPackets: number;
  readonly endOctets: number;
  readonly filter: string | undefined;
}

export interface LengthRow extends CountRow {
  /** Shortest and longest length that the row counts; the last row has no longest. */
  readonly from: number;
  readonly to: number | undefined;
  /** Lengths met; 0 in an empty row. */
  readonly shortest: number;
  readonly longest: number;
  readonly filter: string;
}

/** One value of a property of pushes: a content type, an application, an initiator. */
export interface PushRow extends CountRow {
  readonly value: string;
  /** What carried the push: `wsp`, `sip`, `http`, `obex`, `flute`, `cbs`. */
  readonly bearer: string;
  readonly filter: string | undefined;
}

export interface DigestRow extends CountRow {
  /** Message format: `dm-1.3`. */
  readonly format: string;
  readonly verdict: DigestVerdict;
  /** Formula that matched; empty when none did. */
  readonly formula: string;
  readonly filter: string | undefined;
}

export interface RuleRow extends CountRow {
  readonly rule: string;
  readonly severity: Severity;
  readonly level: string;
  readonly section: string;
  readonly text: string;
  /** The first packet that breaks it. */
  readonly first: number;
  readonly filter: string;
}

/** All statistics but flows and timeline; small. */
export interface Statistics extends StatisticsProgress, CountRow {
  /**
   * Packets that are not among `dissected`, but in `hierarchy`: with the layers of another packet in which the same protocols
   * were met. 0 in the end.
   */
  readonly guessed: number;
  /** First and last time in seconds since 1970; undefined without packets. */
  readonly firstSeconds: number | undefined;
  readonly firstNanos: number;
  /** Seconds from the earliest to the latest packet. */
  readonly duration: number;
  readonly hierarchy: readonly HierarchyRow[];
  readonly lengths: readonly LengthRow[];
  readonly contentTypes: readonly PushRow[];
  readonly applications: readonly PushRow[];
  readonly initiators: readonly PushRow[];
  /** Packets with a push. */
  readonly pushPackets: number;
  readonly digests: readonly DigestRow[];
  readonly rules: readonly RuleRow[];
  /** Packets that are more unlike each other than are told apart: their pushes, digests and rules are not in the tables. */
  readonly untold: number;
}

export type FlowLayer = 'ethernet' | 'ipv4' | 'ipv6' | 'tcp' | 'udp' | 'other';

export interface FlowsRequest extends StatisticsScope {
  readonly kind: 'conversations' | 'endpoints';
  readonly layer: FlowLayer;
  readonly sort: { readonly key: FlowKey; readonly isDescending: boolean };
  /** Rows `from` to `from + count` of the sorted table. */
  readonly from: number;
  readonly count: number;
}

export type FlowKey =
  | 'stream'
  | 'a'
  | 'portA'
  | 'b'
  | 'portB'
  | 'packets'
  | 'octets'
  | 'packetsAB'
  | 'octetsAB'
  | 'packetsBA'
  | 'octetsBA'
  | 'start'
  | 'duration'
  | 'rateAB'
  | 'rateBA';

/** A conversation between A, who spoke first, and B; an endpoint is A alone, and A to B is what it sent. */
export interface FlowRow extends CountRow {
  readonly a: string;
  readonly portA: number | undefined;
  readonly b: string;
  readonly portB: number | undefined;
  /** Of a conversation over TCP or UDP: its numbers (`tcp.stream`); over TCP the ends may open several. */
  readonly streams: readonly number[];
  readonly packetsAB: number;
  readonly octetsAB: number;
  readonly packetsBA: number;
  readonly octetsBA: number;
  /** Seconds from the first packet of the capture, and from the first to the last of this row. */
  readonly start: number;
  readonly duration: number;
  /** Bits a second over the duration; undefined when it is 0. */
  readonly rateAB: number | undefined;
  readonly rateBA: number | undefined;
  readonly filter: string | undefined;
}

export interface FlowsView extends StatisticsProgress {
  readonly from: number;
  readonly rows: readonly FlowRow[];
  /** Rows of the whole table, and of the tables of all layers of this kind. */
  readonly count: number;
  readonly counts: Readonly<Record<FlowLayer, number>>;
  /** Packets of further conversations that are not told apart. */
  readonly untold: number;
  /** The largest numbers of the table, for bars. */
  readonly mostPackets: number;
  readonly mostOctets: number;
}

/** What the timeline shows beside all packets. */
export type SeriesId = 'all' | 'push' | 'notifications' | 'findings' | 'errors';

export interface TimelineRequest extends StatisticsScope {
  readonly series: readonly SeriesId[];
  /** Display filters of the user, each a series of its own. */
  readonly filters: readonly string[];
  /** Microseconds since the first packet of the capture; undefined shows all. */
  readonly range: { readonly from: number; readonly to: number } | undefined;
  /** Microseconds of one interval; undefined lets the engine choose. It is lengthened when there would be too many. */
  readonly interval: number | undefined;
}

export interface TimelineSeries {
  /** A `SeriesId` or the text of a filter. */
  readonly id: string;
  /** Per interval. */
  readonly packets: Float64Array;
  readonly octets: Float64Array;
  /** Packets that it has looked at so far; the same as `counted` once it is complete. */
  readonly seen: number;
  /** Why a filter cannot be used. */
  readonly fault: FilterFault | undefined;
}

export interface TimelineView extends StatisticsProgress {
  /** Time of the first packet of the capture: the zero of the timeline. */
  readonly zeroSeconds: number;
  readonly zeroNanos: number;
  /** Microseconds of one interval, and from the zero to the beginning of the first one. */
  readonly interval: number;
  readonly start: number;
  readonly count: number;
  readonly series: readonly TimelineSeries[];
}

/** Calls about statistics; part of the api between page and worker. Each gives what has been counted so far. */
export interface StatisticsApi {
  statistics(scope: StatisticsScope): Statistics | undefined;
  flows(request: FlowsRequest): FlowsView | undefined;
  timeline(request: TimelineRequest): TimelineView | undefined;
}
