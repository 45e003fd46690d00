import { fromUtf8, toUtf8 } from '../base/bytes.ts';

/*
 * Strings of a filter stand for octets: "\xff" is one octet. Octets from 0x80 that an escape wrote are kept in the text as
 * lone surrogates U+DC80 to U+DCFF (nothing else in well-formed text is one), so that one string holds both.
 */
const KEPT = 0xdc00;
const KEPT_OCTET = /[\udc80-\udcff]/;

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** An octet as a character of a filter string. */
export function octetChar(octet: number): string {
  return String.fromCharCode(octet < 0x80 ? octet : KEPT + octet);
}

const ESCAPE =
  /\\(?:x([0-9a-fA-F]{1,2})|([0-3][0-7]{2}|[0-7]{1,2}(?![0-7]))|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/**
 * The text that the inside of a quoted string stands for, and the first escape that is none. Such keep their backslash: `"\d"`
 * is a pattern.
 */
export function unescapeText(quoted: string): { readonly text: string; readonly unknown: string | undefined } {
  let unknown: string | undefined;
  const text = quoted.replace(
    ESCAPE,
    (all: string, hex?: string, octal?: string, short?: string, long?: string, letter?: string) => {
      if (hex !== undefined) return octetChar(Number.parseInt(hex, 16));
      if (octal !== undefined) return octetChar(Number.parseInt(octal, 8));
      const code = short ?? long;
      const char = code === undefined ? ESCAPES[letter ?? ''] : characterOf(Number.parseInt(code, 16));
      if (char === undefined) unknown ??= all;
      return char ?? all;
    },
  );
  return { text, unknown };
}

/** Undefined for what is no character: half of a pair, or above the last one. */
function characterOf(code: number): string | undefined {
  return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code);
}

/** The string with quotation marks and escapes, so that reading it gives the same text again. */
export function quoteText(text: string): string {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const code = text.charCodeAt(i);
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else if (code >= KEPT + 0x80 && code <= KEPT + 0xff && !isPairEnd(text, i))
      out += `\\x${(code - KEPT).toString(16)}`;
    else out += char;
  }
  return `${out}"`;
}

/** Octets of a string: UTF-8, and the octets that escapes wrote. */
export function textOctets(text: string): Uint8Array {
  if (!KEPT_OCTET.test(text)) return toUtf8(text);
  const out: number[] = [];
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char.length === 1 && code >= KEPT + 0x80 && code <= KEPT + 0xff) out.push(code - KEPT);
    else out.push(...toUtf8(char));
  }
  return Uint8Array.from(out);
}

/** The string as the value of a text field: text where escapes wrote UTF-8, else its octets. */
export function plainText(text: string): string | Uint8Array {
  if (!KEPT_OCTET.test(text)) return text;
  const octets = textOctets(text);
  return fromUtf8(octets) ?? octets;
}

function isPairEnd(text: string, at: number): boolean {
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  return before >= 0xd800 && before <= 0xdbff;
}
