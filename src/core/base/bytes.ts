/** Octets to text and back: hexadecimal, base64, UTF-8. None of these throws on bad input. */

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** The two lower-case hexadecimal digits of an octet. */
export function octetHex(octet: number): string {
  return HEX[octet]!;
}

/** Lower-case hexadecimal digits without separators (or with `separator` between octets). */
export function toHex(bytes: Uint8Array, separator = ''): string {
  if (bytes.length > 64 && separator === '') return longHex(bytes);
  let out = '';
  for (let i = 0; i < bytes.length; i++) out += i === 0 ? HEX[bytes[i]!] : separator + HEX[bytes[i]!];
  return out;
}

const DIGITS = new TextEncoder().encode('0123456789abcdef');
const ascii = new TextDecoder();

/** Writes the digits as octets first: adding up strings took five times as long for a packet's payload. */
function longHex(bytes: Uint8Array): string {
  const digits = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const octet = bytes[i]!;
    digits[2 * i] = DIGITS[octet >>> 4]!;
    digits[2 * i + 1] = DIGITS[octet & 15]!;
  }
  return ascii.decode(digits);
}

/** Octets of a string of hexadecimal digits (either case, no separators); undefined when it is anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  // Looking for what is not a digit needs no stack, however long the text is.
  if (text.length % 2 !== 0 || /[^0-9a-fA-F]/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Value of a hexadecimal digit; -1 for any other character code. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** The alphabet of RFC 4648 section 4. */
export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 (RFC 4648 section 4) with padding and without line breaks. */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let d = 0; d < 4; d++) out += d < digits ? BASE64[(group >>> (18 - 6 * d)) & 63] : '=';
  }
  return out;
}

/** Octets of a base64 text (also the URL alphabet, padding optional); undefined when it is anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const body = text.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
  if (/[^A-Za-z0-9+/]/.test(body) || body.length % 4 === 1) return undefined;
  if (text.includes('=') && text.length % 4 !== 0) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of body) {
    held = (held << 6) | BASE64.indexOf(digit);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >>> bits) & 0xff;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

// `ignoreBOM` keeps a leading byte order mark: it is captured data, and dropping it would hide octets.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Text of well-formed UTF-8; undefined when the octets are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  // Short ASCII is the common case and five times faster without the decoder's set-up.
  if (bytes.length <= 32) {
    let out = '';
    let at = 0;
    while (at < bytes.length && bytes[at]! < 0x80) out += String.fromCharCode(bytes[at++]!);
    if (at === bytes.length) return out;
  }
  if (beginsWrong(bytes)) return undefined;
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Octets of a text that `beginsWrong` looks at. */
const LOOK = 64;

/**
 * True when the first octets show that these are not UTF-8. The decoder says so by an exception, which takes 15 us where a short text takes
 * half of one (the stack is put into words), and bodies of octets are asked as often as texts. Most show it early.
 */
function beginsWrong(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, LOOK);
  for (let at = 0; at < end; ) {
    const first = bytes[at++]!;
    if (first < 0x80) continue;
    const following = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (following === 0) return true;
    for (let i = 0; i < following; i++, at++) if (at < end && (bytes[at]! & 0xc0) !== 0x80) return true;
  }
  return false;
}

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** One character per octet (ISO 8859-1): never fails, keeps every octet. */
export function fromLatin1(bytes: Uint8Array): string {
  const { length } = bytes;
  let out = '';
  let at = 0;
  // Eight at once: adding them up one by one took twice as long.
  for (; at + 8 <= length; at += 8)
    out += String.fromCharCode(
      bytes[at]!,
      bytes[at + 1]!,
      bytes[at + 2]!,
      bytes[at + 3]!,
      bytes[at + 4]!,
      bytes[at + 5]!,
      bytes[at + 6]!,
      bytes[at + 7]!,
    );
  for (; at < length; at++) out += String.fromCharCode(bytes[at]!);
  return out;
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return joinBytes(parts);
}

/** Octets one behind the other, of however many parts: a call takes some 100 000 arguments at most. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
