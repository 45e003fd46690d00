import { read32 } from './byte-order.ts';
import { FaultList } from './fault-list.ts';
import { isPcap, PCAP_HEADER, type PcapLayout, pcapLayout } from './pcap-header.ts';
import { mostOctets } from './plausible.ts';
import type { RecordSink, RecordWalker } from './record-walker.ts';

const MICRO = 1_000_000;

/** Walks pcap files of every byte order, clock and kind of record. */
export class PcapWalker implements RecordWalker {
  #layout: PcapLayout | undefined;
  #begun = false;
  #interface = 0;
  #stopped = false;
  readonly #faults = new FaultList();

  /**
   * @param head first octets of the file, 64 KiB or more where there are: the first records tell kinds of pcap apart
   * @param whole true when `head` is the whole file
   */
  constructor(head: Uint8Array, whole: boolean) {
    this.#layout = pcapLayout(head, whole);
  }

  get format(): string {
    return this.#layout?.format ?? 'pcap';
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  walk(window: Uint8Array, size: number, windowOffset: number, last: boolean, sink: RecordSink): number {
    if (this.#stopped) return size;
    let at = 0;
    if (!this.#begun) {
      this.#layout ??= pcapLayout(window.subarray(0, size), last);
      if (this.#layout === undefined || size < this.#layout.fileHeader) {
        if (!last) return 0;
        const needed = this.#layout?.fileHeader ?? PCAP_HEADER;
        const message = `the file ends inside its header: ${size} of ${needed} octets are there`;
        sink.fault({ offset: windowOffset + size, message, fatal: true });
        this.#stopped = true;
        return size;
      }
      this.#begun = true;
      this.#describe(this.#layout, window, sink);
      at = this.#layout.fileHeader;
    }
    let layout: PcapLayout | undefined;
    while (layout !== this.#layout && !this.#stopped) {
      layout = this.#layout!;
      at = this.#records(layout, window, at, size, windowOffset, last, sink);
    }
    if (last && !this.#stopped) {
      this.#stopped = true;
      this.#faults.finish(sink);
    }
    return at;
  }

  /** Records of one layout. @returns where it ended: at the end of what is there, or behind another file's header */
  #records(
    layout: PcapLayout,
    window: Uint8Array,
    from: number,
    size: number,
    windowOffset: number,
    last: boolean,
    sink: RecordSink,
  ): number {
    const { little, perSecond, lengths } = layout;
    const { size: header, packetTypeAt } = layout.record;
    const nanosOfFraction = perSecond === MICRO ? 1000 : 1;
    const most = mostOctets(layout.linkType);
    let at = from;
    while (at + header <= size) {
      let seconds = read32(window, at, little);
      let fraction = read32(window, at + 4, little);
      let captured = read32(window, at + 8, little);
      let original = read32(window, at + 12, little);
      if (lengths === 'original first' || (lengths === 'smaller is captured' && captured > original)) {
        const first = captured;
        captured = original;
        original = first;
      }
      if (captured === 0 && original === 0 && isPcap(window.subarray(at, at + 4))) {
        // Seen as a record, a file header is one of no octets: time zone and accuracy are 0.
        if (at + PCAP_HEADER > size && !last) return at;
        const next = pcapLayout(window.subarray(at, size), last);
        if (next !== undefined && next.fileHeader === PCAP_HEADER) {
          this.#anotherFile(next, window, windowOffset + at, sink);
          return at + PCAP_HEADER;
        }
      }
      if (captured > most) {
        this.#damaged(captured, most, windowOffset + at, sink);
        return size;
      }
      const data = at + header;
      const there = Math.min(captured, size - data);
      if (there < captured && !last) return at;
      if (fraction >= perSecond) {
        const message = `the record at octet ${windowOffset + at} has ${fraction} as its fraction of a second; less than ${perSecond} is right: the rest is carried over to the seconds`;
        this.#faults.note(sink, 'fractions of a second of one second or more', windowOffset + at, message);
        const carried = Math.floor(fraction / perSecond);
        seconds += carried;
        fraction -= carried * perSecond;
      }
      if (captured > original) {
        const message = `the record at octet ${windowOffset + at} has ${captured} octets of a packet that was ${original} octets long`;
        this.#faults.note(sink, 'records with more octets than their packet had', windowOffset + at, message);
      }
      const flags = packetTypeAt === 0 ? 0 : directionOf(window[at + packetTypeAt]!);
      sink.packet(
        seconds,
        fraction * nanosOfFraction,
        windowOffset + data,
        there,
        original,
        this.#interface,
        flags,
        window,
        data,
      );
      if (there < captured) {
        const message = `the file ends inside the packet of the record at octet ${windowOffset + at}: ${there} of ${captured} octets are there`;
        sink.fault({ offset: windowOffset + size, message, fatal: false });
        return size;
      }
      at = data + captured;
    }
    if (last && at < size) {
      const message = `the file ends inside a record header at octet ${windowOffset + at}: ${size - at} of ${header} octets are there`;
      sink.fault({ offset: windowOffset + at, message, fatal: false });
      return size;
    }
    return at;
  }

  /** `cat a.pcap b.pcap > c.pcap`: the second header becomes another interface. */
  #anotherFile(layout: PcapLayout, window: Uint8Array, offset: number, sink: RecordSink): void {
    const message = `another pcap file begins at octet ${offset}: read on with it`;
    this.#faults.note(sink, 'files behind the first', offset, message);
    this.#layout = layout;
    this.#interface++;
    this.#describe(layout, window, sink);
  }

  #damaged(captured: number, most: number, offset: number, sink: RecordSink): void {
    this.#stopped = true;
    this.#faults.finish(sink);
    const message = `the record at octet ${offset} says ${captured} octets were captured; at most ${most} are plausible: the rest of the file was not read`;
    sink.fault({ offset, message, fatal: true });
  }

  #describe(layout: PcapLayout, window: Uint8Array, sink: RecordSink): void {
    const { major, minor, network, little } = layout;
    sink.fileDetail('Version', `${major}.${minor}`);
    if (layout.thisZone !== 0) sink.fileDetail('Time zone', `${layout.thisZone} s (not applied)`);
    if (layout.sigFigs !== 0) sink.fileDetail('Accuracy of the clock', String(layout.sigFigs));
    if (layout.fileHeader > PCAP_HEADER) {
      sink.fileDetail('Octets of all records', String(read32(window, PCAP_HEADER, little)));
    }
    sink.interface({
      linkType: layout.linkType,
      snapLength: layout.snapLength,
      name: undefined,
      description: undefined,
      fcsOctets: layout.fcsOctets,
      details: [],
    });
    if (!((major === 2 && minor <= 4) || (major === 543 && minor === 0))) {
      const message = `the file says version ${major}.${minor}; 2.4 is the last one known: read as ${major < 2 ? '2.2' : '2.4'}`;
      sink.fault({ offset: 4, message, fatal: false });
    }
    if ((network & 0x0bff0000) !== 0) {
      const message = `reserved bits of the link type field are set (0x${network.toString(16).padStart(8, '0')}): link type ${layout.linkType} is taken`;
      sink.fault({ offset: 20, message, fatal: false });
    }
  }
}

/** Direction as in pcapng's flags from Linux' packet type: 0 to us, 1 broadcast, 2 multicast, 4 sent by us. */
function directionOf(packetType: number): number {
  if (packetType <= 2) return 1;
  return packetType === 4 ? 2 : 0;
}
