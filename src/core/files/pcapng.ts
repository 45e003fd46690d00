import { read16, read32 } from './byte-order.ts';
import { FaultList } from './fault-list.ts';
import { isPcap } from './pcap-header.ts';
import {
  interfaceDescription,
  type SectionInterface,
  SkippedTypes,
  tellNames,
  tellSecrets,
  tellStatistics,
  undescribed,
} from './pcapng-details.ts';
import { fileText, OPTION_COMMENT, options, type PacketOptions, scanPacketOptions } from './pcapng-options.ts';
import { mostOctets } from './plausible.ts';
import type { CaptureInterface, RecordSink, RecordWalker } from './record-walker.ts';
import { Clock, type Moment } from './timestamp.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const BLOCK = { interface: 1, packet: 2, simple: 3, names: 4, statistics: 5, enhanced: 6, secrets: 10 } as const;
/** Octets of type, length and the length at the end: the least a block has. */
const LEAST_BLOCK = 12;
/** Octets from the start of a block to the data of a packet in it. */
const PACKET_DATA = { [BLOCK.packet]: 28, [BLOCK.enhanced]: 28, [BLOCK.simple]: 12 } as const;
/** Most octets of a block that is looked into: the largest USB packet and 1 MiB of options. */
const MOST_BLOCK = mostOctets(189) + 1024 * 1024;

/** Walks pcapng files: several sections, each with its byte order and its interfaces. */
export class PcapngWalker implements RecordWalker {
  #little = true;
  #begun = false;
  #stopped = false;
  /** Interfaces given to the sink so far, in all sections. */
  #given = 0;
  #section: SectionInterface[] = [];
  #undescribed: SectionInterface | undefined;
  /** A block that was skipped: the length at its end is still to be compared. */
  #skipped: { readonly offset: number; readonly length: number } | undefined;
  readonly #skippedTypes = new SkippedTypes();
  readonly #moment: Moment = { seconds: 0, nanos: 0 };
  readonly #options: PacketOptions = { flags: 0, commented: false };
  readonly #faults = new FaultList();

