const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const DIGITS = encoder.encode('0123456789abcdef');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
/** The largest integer whose digits are worked out here. */
const MOST_SMALL = 0x7fffffff;

/**
 * JSON as UTF-8 octets, written piece by piece into one buffer. For millions of packets this takes a third of the time
 * of adding up strings: numbers and hexadecimal digits become octets at once, and nothing is copied to be joined.
 */
export class JsonText {
  #bytes = new Uint8Array(4096);
  #size = 0;
  #digits = new Uint8Array(16);

  /** Octets written. */
  get size(): number {
    return this.#size;
  }

  /** What was written so far, as a view that the next write may change. */
  get octets(): Uint8Array {
    return this.#bytes.subarray(0, this.#size);
  }

  /** What was written so far, as text. */
  get text(): string {
    return decoder.decode(this.octets);
  }

  clear(): void {
    this.#size = 0;
  }

  /** Octets that are JSON already; short ones are the common case. */
  raw(octets: Uint8Array): void {
    this.#room(octets.length);
    const bytes = this.#bytes;
    let at = this.#size;
    for (let i = 0; i < octets.length; i++) bytes[at++] = octets[i]!;
    this.#size = at;
  }

  /** One character of ASCII that is JSON already. */
  sign(code: number): void {
    this.#room(1);
    this.#bytes[this.#size++] = code;
  }

  /** Characters of ASCII that are JSON already. */
  ascii(text: string): void {
    this.#room(text.length);
    const bytes = this.#bytes;
    let at = this.#size;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.#size = at;
  }

  /** A number; null when it is none that JSON has. */
  number(value: number): void {
    if (value >= 0 && value <= MOST_SMALL && value === (value | 0)) this.#small(value);
    else this.ascii(Number.isFinite(value) ? String(value) : 'null');
  }

  /** A text, escaped where it has to be. */
  string(text: string): void {
    const { length } = text;
    // A UTF-16 unit takes three octets at most.
    this.#room(length * 3 + 2);
    const bytes = this.#bytes;
    let at = this.#size;
    bytes[at++] = QUOTE;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x20 && code < 0x80 && code !== QUOTE && code !== BACKSLASH) bytes[at++] = code;
      else if (code < 0x80 || (code >= FIRST_SURROGATE && code <= LAST_SURROGATE)) {
        this.#escaped(text);
        return;
      } else {
        if (code < 0x800) bytes[at++] = 0xc0 | (code >>> 6);
        else {
          bytes[at++] = 0xe0 | (code >>> 12);
          bytes[at++] = 0x80 | ((code >>> 6) & 0x3f);
        }
        bytes[at++] = 0x80 | (code & 0x3f);
      }
    }
    bytes[at++] = QUOTE;
    this.#size = at;
  }

  /** Octets `start` to `end` as a text of hexadecimal digits, `separator` (a character code) between octets when it is not 0. */
  hex(octets: Uint8Array, start: number, end: number, separator = 0): void {
    this.#room((end - start) * 3 + 2);
    const bytes = this.#bytes;
    let at = this.#size;
    bytes[at++] = QUOTE;
    for (let i = start; i < end; i++) {
      const octet = octets[i]!;
      if (separator !== 0 && i > start) bytes[at++] = separator;
      bytes[at++] = DIGITS[octet >>> 4]!;
      bytes[at++] = DIGITS[octet & 15]!;
    }
    bytes[at++] = QUOTE;
    this.#size = at;
  }

  #small(value: number): void {
    this.#room(12);
    const digits = this.#digits;
    let count = 0;
    let rest = value;
    do {
      const next = (rest / 10) | 0;
      digits[count++] = rest - next * 10;
      rest = next;
    } while (rest > 0);
    while (count > 0) this.#bytes[this.#size++] = 0x30 + digits[--count]!;
  }

  #escaped(text: string): void {
    const octets = encoder.encode(JSON.stringify(text));
    this.#room(octets.length);
    this.#bytes.set(octets, this.#size);
    this.#size += octets.length;
  }

  #room(octets: number): void {
    const needed = this.#size + octets;
    if (needed <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    bytes.set(this.octets);
    this.#bytes = bytes;
  }
}

/** Signs of JSON, as character codes. */
export const SIGN = { comma: 0x2c, open: 0x5b, close: 0x5d, begin: 0x7b, end: 0x7d } as const;
