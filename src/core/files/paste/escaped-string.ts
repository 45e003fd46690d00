import { hexDigit, toUtf8 } from '../../base/bytes.ts';
import { Octets, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** Strings with escapes: `"\x06\x05abc"`, also over several lines, as Wireshark and programs write them. */

const SIMPLE: Readonly<Record<string, number>> = {
  n: 10,
  r: 13,
  t: 9,
  a: 7,
  b: 8,
  f: 12,
  v: 11,
  e: 27,
  '\\': 92,
  '"': 34,
  "'": 39,
};
/** What may stand between strings that belong together. */
const BETWEEN = /^[\s\\+.]*b?$/;

export function recogniseEscapedString({ text }: PastedText): readonly Reading[] {
  if (!/\\x[0-9a-fA-F]/.test(text)) return [];
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  const octets = new Octets();
  let end = 0;
  const close = () => {
    if (octets.length > 0) packets.push({ bytes: octets.take() });
  };
  for (let at = 0; at < text.length; ) {
    const character = text[at]!;
    if (character === '"' || character === "'") {
      const stop = readQuoted(text, at, octets, () => {
        if (octets.length > 0 && !BETWEEN.test(text.slice(Math.max(end, at - 200), at))) close();
      });
      if (stop !== undefined) {
        understood.push({ start: at, end: stop });
        at = stop;
        end = stop;
        continue;
      }
    } else if (character === '\\' && text[at + 1] === 'x' && hexDigit(text.charCodeAt(at + 2)) >= 0) {
      if (octets.length > 0 && text.slice(end, at).trim() !== '') close();
      const stop = readEscape(text, at, octets);
      understood.push({ start: at, end: stop });
      at = stop;
      end = stop;
      continue;
    }
    at++;
  }
  close();
  return packets.length === 0
    ? []
    : [{ form: 'string with escapes', packets, understood, warnings: [], strength: 0.96 }];
}

/** @returns where the escape ends; at `at` stands a backslash */
function readEscape(text: string, at: number, octets: Octets): number {
  const kind = text[at + 1] ?? '';
  const first = hexDigit(text.charCodeAt(at + 2));
  if (kind === 'x' && first >= 0) {
    const second = hexDigit(text.charCodeAt(at + 3));
    octets.push(second >= 0 ? first * 16 + second : first);
    return second >= 0 ? at + 4 : at + 3;
  }
  const octal = /[0-7]{1,3}/y;
  octal.lastIndex = at + 1;
  const digits = octal.exec(text)?.[0];
  if (digits !== undefined) {
    octets.push(Number.parseInt(digits, 8) & 0xff);
    return at + 1 + digits.length;
  }
  const simple = SIMPLE[kind];
  if (simple !== undefined) octets.push(simple);
  else octets.pushAll(toUtf8(kind));
  return at + 1 + kind.length;
}

/** Reads a string in quotes that has a hexadecimal escape in it. @returns behind its closing quote, or undefined */
function readQuoted(text: string, at: number, octets: Octets, before: () => void): number | undefined {
  const quote = text[at]!;
  let end = at + 1;
  let escaped = false;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') {
    if (text[end] === '\\') {
      escaped ||= text[end + 1] === 'x';
      end++;
    }
    end++;
  }
  if (text[end] !== quote || !escaped) return undefined;
  before();
  let plain = at + 1;
  for (let i = at + 1; i < end; ) {
    if (text[i] !== '\\') {
      i++;
      continue;
    }
    octets.pushAll(toUtf8(text.slice(plain, i)));
    i = readEscape(text, i, octets);
    plain = i;
  }
  octets.pushAll(toUtf8(text.slice(plain, end)));
  return end + 1;
}
