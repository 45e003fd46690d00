import type { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import { GENERIC } from '../codec/rule.ts';
import type { Tree } from '../codec/tree.ts';
import type { AddressPool } from './address-pool.ts';
import type { NumberedTransport } from './conversation-numbers.ts';
import type { Digest } from './digest.ts';
import type { MarkupDocument } from './markup.ts';
import type { PushCarrier, Range } from './push-carrier.ts';
import type { Joined } from './reassembly.ts';
import type { Choice, Dissector, TableKeys, TableName } from './registry.ts';
import type { Secret } from './secrets.ts';
import type { ShortMessage } from './short-message.ts';
import type { CaptureState } from './summary.ts';
import type { Wants } from './wants.ts';

/** What the capture file says of a packet. */
export interface FrameInfo {
  /** Number for people, from 1; the index is one less. */
  readonly number: number;
  readonly seconds: number;
  readonly nanos: number;
  /** Octets captured, and octets on the wire. */
  readonly captured: number;
  readonly original: number;
  /** Where dissection starts: a table and a key in it. */
  readonly start: Start;
  readonly interfaceIndex: number;
  readonly interfaceName: string | undefined;
  /** True when the file numbers its interfaces. */
  readonly isInterfaceListed?: boolean;
  readonly linkName: string;
  readonly comments: readonly string[];
  /** The user has marked it, or asked to leave it out: then it is not dissected. */
  readonly isMarked?: boolean;
  readonly isIgnored?: boolean;
  /** pcapng: 1 inbound, 2 outbound; 0 unknown. */
  readonly direction: number;
  /** pcapng flag: the checksum was not yet computed. */
  readonly checksumNotReady: boolean;
  /** Octets of frame check sequence at the end; undefined when unknown. */
  readonly fcsOctets: number | undefined;
  readonly previousSeconds?: number;
  readonly previousNanos?: number;
  /** Time that the packet counts its own from: that of the latest time reference at or before it, else of the first packet. */
  readonly originSeconds?: number;
  readonly originNanos?: number;
  /** By how much the user has shifted its time; undefined where times are those of the file. */
  readonly timeShift?: { readonly seconds: number; readonly nanos: number } | undefined;
  /** The user has made it a time reference. */
  readonly isReference?: boolean;
}

/** When the packet came, in seconds since 1970; undefined for pasted and crafted packets and for files that have no times. */
export function arrivalSeconds({ start, seconds }: FrameInfo): number | undefined {
  return start.table === 'link.type' && seconds !== 0 ? seconds : undefined;
}

/** Where the dissection of a packet starts. */
export type Start =
  | { readonly table: 'link.type'; readonly key: number }
  | { readonly table: 'layer'; readonly key: string }
  | { readonly table: 'media.type'; readonly key: string };

/** One protocol in a packet, and how it was chosen. */
export interface Layer {
  readonly protocol: string;
  readonly chosenBy: string;
  readonly source: number;
  readonly start: number;
  /** Layers around it; half of one more for what has no dissector of its own, such as the encoding of a document. */
  readonly depth: number;
  /** Where the octets that it was given end, in bits; undefined for layers that have none of their own. */
  readonly end?: number;
  /** What carries it, for pushed content. */
  readonly push?: PushCarrier | undefined;
}

/** Where the addresses of a packet stand, in octets, and how they are written. */
export interface Addresses {
  readonly format: (bytes: Uint8Array, at: number) => string;
  /** IP: gives the id of the address at octet `at`; 0 when the pool does not have it. */
  readonly idIn?: (pool: AddressPool, bytes: Uint8Array, at: number) => number;
  readonly bytes: Uint8Array;
  readonly source: number;
  readonly destination: number;
}

const MAX_DEPTH = 48;
const MAX_CARRIERS = 64;

/** What the dissectors of one packet share: where the packet comes from, what has been found, and the way to the next protocol. */
export class Context {
  readonly frame: FrameInfo;
  readonly tree: Tree;
  readonly secrets: readonly Secret[];
  readonly state: CaptureState;
  /** Undefined when all is asked for. */
  readonly wants: Wants | undefined;
  readonly layers: Layer[] = [];
  readonly digests: Digest[] = [];

  sourcePort: ({ readonly port: number } & Range) | undefined;
  destinationPort: ({ readonly port: number } & Range) | undefined;
  /** IP pseudo-header without length: what transport checksums cover besides the segment. */
  pseudoHeader: Uint8Array | undefined;
  /** Octets that IP states for what it carries, here or not; undefined in fragments and outside IP. */
  statedOctets: number | undefined;
  /** Protocol and Info columns: the innermost layer wins. */
  protocolName = '';
  info = '';
  /** Carriers of content that were met, the first 64 of them; parts of multipart content too. */
  readonly carriers: PushCarrier[] = [];
  #push: PushCarrier | undefined;
  /** True for what came protected, or as application data of a security layer (WTLS, TLS). */
  secure = false;
  /** As in the summary: place of the TCP message among those that are shown at this packet; -1 outside TCP. */
  ordinal = -1;
  /** A number for the channel (radio channel, subscriber) on which segments come: part of the key of reassembly; 0 unknown. */
  channel = 0;
  /** Set by a bearer of short messages before it hands over the user data. */
  shortMessage: ShortMessage | undefined;
  /** More than 0 inside a packet that an error message quotes: it may be cut, and it is not traffic of its own. */
  quoting = 0;
  /** True in the first fragment of a packet: its upper header is shown, its content only where the packet is whole. */
  fragment = false;
  /** True in a first fragment whose rest never came: its content is shown as far as it goes. */
  alone = false;
  /** Marked-up documents around the current one, and the elements that are open in them: nesting is bounded. */
  documents = 0;
  elements = 0;
  /** The marked-up document that was dissected last: what a document around it shows in its place. */
  lastDocument: MarkupDocument | undefined;
  /** True when the sender left checksums to its hardware (the capture says so). */
  outbound = false;

  /** Address columns, as texts or as the octets that they are made of. */
  #source: string | undefined = '';
  #destination: string | undefined = '';
  #addresses: Addresses | undefined;
  readonly #choose: Chooser;
  readonly #frameBytes: (index: number) => Uint8Array | undefined;
  #depth = 0;
  /** How often protocols that lay rows which are asked for are still met. */
  #callsLeft: number;

  constructor(options: {
    readonly frame: FrameInfo;
    readonly tree: Tree;
    readonly secrets: readonly Secret[];
    readonly state: CaptureState;
    readonly wants?: Wants | undefined;
    /** How often the packet meets protocols that `wants.lays` names; when left out that is not known, and all is dissected. */
    readonly calls?: number | undefined;
    readonly choose: Chooser;
    /** Octets of other packets of the capture, as far as the caller has them at hand. */
    readonly frameBytes: (index: number) => Uint8Array | undefined;
  }) {
    this.frame = options.frame;
    this.tree = options.tree;
    this.secrets = options.secrets;
    this.state = options.state;
    this.wants = options.wants;
    this.#callsLeft = options.calls ?? Number.POSITIVE_INFINITY;
    this.#choose = options.choose;
    this.#frameBytes = options.frameBytes;
    this.outbound = options.frame.direction === 2 || options.frame.checksumNotReady;
  }

  /** Address columns: the innermost layer that has them wins. */
  get source(): string {
    if (this.#source === undefined) {
      const { format, bytes, source } = this.#addresses!;
      this.#source = format(bytes, source);
    }
    return this.#source;
  }

  set source(text: string) {
    this.#source = text;
  }

  get destination(): string {
    if (this.#destination === undefined) {
      const { format, bytes, destination } = this.#addresses!;
      this.#destination = format(bytes, destination);
    }
    return this.#destination;
  }

  set destination(text: string) {
    this.#destination = text;
  }

  /** Both addresses as octets: they become texts when somebody asks for them. */
  setAddresses(addresses: Addresses): void {
    this.#addresses = addresses;
    this.#source = undefined;
    this.#destination = undefined;
  }

  /** Set by the bearer before it hands over pushed content. */
  get push(): PushCarrier | undefined {
    return this.#push;
  }

  set push(carrier: PushCarrier | undefined) {
    this.#push = carrier;
    if (carrier === undefined || this.carriers.length >= MAX_CARRIERS || this.carriers.includes(carrier)) return;
    this.carriers.push(carrier);
  }

  /**
   * Number of the conversation that the innermost IP addresses have over a transport, from one port to another; undefined outside IP and when
   * they have none.
   */
  conversation(transport: NumberedTransport, sourcePort: number, destinationPort: number): number | undefined {
    const addresses = this.#addresses;
    if (addresses?.idIn === undefined) return undefined;
    const { idIn, bytes, source, destination } = addresses;
    const pool = this.state.addresses;
    const [from, to] = [idIn(pool, bytes, source), idIn(pool, bytes, destination)];
    const number = this.state.conversations(transport).at(this.frame.number - 1, from, sourcePort, to, destinationPort);
    return number < 0 ? undefined : number;
  }

  /** True when a row of this field is asked for: generated ones that are costly to work out need not be laid otherwise. */
  asks({ filter, also }: Field): boolean {
    if (this.wants === undefined || this.wants.has(filter)) return true;
    return also?.some((name) => this.wants?.has(name)) === true;
  }

  /** As `asks`, of several fields: give an array that is made once. */
  asksAny(fields: readonly Field[]): boolean {
    return this.wants === undefined || this.wants.any(fields);
  }

  /** True when it counts what is said in `info`. */
  get asksInfo(): boolean {
    return this.wants === undefined || this.wants.info === true;
  }

  /**
   * True when no row that is asked for stands in what the protocol at work carries: all others that lay some have been met.
   * What `next` and `call` are then given is passed over, and what is costly about it need not be worked out.
   */
  get isDone(): boolean {
    return this.#callsLeft === 0;
  }

  /** Protocols around what is read now. */
  get depth(): number {
    return this.#depth;
  }

  /**
   * Gives the cursor's window to the dissector that `table` has for `key`; false when it has none (nothing was read then).
   * What the dissector leaves stays undecoded.
   */
  next<T extends TableName>(table: T, key: TableKeys[T], cursor: Cursor): boolean {
    if (this.#callsLeft === 0) {
      cursor.bit = cursor.end;
      return true;
    }
    const choice = this.#choose(table, key, cursor.bytes, cursor.at, cursor.end >>> 3);
    if (choice === undefined) return false;
    this.call(choice.dissector, choice.chosenBy, cursor);
    return true;
  }

  /**
   * As `next`, in place of the protocol that is being read, of which nothing stands in the window: it is no layer of the packet then.
   * The other one must not give way to this one again.
   */
  instead<T extends TableName>(table: T, key: TableKeys[T], cursor: Cursor): boolean {
    const choice = this.#choose(table, key, cursor.bytes, cursor.at, cursor.end >>> 3);
    const own = this.layers.at(-1);
    if (choice === undefined || own === undefined) return false;
    this.layers.pop();
    this.#depth--;
    this.call(choice.dissector, own.chosenBy, cursor);
    this.#depth++;
    return true;
  }

  /** True when `next` would give the cursor's window to a dissector. */
  knows<T extends TableName>(table: T, key: TableKeys[T], cursor: Cursor): boolean {
    return this.#choose(table, key, cursor.bytes, cursor.at, cursor.end >>> 3) !== undefined;
  }

  call(dissector: Dissector, chosenBy: string, cursor: Cursor): void {
    if (this.#depth >= MAX_DEPTH) {
      cursor.find(GENERIC['X-DEPTH'], `more than ${MAX_DEPTH} protocols inside each other`, cursor.bit, cursor.end);
      return;
    }
    const { wants } = this;
    if (wants !== undefined) {
      if (this.#callsLeft === 0 || wants.skips(dissector.id)) {
        cursor.bit = cursor.end;
        return;
      }
      if (wants.lays?.(dissector.id) === true) this.#callsLeft--;
    }
    this.layers.push({
      protocol: dissector.id,
      chosenBy,
      source: cursor.source,
      start: cursor.bit,
      depth: this.#depth,
      end: cursor.end,
      push: this.push,
    });
    this.protocolName = dissector.name;
    this.#depth++;
    dissector.dissect(cursor, this);
    this.#depth--;
    cursor.recover();
  }

  /** Names the encoding of the innermost protocol (`wbxml`): it stands before it in the list of protocols. */
  encodedAs(protocol: string): void {
    const inner = this.layers.at(-1);
    if (inner === undefined || this.layers.at(-2)?.protocol === protocol) return;
    this.layers.splice(-1, 1, { ...inner, protocol, depth: inner.depth - 0.5 }, inner);
  }

  /** The rest of the window as one undecoded leaf that says what it would have been. */
  undecoded(cursor: Cursor, field: Field, label: string): void {
    if (cursor.octetsLeft === 0) return;
    const row = this.tree.leaf(field, cursor.source, cursor.bit, cursor.end, Number.NaN);
    this.tree.setNote(row, label);
    cursor.bit = cursor.end;
  }

  /** Reassembled messages of this kind that the packet has a piece of; none inside quoted packets. */
  joined(kind: string): readonly Joined[] {
    return this.quoting > 0 ? [] : this.state.reassembly(kind).of(this.frame.number - 1);
  }

  /** Octets of a reassembled message; undefined when a packet of it is not at hand. */
  joinedBytes(joined: Joined): Uint8Array | undefined {
    const bytes = new Uint8Array(joined.size);
    const byArrival = [...joined.pieces].sort((a, b) => b.frame - a.frame);
    for (const piece of byArrival) {
      const data = piece.bytes ?? this.#frameBytes(piece.frame)?.subarray(piece.at, piece.at + piece.size);
      if (data === undefined || data.length < piece.size) return undefined;
      bytes.set(data.subarray(0, Math.max(0, joined.size - piece.offset)), Math.min(piece.offset, joined.size));
    }
    return bytes;
  }
}

/** Finds the dissector for a key of a table, from the octets `start` to `end` where it takes a guess. */
export type Chooser = <T extends TableName>(
  table: T,
  key: TableKeys[T],
  bytes: Uint8Array,
  start: number,
  end: number,
) => Choice | undefined;
