import { messageOf } from '../base/message-of.ts';
import type { ByteSource } from './byte-source.ts';
import { Turns } from './event-loop.ts';
import { Gunzip } from './gzip.ts';
import type { FileFault } from './record-walker.ts';
import type { Spill } from './spill.ts';

export { LayeredSpill, MEMORY_LIMIT, MemorySpill, type Spill } from './spill.ts';

/** Most octets that are unpacked: a packed file can be a thousand times larger unpacked. */
export const UNPACKED_LIMIT = 64 * 1024 ** 3;
/** Packed octets read at once. */
const PIECE = 256 * 1024;

interface Waiter {
  readonly end: number;
  resolve(): void;
}

/**
 * Unpacked octets of a packed source. It can be read while it is still unpacked: a read waits until its octets are
 * there, so that the first packets are listed while the rest follows.
 */
export class UnpackedSource implements ByteSource {
  readonly name: string;
  readonly #spill: Spill;
  #packedRead = 0;
  #finished = false;
  #fault: FileFault | undefined;
  #error: unknown;
  #waiters: Waiter[] = [];
  /** Settles when nothing more is unpacked, for whatever reason; never rejects. */
  readonly done: Promise<void>;

  constructor(source: ByteSource, spill: Spill, signal: { readonly aborted: boolean }, limit: number) {
    this.name = source.name;
    this.#spill = spill;
    this.done = this.#unpack(source, signal, limit).then(
      () => this.#finish(),
      (error: unknown) => {
        this.#error = error;
        this.#finish();
      },
    );
  }

  /** Octets unpacked so far; all of them once `finished`. */
  get size(): number {
    return this.#spill.size;
  }

  /** Octets of the packed source that have been read. */
  get packedRead(): number {
    return this.#packedRead;
  }

  get finished(): boolean {
    return this.#finished;
  }

  /** What is wrong with the packed data, if anything: the worst fault. */
  get fault(): FileFault | undefined {
    return this.#fault;
  }

  /** Rejects when the octets are not there because the packed source could not be read. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = offset + length;
    if (!this.#finished && end > this.size) {
      await new Promise<void>((resolve) => {
        this.#waiters.push({ end, resolve });
      });
    }
    if (end > this.size && this.#error !== undefined) throw this.#error;
    return this.#spill.read(offset, length);
  }

  async close(): Promise<void> {
    await this.#spill.close();
  }

  async #unpack(source: ByteSource, signal: { readonly aborted: boolean }, limit: number): Promise<void> {
    const turns = new Turns();
    const gunzip = new Gunzip(({ packedAt, message, fatal }) => {
      this.#blame(`${message} (octet ${packedAt} of the packed file)`, fatal);
    });
    while (!gunzip.done && !signal.aborted) {
      const piece = await source.read(this.#packedRead, PIECE);
      this.#packedRead += piece.length;
      for (const out of gunzip.push(piece, piece.length < PIECE)) {
        if (signal.aborted) return;
        const room = limit - this.size;
        if (!(await this.#keep(room < out.length ? out.subarray(0, room) : out))) return;
        if (room < out.length) {
          this.#blame(`more than ${limit} octets unpacked: the rest was not unpacked`, true);
          return;
        }
        await turns.rest();
      }
      await turns.rest();
    }
  }

  async #keep(out: Uint8Array): Promise<boolean> {
    try {
      await this.#spill.append(out);
    } catch (error) {
      const why = messageOf(error);
      this.#blame(`there is no room for more unpacked octets (${why}): the rest was not unpacked`, true);
      return false;
    }
    if (this.#waiters.length > 0) this.#wake();
    return true;
  }

  #blame(message: string, fatal: boolean): void {
    if (this.#fault === undefined || (fatal && !this.#fault.fatal)) this.#fault = { offset: this.size, message, fatal };
  }

  #finish(): void {
    this.#finished = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiting) {
      if (this.#finished || waiter.end <= this.size) waiter.resolve();
      else this.#waiters.push(waiter);
    }
  }
}

/** Begins to unpack a gzip source into `spill`; aborting leaves what was unpacked until then. */
export function unpack(
  source: ByteSource,
  spill: Spill,
  signal: { readonly aborted: boolean },
  limit = UNPACKED_LIMIT,
): UnpackedSource {
  return new UnpackedSource(source, spill, signal, limit);
}
