/** One piece of a larger message. Offsets and sizes are octets. */
export interface Piece {
  /** Index of the packet that brought it. */
  readonly frame: number;
  /** Where its data begin in the captured packet; -1 when they lie in reassembled or unpacked octets (then `bytes` holds a copy). */
  readonly at: number;
  readonly size: number;
  /** Its place in the message. */
  readonly offset: number;
  /** The octets, while the message is incomplete or when `at` is -1. */
  readonly bytes: Uint8Array | undefined;
}

export type JoinNote = 'overlap' | 'conflicting overlap' | 'duplicate' | 'too long' | 'unaligned piece';

/** A message put together from pieces, or known never to be completed. */
export interface Joined {
  readonly key: string;
  /** In the order of their place in the message. */
  readonly pieces: readonly Piece[];
  /** Octets of the whole message. */
  readonly size: number;
  /** Index of the packet that completed it: there it is shown. */
  readonly frame: number;
  readonly notes: readonly JoinNote[];
}

interface Pending {
  readonly key: string;
  readonly pieces: Piece[];
  readonly notes: Set<JoinNote>;
  /** Octets of the whole message, once the last piece has come. */
  size: number | undefined;
  seconds: number;
  held: number;
}

export interface ReassemblyLimits {
  /** A piece that comes later than this after the last one starts a new message. */
  readonly keepSeconds: number;
  readonly maxPieces: number;
  readonly maxOctets: number;
  /** All unfinished messages together; the oldest go first. */
  readonly maxHeldOctets: number;
}

/**
 * Puts messages together whose pieces have octet offsets (IP fragments). Pass 1 adds pieces in capture order; later
 * passes only look up what became of a packet, so that any order of looking gives the same answer.
 */
export class Reassembly {
  readonly #limits: ReassemblyLimits;
  readonly #pending = new Map<string, Pending>();
  /** Per packet: the messages it has a piece of. */
  readonly #byFrame = new Map<number, Joined[]>();
  #held = 0;

  constructor(limits: ReassemblyLimits) {
    this.#limits = limits;
  }

  /**
   * Adds a piece; gives the message when it is now complete.
   * @param last true when the message ends with this piece
   */
  add(
    key: string,
    seconds: number,
    piece: Piece & { readonly bytes: Uint8Array },
    last: boolean,
  ): { joined: Joined; bytes: Uint8Array } | undefined {
    let pending = this.#pending.get(key);
    if (pending !== undefined && Math.abs(seconds - pending.seconds) > this.#limits.keepSeconds) {
      this.#forget(pending);
      pending = undefined;
    }
    if (pending === undefined) {
      pending = { key, pieces: [], notes: new Set(), size: undefined, seconds, held: 0 };
      this.#pending.set(key, pending);
    }
    pending.seconds = seconds;
    // A view would keep the whole file window alive.
    const copy: Piece = { ...piece, bytes: piece.bytes.slice() };
    if (piece.offset + piece.size > this.#limits.maxOctets || pending.pieces.length >= this.#limits.maxPieces) {
      pending.notes.add('too long');
      this.#forget(pending);
      return undefined;
    }
    this.#noteOverlaps(pending, copy);
    pending.pieces.push(copy);
    pending.held += piece.size;
    this.#held += piece.size;
    if (last) pending.size ??= piece.offset + piece.size;
    const joined = this.#join(pending, piece.frame);
    this.#limitHeld();
    return joined;
  }

  /** Messages that packet `frame` has a piece of. */
  of(frame: number): readonly Joined[] {
    return this.#byFrame.get(frame) ?? [];
  }

  #join(pending: Pending, frame: number): { joined: Joined; bytes: Uint8Array } | undefined {
    const { size } = pending;
    if (size === undefined) return undefined;
    const pieces = [...pending.pieces].sort((a, b) => a.offset - b.offset || a.frame - b.frame);
    let reached = 0;
    for (const piece of pieces) {
      if (piece.offset > reached) return undefined;
      reached = Math.max(reached, piece.offset + piece.size);
    }
    if (reached < size) return undefined;
    const bytes = new Uint8Array(size);
    // First data win: write in reverse order of arrival.
    for (const piece of [...pending.pieces].reverse()) {
      const part = piece.bytes!.subarray(0, Math.max(0, size - piece.offset));
      bytes.set(part, Math.min(piece.offset, size));
    }
    const joined: Joined = {
      key: pending.key,
      pieces: pieces.map((piece) => (piece.at < 0 ? piece : { ...piece, bytes: undefined })),
      size,
      frame,
      notes: [...pending.notes],
    };
    this.#forget(pending);
    for (const number of new Set(pieces.map((piece) => piece.frame))) {
      const known = this.#byFrame.get(number);
      if (known === undefined) this.#byFrame.set(number, [joined]);
      else known.push(joined);
    }
    return { joined, bytes };
  }

  #noteOverlaps(pending: Pending, piece: Piece): void {
    for (const other of pending.pieces) {
      const from = Math.max(other.offset, piece.offset);
      const to = Math.min(other.offset + other.size, piece.offset + piece.size);
      if (from >= to) continue;
      const same = sameOctets(other, piece, from, to);
      if (!same) pending.notes.add('conflicting overlap');
      else if (other.offset === piece.offset && other.size === piece.size) pending.notes.add('duplicate');
      else pending.notes.add('overlap');
    }
  }

  #forget(pending: Pending): void {
    this.#held -= pending.held;
    this.#pending.delete(pending.key);
  }

  #limitHeld(): void {
    for (const pending of this.#pending.values()) {
      if (this.#held <= this.#limits.maxHeldOctets) return;
      this.#forget(pending);
    }
  }
}

function sameOctets(a: Piece, b: Piece, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a.bytes![i - a.offset] !== b.bytes![i - b.offset]) return false;
  return true;
}
