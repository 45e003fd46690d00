import { Inflate } from 'fflate';
import { joinBytes } from './bytes.ts';

/*
 * Deflate (RFC 1951) from input in pieces, by fflate. Not the platform's DecompressionStream: that drops what came out
 * before an error, does not say where a stream ends, and browsers reject what follows (gzip members).
 *
 * What is done here is what fflate 0.8.3 does not do:
 * - it does not say where a stream ends, nor that it ended (`Gunzip` neither: its `onmember` is called for a further
 *   member alone, so the check value behind the last one is not to be found): read from its state;
 * - a push that throws gives nothing of what it had unpacked (20 000 sound octets before a damaged block: none came),
 *   and leaves the decoder useless: its state is kept and the push done again in halves, down to the damaged octet;
 * - it does not compare the length of a stored block with its complement (a wrong one unpacked without complaint) and
 *   gives none of its octets before the last is there: both done here for the block that it waits for. A block that
 *   lies whole in a step has no check but the check value of gzip.
 */

/** Octets pushed at once: one push may put out a thousand times as much, and costs 0.2 MB of fresh memory. */
const STEP = 16 * 1024;
/** Most octets given out at once. */
const OUTPUT = 256 * 1024;

/** What fflate's decoder keeps from push to push. Its types hide it; the version is pinned and the tests stand on it. */
interface Kept {
  /** `f`: in the last block; `l`: the codes of the block it is in; `p`: bits of the first octet of `rest` that are used. */
  readonly s: { readonly f?: number; readonly l?: Uint16Array | null; readonly p?: number };
  /** Window. */
  readonly o: Uint8Array;
  /** Input that is not used yet. */
  readonly p: Uint8Array;
}

export type InflateEnd = 'more' | 'end' | 'damaged' | 'cut';

export class Inflater {
  /** How the last `push` ended: wants more input, at the end of the stream, in damage, or cut (input ended too early). */
  state: InflateEnd = 'more';
  /** Octets of the last input that were used. */
  used = 0;

  #out: Uint8Array = new Uint8Array(0);
  #inflate = this.#decoder();

  /**
   * Decodes `input` and yields what comes out, in pieces that stay valid.
   * @param last true when nothing follows `input`
   */
  *push(input: Uint8Array, last: boolean): Generator<Uint8Array> {
    this.used = 0;
    this.state = 'more';
    while (this.state === 'more' && this.used < input.length) {
      yield* this.#step(input, Math.min(input.length, this.used + STEP));
    }
    if (this.state !== 'more' || !last) return;
    this.state = 'cut';
    const stored = this.#storedBlock();
    if (stored?.length) yield stored;
  }

  /** Begins another stream. */
  reset(): void {
    this.#inflate = this.#decoder();
  }

  #decoder(): Inflate {
    return new Inflate((out) => {
      this.#out = out;
    });
  }

  get #kept(): Kept {
    return this.#inflate as unknown as Kept;
  }

  /** Decodes from `used` to `end`. */
  *#step(input: Uint8Array, end: number): Generator<Uint8Array> {
    const start = this.used;
    const before = { ...this.#kept, s: { ...this.#kept.s } };
    try {
      this.#inflate.push(input.subarray(start, end));
    } catch {
      this.#inflate = Object.assign(this.#decoder(), before);
      if (end - start === 1) this.state = 'damaged';
      else {
        yield* this.#step(input, (start + end) >> 1);
        if (this.state === 'more') yield* this.#step(input, end);
      }
      return;
    }
    this.used = end;
    const { s, p } = this.#kept;
    if (s.f && !s.l) {
      this.state = 'end';
      this.used -= p.length - (s.p ? 1 : 0);
    } else if (this.#storedBlock() === undefined) {
      this.state = 'damaged';
      this.used = Math.max(0, end - p.length);
    }
    const out = this.#out;
    for (let at = 0; at < out.length; at += OUTPUT) yield out.subarray(at, at + OUTPUT);
  }

  /** Octets that are there of the stored block that is waited for, none for other blocks; undefined when its length is wrong. */
  #storedBlock(): Uint8Array | undefined {
    const { s, p } = this.#kept;
    const bit = s.p ?? 0;
    const at = ((bit + 10) >> 3) + 4;
    if (s.l || p.length < at || (((p[0]! | (p[1]! << 8)) >> (bit + 1)) & 3) !== 0) return p.subarray(p.length);
    const isLength = ((p[at - 4]! ^ p[at - 2]!) & (p[at - 3]! ^ p[at - 1]!)) === 0xff;
    return isLength ? p.subarray(at) : undefined;
  }
}

/** Octets of a stream that lies whole in memory. */
export interface Inflated {
  readonly bytes: Uint8Array;
  /** `over`: there was more than was to be unpacked. */
  readonly end: Exclude<InflateEnd, 'more'> | 'over';
  /** Octets of the packed ones that were used, up to the damage where there is some. */
  readonly used: number;
}

/** Unpacks one stream to `most` octets at most: a thousand times as much may be packed. */
export function inflateAll(packed: Uint8Array, most: number): Inflated {
  const inflater = new Inflater();
  const { bytes, isOver } = takeUpTo(inflater.push(packed, true), most);
  const { state, used } = inflater;
  return { bytes, used, end: isOver ? 'over' : state === 'more' ? 'cut' : state };
}

/** The first `most` octets of pieces, of which no more are asked for than it takes; `isOver` when there were more. */
export function takeUpTo(
  pieces: Iterable<Uint8Array>,
  most: number,
): { readonly bytes: Uint8Array; readonly isOver: boolean } {
  const taken: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    taken.push(piece.subarray(0, most - size));
    size += piece.length;
    if (size > most) return { bytes: joinBytes(taken), isOver: true };
  }
  return { bytes: joinBytes(taken), isOver: false };
}

/** True when octets begin as a zlib stream (RFC 1950 2.2) that needs no dictionary. */
export function isZlib(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return bytes.length >= 2 && (method & 15) === 8 && (method * 256 + flags) % 31 === 0 && (flags & 0x20) === 0;
}

/** Check value of RFC 1950. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length; ) {
    // So many fit before a sum takes more than 32 bits.
    const end = Math.min(bytes.length, at + 5552);
    while (at < end) {
      a += bytes[at++]!;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
