import { fromBase64 } from '../../base/bytes.ts';
import { type Line, lineRange, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** Base64 with either alphabet, wrapped or not, also between the lines of PEM. */

const PEM_LINE = /^-----(BEGIN|END) [A-Z0-9 ]+-----$/;
/** Characters below which a word is no base64. */
const LEAST = 12;

export function recogniseBase64({ lines }: PastedText): readonly Reading[] {
  const packets: PastePacket[] = [];
  const understood: TextRange[] = [];
  let block: Line[] = [];
  let pem = false;
  let sure = true;
  const close = () => {
    const text = block.map(({ text: line }) => wordOf(line) ?? '').join('');
    const bytes = text.length >= LEAST ? fromBase64(text) : undefined;
    if (bytes !== undefined) {
      packets.push({ bytes });
      for (const line of block) understood.push(lineRange(line));
      sure &&= pem || looksEncoded(text);
    }
    block = [];
  };
  for (const line of lines) {
    if (PEM_LINE.test(line.text.trim())) {
      close();
      pem = line.text.includes('BEGIN');
      understood.push(lineRange(line));
      continue;
    }
    const word = wordOf(line.text);
    if (word === undefined) {
      close();
      continue;
    }
    block.push(line);
    if (word.endsWith('=')) close();
  }
  close();
  if (packets.length === 0) return [];
  return [{ form: 'base64', packets, understood, warnings: [], strength: sure ? 0.8 : 0.4 }];
}

/**
 * The base64 of a line, quotes and separators around it left out; undefined when the line is anything else.
 * Not one pattern over the whole line: matching millions of characters greedily takes more stack than there is.
 */
function wordOf(line: string): string | undefined {
  let end = line.length;
  while (end > 0 && ' \t,;'.includes(line[end - 1]!)) end--;
  if (end > 0 && `"'`.includes(line[end - 1]!)) end--;
  let start = 0;
  while (start < end && ' \t'.includes(line[start]!)) start++;
  if (start < end && `"'`.includes(line[start]!)) start++;
  const word = line.slice(start, end);
  const padding = word.indexOf('=');
  const digits = padding < 0 ? word.length : padding;
  const padded = padding < 0 || word.slice(padding) === '=' || word.slice(padding) === '==';
  return digits >= 4 && padded && !/[^A-Za-z0-9+/_=-]/.test(word) ? word : undefined;
}

/** Upper and lower case, and a digit or a sign, as encoded octets have and words have not. Pure hexadecimal is neither. */
function looksEncoded(text: string): boolean {
  return /[G-Zg-z]/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9+/_=-]/.test(text);
}
