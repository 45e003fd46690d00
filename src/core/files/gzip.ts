import { crc32 } from '../base/crc32.ts';
import { Inflater } from '../base/deflate.ts';
import { read32 } from './byte-order.ts';

/** A header with a longer name, comment or extra field than this is taken for damage. */
const MOST_HEADER = 256 * 1024;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

export interface GzipFault {
  /** Octet of the packed input. */
  readonly packedAt: number;
  readonly message: string;
  readonly fatal: boolean;
}

/** Unpacks gzip (RFC 1952), member after member, from input in pieces. */
export class Gunzip {
  readonly #inflater = new Inflater();
  #part: 'header' | 'body' | 'trailer' | 'done' = 'header';
  #carry: Uint8Array = new Uint8Array(0);
  /** Octets of input before `#carry`. */
  #base = 0;
  #members = 0;
  #crc = 0;
  #size = 0;
  readonly #onFault: (fault: GzipFault) => void;

  constructor(onFault: (fault: GzipFault) => void) {
    this.#onFault = onFault;
  }

  /** True when nothing more will come out. */
  get done(): boolean {
    return this.#part === 'done';
  }

  *push(piece: Uint8Array, last: boolean): Generator<Uint8Array> {
    let input = piece;
    if (this.#carry.length > 0) {
      input = new Uint8Array(this.#carry.length + piece.length);
      input.set(this.#carry);
      input.set(piece, this.#carry.length);
    }
    let at = 0;
    while (this.#part !== 'done') {
      const rest = input.subarray(at);
      if (this.#part === 'body') {
        for (const out of this.#inflater.push(rest, last)) {
          this.#crc = crc32(out, 0, out.length, this.#crc);
          this.#size = (this.#size + out.length) >>> 0;
          yield out;
        }
        at += this.#inflater.used;
        if (this.#inflater.state === 'more') break;
        if (this.#inflater.state === 'end') this.#part = 'trailer';
        else this.#stop(at, this.#inflater.state === 'cut' ? CUT : DAMAGED);
      } else {
        const used = this.#part === 'header' ? this.#header(rest, at, last) : this.#trailer(rest, at, last);
        if (used === 0) break;
        at += used;
      }
    }
    this.#base += at;
    this.#carry = input.slice(at);
  }

  #stop(at: number, message: string, fatal = true): void {
    this.#part = 'done';
    this.#onFault({ packedAt: this.#base + at, message, fatal });
  }

  /** @returns octets of the header; 0 when it is not there as a whole, or there is none */
  #header(rest: Uint8Array, at: number, last: boolean): number {
    if (this.#members > 0 && rest.length === 0) {
      if (last) this.#part = 'done';
      return 0;
    }
    if (rest.length >= 2 && (rest[0] !== 0x1f || rest[1] !== 0x8b)) {
      // Some tools fill up with zeros.
      const zeros = this.#members > 0 && rest.every((octet) => octet === 0);
      if (zeros && !last) return rest.length;
      if (zeros) this.#part = 'done';
      else
        this.#stop(
          at,
          this.#members === 0 ? 'this is no gzip' : 'what follows the packed data is no gzip: not read',
          false,
        );
      return 0;
    }
    const size = headerSize(rest);
    if (size === undefined) {
      if (last || rest.length > MOST_HEADER) this.#stop(at, last ? CUT : DAMAGED);
      return 0;
    }
    if (rest[2] !== 8 || (rest[3]! & FLAG.reserved) !== 0) {
      this.#stop(at, `the gzip header is of an unknown kind (method ${rest[2]}, flags ${rest[3]})`);
      return 0;
    }
    this.#inflater.reset();
    this.#members++;
    this.#crc = 0;
    this.#size = 0;
    this.#part = 'body';
    return size;
  }

  #trailer(rest: Uint8Array, at: number, last: boolean): number {
    if (rest.length < 8) {
      if (last) this.#stop(at, CUT);
      return 0;
    }
    if (read32(rest, 0, true) !== this.#crc || read32(rest, 4, true) !== this.#size) {
      const message = 'the unpacked octets do not agree with their check value: some are wrong';
      this.#onFault({ packedAt: this.#base + at, message, fatal: false });
    }
    this.#part = 'header';
    return 8;
  }
}

const CUT = 'the packed file is cut: what could be unpacked is shown';
const DAMAGED = 'the packed data are damaged here: what comes before is shown';

/** Octets of a gzip header; undefined when it is not there as a whole. */
function headerSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 10) return undefined;
  const flags = bytes[3]!;
  let at = 10;
  if (flags & FLAG.extra) {
    if (at + 2 > bytes.length) return undefined;
    at += 2 + bytes[at]! + bytes[at + 1]! * 256;
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  if (flags & FLAG.headerCrc) at += 2;
  return at <= bytes.length ? at : undefined;
}
