import { hexDigit } from '../../base/bytes.ts';

/** What a recogniser makes of pasted text. */

export interface PastePacket {
  readonly bytes: Uint8Array;
  /** Layer that the text says the octets begin with: `sms` (a TPDU), `sms-smsc` (with service centre), `cbs`, `ethernet`. */
  readonly layerHint?: string;
}

/** Characters `start` to `end` (exclusive) of the text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  /** Form for people, as the tool that writes it is called. */
  readonly form: string;
  readonly packets: readonly PastePacket[];
  /** What was understood of the text, in any order; all other text is reported as ignored. */
  readonly understood: readonly TextRange[];
  readonly warnings: readonly string[];
  /** How sure this form is, 0 to 1, if all of the text is understood. */
  readonly strength: number;
}

/** A line without quote marks of mails at its begin and without its line break. */
export interface Line {
  readonly text: string;
  /** Character of the whole text where `text` begins. */
  readonly start: number;
}

export interface PastedText {
  readonly text: string;
  readonly lines: readonly Line[];
}

export type Recogniser = (pasted: PastedText) => readonly Reading[];

/** Splits text into lines. Marks of quoted mail (`> > `) are taken off; od's text columns stand at the end and stay. */
export function pastedText(text: string): PastedText {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const next = end + 1;
    if (end > start && text.charCodeAt(end - 1) === 0x0d) end--;
    let from = start;
    while (from < end && text[from] === '>') {
      from++;
      if (from < end && text[from] === ' ') from++;
    }
    lines.push({ text: text.slice(from, end), start: from });
    start = next;
  }
  return { text, lines };
}

export function lineRange({ text, start }: Line): TextRange {
  return { start, end: start + text.length };
}

/** Grows as octets come. */
export class Octets {
  #bytes = new Uint8Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(octet: number): void {
    this.#reserve(this.#length + 1);
    this.#bytes[this.#length++] = octet;
  }

  pushAll(octets: ArrayLike<number>): void {
    this.#reserve(this.#length + octets.length);
    this.#bytes.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** Appends zeros, or cuts, up to `length`. */
  resize(length: number): void {
    this.#reserve(length);
    if (length > this.#length) this.#bytes.fill(0, this.#length, length);
    this.#length = length;
  }

  tail(count: number): Uint8Array {
    return this.#bytes.slice(Math.max(0, this.#length - count), this.#length);
  }

  take(): Uint8Array {
    const out = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return out;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Octets of digits; a single digit at the end is taken as the upper half of an octet. */
export function octetsOfDigits(digits: string): Uint8Array {
  const out = new Uint8Array((digits.length + 1) >>> 1);
  for (let i = 0; i < digits.length; i++) {
    out[i >>> 1]! |= hexDigit(digits.charCodeAt(i)) << (i % 2 === 0 ? 4 : 0);
  }
  return out;
}

export function oddDigitWarning(digit: string): string {
  return `there is a single digit '${digit}' at the end: taken as the octet ${digit}0`;
}
