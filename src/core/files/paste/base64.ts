import { fromBase64 } from '../../base/bytes.ts';
import { type Line, lineRange, type PastedText, type PastePacket, type Reading, type TextRange } from './form.ts';

/** Base64 with either alphabet, wrapped or not, also between the lines of PEM. */

const BASE64_LINE = /^[ \t]*["']?([A-Za-z0-9+/_-]{4,}={0,2})["']?[ \t,;]*$/;
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
    const text = block.map(({ text: line }) => BASE64_LINE.exec(line)?.[1] ?? '').join('');
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
    const match = BASE64_LINE.exec(line.text);
    if (match === null) {
      close();
      continue;
    }
    block.push(line);
    if (match[1]!.endsWith('=')) close();
  }
  close();
  if (packets.length === 0) return [];
  return [{ form: 'base64', packets, understood, warnings: [], strength: sure ? 0.8 : 0.4 }];
}

/** Upper and lower case, and a digit or a sign, as encoded octets have and words have not. Pure hexadecimal is neither. */
function looksEncoded(text: string): boolean {
  return /[G-Zg-z]/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text) && /[0-9+/_=-]/.test(text);
}
