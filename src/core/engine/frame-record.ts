import type { FrameInfo, Start } from '../dissect/context.ts';
import { linkTypeName } from '../files/link-types.ts';
import type { PacketTable } from '../store/packet-table.ts';
import type { Annotations } from './annotations.ts';
import type { Link } from './capture.ts';

const CHECKSUM_NOT_READY = 0x200;
/** Link type of a packet whose interface the file does not describe; no link type has this number. */
const UNDESCRIBED: Start = { table: 'link.type', key: 0xffff };

/** What a capture knows of the records of its file. */
interface Records {
  readonly table: PacketTable;
  readonly links: readonly Link[];
  readonly annotations: Annotations;
}

/**
 * What the file and the user say of a packet. It is looked up when it is asked for: who filters by a header asks for three of
 * twenty values, and looking up all of them takes as long as reading a header.
 */
export class FrameRecord implements FrameInfo {
  /** Index of the packet; who asks for many may set it to the next one. */
  index: number;
  readonly #records: Records;

  constructor(records: Records, index = 0) {
    this.#records = records;
    this.index = index;
  }

  get number(): number {
    return this.index + 1;
  }
  get seconds(): number {
    return this.#records.table.seconds.get(this.index);
  }
  get nanos(): number {
    return this.#records.table.nanos.get(this.index);
  }
  get captured(): number {
    return this.#records.table.captured.get(this.index);
  }
  get original(): number {
    return this.#records.table.original.get(this.index);
  }
  get start(): Start {
    return this.#link?.start ?? UNDESCRIBED;
  }
  get interfaceIndex(): number {
    return this.#records.table.interfaceIndex.get(this.index);
  }
  get interfaceName(): string | undefined {
    return this.#link?.described.name;
  }
  get isInterfaceListed(): boolean {
    return this.#link?.described.isListed ?? false;
  }
  get linkName(): string {
    const { start } = this;
    return start.table === 'link.type' ? linkTypeName(start.key) : start.key;
  }
  get comments(): readonly string[] {
    return this.#records.annotations.commentsWith(this.index, this.#records.table.comments.get(this.index));
  }
  get isMarked(): boolean {
    return this.#records.annotations.marked.has(this.index);
  }
  get isIgnored(): boolean {
    return this.#records.annotations.ignored.has(this.index);
  }
  get direction(): number {
    return this.#flags & 3;
  }
  get checksumNotReady(): boolean {
    return (this.#flags & CHECKSUM_NOT_READY) !== 0;
  }
  get fcsOctets(): number | undefined {
    return this.#link?.described.fcsOctets;
  }
  get previousSeconds(): number {
    return this.#records.table.seconds.get(Math.max(0, this.index - 1));
  }
  get previousNanos(): number {
    return this.#records.table.nanos.get(Math.max(0, this.index - 1));
  }
  get timeShift(): FrameInfo['timeShift'] {
    const { shifts } = this.#records.annotations;
    return shifts.isEmpty ? undefined : shifts.partsOf(this.index);
  }
  get isReference(): boolean {
    return this.#records.annotations.references.has(this.index);
  }
  get originSeconds(): number {
    return this.#records.table.seconds.get(this.#origin);
  }
  get originNanos(): number {
    return this.#records.table.nanos.get(this.#origin);
  }

  get #origin(): number {
    return this.#records.annotations.references.originOf(this.index);
  }

  get #link(): Link | undefined {
    return this.#records.links[this.interfaceIndex];
  }

  get #flags(): number {
    return this.#records.table.flags.get(this.index);
  }
}
