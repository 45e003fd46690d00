/**
 * Decoder of deflate (RFC 1951) that takes its input in pieces. Not the platform's DecompressionStream: that drops what
 * came out before an error, does not say where a stream ends, and browsers reject what follows (gzip members).
 */

const WINDOW = 32 * 1024;
/** Octets given out at once. */
const OUTPUT = 256 * 1024;
/** More octets than the header of a block takes: 17 bits, 19 code lengths of 3 bits, 320 of at most 14 bits. */
const LARGEST_BLOCK_HEADER = 640;
/** More octets than a symbol takes with its distance and extra bits (48 bits) and the bits held. */
const LARGEST_SYMBOL = 12;

// biome-ignore format: a table
const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
// biome-ignore format: a table
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Codes as a table over their longest length: symbol × 16 + length at every index that begins with the code. */
interface Codes {
  readonly table: Uint16Array;
  readonly longest: number;
}

/** Codes of these lengths; undefined when more codes are claimed than fit. */
function codesOf(lengths: Uint8Array): Codes | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let longest = 15;
  while (longest > 1 && counts[longest] === 0) longest--;
  const next = new Uint32Array(17);
  for (let length = 1, code = 0; length <= longest; length++) {
    next[length] = code;
    code += counts[length]!;
    if (code > 1 << length) return undefined;
    code <<= 1;
  }
  const table = new Uint16Array(1 << longest);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    // Codes come with their first bit lowest, so the table is indexed by reversed codes.
    let reversed = 0;
    for (let i = 0, code = next[length]!++; i < length; i++, code >>>= 1) reversed = (reversed << 1) | (code & 1);
    for (let i = reversed; i < table.length; i += 1 << length) table[i] = symbol * 16 + length;
  }
  return { table, longest };
}

const FIXED_LITERALS = codesOf(new Uint8Array(288).map((_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)))!;
const FIXED_DISTANCES = codesOf(new Uint8Array(32).fill(5))!;

export type InflateEnd = 'more' | 'end' | 'damaged' | 'cut';

export class Inflater {
  /** How the last `push` ended: wants more input, at the end of the stream, in damage, or cut (input ended too early). */
  state: InflateEnd = 'more';
  /** Octets of the last input that were used. */
  used = 0;

  readonly #out = new Uint8Array(WINDOW + OUTPUT);
  /** Where the next octet goes, and how many octets before it are there to refer to. */
  #at = WINDOW;
  #given = WINDOW;
  #history = 0;
  #held = 0;
  #bits = 0;
  #block: 'header' | 'stored' | 'codes' = 'header';
  #final = false;
  #storedLeft = 0;
  #literals = FIXED_LITERALS;
  #distances = FIXED_DISTANCES;

