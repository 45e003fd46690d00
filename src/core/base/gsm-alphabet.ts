/** GSM 7-bit default alphabet, its extension and national tables (3GPP TS 23.038 6.2.1 and annex A), and the packing of septets. */

const MAIN =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const ESCAPE = 0x1b;

type Codes = Readonly<Record<number, string>>;

const EXTENSION: Codes = {
  10: '\f',
  20: '^',
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
};

/** Single shift tables by language number: what they have besides, or instead of, the extension. */
const SINGLE_SHIFTS: Readonly<Record<number, Codes>> = {
  1: { 71: 'Ğ', 73: 'İ', 83: 'Ş', 99: 'ç', 103: 'ğ', 105: 'ı', 115: 'ş' },
  2: {
    9: 'ç',
    65: 'Á',
    73: 'Í',
    79: 'Ó',
    85: 'Ú',
    97: 'á',
    105: 'í',
    111: 'ó',
    117: 'ú',
  },
  3: {
    5: 'ê',
    9: 'ç',
    11: 'Ô',
    12: 'ô',
    14: 'Á',
    15: 'á',
    18: 'Φ',
    19: 'Γ',
    21: 'Ω',
    22: 'Π',
    23: 'Ψ',
    24: 'Σ',
    25: 'Θ',
    31: 'Ê',
    65: 'À',
    73: 'Í',
    79: 'Ó',
    85: 'Ú',
    91: 'Ã',
    92: 'Õ',
    97: 'Â',
    105: 'í',
    111: 'ó',
    117: 'ú',
    123: 'ã',
    124: 'õ',
    127: 'â',
  },
};

/** Locking shift tables by language number: where they differ from the default alphabet. */
const LOCKING_SHIFTS: Readonly<Record<number, Codes>> = {
  1: { 4: '€', 7: 'ı', 11: 'Ğ', 12: 'ğ', 28: 'Ş', 29: 'ş', 64: 'İ', 96: 'ç' },
  3: {
    4: 'ê',
    6: 'ú',
    7: 'í',
    8: 'ó',
    9: 'ç',
    11: 'Ô',
    12: 'ô',
    14: 'Á',
    15: 'á',
    18: 'ª',
    19: 'Ç',
    20: 'À',
    21: '∞',
    22: '^',
    23: '\\',
    24: '€',
    25: 'Ó',
    26: '|',
    28: 'Â',
    29: 'â',
    30: 'Ê',
    36: 'º',
    64: 'Í',
    91: 'Ã',
    92: 'Õ',
    93: 'Ú',
    96: '~',
    123: 'ã',
    124: 'õ',
    125: '`',
  },
};

/** Language numbers of TS 23.038 6.2.1.2.4. */
export const NATIONAL_LANGUAGES: Readonly<Record<number, string>> = {
  0: 'default',
  1: 'Turkish',
  2: 'Spanish',
  3: 'Portuguese',
  4: 'Bengali',
  5: 'Gujarati',
  6: 'Hindi',
  7: 'Kannada',
  8: 'Malayalam',
  9: 'Oriya',
  10: 'Punjabi',
  11: 'Tamil',
  12: 'Telugu',
  13: 'Urdu',
};

/** True when the table of the language is known here (Spanish has no locking shift table of its own). */
export function knowsShift(kind: 'single' | 'locking', language: number): boolean {
  return language === 0 || (kind === 'single' ? SINGLE_SHIFTS : LOCKING_SHIFTS)[language] !== undefined;
}

/** Octets that `septets` septets take. */
export function septetOctets(septets: number): number {
  return Math.ceil((septets * 7) / 8);
}

/** Values of `count` septets packed least significant bit first, from bit `firstBit` of the string that starts at octet `at`. */
export function unpackSeptets(bytes: Uint8Array, at: number, firstBit: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const bit = firstBit + 7 * i;
    const octet = at + (bit >>> 3);
    const pair = (bytes[octet] ?? 0) | ((bytes[octet + 1] ?? 0) << 8);
    out[i] = (pair >>> (bit & 7)) & 0x7f;
  }
  return out;
}

/** Packs septets behind `firstBit` zero bits. */
export function packSeptets(septets: Uint8Array, firstBit = 0): Uint8Array {
  const out = new Uint8Array(Math.ceil((firstBit + septets.length * 7) / 8));
  for (let i = 0; i < septets.length; i++) {
    const bit = firstBit + 7 * i;
    const at = bit >>> 3;
    const value = septets[i]! << (bit & 7);
    out[at] = out[at]! | (value & 0xff);
    if (value > 0xff) out[at + 1] = value >>> 8;
  }
  return out;
}

/** Text of septets, one per octet. A code that no table has after an escape is read from the main table; two escapes are a blank. */
export function gsmText(septets: Uint8Array, singleShift = 0, lockingShift = 0): string {
  const single = SINGLE_SHIFTS[singleShift];
  const locking = LOCKING_SHIFTS[lockingShift];
  let out = '';
  for (let i = 0; i < septets.length; i++) {
    let code = septets[i]! & 0x7f;
    if (code === ESCAPE && i + 1 < septets.length) {
      code = septets[++i]! & 0x7f;
      if (code === ESCAPE) {
        out += ' ';
        continue;
      }
      const shifted = single?.[code] ?? EXTENSION[code];
      if (shifted !== undefined) {
        out += shifted;
        continue;
      }
    }
    // A lone escape at the end stands for a blank too.
    out += code === ESCAPE ? ' ' : (locking?.[code] ?? MAIN[code]!);
  }
  return out;
}

/** Septets of a text in the default alphabet and its extension; undefined when a character is in neither. */
export function toSeptets(text: string): Uint8Array | undefined {
  const out: number[] = [];
  for (const character of text) {
    const code = MAIN.indexOf(character);
    if (code >= 0 && code !== ESCAPE) out.push(code);
    else {
      const extended = Object.entries(EXTENSION).find(([, shifted]) => shifted === character);
      if (extended === undefined) return undefined;
      out.push(ESCAPE, Number(extended[0]));
    }
  }
  return Uint8Array.from(out);
}

/** UCS-2 (UTF-16, most significant octet first) text of an even number of octets; a lone surrogate stays as it is. */
export function ucs2Text(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) out += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!);
  return out;
}