  get format(): string {
    return 'pcapng';
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  walk(window: Uint8Array, size: number, windowOffset: number, last: boolean, sink: RecordSink): number {
    if (this.#stopped) return size;
    let at = 0;
    while (!this.#stopped && at < size) {
      const next = this.#step(window, at, size, windowOffset, last, sink);
      if (next === at) break;
      at = next;
    }
    if (last && at >= size) this.#finish(windowOffset + size, windowOffset + at, sink);
    return this.#stopped ? size : at;
  }

  /** One block at `at`, or the end of a skipped one. @returns where the next begins; `at` when the window is too short */
  #step(window: Uint8Array, at: number, size: number, windowOffset: number, last: boolean, sink: RecordSink): number {
    if (this.#skipped !== undefined) {
      if (at + 4 > size) return last ? this.#cutBlock(this.#skipped.offset, windowOffset, size, sink) : at;
      this.#compareLengths(window, at, this.#skipped.offset, this.#skipped.length, sink);
      this.#skipped = undefined;
      return at + 4;
    }
    const offset = windowOffset + at;
    if (at + LEAST_BLOCK > size) {
      if (!last) return at;
      const message = `the file ends inside a block header at octet ${offset}: ${size - at} of ${LEAST_BLOCK} octets are there`;
      sink.fault({ offset, message, fatal: false });
      return size;
    }
    let type = read32(window, at, this.#little);
    if (type === SECTION_HEADER) {
      const order = read32(window, at + 8, true);
      if (order !== BYTE_ORDER_MAGIC && read32(window, at + 8, false) !== BYTE_ORDER_MAGIC) {
        return this.#damaged(sink, offset, 'the section header', 'has no byte-order magic', size);
      }
      this.#little = order === BYTE_ORDER_MAGIC;
    } else if (!this.#begun) {
      return this.#damaged(sink, offset, 'the first block', 'is no section header', size);
    }
    type = read32(window, at, this.#little);
    let length = read32(window, at + 4, this.#little);
    if (length < LEAST_BLOCK) {
      return this.#damaged(
        sink,
        offset,
        'the block',
        `says it has ${length} octets; ${LEAST_BLOCK} are the least`,
        size,
      );
    }
    if (length % 4 !== 0 && isPcap(window.subarray(at, at + 4))) {
      return this.#damaged(sink, offset, 'a pcap file begins', '(two files in one)', size);
    }
    if (length % 4 !== 0) {
      const message = `the block at octet ${offset} says it has ${length} octets, not a multiple of 4: rounded up`;
      this.#faults.note(sink, 'blocks whose length is no multiple of 4', offset, message);
      length += 4 - (length % 4);
    }
    if (!this.#looksInto(type)) return this.#skip(window, type, at, length, size, offset, sink);
    if (length > MOST_BLOCK) {
      return this.#damaged(
        sink,
        offset,
        'the block',
        `says it has ${length} octets; at most ${MOST_BLOCK} are plausible`,
        size,
      );
    }
    const there = Math.min(length, size - at);
    if (there < length && !last) return at;
    const whole = there === length;
    if (whole) this.#compareLengths(window, at + length - 4, offset, length, sink);
    this.#block(type, window, at, at + (whole ? length - 4 : there), whole, offset, sink);
    return whole ? at + length : this.#cutBlock(offset, windowOffset, size, sink);
  }

  #looksInto(type: number): boolean {
    return (type >= 1 && type <= 6) || type === BLOCK.secrets || type === SECTION_HEADER;
  }

  #skip(window: Uint8Array, type: number, at: number, length: number, size: number, offset: number, sink: RecordSink) {
    this.#skippedTypes.count(type);
    if (at + length > size) {
      this.#skipped = { offset, length };
      return at + length - 4;
    }
    this.#compareLengths(window, at + length - 4, offset, length, sink);
    return at + length;
  }

  #block(type: number, window: Uint8Array, at: number, end: number, whole: boolean, offset: number, sink: RecordSink) {
    switch (type) {
      case SECTION_HEADER:
        return this.#sectionHeader(window, at, end, offset, sink);
      case BLOCK.interface:
        return this.#interface(window, at, end, whole, offset, sink);
      case BLOCK.enhanced:
      case BLOCK.packet:
      case BLOCK.simple:
        return this.#packet(type, window, at, end, whole, offset, sink);
      case BLOCK.names:
        return tellNames(window, at + 8, end, this.#little, sink);
      case BLOCK.statistics:
        return tellStatistics(window, at, end, this.#little, this.#section, sink);
      default:
        return tellSecrets(window, at, end, this.#little, sink);
    }
  }

  #sectionHeader(window: Uint8Array, at: number, end: number, offset: number, sink: RecordSink): void {
    const again = this.#begun;
    this.#begun = true;
    this.#section = [];
    this.#undescribed = undefined;
    if (again) sink.fileDetail('Section', `begins at octet ${offset}`);
    sink.fileDetail('Byte order', this.#little ? 'little-endian' : 'big-endian');
    if (at + 16 > end) return;
    const major = read16(window, at + 12, this.#little);
    const minor = read16(window, at + 14, this.#little);
    sink.fileDetail('Version', `${major}.${minor}`);
    if (major !== 1 || (minor !== 0 && minor !== 2)) {
      const message = `the section at octet ${offset} says version ${major}.${minor}; 1.0 is the one known: read as 1.0`;
      this.#faults.note(sink, 'sections of unknown versions', offset, message);
    }
    const labels = ['', 'Comment', 'Hardware', 'Operating system', 'Application'];
    for (const { code, value } of options(window, at + 24, end, this.#little)) {
      const label = labels[code];
      if (label !== undefined) sink.fileDetail(label, fileText(value));
    }
  }

  #interface(window: Uint8Array, at: number, end: number, whole: boolean, offset: number, sink: RecordSink): void {
    const little = this.#little;
    if (at + 16 > end) {
      // One that the file's end cuts has no packets.
      if (!whole) return;
      const message = `the interface description at octet ${offset} has only ${end - at - 8} octets of content: its packets are shown raw`;
      this.#faults.note(sink, 'interface descriptions that are too short', offset, message);
      this.#section.push(this.#give(undescribed('the description in the file is too short'), new Clock(6, 0), sink));
      return;
    }
    const { described, clock } = interfaceDescription(window, at, end, little);
    this.#section.push(this.#give(described, clock, sink));
  }

  #give(described: CaptureInterface, clock: Clock, sink: RecordSink): SectionInterface {
    sink.interface(described);
    return { index: this.#given++, name: described.name, snapLength: described.snapLength, clock };
  }

  #packet(
    type: 2 | 3 | 6,
    window: Uint8Array,
    at: number,
    end: number,
    whole: boolean,
    offset: number,
    sink: RecordSink,
  ): void {
    const little = this.#little;
    const data = at + PACKET_DATA[type];
    if (data > end) {
      // A block that the file's end cuts is reported as such.
      if (!whole) return;
      const message = `the packet block at octet ${offset} has ${end - at + 4} octets; ${PACKET_DATA[type] + 4} are the least: skipped`;
      this.#faults.note(sink, 'packet blocks that are too short', offset, message);
      return;
    }
    const number =
      type === BLOCK.enhanced
        ? read32(window, at + 8, little)
        : type === BLOCK.packet
          ? read16(window, at + 8, little)
          : 0;
    const known = this.#section[number] ?? this.#notDescribed(number, offset, sink);
    const original = read32(window, data - 4, little);
    let captured: number;
    const moment = this.#moment;
    if (type === BLOCK.simple) {
      captured = known.snapLength === 0 ? original : Math.min(original, known.snapLength);
      moment.seconds = 0;
      moment.nanos = 0;
    } else {
      captured = read32(window, at + 20, little);
      known.clock.read(read32(window, at + 12, little), read32(window, at + 16, little), moment);
    }
    const there = Math.min(captured, end - data);
    if (there < captured && whole) {
      const message = `the packet block at octet ${offset} says ${captured} octets were captured; it has room for ${there}: these are shown`;
      this.#faults.note(sink, 'packets that do not fit their blocks', offset, message);
    }
    if (captured > original) {
      const message = `the packet block at octet ${offset} has ${captured} octets of a packet that was ${original} octets long`;
      this.#faults.note(sink, 'packets with more octets captured than there were', offset, message);
    }
    const optionsAt = data + there + (-there & 3);
    const found = this.#options;
    scanPacketOptions(window, optionsAt, type === BLOCK.simple ? 0 : end, little, found);
    const dataOffset = offset + PACKET_DATA[type];
    sink.packet(moment.seconds, moment.nanos, dataOffset, there, original, known.index, found.flags, window, data);
    if (!found.commented) return;
    for (const { code, value } of options(window, optionsAt, end, little)) {
      if (code === OPTION_COMMENT) sink.packetComment(fileText(value));
    }
  }

  /** Stands for all interfaces that this section does not describe. */
  #notDescribed(number: number, offset: number, sink: RecordSink): SectionInterface {
    const message = `the packet block at octet ${offset} names interface ${number}; ${this.#section.length} are described before it: shown raw`;
    this.#faults.note(sink, 'packets of interfaces that are not described', offset, message);
    this.#undescribed ??= this.#give(undescribed('the file has no description of it'), new Clock(6, 0), sink);
    return this.#undescribed;
  }

  #compareLengths(window: Uint8Array, at: number, offset: number, length: number, sink: RecordSink): void {
    const behind = read32(window, at, this.#little);
    if (behind === length || behind + (-behind & 3) === length) return;
    const message = `the block at octet ${offset} says it has ${length} octets at its start and ${behind} at its end: the first is taken`;
    this.#faults.note(sink, 'blocks with two different lengths', offset, message);
  }

  #cutBlock(offset: number, windowOffset: number, size: number, sink: RecordSink): number {
    this.#skipped = undefined;
    const message = `the file ends inside the block at octet ${offset}`;
    sink.fault({ offset: windowOffset + size, message, fatal: false });
    return size;
  }

  #damaged(sink: RecordSink, offset: number, what: string, why: string, size: number): number {
    this.#stopped = true;
    this.#summarize(sink);
    const message = `${what} at octet ${offset} ${why}: the rest of the file was not read`;
    sink.fault({ offset, message, fatal: true });
    return size;
  }

  #finish(end: number, reached: number, sink: RecordSink): void {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#skipped !== undefined || reached > end) {
      const message = `the file ends inside the block at octet ${this.#skipped?.offset ?? reached}`;
      sink.fault({ offset: end, message, fatal: false });
    }
    this.#summarize(sink);
  }

  #summarize(sink: RecordSink): void {
    this.#faults.finish(sink);
    this.#skippedTypes.tell(sink);
  }
}
