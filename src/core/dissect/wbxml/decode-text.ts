import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { CHARSETS } from './charsets.ts';

export interface DecodedText {
  readonly text: string;
  /** True when some octets are no text of the charset; U+FFFD stands for them. */
  readonly bad: boolean;
}

/** Reads strings of one charset. */
export interface TextReader {
  readonly name: string;
  /** False when the charset is not known here; octets are then shown as ISO 8859-1. */
  readonly known: boolean;
  /** Octets of the terminator, and the step in which it is searched. */
  readonly unit: number;
  /** True when ASCII characters are single octets of their own number. */
  readonly ascii: boolean;
  decode(bytes: Uint8Array): DecodedText;
}

const UTF8 = 106;
const LABELS: Readonly<Record<number, string>> = {
  17: 'shift_jis',
  18: 'euc-jp',
  38: 'euc-kr',
  113: 'gbk',
  114: 'gb18030',
  1013: 'utf-16be',
  1014: 'utf-16le',
  2025: 'gbk',
  2026: 'big5',
  2084: 'koi8-r',
  2250: 'windows-1250',
  2251: 'windows-1251',
  2252: 'windows-1252',
};

/** The reader of a charset by its MIBenum; 0 is "unknown" and read as UTF-8 where it is, else as ISO 8859-1. */
export function textReader(mibEnum: number): TextReader {
  const charset = CHARSETS.get(mibEnum);
  const unit = charset?.unit ?? 1;
  return {
    name: charset?.name ?? `MIBenum ${mibEnum}`,
    known: charset !== undefined,
    unit,
    ascii: unit === 1,
    decode: (bytes) => decode(mibEnum, bytes),
  };
}

function decode(mibEnum: number, bytes: Uint8Array): DecodedText {
  switch (mibEnum) {
    case 0: {
      const text = fromUtf8(bytes);
      return { text: text ?? fromLatin1(bytes), bad: false };
    }
    case 3: {
      const bad = bytes.some((octet) => octet >= 0x80);
      return {
        text: bad
          ? Array.from(bytes, (octet) => (octet < 0x80 ? String.fromCharCode(octet) : '\uFFFD')).join('')
          : fromLatin1(bytes),
        bad,
      };
    }
    case 4:
      return { text: fromLatin1(bytes), bad: false };
    case UTF8: {
      const text = fromUtf8(bytes);
      return text === undefined
        ? { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), bad: true }
        : { text, bad: false };
    }
    case 1000:
    case 1015:
      return utf16(bytes);
    case 1001:
      return ucs4(bytes);
    default: {
      const label = LABELS[mibEnum] ?? (mibEnum >= 5 && mibEnum <= 13 ? `iso-8859-${mibEnum - 3}` : undefined);
      return label === undefined ? { text: fromLatin1(bytes), bad: false } : withDecoder(label, bytes);
    }
  }
}

function withDecoder(label: string, bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes), bad: false };
  } catch {
    return { text: new TextDecoder(label, { ignoreBOM: true }).decode(bytes), bad: true };
  }
}

/** Big-endian unless a byte order mark, which is dropped, says otherwise. */
function utf16(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return withDecoder('utf-16le', bytes.subarray(2));
  return withDecoder('utf-16be', bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
}

function ucs4(bytes: Uint8Array): DecodedText {
  let text = '';
  let bad = bytes.length % 4 !== 0;
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const code = readUint32(bytes, at);
    const good = isCharacter(code);
    if (!good) bad = true;
    text += good ? String.fromCodePoint(code) : '\uFFFD';
  }
  return { text, bad };
}

function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

/** True for the number of a character: not 0, no surrogate, not above 10FFFF. */
export function isCharacter(code: number): boolean {
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

/** True when XML can carry the text as it is. */
export function isXmlText(text: string): boolean {
  return !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text);
}

/** The octet after the string (its terminator not included) that begins at `at`; undefined without a terminator before `end`. */
export function endOfString(bytes: Uint8Array, at: number, end: number, unit: number): number | undefined {
  for (let here = at; here + unit <= end; here += unit) {
    let zero = true;
    for (let i = 0; i < unit; i++) if (bytes[here + i] !== 0) zero = false;
    if (zero) return here;
  }
  return undefined;
}
