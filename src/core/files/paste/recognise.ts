import { recogniseBase64 } from './base64.ts';
import { recogniseEscapedString } from './escaped-string.ts';
import { type PastePacket, pastedText, type Reading, type Recogniser, type TextRange } from './form.ts';
import { recogniseHexDump } from './hex-dump.ts';
import { recogniseKannelLog } from './kannel-log.ts';
import { recogniseNumberArray } from './number-array.ts';
import { recognisePlainHex } from './plain-hex.ts';
import { recogniseAtTranscript, recogniseSmsLines } from './sms-pdu.ts';
import { recogniseTsharkJson } from './tshark-json.ts';

export type { PastePacket, TextRange } from './form.ts';

/** One way to read a pasted text. */
export interface PasteResult {
  /** For people, as the tool that writes the form is called: `hexdump -C`. */
  readonly form: string;
  readonly packets: readonly PastePacket[];
  /** Text that was not understood, blanks at its ends left out. */
  readonly ignored: readonly TextRange[];
  readonly warnings: readonly string[];
  /** 0 to 1. */
  readonly confidence: number;
}

/** Every form; each says how sure it is of itself, the share of the text that it understands does the rest. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseTsharkJson,
  recogniseKannelLog,
  recogniseAtTranscript,
  recogniseHexDump,
  recogniseNumberArray,
  recogniseEscapedString,
  recogniseSmsLines,
  recognisePlainHex,
  recogniseBase64,
];

const MOST_WARNINGS = 20;
/** Readings below this are noise: digits found in prose. */
const LEAST_CONFIDENCE = 0.25;

/** Ways to read a text as packets, the likeliest first; none when there are no octets in it. */
export function recognisePaste(text: string): PasteResult[] {
  const pasted = pastedText(text);
  return RECOGNISERS.flatMap((recognise) => recognise(pasted))
    .map((reading) => result(text, reading))
    .filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
    .sort((a, b) => b.confidence - a.confidence);
}

function result(text: string, { form, packets, understood, warnings, strength }: Reading): PasteResult {
  const ignored: TextRange[] = [];
  let left = 0;
  let at = 0;
  for (const { start, end } of [...understood].sort((a, b) => a.start - b.start)) {
    left += rest(text, at, start, ignored);
    at = Math.max(at, end);
  }
  left += rest(text, at, text.length, ignored);
  const size = text.replace(/\s+/g, '').length;
  const share = size === 0 ? 0 : 1 - left / size;
  const more = warnings.length - MOST_WARNINGS;
  const shown = more > 0 ? [...warnings.slice(0, MOST_WARNINGS), `${more} more warnings`] : warnings;
  return { form, packets, ignored, warnings: shown, confidence: strength * Math.sqrt(share) };
}

/** Adds what is not blank or punctuation between `start` and `end`. @returns its length */
function rest(text: string, start: number, end: number, ignored: TextRange[]): number {
  while (start < end && isIdle(text.charCodeAt(start))) start++;
  while (end > start && isIdle(text.charCodeAt(end - 1))) end--;
  if (end <= start) return 0;
  ignored.push({ start, end });
  let size = 0;
  for (let i = start; i < end; i++) if (!isBlank(text.charCodeAt(i))) size++;
  return size;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xa0 || code === 0xfeff;
}

/** Blanks, and signs that only part or quote: , ; > \ " */
function isIdle(code: number): boolean {
  return isBlank(code) || code === 0x2c || code === 0x3b || code === 0x3e || code === 0x5c || code === 0x22;
}
