import { TextCache } from '../base/text-cache.ts';
import type { AddressPool } from './address-pool.ts';
import type { ChainReassembly } from './chain-reassembly.ts';
import type { ContentPlaces } from './content-places.ts';
import type { ConversationNumbers, NumberedTransport } from './conversation-numbers.ts';
import type { Exchanges } from './exchanges.ts';
import type { Facts } from './facts.ts';
import type { LearningLog } from './learning-log.ts';
import type { LoneFragments } from './lone-fragments.ts';
import type { PartReassembly } from './part-reassembly.ts';
import { ProtocolSets } from './protocol-sets.ts';
import type { Reassembly } from './reassembly.ts';
import type { Dissector } from './registry.ts';
import type { ShortMessage } from './short-message.ts';
import type { SightingKinds, Sightings } from './sightings.ts';
import type { FlowMemory, Streams } from './streams.ts';

/**
 * Remembers what octets `start` to `end` tell of other messages. Of `row` it may use the frame, seconds, addresses, `cut` and the
 * state: it may be called when the packet is long past.
 */
export type Learner = (bytes: Uint8Array, start: number, end: number, row: Summary) => void;

/** Looks on while pass 1 goes from protocol to protocol. */
export interface Onlooker {
  /** A protocol is given octets `start` to `end`; true when nobody needs what it would say, and it is not asked. */
  meets(dissector: Dissector, start: number, end: number): boolean;
}

/** State of a capture that pass 1 builds in capture order and pass 2 only reads. */
export interface CaptureState {
  readonly addresses: AddressPool;
  /** One per kind of message: `ip`, `ipv6`. */
  reassembly(kind: string): Reassembly;
  /** Messages in numbered parts, one per kind: `sms`, `cbs`. */
  parts(kind: string): PartReassembly;
  /** Messages in segments that follow each other on a channel, one per kind: `lapdm`. */
  chains(kind: string): ChainReassembly;
  /** What has been learned of connections, one per protocol: `obex`. */
  facts(kind: string): Facts;
  /** Messages that belong together across packets, one per kind: `wtp`. */
  exchanges(kind: string): Exchanges;
  /** Messages of one kind that were met, by what they have in common. */
  sightings<K extends keyof SightingKinds>(kind: K): Sightings<SightingKinds[K]>;
  /** Where learning that can wait is put aside; undefined when everything is learned at once. */
  readonly learning: LearningLog | undefined;
  /** Where pass 1 has met content. */
  readonly contents: ContentPlaces;
  /** Numbers of the conversations over a transport. */
  conversations(transport: NumberedTransport): ConversationNumbers;
  /** Messages of TCP connections. */
  readonly streams: Streams;
  /** First fragments whose packet never became whole. */
  readonly lone: LoneFragments;
  /** Before pass 1, where nobody will ask for trees: only what the columns need is worked out. */
  forColumnsOnly(): void;
  /** The capture has ended: what is not whole by now stays so. */
  finish(): void;
  /** Behind `finish`, when all that was put aside has been learned: no more comes for any exchange. */
  related(): void;
  /** At the end: packets in which a message begins that is not whole. Pass 2 shows it as far as it goes, pass 1 did not look into it. */
  unfinished(): Iterable<number>;
  /** Indexes of the other packets whose octets are needed to show packet `frame` whole. */
  dependencies(frame: number): readonly number[];
  /** Indexes of the other packets that brought pieces of the messages which are shown at packet `frame`. */
  partsOf(frame: number): readonly number[];
}

/**
 * The columns of one packet, filled by the dissectors of pass 1 from the link layer up; each layer overwrites what it
 * knows better. One object serves all packets: pass 1 makes no garbage.
 */
export class Summary {
  /** Index of the packet, from 0. */
  frame = 0;
  seconds = 0;
  /** Octet of the window where the captured packet begins, for the places of fragments. */
  frameAt = 0;
  /** True when the capture cut the packet off. */
  cut = false;
  #protocol = 0;
  /** All protocols that were topmost for a while: the set's number in `sets`. */
  met = 0;
  readonly sets = new ProtocolSets();
  /** Texts of octets that come again: media types, names of codings. */
  readonly texts = new TextCache();
  /** Ids in the address pool; 0 when unknown. */
  source = 0;
  destination = 0;
  /** 0 when the protocol has no ports. */
  sourcePort = 0;
  destinationPort = 0;
  /** Hardware addresses of the innermost Ethernet frame as numbers of 48 bits; -1 outside Ethernet. */
  etherSource = -1;
  etherDestination = -1;
  /** 4 or 6 where source and destination are addresses of that IP version; 0 outside IP. */
  network = 0;
  /** IP protocol number of the innermost transport header (6 TCP, 17 UDP), 0 without one; its ports, the source above 16 bits. */
  transport = 0;
  transportPorts = 0;
  /** Nesting of protocols, bounded. */
  depth = 0;
  /** True in octets that do not lie in the captured packet. */
  reassembled = false;
  /** True in the first fragment of a packet: columns stop at its upper header. */
  fragment = false;
  /** True where a first fragment is read as far as it goes, in case that the rest never comes. */
  alone = false;
  /** Identifier of the innermost VLAN tag, outer ones above it (times 4096); 0 without one. Part of the key of fragments. */
  vlan = 0;
  /** As in the context: the channel on which segments come, and what carries the user data below. */
  channel = 0;
  shortMessage: ShortMessage | undefined;
  /** Octets that IP or UDP state behind those that are here. */
  missing = 0;
  /** Value of the Content-Type header of the body that a text protocol hands over, with its parameters. */
  contentType = '';
  /** What the protocol remembers of the connection that the message came on; undefined outside TCP. */
  flow: FlowMemory | undefined;
  /** Place of the message among those that are shown at this packet. */
  ordinal = 0;
  readonly state: CaptureState;
  /** Undefined where pass 1 is what fills the columns. */
  readonly onlooker: Onlooker | undefined;

  constructor(state: CaptureState, onlooker?: Onlooker) {
    this.state = state;
    this.onlooker = onlooker;
  }

  /** Number of the topmost protocol (`Registry.protocolNumber`). */
  get protocol(): number {
    return this.#protocol;
  }

  set protocol(number: number) {
    this.#protocol = number;
    this.met = this.sets.with(this.met, number);
  }

  /** False where nobody will ask for trees, so that only what the columns need is worked out. */
  get isForTrees(): boolean {
    return this.state.learning?.isClosed !== true;
  }

  /** Lets `learner` see octets `start` to `end`, now or later: in capture order, and before the loading of the capture ends. */
  learn(learner: Learner, bytes: Uint8Array, start: number, end: number): void {
    if (this.alone) return;
    const { learning } = this.state;
    if (learning === undefined) learner(bytes, start, end, this);
    else learning.add(learner, bytes, start, end, this);
  }

  begin(frame: number, seconds: number, frameAt: number, cut: boolean): void {
    this.frame = frame;
    this.seconds = seconds;
    this.frameAt = frameAt;
    this.cut = cut;
    this.#protocol = 0;
    this.met = 0;
    this.source = 0;
    this.destination = 0;
    this.sourcePort = 0;
    this.destinationPort = 0;
    this.etherSource = -1;
    this.etherDestination = -1;
    this.network = 0;
    this.transport = 0;
    this.transportPorts = 0;
    this.depth = 0;
    this.reassembled = false;
    this.fragment = false;
    this.alone = false;
    this.vlan = 0;
    this.channel = 0;
    this.shortMessage = undefined;
    this.missing = 0;
    this.contentType = '';
    this.flow = undefined;
    this.ordinal = 0;
  }
}
