import type { Tree } from '../codec/tree.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import type { Context, FrameInfo, Start } from '../dissect/context.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import { ANY_PROTOCOLS, type ProtocolSets } from '../dissect/protocol-sets.ts';
import { type Dissector, dissectorAt, hiddenBy, type Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { type CaptureState, Summary } from '../dissect/summary.ts';
import type { Wants } from '../dissect/wants.ts';
import type { ByteSource } from '../files/byte-source.ts';
import type { CaptureInterface, FileFault, RecordSink } from '../files/record-walker.ts';
import { FlowTable } from '../store/flow-table.ts';
import { PacketTable } from '../store/packet-table.ts';
import { Annotations } from './annotations.ts';
import { FrameRecord } from './frame-record.ts';
import { PacketBytes } from './packet-bytes.ts';
import type { TimeShifts } from './time-shifts.ts';

/** Bits of pcapng's packet flags that are kept. */
const KEPT_FLAGS = 0x203;

/** An interface of the capture and where the dissection of its packets starts. */
export interface Link {
  readonly described: CaptureInterface;
  readonly start: Start;
}

/** How the file says that faults ended the reading, and all else that is not a packet. */
export interface FileNotes {
  readonly faults: FileFault[];
  readonly details: { readonly label: string; readonly value: string }[];
  readonly names: Map<string, string>;
}

const MAX_FAULTS = 100;

/**
 * An open capture: the columns of all packets, and on demand the tree of any one of them.
 * Pass 1 fills it through `sink`, in file order; `dissect` is pass 2 and may be asked in any order.
 */
export class Capture {
  readonly source: ByteSource;
  readonly registry: Registry;
  readonly flows = new FlowTable();
  readonly table = new PacketTable(this.flows);
  readonly links: Link[] = [];
  readonly notes: FileNotes = { faults: [], details: [], names: new Map() };
  readonly bytes: PacketBytes;
  readonly sink: RecordSink;
  readonly annotations: Annotations;
  #state: CaptureState = createCaptureState({ defer: true, isFiltered: true });
  #summary = new Summary(this.#state);
  #dissectors: (Dissector | undefined)[] = [];
  /** What protocols hide from pass 1, by their numbers; and by set of protocols, 0 where that is not yet known. */
  readonly #hides: readonly Dissector['hides'][];
  readonly #hiding = new Uint8Array(0x8000);
  /** Faults beyond those that are kept. */
  #moreFaults = 0;
  #isRecordsOnly = false;

  /** @param annotations what the user has said of the packets before they are read again */
  constructor(source: ByteSource, registry: Registry, annotations: Annotations = new Annotations()) {
    this.source = source;
    this.annotations = annotations;
    const { ignored, shifts } = annotations;
    this.registry = registry;
    this.#hides = hiddenBy(registry);
    this.bytes = new PacketBytes(source, this.table);
    this.sink = {
      interface: (described) => this.addLink(described, { table: 'link.type', key: described.linkType }),
      packet: (seconds, nanos, offset, captured, original, interfaceIndex, flags, window, at) => {
        const index = this.table.append(seconds, nanos, offset, captured, original, interfaceIndex, flags & KEPT_FLAGS);
        if (!shifts.isEmpty) this.#shift(index, shifts);
        const row = this.#summary;
        // What is put together does not depend on how the user has shifted times.
        row.begin(index, seconds, at, captured < original);
        try {
          // Asking a set of nothing took a fiftieth of pass 1.
          if (ignored.size === 0 || !ignored.has(index))
            this.#dissectors[interfaceIndex]?.summarize?.(window, at, at + captured, row);
        } catch (error) {
          // A fault of ours: the packet keeps what its lower layers knew, and pass 2 shows it in full.
          row.met = ANY_PROTOCOLS;
          this.sink.fault({ offset, message: `internal error: ${String(error)}`, fatal: false });
        }
        // What lacks octets although the capture has all of the packet is read as cut off: its places do not say so.
        const isShort = row.missing > 0 && captured === original;
        if (isShort || this.#isHiding(row.met)) this.#state.contents.hide(index);
        this.table.setFacts(row, this.flows.id(row));
      },
      packetComment: (text) => {
        const index = this.table.length - 1;
        const comments = this.table.comments.get(index);
        if (comments === undefined) this.table.comments.set(index, [text]);
        else comments.push(text);
      },
      fileDetail: (label, value) => {
        this.notes.details.push({ label, value });
      },
      name: (address, name) => {
        this.notes.names.set(address, name);
      },
      fault: (fault) => {
        if (this.notes.faults.length < MAX_FAULTS || fault.fatal) this.notes.faults.push(fault);
        else this.#moreFaults++;
      },
    };
  }

  get length(): number {
    return this.table.length;
  }

  /** Before the file is read, where nobody asks for columns or trees: only what the file says of each packet is kept. */
  forRecordsOnly(): void {
    this.#isRecordsOnly = true;
    this.#state.forColumnsOnly();
  }

  get state(): CaptureState {
    return this.#state;
  }

  /** The sets of protocols that pass 1 has met, by the numbers in the table's `shape` column. */
  get protocolSets(): ProtocolSets {
    return this.#summary.sets;
  }

  /** Nothing more comes: what TCP connections hold is all there is, and fragments that were not joined stand alone. */
  finish(): void {
    this.#state.finish();
    for (const facts of this.#state.lone.all()) {
      this.table.correct(facts.frame, { ...facts, met: ANY_PROTOCOLS });
      this.#state.contents.hide(facts.frame);
    }
    for (const frame of this.#state.unfinished()) {
      this.table.shape.set(frame, ANY_PROTOCOLS);
      this.#state.contents.hide(frame);
    }
  }

  /** Number of faults that were not kept one by one. */
  get moreFaults(): number {
    return this.#moreFaults;
  }

  /** Moves a packet in time, by as much as the user has asked for. */
  #shift(index: number, shifts: TimeShifts): void {
    const { seconds, nanos } = this.table;
    const { seconds: by, nanos: byNanos } = shifts.partsOf(index);
    const part = nanos.get(index) + byNanos;
    seconds.set(index, seconds.get(index) + by + Math.floor(part / 1e9));
    nanos.set(index, part % 1e9);
  }

  /** True when a packet of these protocols may have content that pass 1 does not note. */
  #isHiding(met: number): boolean {
    if (met === 0 || met === ANY_PROTOCOLS) return true;
    const known = this.#hiding[met]!;
    return known === 0 ? this.#findHiding(met) : known === HIDING;
  }

  // By itself: a function that makes closures takes memory for what they see at each call, made or not.
  #findHiding(met: number): boolean {
    const hiding = this.protocolSets.members(met).some((number) => {
      const hides = this.#hides[number];
      return hides !== undefined && hides !== 'noted';
    });
    this.#hiding[met] = hiding ? HIDING : NOTED;
    return hiding;
  }

  addLink(described: CaptureInterface, start: Start): void {
    this.links.push({ described, start });
    this.#dissectors.push(this.#isRecordsOnly ? undefined : dissectorAt(this.registry, start));
  }

  /** What the file says of packet `index`. */
  frame(index: number): FrameInfo {
    return new FrameRecord(this, index);
  }

  /** Indexes of all packets whose octets `dissect` wants for these. */
  needed(indexes: Iterable<number>): Set<number> {
    const needed = new Set<number>();
    for (const index of indexes) {
      needed.add(index);
      for (const other of this.#state.dependencies(index)) needed.add(other);
    }
    return needed;
  }

  /**
   * Pass 2 of one packet.
   * @param bytes octets of the packets that `needed` names
   * @param tree a tree to use again
   * @param wants what is asked for; everything when left out
   */
  dissect(
    index: number,
    bytes: { get(index: number): Uint8Array | undefined },
    secrets: readonly Secret[],
    tree?: Tree,
    wants?: Wants,
  ): { readonly tree: Tree; readonly context: Context } {
    return dissectPacket({
      registry: this.registry,
      frame: this.frame(index),
      bytes: bytes.get(index) ?? NOTHING,
      state: this.#state,
      secrets,
      frameBytes: (other) => bytes.get(other),
      tree,
      wants,
    });
  }
}

const HIDING = 1;
const NOTED = 2;
const NOTHING = new Uint8Array(0);
