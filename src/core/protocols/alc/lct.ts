import { readBits, u16, u32 } from '../../base/bits.ts';
import { toHex } from '../../base/bytes.ts';

/** Octets of the fixed first word. */
const WORD = 4;

/** Header extensions by number; from 128 on they have one word. */
export const EXTENSIONS: Readonly<Record<number, string>> = {
  0: 'EXT_NOP, no operation',
  1: 'EXT_AUTH, authentication',
  2: 'EXT_TIME, times',
  3: 'EXT_CC, congestion control feedback',
  64: 'EXT_FTI, FEC object transmission information',
  128: 'EXT_RATE, send rate',
  192: 'EXT_FDT, FDT instance header',
  193: 'EXT_CENC, content encoding of the FDT instance',
};
export const EXT_TIME = 2;
export const EXT_FTI = 64;
export const EXT_FDT = 192;
export const EXT_CENC = 193;

/** An extension that ends within the header; positions are octets. */
export interface Extension {
  readonly type: number;
  readonly at: number;
  readonly end: number;
}

/** What describes how an object is cut into symbols. Sizes are octets. */
export interface Transmission {
  readonly transferLength: number;
  readonly symbolLength: number;
  /** Symbols of the largest source block. */
  readonly blockLength: number;
}

/** A header as far as its octets go: both passes read it with this. */
export interface LctHeader {
  readonly at: number;
  readonly version: number;
  readonly congestionOctets: number;
  readonly sessionOctets: number;
  readonly objectOctets: number;
  readonly hasSenderTime: boolean;
  readonly hasResidualTime: boolean;
  readonly closesSession: boolean;
  /** Octets of the header, as it states them. */
  readonly length: number;
  /** Octets that its fixed fields take. */
  readonly fixedOctets: number;
  readonly codepoint: number;
  /** Transport session, decimal digits; empty without one. */
  readonly session: string;
  /** Transport object, decimal digits; empty without one. */
  readonly object: string;
  readonly extensions: readonly Extension[];
  /** True when all of it is here, its version is 1, and its extensions fill it. */
  readonly whole: boolean;
  readonly fdtInstance: number | undefined;
  /** Number of the encoding of the FDT instance; 0 is none. */
  readonly contentEncoding: number;
  readonly transmission: Transmission | undefined;
}

/** Decimal digits of an unsigned integer of any width. */
function decimal(bytes: Uint8Array, at: number, octets: number): string {
  if (octets === 0) return '';
  if (octets <= 6) return String(readBits(bytes, at * 8, octets * 8));
  return BigInt(`0x${toHex(bytes.subarray(at, at + octets))}`).toString();
}

function readExtensions(bytes: Uint8Array, start: number, end: number): { extensions: Extension[]; whole: boolean } {
  const extensions: Extension[] = [];
  let at = start;
  while (at < end) {
    const type = bytes[at]!;
    const size = (type >= 128 ? 1 : (bytes[at + 1] ?? 0)) * WORD;
    if (size === 0 || at + size > end) return { extensions, whole: false };
    extensions.push({ type, at, end: at + size });
    at += size;
  }
  return { extensions, whole: true };
}

/** EXT_FTI of the schemes whose objects are cut into plain blocks: transfer length, symbol length, block length. */
function transmissionOf(
  bytes: Uint8Array,
  extension: Extension | undefined,
  codepoint: number,
): Transmission | undefined {
  if (extension === undefined || extension.end - extension.at < 16) return undefined;
  const at = extension.at + 2;
  return {
    transferLength: readBits(bytes, at * 8, 48),
    symbolLength: u16(bytes, at + 8),
    blockLength: codepoint === SMALL_BLOCK ? u16(bytes, at + 10) : u32(bytes, at + 10),
  };
}

/** The scheme whose blocks have 16-bit lengths (small block, systematic). */
export const SMALL_BLOCK = 129;

/** The header at `start`; undefined when its first word is not here. */
export function scanLct(bytes: Uint8Array, start: number, stop: number): LctHeader | undefined {
  if (stop - start < WORD) return undefined;
  const first = bytes[start]!;
  const flags = bytes[start + 1]!;
  const half = (flags >>> 4) & 1;
  const congestionOctets = (((first >>> 2) & 3) + 1) * WORD;
  const sessionOctets = (flags >>> 7) * 4 + half * 2;
  const objectOctets = ((flags >>> 5) & 3) * 4 + half * 2;
  const hasSenderTime = (flags & 8) !== 0;
  const hasResidualTime = (flags & 4) !== 0;
  const sessionAt = start + WORD + congestionOctets;
  const times = (hasSenderTime ? WORD : 0) + (hasResidualTime ? WORD : 0);
  const fixedOctets = WORD + congestionOctets + sessionOctets + objectOctets + times;
  const length = bytes[start + 2]! * WORD;
  const isHere = fixedOctets <= length && start + length <= stop && first >>> 4 === 1;
  const { extensions, whole } = isHere
    ? readExtensions(bytes, start + fixedOctets, start + length)
    : { extensions: [], whole: false };
  const find = (type: number) => extensions.find((extension) => extension.type === type);
  const codepoint = bytes[start + 3]!;
  const fdt = find(EXT_FDT);
  const encoding = find(EXT_CENC);
  return {
    at: start,
    version: first >>> 4,
    congestionOctets,
    sessionOctets,
    objectOctets,
    hasSenderTime,
    hasResidualTime,
    closesSession: (flags & 2) !== 0,
    length,
    fixedOctets,
    codepoint,
    session: isHere ? decimal(bytes, sessionAt, sessionOctets) : '',
    object: isHere ? decimal(bytes, sessionAt + sessionOctets, objectOctets) : '',
    extensions,
    whole,
    fdtInstance: fdt && readBits(bytes, fdt.at * 8 + 12, 20),
    contentEncoding: encoding === undefined ? 0 : bytes[encoding.at + 1]!,
    transmission: transmissionOf(bytes, find(EXT_FTI), codepoint),
  };
}

/**
 * How likely octets are a packet of FLUTE: a header of version 1 whose length is that of its fields and extensions, no
 * congestion control, codepoint 0, and numbers of session, object, block and symbol that are small.
 */
export function likelyFlute(bytes: Uint8Array, start: number, end: number): number {
  const header = scanLct(bytes, start, end);
  if (header === undefined || !header.whole || header.codepoint !== 0) return 0;
  const { sessionOctets, objectOctets, congestionOctets, fdtInstance, object, transmission } = header;
  if (sessionOctets === 0 || objectOctets === 0 || (bytes[start]! & 3) !== 0) return 0;
  const payloadAt = start + header.length;
  if (end - payloadAt < 5) return 0;
  if (fdtInstance !== undefined && object === '0') return transmission === undefined ? 0.6 : 0.9;
  const isQuiet = bytes.subarray(start + WORD, start + WORD + congestionOctets).every((octet) => octet === 0);
  const small = (text: string) => Number(text) > 0 && Number(text) < 0x10000;
  const isEarly = u16(bytes, payloadAt) < 16 && u16(bytes, payloadAt + 2) < 4096;
  return isQuiet && isEarly && small(header.session) && small(object) ? 0.6 : 0;
}
