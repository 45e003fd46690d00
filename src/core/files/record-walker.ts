/** An interface that packets were captured on. */
export interface CaptureInterface {
  /** Registered link type. */
  readonly linkType: number;
  /** Most octets captured of a packet; 0 for no limit. */
  readonly snapLength: number;
  readonly name: string | undefined;
  /** True where the file numbers its interfaces and describes this one. */
  readonly isListed?: boolean;
  readonly description: string | undefined;
  /** Octets of frame check sequence at the end of each packet; undefined when the file does not say. */
  readonly fcsOctets: number | undefined;
  /** What else the file says of it, in its order, for people. */
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** A fault of the file. What was read before it stays. */
export interface FileFault {
  /** Octet of the (unpacked) file where the fault lies. */
  readonly offset: number;
  readonly message: string;
  /** True when nothing could be read behind it. */
  readonly fatal: boolean;
}

/** Takes what a walker finds, in file order. */
export interface RecordSink {
  /** A new interface; they are counted from 0 through all sections of the file. */
  interface(described: CaptureInterface): void;
  /**
   * A packet. No object is made per packet: its octets are `window[at]` to `window[at + captured]`, valid during the call.
   * @param seconds whole seconds since 1970 (may be negative), 0 when the file has no time for it
   * @param nanos 0 to 999 999 999
   * @param offset octet of the file where its data begin
   * @param captured octets in the file
   * @param original octets on the wire
   * @param interfaceIndex counted through all sections
   * @param flags bits 1-0 direction (1 inbound, 2 outbound), bit 9 checksum not ready, as in pcapng's EPB flags
   */
  packet(
    seconds: number,
    nanos: number,
    offset: number,
    captured: number,
    original: number,
    interfaceIndex: number,
    flags: number,
    window: Uint8Array,
    at: number,
  ): void;
  /** A comment on the packet given last. */
  packetComment(text: string): void;
  /** A statement about the file or a section: comment, hardware, application ... */
  fileDetail(label: string, value: string): void;
  /** A name that the file gives to an address. */
  name(address: string, name: string): void;
  fault(fault: FileFault): void;
}

/** Walks the records of a capture file through windows that are handed to it in order. */
export interface RecordWalker {
  /** Format for people: `pcap, nanoseconds, big-endian`. */
  readonly format: string;
  /** True when nothing more can be read (damage, or the end). */
  readonly stopped: boolean;
  /**
   * Reads whole records of `window`, octets 0 to `size`.
   * @param windowOffset octet of the file where the window begins
   * @param last true when the file ends with this window: an unfinished record is then a fault
   * @returns octets consumed; it may be more than `size` when the rest of a record needs not be looked at (the next window begins there)
   */
  walk(window: Uint8Array, size: number, windowOffset: number, last: boolean, sink: RecordSink): number;
}
