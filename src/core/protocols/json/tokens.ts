import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';

export type TokenKind = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'true' | 'false' | 'null' | 'space';

/** A token; places are octets. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const PUNCTUATION: ReadonlySet<string> = new Set(['{', '}', '[', ']', ':', ',']);
const WORDS = ['true', 'false', 'null'] as const;
const LONGEST_NUMBER = 400;

/** The tokens of JSON text (RFC 8259), up to what is none. */
export function* tokensOf(bytes: Uint8Array, start: number, end: number): Generator<Token> {
  for (let at = start; at < end; ) {
    const token = tokenAt(bytes, at, end);
    if (token === undefined) return;
    yield token;
    at = token.end;
  }
}

function tokenAt(bytes: Uint8Array, at: number, end: number): Token | undefined {
  const octet = bytes[at]!;
  if (isSpace(octet)) {
    let behind = at + 1;
    while (behind < end && isSpace(bytes[behind]!)) behind++;
    return { kind: 'space', start: at, end: behind };
  }
  const character = String.fromCharCode(octet);
  if (PUNCTUATION.has(character)) return { kind: character as TokenKind, start: at, end: at + 1 };
  if (octet === QUOTE) {
    const behind = stringEnd(bytes, at, end);
    return behind === undefined ? undefined : { kind: 'string', start: at, end: behind };
  }
  const text = fromLatin1(bytes.subarray(at, Math.min(end, at + LONGEST_NUMBER)));
  const word = WORDS.find((one) => text.startsWith(one));
  if (word !== undefined) return { kind: word, start: at, end: at + word.length };
  const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(text)?.[0];
  return number === undefined ? undefined : { kind: 'number', start: at, end: at + number.length };
}

function isSpace(octet: number): boolean {
  return octet === 0x20 || octet === 0x0a || octet === 0x0d || octet === 0x09;
}

/** Octet behind the closing quotation mark; undefined when there is none. */
function stringEnd(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let at = start + 1; at < end; at++) {
    const octet = bytes[at]!;
    if (octet === QUOTE) return at + 1;
    if (octet === BACKSLASH) at++;
  }
  return undefined;
}

/** Text of a string token, escapes resolved. */
export function stringText(bytes: Uint8Array, token: Token): string {
  const view = bytes.subarray(token.start, token.end);
  const text = fromUtf8(view) ?? fromLatin1(view);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text.slice(1, -1);
  } catch {
    // Control characters or a wrong escape: as it is written.
    return text.slice(1, -1);
  }
}
