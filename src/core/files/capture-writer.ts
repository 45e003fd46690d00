import { concatBytes, joinBytes, toUtf8 } from '../base/bytes.ts';

/** A packet to be written. */
export interface PacketToWrite {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  /** 0 to 999 999 999; formats with coarser clocks cut it off. */
  readonly nanos: number;
  readonly bytes: Uint8Array;
  /** Octets on the wire; those of `bytes` when not given. */
  readonly original?: number;
  /** pcapng only. A comment that is too long for the format becomes several. */
  readonly comment?: string;
  /** pcapng only: further comments. */
  readonly comments?: readonly string[];
  /** pcapng only: number of its interface, 0 when not given. */
  readonly interface?: number;
  /** pcapng only: flags word. */
  readonly flags?: number;
}

export interface InterfaceToWrite {
  readonly linkType: number;
  readonly name?: string;
  readonly description?: string;
  readonly snapLength?: number;
  /** Octets of frame check sequence at the end of each packet; undefined where that is not known. */
  readonly fcsOctets?: number;
  /** Value of if_tsresol: 6 microseconds, 9 nanoseconds, 128 + n for 2^-n seconds. */
  readonly resolution?: number;
  /** Seconds that are taken off each written time and added again by readers. */
  readonly offsetSeconds?: number;
}

export interface PcapOptions {
  readonly byteOrder?: 'little' | 'big';
  readonly clock?: 'micro' | 'nano';
  /** Octets of frame check sequence at the end of each packet, even and at most 30; undefined where that is not known. */
  readonly fcsOctets?: number;
}

/** Last second since 1970 that a pcap file can say; the first is 0. */
export const LAST_PCAP_SECOND = 0xffff_ffff;

/** Octets of an option's value at most. */
const MOST_OPTION = 0xffff;
/** In the link type of a pcap file: the length of the check sequence is known, and stands in the highest four bits in words of 16 bits. */
const FCS_KNOWN = 0x0400_0000;
const SNAP_LENGTH = 262_144;

/** A pcap file. */
export function writePcap(linkType: number, packets: readonly PacketToWrite[], options: PcapOptions = {}): Uint8Array {
  return joinBytes([pcapHeader(linkType, options), ...packets.flatMap((packet) => pcapRecord(packet, options))]);
}

/** What a pcap file begins with, for files that are written piece by piece. */
export function pcapHeader(linkType: number, options: PcapOptions = {}): Uint8Array {
  const little = options.byteOrder !== 'big';
  return record(24, (view) => {
    view.setUint32(0, options.clock === 'nano' ? 0xa1b23c4d : 0xa1b2c3d4, little);
    view.setUint16(4, 2, little);
    view.setUint16(6, 4, little);
    view.setUint32(16, SNAP_LENGTH, little);
    const { fcsOctets } = options;
    const check = fcsOctets === undefined ? 0 : FCS_KNOWN + (fcsOctets >> 1) * 2 ** 28;
    view.setUint32(20, linkType + check, little);
  });
}

/** A packet's record of a pcap file: its header and its octets. */
export function pcapRecord(
  { seconds, nanos, bytes, original = bytes.length }: PacketToWrite,
  options: PcapOptions = {},
): readonly [Uint8Array, Uint8Array] {
  const little = options.byteOrder !== 'big';
  const header = record(16, (view) => {
    view.setUint32(0, seconds, little);
    view.setUint32(4, options.clock === 'nano' ? nanos : Math.floor(nanos / 1000), little);
    view.setUint32(8, bytes.length, little);
    view.setUint32(12, original, little);
  });
  return [header, bytes];
}

export interface PcapngOptions {
  readonly byteOrder?: 'little' | 'big';
  readonly comment?: string;
  readonly application?: string;
}

/** A pcapng file of one section with enhanced packet blocks. Packets name interfaces of the list. */
export function writePcapng(
  interfaces: readonly InterfaceToWrite[],
  packets: readonly PacketToWrite[],
  options: PcapngOptions = {},
): Uint8Array {
  const blocks = packets.map((packet) => pcapngPacket(packet, interfaces, options));
  return joinBytes([pcapngHeader(interfaces, options), ...blocks]);
}

