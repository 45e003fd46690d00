/** A run of octets in order that a packet brought, not yet part of a whole message. */
export interface Held {
  readonly frame: number;
  /** Octet of the captured packet where the segment's payload begins; -1 when it lies in other octets. */
  readonly at: number;
  /** Offset in the segment's payload. */
  readonly offset: number;
  readonly size: number;
}

/** A segment behind a hole. */
export interface Early {
  readonly sequence: number;
  readonly frame: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A part of what is held: octets `from` to `from + size` of it. */
export interface PlacedPiece {
  readonly held: Held;
  readonly from: number;
  readonly size: number;
}

const NOTHING = new Uint8Array(0);
const LEAST_ROOM = 512;
const MOST_SPARE = 8;
/** Larger buffers are not kept for the next message. */
const MOST_ROOM = 64 * 1024;

/**
 * Octets that all connections of a capture hold, and buffers that messages have left: making one for each message took a
 * twentieth of pass 1.
 */
export class StreamOctets {
  held = 0;
  readonly #spare: Uint8Array[] = [];

  /** A buffer of `octets` at least and twice as many at most (512 where they are fewer), with anything in it. */
  room(octets: number): Uint8Array {
    let room = LEAST_ROOM;
    while (room < octets) room *= 2;
    for (let i = this.#spare.length - 1; i >= 0; i--) {
      const spare = this.#spare[i]!;
      if (spare.length !== room) continue;
      this.#spare[i] = this.#spare.at(-1)!;
      this.#spare.pop();
      return spare;
    }
    return new Uint8Array(room);
  }

  /** Takes a buffer back that nobody looks into any more. */
  giveBack(buffer: Uint8Array): void {
    if (buffer.length <= MOST_ROOM && this.#spare.length < MOST_SPARE) this.#spare.push(buffer);
  }
}

/** What one side of a connection has sent and is not yet cut into messages. */
export class Direction {
  readonly #octets: StreamOctets;
  /** False before the first segment. */
  begun = false;
  /** Sequence number that comes next, as a signed number of 32 bits. */
  next = 0;
  /** Where the octets in order, not yet a whole message, came from. */
  pending: Held[] = [];
  /** These octets, and more room behind them when `#owned`; else a view that dies with its window. */
  buffer: Uint8Array = NOTHING;
  #owned = false;
  size = 0;
  /** Octets that must be there before it is worth measuring again. */
  wanted = 0;
  /** As in FlowMemory. */
  seen = 0;
  /** Out of order, by their sequence number. */
  early: Early[] = [];
  earlySize = 0;
  /** What this side has acknowledged last, and when the first octets behind a hole came. */
  acknowledged = 0;
  holeAcknowledged = 0;
  /** True when it is known where the last octet is, and the sequence number behind it. */
  hasFin = false;
  finAt = 0;
  /** When the last segment with octets came. */
  seconds = 0;

  constructor(octets: StreamOctets) {
    this.#octets = octets;
  }

  get ended(): boolean {
    return this.hasFin && this.begun && distance(this.next, this.finAt) <= 0;
  }

  /** Nothing waits for anything: the next segment can be looked at by itself. */
  get isIdle(): boolean {
    return this.size === 0 && this.early.length === 0;
  }

  /** Adds octets that come next; a view is enough until the end of the call that brought them. */
  take(held: Held, bytes: Uint8Array): void {
    if (this.size === 0) {
      this.buffer = bytes;
      this.#owned = false;
    } else {
      const needed = this.size + bytes.length;
      if (!this.#owned || this.buffer.length < needed) this.own(Math.max(needed, this.size * 2));
      this.buffer.set(bytes, this.size);
    }
    this.pending.push(held);
    this.size += bytes.length;
    this.next = (this.next + bytes.length) | 0;
    this.#octets.held += bytes.length;
  }

  /** Copies what is pending to a buffer of its own with that much room. */
  own(room: number): void {
    const buffer = this.#octets.room(room);
    const from = this.buffer;
    if (this.size > SHORT) buffer.set(from.subarray(0, this.size));
    else for (let i = 0; i < this.size; i++) buffer[i] = from[i]!;
    this.#leaveBuffer();
    this.buffer = buffer;
    this.#owned = true;
  }

  /** Pieces of the pending octets `from` to `from + size`. */
  piecesOf(from: number, size: number): PlacedPiece[] {
    const out: PlacedPiece[] = [];
    let base = 0;
    for (const held of this.pending) {
      const start = Math.max(from, base);
      const end = Math.min(from + size, base + held.size);
      if (start < end) out.push({ held, from: start - base, size: end - start });
      base += held.size;
      if (base >= from + size) break;
    }
    return out;
  }

  /** Drops the first `octets` pending octets; what stays is copied, because views die with their window. */
  release(octets: number): void {
    let left = octets;
    let gone = 0;
    for (const [i, held] of this.pending.entries()) {
      if (left < held.size) {
        this.pending[i] = { ...held, offset: held.offset + left, size: held.size - left };
        break;
      }
      left -= held.size;
      gone++;
    }
    if (gone === this.pending.length) this.pending.length = 0;
    else if (gone > 0) this.pending.splice(0, gone);
    this.size -= octets;
    this.#octets.held -= octets;
    if (this.size === 0) this.#leaveBuffer();
    else if (octets > 0 && this.#owned) this.buffer.copyWithin(0, octets, octets + this.size);
    else {
      if (octets > 0) this.buffer = this.buffer.subarray(octets, octets + this.size);
      if (!this.#owned) this.own(this.size);
    }
  }

  /** Forgets what is pending. */
  clear(): void {
    this.#octets.held -= this.size;
    this.pending = [];
    this.size = 0;
    this.wanted = 0;
    this.seen = 0;
    this.#leaveBuffer();
  }

  #leaveBuffer(): void {
    if (this.#owned) this.#octets.giveBack(this.buffer);
    this.buffer = NOTHING;
    this.#owned = false;
  }

  /** Keeps a segment behind a hole, in the order of sequence numbers. */
  keepEarly(early: Early): void {
    if (this.early.length === 0) this.holeAcknowledged = this.acknowledged;
    const index = this.early.findIndex((other) => distance(early.sequence, other.sequence) > 0);
    this.early.splice(index < 0 ? this.early.length : index, 0, early);
    this.earlySize += early.bytes.length;
    this.#octets.held += early.bytes.length;
  }

  /** Takes the first segment behind a hole out. */
  shiftEarly(): Early | undefined {
    const first = this.early.shift();
    if (first === undefined) return undefined;
    this.earlySize -= first.bytes.length;
    this.#octets.held -= first.bytes.length;
    return first;
  }
}

/** Fewer octets are copied faster by a loop than by a view and `set`. */
const SHORT = 256;

/** Octets from sequence number `from` to `to`, negative when `to` lies before; numbers wrap at 2^32. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}
