import { toUtf8 } from '../base/bytes.ts';
import { ebcdicCharacter, ebcdicOctet } from '../base/ebcdic.ts';
import { gsmText, toSeptets } from '../base/gsm-alphabet.ts';

/** What octets can be read as as text. */
export type CharsetId = 'ascii' | 'latin1' | 'utf8' | 'utf16be' | 'utf16le' | 'ebcdic' | 'gsm';

/** How characters are written as octets. */
export interface Charset {
  /** Octets of the character at `at`, which is one of `bytes`: 1 at least; of what is no character, those to be passed over. */
  size(bytes: Uint8Array, at: number): number;
  /** The character that takes `size` octets from `at`; undefined where they are none. */
  read(bytes: Uint8Array, at: number, size: number): string | undefined;
  /** The octets of a character; undefined where it cannot be written. */
  write(character: string): Uint8Array | undefined;
  /** Stands for what is no character. */
  readonly lost: string;
  /** True when a character can begin at `at` as far as what stands before it tells. */
  begins(bytes: Uint8Array, at: number): boolean;
}

const LOST = '\ufffd';
/** What follows it is another character than alone. */
export const GSM_ESCAPE = 0x1b;
const LATIN1 = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
const EBCDIC = Array.from({ length: 256 }, (_, octet) => ebcdicCharacter(octet));

const one = (): number => 1;
const anywhere = (): boolean => true;

/** A charset of single octets, some of which are no characters. */
function singleOctets(
  read: (octet: number) => string | undefined,
  write: (character: string) => number | undefined,
  lost = LOST,
): Charset {
  return {
    size: one,
    read: (bytes, at) => read(bytes[at]!),
    write: (character) => {
      const octet = write(character);
      return octet === undefined ? undefined : Uint8Array.of(octet);
    },
    lost,
    begins: anywhere,
  };
}

const below = (end: number) => (character: string) => {
  const code = character.codePointAt(0) ?? end;
  return code < end ? code : undefined;
};

/** Octets of a well-formed character of UTF-8 at `at`; 0 when there is none. */
function utf8Size(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const size = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < size; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  // Longer than need be, halves of pairs, and beyond the last character.
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return size;
}

const UTF8: Charset = {
  size: (bytes, at) => utf8Size(bytes, at) || 1,
  read(bytes, at, size) {
    const first = bytes[at]!;
    if (size === 1) return first < 0x80 ? LATIN1[first] : undefined;
    let code = first & (0x7f >> size);
    for (let i = 1; i < size; i++) code = (code << 6) | (bytes[at + i]! & 0x3f);
    return String.fromCodePoint(code);
  },
  write: toUtf8,
  lost: LOST,
  begins: (bytes, at) => (bytes[at]! & 0xc0) !== 0x80,
};

/** @param high which octet of a pair is the most significant one */
function utf16(high: 0 | 1): Charset {
  const unit = (bytes: Uint8Array, at: number): number => (bytes[at + high]! << 8) | bytes[at + 1 - high]!;
  const isHigh = (code: number): boolean => (code & 0xfc00) === 0xd800;
  const isLow = (code: number): boolean => (code & 0xfc00) === 0xdc00;
  return {
    size(bytes, at) {
      const left = bytes.length - at;
      if (left < 2) return 1;
      return left >= 4 && isHigh(unit(bytes, at)) && isLow(unit(bytes, at + 2)) ? 4 : 2;
    },
    read(bytes, at, size) {
      if (size < 2) return undefined;
      const code = unit(bytes, at);
      if (size === 4) return String.fromCharCode(code, unit(bytes, at + 2));
      return isHigh(code) || isLow(code) ? undefined : String.fromCharCode(code);
    },
    write(character) {
      const out = new Uint8Array(character.length * 2);
      for (let i = 0; i < character.length; i++) {
        const code = character.charCodeAt(i);
        out[2 * i + high] = code >>> 8;
        out[2 * i + 1 - high] = code & 0xff;
      }
      return out;
    },
    lost: LOST,
    begins: (_, at) => at % 2 === 0,
  };
}

/** 3GPP TS 23.038 6.2.1, a septet an octet: what is packed must be unpacked first. */
const GSM: Charset = {
  size: (bytes, at) => (bytes[at] === GSM_ESCAPE && (bytes[at + 1] ?? 0x80) < 0x80 ? 2 : 1),
  read: (bytes, at, size) => (bytes[at]! > 0x7f ? undefined : gsmText(bytes.subarray(at, at + size))),
  write: toSeptets,
  lost: LOST,
  begins: (bytes, at) => bytes[at - 1] !== GSM_ESCAPE,
};

export const CHARSETS: Readonly<Record<CharsetId, Charset>> = {
  ascii: singleOctets((octet) => (octet < 0x80 ? LATIN1[octet] : undefined), below(0x80), '.'),
  latin1: singleOctets((octet) => LATIN1[octet], below(0x100)),
  utf8: UTF8,
  utf16be: utf16(0),
  utf16le: utf16(1),
  ebcdic: singleOctets((octet) => EBCDIC[octet], ebcdicOctet),
  gsm: GSM,
};