/** What a pcapng file begins with, for files that are written piece by piece: section and interfaces. */
export function pcapngHeader(interfaces: readonly InterfaceToWrite[], options: PcapngOptions = {}): Uint8Array {
  const little = options.byteOrder !== 'big';
  const text = (code: number, value: string | undefined) =>
    value === undefined ? [] : [option(code, optionTexts(value)[0] ?? new Uint8Array(0), little)];
  const section = record(16, (view) => {
    view.setUint32(0, 0x1a2b3c4d, little);
    view.setUint16(4, 1, little);
    view.setBigInt64(8, -1n, little);
  });
  const parts = [block(0x0a0d0d0a, section, [...text(1, options.comment), ...text(4, options.application)], little)];
  for (const described of interfaces) {
    const { linkType, name, description, snapLength = 0, resolution = 6, fcsOctets, offsetSeconds = 0 } = described;
    const body = record(8, (view) => {
      view.setUint16(0, linkType, little);
      view.setUint32(4, snapLength, little);
    });
    const list = [...text(2, name), ...text(3, description)];
    if (resolution !== 6) list.push(option(9, Uint8Array.of(resolution), little));
    if (fcsOctets !== undefined) list.push(option(13, Uint8Array.of(fcsOctets), little));
    if (offsetSeconds !== 0) {
      list.push(
        option(
          14,
          record(8, (view) => view.setBigInt64(0, BigInt(offsetSeconds), little)),
          little,
        ),
      );
    }
    parts.push(block(1, body, list, little));
  }
  return joinBytes(parts);
}

/** A packet's block of a pcapng file with these interfaces. */
export function pcapngPacket(
  packet: PacketToWrite,
  interfaces: readonly InterfaceToWrite[],
  options: PcapngOptions = {},
): Uint8Array {
  const little = options.byteOrder !== 'big';
  const { bytes, original = bytes.length, interface: number = 0 } = packet;
  const { resolution = 6, offsetSeconds = 0 } = interfaces[number] ?? {};
  const units = unitsOf(packet.seconds - offsetSeconds, packet.nanos, resolution);
  const header = record(20, (view) => {
    view.setUint32(0, number, little);
    view.setUint32(4, Number(units >> 32n), little);
    view.setUint32(8, Number(units & 0xffffffffn), little);
    view.setUint32(12, bytes.length, little);
    view.setUint32(16, original, little);
  });
  const list: Uint8Array[] = [];
  for (const comment of [...(packet.comment === undefined ? [] : [packet.comment]), ...(packet.comments ?? [])]) {
    list.push(...optionTexts(comment).map((part) => option(1, part, little)));
  }
  const { flags } = packet;
  if (flags !== undefined)
    list.push(
      option(
        2,
        record(4, (view) => view.setUint32(0, flags, little)),
        little,
      ),
    );
  return block(6, concatBytes(header, padded(bytes)), list, little);
}

/** Time as a count of an interface's units, parts of a unit rounded up to the nanosecond that readers cut off. */
function unitsOf(seconds: number, nanos: number, resolution: number): bigint {
  const perSecond = (resolution < 0x80 ? 10n : 2n) ** BigInt(resolution & 0x7f);
  const fraction = BigInt(nanos) * perSecond;
  // A unit below a nanosecond must not fall into the nanosecond before: round up; coarser units cut off.
  const units = perSecond > 1_000_000_000n ? (fraction + 999_999_999n) / 1_000_000_000n : fraction / 1_000_000_000n;
  return BigInt.asUintN(64, BigInt(seconds) * perSecond + units);
}

function record(size: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
}

function padded(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, new Uint8Array(-bytes.length & 3));
}

/** Octets of a text, in as many parts as options need for it: each is whole characters. */
function optionTexts(text: string): readonly Uint8Array[] {
  const octets = toUtf8(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  do {
    let to = Math.min(octets.length, from + MOST_OPTION);
    while (to < octets.length && (octets[to]! & 0xc0) === 0x80) to--;
    parts.push(octets.subarray(from, to));
    from = to;
  } while (from < octets.length);
  return parts;
}

/** @param value `MOST_OPTION` octets at most */
function option(code: number, value: Uint8Array, little: boolean): Uint8Array {
  const header = record(4, (view) => {
    view.setUint16(0, code, little);
    view.setUint16(2, value.length, little);
  });
  return concatBytes(header, padded(value));
}

function block(type: number, body: Uint8Array, options: readonly Uint8Array[], little: boolean): Uint8Array {
  const end = options.length === 0 ? [] : [new Uint8Array(4)];
  const content = concatBytes(body, ...options, ...end);
  const size = content.length + 12;
  const head = record(8, (view) => {
    view.setUint32(0, type, little);
    view.setUint32(4, size, little);
  });
  return concatBytes(
    head,
    content,
    record(4, (view) => view.setUint32(0, size, little)),
  );
}