  /**
   * Decodes `input` and yields what comes out, in pieces that stay valid.
   * @param last true when nothing follows `input`; otherwise some octets at its end may stay unused (see `used`)
   */
  *push(input: Uint8Array, last: boolean): Generator<Uint8Array> {
    this.used = 0;
    this.state = 'more';
    while (this.state === 'more') {
      if (!last && input.length - this.used < this.#margin()) break;
      if (this.#block === 'header') this.#header(input);
      else if (this.#block === 'stored') this.#stored(input, last);
      else this.#codes(input, last);
      if (this.#at > WINDOW + OUTPUT - 512) yield this.#flush();
    }
    if (this.#at > this.#given) yield this.#flush();
  }

  /** Begins another stream. */
  reset(): void {
    this.#at = WINDOW;
    this.#given = WINDOW;
    this.#history = 0;
    this.#held = 0;
    this.#bits = 0;
    this.#block = 'header';
    this.#final = false;
  }

  /** Octets of input without which the next step could run dry in its middle. */
  #margin(): number {
    if (this.#block === 'codes') return LARGEST_SYMBOL;
    if (this.#block === 'stored') return 1;
    return this.#final ? 0 : LARGEST_BLOCK_HEADER;
  }

  #flush(): Uint8Array {
    const out = this.#out;
    const piece = out.slice(this.#given, this.#at);
    if (this.#at > WINDOW + OUTPUT - 512) {
      out.copyWithin(0, this.#at - WINDOW, this.#at);
      this.#history = Math.min(WINDOW, this.#history + this.#at - WINDOW);
      this.#at = WINDOW;
    }
    this.#given = this.#at;
    return piece;
  }

  /** `count` bits (0 to 16); the state is 'cut' when they are not there. */
  #take(input: Uint8Array, count: number): number {
    while (this.#bits < count) {
      if (this.used >= input.length) {
        this.state = 'cut';
        return 0;
      }
      this.#held |= input[this.used++]! << this.#bits;
      this.#bits += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#bits -= count;
    return value;
  }

  #header(input: Uint8Array): void {
    if (this.#final) {
      // Whole octets that were held belong to what follows the stream.
      this.used -= this.#bits >>> 3;
      this.#bits = 0;
      this.#held = 0;
      this.state = 'end';
      return;
    }
    const final = this.#take(input, 1) === 1;
    const type = this.#take(input, 2);
    if (this.state === 'cut') return;
    this.#final = final;
    if (type === 0) {
      this.#take(input, this.#bits & 7);
      const length = this.#take(input, 16);
      const inverse = this.#take(input, 16);
      if (!this.#isCut() && (length ^ 0xffff) !== inverse) this.state = 'damaged';
      this.#storedLeft = length;
      this.#block = 'stored';
    } else if (type === 1) {
      this.#literals = FIXED_LITERALS;
      this.#distances = FIXED_DISTANCES;
      this.#block = 'codes';
    } else if (type === 2) this.#dynamic(input);
    else this.state = 'damaged';
  }

  #dynamic(input: Uint8Array): void {
    const literals = this.#take(input, 5) + 257;
    const distances = this.#take(input, 5) + 1;
    const count = this.#take(input, 4) + 4;
    const order = new Uint8Array(19);
    for (let i = 0; i < count; i++) order[CODE_LENGTH_ORDER[i]!] = this.#take(input, 3);
    const codes = codesOf(order);
    if (this.state === 'cut') return;
    if (codes === undefined || literals > 286) {
      this.state = 'damaged';
      return;
    }
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.#symbol(input, codes);
      if (this.state !== 'more') return;
      let repeat = 1;
      let length = symbol;
      if (symbol === 16) {
        repeat = 3 + this.#take(input, 2);
        length = i === 0 ? 255 : lengths[i - 1]!;
      } else if (symbol === 17 || symbol === 18) {
        repeat = symbol === 17 ? 3 + this.#take(input, 3) : 11 + this.#take(input, 7);
        length = 0;
      }
      if (this.#isCut()) return;
      if (length === 255 || i + repeat > lengths.length) {
        this.state = 'damaged';
        return;
      }
      lengths.fill(length, i, i + repeat);
      i += repeat;
    }
    const literalCodes = codesOf(lengths.subarray(0, literals));
    const distanceCodes = codesOf(lengths.subarray(literals));
    if (literalCodes === undefined || distanceCodes === undefined) {
      this.state = 'damaged';
      return;
    }
    this.#literals = literalCodes;
    this.#distances = distanceCodes;
    this.#block = 'codes';
  }

  #isCut(): boolean {
    return this.state === 'cut';
  }

  /** One symbol of a block's header. */
  #symbol(input: Uint8Array, codes: Codes): number {
    while (this.#bits < codes.longest && this.used < input.length) {
      this.#held |= input[this.used++]! << this.#bits;
      this.#bits += 8;
    }
    const entry = codes.table[this.#held & (codes.table.length - 1)]!;
    const length = entry & 15;
    if (length === 0) this.state = this.#bits < codes.longest ? 'cut' : 'damaged';
    else if (length > this.#bits) this.state = 'cut';
    if (this.state !== 'more') return 0;
    this.#held >>>= length;
    this.#bits -= length;
    return entry >>> 4;
  }

  #stored(input: Uint8Array, last: boolean): void {
    const out = this.#out;
    // Bits of whole octets may still be held.
    while (this.#storedLeft > 0 && this.#bits > 0) {
      out[this.#at++] = this.#held & 0xff;
      this.#held >>>= 8;
      this.#bits -= 8;
      this.#storedLeft--;
    }
    const size = Math.min(this.#storedLeft, input.length - this.used, WINDOW + OUTPUT - this.#at);
    out.set(input.subarray(this.used, this.used + size), this.#at);
    this.#at += size;
    this.used += size;
    this.#storedLeft -= size;
    if (this.#storedLeft === 0) this.#block = 'header';
    else if (last && this.used === input.length) this.state = 'cut';
  }

  /** Symbols until the block ends, the output is full or the input has no room for another whole symbol. */
  #codes(input: Uint8Array, last: boolean): void {
    const out = this.#out;
    const { table: literals, longest: literalBits } = this.#literals;
    const { table: distances, longest: distanceBits } = this.#distances;
    const literalMask = literals.length - 1;
    const distanceMask = distances.length - 1;
    const stop = last ? input.length + 1 : input.length - LARGEST_SYMBOL;
    const full = WINDOW + OUTPUT - 512;
    const oldest = WINDOW - this.#history;
    let at = this.#at;
    let used = this.used;
    let held = this.#held;
    let bits = this.#bits;
    let state: InflateEnd = 'more';
    while (used <= stop && at <= full) {
      // Octets behind the end read as 0; `used` then tells by how much too far it went.
      while (bits < literalBits) {
        held |= (used < input.length ? input[used]! : 0) << bits;
        used++;
        bits += 8;
      }
      const entry = literals[held & literalMask]!;
      const codeBits = entry & 15;
      if (codeBits === 0) {
        state = used > input.length ? 'cut' : 'damaged';
        break;
      }
      held >>>= codeBits;
      bits -= codeBits;
      if (used > input.length && bits < (used - input.length) * 8) {
        state = 'cut';
        break;
      }
      const symbol = entry >>> 4;
      if (symbol < 256) {
        out[at++] = symbol;
        continue;
      }
      if (symbol === 256) {
        this.#block = 'header';
        break;
      }
      if (symbol > 285) {
        state = 'damaged';
        break;
      }
      const lengthExtra = LENGTH_EXTRA[symbol - 257]!;
      while (bits < 20) {
        held |= (used < input.length ? input[used]! : 0) << bits;
        used++;
        bits += 8;
      }
      const length = LENGTH_BASE[symbol - 257]! + (held & ((1 << lengthExtra) - 1));
      held >>>= lengthExtra;
      bits -= lengthExtra;
      while (bits < distanceBits) {
        held |= (used < input.length ? input[used]! : 0) << bits;
        used++;
        bits += 8;
      }
      const distanceEntry = distances[held & distanceMask]!;
      const distanceCodeBits = distanceEntry & 15;
      const distanceSymbol = distanceEntry >>> 4;
      held >>>= distanceCodeBits;
      bits -= distanceCodeBits;
      if (distanceCodeBits === 0 || distanceSymbol > 29) {
        state = used > input.length ? 'cut' : 'damaged';
        break;
      }
      const distanceExtra = DISTANCE_EXTRA[distanceSymbol]!;
      while (bits < distanceExtra) {
        held |= (used < input.length ? input[used]! : 0) << bits;
        used++;
        bits += 8;
      }
      const distance = DISTANCE_BASE[distanceSymbol]! + (held & ((1 << distanceExtra) - 1));
      held >>>= distanceExtra;
      bits -= distanceExtra;
      if (used > input.length && bits < (used - input.length) * 8) {
        state = 'cut';
        break;
      }
      let from = at - distance;
      if (from < oldest) {
        state = 'damaged';
        break;
      }
      for (const end = at + length; at < end; ) out[at++] = out[from++]!;
    }
    // Octets that were not there are given back.
    while (used > input.length && bits >= 8) {
      used--;
      bits -= 8;
    }
    held = bits === 0 ? 0 : held & (bits >= 32 ? -1 : (1 << bits) - 1);
    this.#at = at;
    this.used = Math.min(used, input.length);
    this.#held = held;
    this.#bits = bits;
    this.state = state;
  }
}
