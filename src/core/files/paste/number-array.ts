import { Octets, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** Arrays of programming languages: `{0x06, 5, 'A'}`, `[6, 5]`, Java's and Kotlin's signed octets, with comments. */

const OPEN: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['[', ']'],
  ['(', ')'],
]);
const BLANK = /[\s,]+/y;
const COMMENT = /\/\*|\/\/[^\n]*/y;
const CAST = /\(\s*(?:unsigned\s+char|signed\s+char|char|byte|Byte|uint8_t|int8_t|u8|i8)\s*\)/y;
const NUMBER =
  /([+-]?)(?:0[xX]([0-9a-fA-F]{1,2})|0[bB]([01]{1,8})|([0-9]{1,3}))(?:[uU]8|[uUlL]{1,2}|\.toByte\(\)|\.toUByte\(\))?(?![\w.])/y;
const CHARACTER = /'([ -&(-[\]-~])'/y;
const DECLARATION = /^[\w\s[\]*&<>:=(]*$/;
/** Characters before the bracket that are looked at for a declaration. */
const DECLARATION_LENGTH = 120;

interface Found {
  readonly octets: Uint8Array;
  readonly end: number;
  readonly signed: boolean;
}

export function recogniseNumberArray({ text }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  let signed = false;
  let declared = false;
  for (let at = 0; at < text.length; at++) {
    const close = OPEN.get(text[at]!);
    if (close === undefined) continue;
    const found = readArray(text, at + 1, close);
    if (found === undefined) continue;
    const declaration = /\w+\s*\(\s*$/.test(text.slice(Math.max(0, at - 40), at + 1))
      ? undefined
      : declarationStart(text, at);
    packets.push({ bytes: found.octets });
    const semicolon = /\s*;?/y;
    semicolon.lastIndex = found.end;
    semicolon.test(text);
    understood.push({ start: declaration ?? at, end: semicolon.lastIndex });
    signed ||= found.signed || /\b[bB]yte\b|byteArrayOf/.test(text.slice(declaration ?? at, at));
    declared ||= declaration !== undefined && text.slice(declaration, at).includes('=');
    at = found.end - 1;
  }
  if (packets.length === 0) return [];
  const form = signed ? 'Java or Kotlin byte array' : declared ? 'C array' : 'array of numbers';
  return [{ form, packets, understood, warnings: [], strength: 0.97 }];
}

/** Characters of a comment; without a limit many open comments would take quadratic time. */
const LONGEST_COMMENT = 1000;
/** Least numbers of an array, so that calls and indexes are not taken for one. */
const LEAST_NUMBERS = 2;

function readArray(text: string, from: number, close: string): Found | undefined {
  const octets = new Octets();
  let signed = false;
  let at = from;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  while (at < text.length) {
    if (skip(BLANK) || skip(CAST)) continue;
    if (text[at] === '/') {
      const begin = at;
      if (!skip(COMMENT)) return undefined;
      if (text.startsWith('/*', begin)) {
        const end = text.slice(at, at + LONGEST_COMMENT).indexOf('*/');
        if (end < 0) return undefined;
        at += end + 2;
      }
      continue;
    }
    if (text[at] === close) {
      return octets.length >= LEAST_NUMBERS ? { octets: octets.take(), end: at + 1, signed } : undefined;
    }
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text);
    if (number !== null) {
      const [whole, sign, hex, binary, decimal] = number;
      const size =
        hex !== undefined
          ? Number.parseInt(hex, 16)
          : binary !== undefined
            ? Number.parseInt(binary, 2)
            : Number(decimal);
      const value = sign === '-' ? -size : size;
      if (value < -128 || value > 255) return undefined;
      signed ||= value < 0;
      octets.push(value & 0xff);
      at += whole.length;
      continue;
    }
    CHARACTER.lastIndex = at;
    const character = CHARACTER.exec(text);
    if (character === null) return undefined;
    octets.push(character[1]!.charCodeAt(0));
    at += 3;
  }
  return undefined;
}

/** Where the declaration before a bracket begins: `static const unsigned char pkt[117] = {`. */
function declarationStart(text: string, bracket: number): number | undefined {
  const from = Math.max(0, bracket - DECLARATION_LENGTH);
  const before = text.slice(from, bracket);
  const lineAt =
    Math.max(before.lastIndexOf(';'), before.lastIndexOf('}'), before.lastIndexOf('\n', before.trimEnd().length)) + 1;
  const declaration = before.slice(lineAt);
  if (declaration.trim() === '' || !DECLARATION.test(declaration)) return undefined;
  return from + lineAt + (declaration.length - declaration.trimStart().length);
}
