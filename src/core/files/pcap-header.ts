import { read16, read32 } from './byte-order.ts';
import { mostOctets } from './plausible.ts';

/** How records of a pcap file are laid out; what the file header says and what the first records show. */
export interface PcapLayout {
  readonly little: boolean;
  /** Fractions of a second that make one second: 1 000 000 or 1 000 000 000. */
  readonly perSecond: number;
  /** Octets of the file header. */
  readonly fileHeader: number;
  readonly record: RecordKind;
  /** Where the captured length stands: third (usual), fourth, or the smaller of the two. */
  readonly lengths: 'captured first' | 'original first' | 'smaller is captured';
  readonly major: number;
  readonly minor: number;
  readonly thisZone: number;
  readonly sigFigs: number;
  readonly snapLength: number;
  /** The field as it stands: link type, FCS bits, reserved bits. */
  readonly network: number;
  readonly linkType: number;
  readonly fcsOctets: number | undefined;
  readonly format: string;
}

export interface RecordKind {
  readonly name: string;
  /** Octets of a record header. */
  readonly size: number;
  /** Octet of the Linux packet type in the record header; 0 when there is none. */
  readonly packetTypeAt: number;
}

const STANDARD: RecordKind = { name: '', size: 16, packetTypeAt: 0 };
const SS990417: RecordKind = { name: 'modified (ss990417)', size: 24, packetTypeAt: 22 };
const SS991029: RecordKind = { name: 'modified (ss991029)', size: 24, packetTypeAt: 22 };
const SS990915: RecordKind = { name: 'modified (ss990915)', size: 28, packetTypeAt: 22 };
const NOKIA: RecordKind = { name: 'Nokia', size: 20, packetTypeAt: 0 };

interface Magic {
  readonly perSecond: number;
  readonly ixia: boolean;
  /** Kinds of records that files with this magic have, the likeliest first. */
  readonly kinds: readonly RecordKind[];
}

const MICRO = 1_000_000;
const NANO = 1_000_000_000;

const MAGICS: ReadonlyMap<number, Magic> = new Map([
  [0xa1b2c3d4, { perSecond: MICRO, ixia: false, kinds: [STANDARD, SS990417, NOKIA] }],
  [0xa1b23c4d, { perSecond: NANO, ixia: false, kinds: [STANDARD] }],
  [0xa1b2cd34, { perSecond: MICRO, ixia: false, kinds: [SS991029, SS990915] }],
  [0x1c0001ac, { perSecond: MICRO, ixia: true, kinds: [STANDARD] }],
  [0x1c0001ab, { perSecond: MICRO, ixia: true, kinds: [STANDARD] }],
]);

/** Link types of the interface types that AIX writes instead. */
const AIX_LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [6, 1],
  [9, 6],
  [15, 10],
  [24, 0],
]);

/** Octets of the standard file header. */
export const PCAP_HEADER = 24;

export function isPcap(head: Uint8Array): boolean {
  return head.length >= 4 && (MAGICS.has(read32(head, 0, true)) || MAGICS.has(read32(head, 0, false)));
}

/**
 * Layout of a pcap file.
 * @param head the file's first octets; several kinds of records share a magic, and more records tell them apart better
 * @param whole true when `head` is the whole file
 * @returns undefined when the header is not there as a whole
 */
export function pcapLayout(head: Uint8Array, whole: boolean): PcapLayout | undefined {
  if (head.length < PCAP_HEADER) return undefined;
  const little = MAGICS.has(read32(head, 0, true));
  const magic = MAGICS.get(read32(head, 0, little));
  if (magic === undefined) return undefined;
  const fileHeader = magic.ixia ? PCAP_HEADER + 4 : PCAP_HEADER;
  if (head.length < fileHeader) return undefined;
  const major = read16(head, 4, little);
  const minor = read16(head, 6, little);
  const network = read32(head, 20, little);
  const aixLinkType = major === 2 && minor === 2 ? AIX_LINK_TYPES.get(network) : undefined;
  const perSecond = aixLinkType === undefined ? magic.perSecond : NANO;
  const fcsKnown = (network & 0x04000000) !== 0;
  const layouts = magic.kinds.map((record): PcapLayout => {
    const parts = [
      'pcap',
      ...(record.name === '' ? [] : [record.name]),
      ...(magic.ixia ? ['Ixia'] : []),
      ...(aixLinkType === undefined ? [] : ['AIX']),
      perSecond === NANO ? 'nanoseconds' : 'microseconds',
      little ? 'little-endian' : 'big-endian',
    ];
    return {
      little,
      perSecond,
      fileHeader,
      record,
      lengths: lengthOrder(major, minor),
      major,
      minor,
      thisZone: read32(head, 8, little) | 0,
      sigFigs: read32(head, 12, little),
      snapLength: read32(head, 16, little),
      network,
      linkType: aixLinkType ?? network & 0xffff,
      fcsOctets: fcsKnown ? (network >>> 28) * 2 : undefined,
      format: parts.join(', '),
    };
  });
  return likeliest(layouts, head, whole);
}

function lengthOrder(major: number, minor: number): PcapLayout['lengths'] {
  if (major < 2 || (major === 2 && minor < 3)) return 'original first';
  if (major === 2 && minor === 3) return 'smaller is captured';
  return major === 543 && minor === 0 ? 'original first' : 'captured first';
}

/** Records looked at to tell kinds of records apart. */
const TRIED_RECORDS = 16;

interface Trial {
  readonly sane: number;
  /** 2: sane as far as could be seen; 1: the file ends inside a record; 0: a record is not sane. */
  readonly fit: 0 | 1 | 2;
}

function likeliest(layouts: readonly PcapLayout[], head: Uint8Array, whole: boolean): PcapLayout | undefined {
  let best: PcapLayout | undefined;
  let bestTrial: Trial | undefined;
  for (const layout of layouts) {
    const trial = tryLayout(layout, head, whole);
    // A standard file cut some octets into its second record looks like one record of another kind: one is no evidence.
    const better =
      bestTrial === undefined ||
      (trial.sane > 1 && (trial.fit > bestTrial.fit || (trial.fit === bestTrial.fit && trial.sane > bestTrial.sane)));
    if (!better) continue;
    best = layout;
    bestTrial = trial;
    if (trial.fit === 2) break;
  }
  return best;
}

function tryLayout(layout: PcapLayout, head: Uint8Array, whole: boolean): Trial {
  const { little, record, perSecond, lengths } = layout;
  let at = layout.fileHeader;
  for (let sane = 0; sane < TRIED_RECORDS; sane++) {
    if (at === head.length) return { sane, fit: 2 };
    if (at + 16 > head.length) return { sane, fit: whole ? 1 : 2 };
    // Another file behind this one: nothing but the right kind ends just before its magic.
    if (isPcap(head.subarray(at, at + 4))) return { sane: TRIED_RECORDS, fit: 2 };
    const third = read32(head, at + 8, little);
    const fourth = read32(head, at + 12, little);
    const captured =
      lengths === 'captured first' ? third : lengths === 'original first' ? fourth : Math.min(third, fourth);
    const original = lengths === 'captured first' ? fourth : Math.max(third, fourth);
    if (captured > mostOctets(layout.linkType) || captured > original || read32(head, at + 4, little) >= perSecond) {
      return { sane, fit: 0 };
    }
    at += record.size + captured;
    if (at > head.length) return { sane: sane + 1, fit: whole ? 1 : 2 };
  }
  return { sane: TRIED_RECORDS, fit: 2 };
}
