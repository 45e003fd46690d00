/** One piece of a larger message. Offsets and sizes are octets. */
export interface Piece {
  /** Index of the packet that brought it. */
  readonly frame: number;
  /** Where its data begin in the captured packet; -1 when they lie in reassembled or unpacked octets (then `bytes` holds a copy). */
  readonly at: number;
  readonly size: number;
  /** Its place in the message. */
  readonly offset: number;
  /** The octets, when `at` is -1. */
  readonly bytes: Uint8Array | undefined;
}

export type JoinNote = 'overlap' | 'conflicting overlap' | 'duplicate' | 'too long' | 'second end';

/** A message put together from pieces. */
export interface Joined {
  readonly key: string;
  /** In the order of their place in the message, then of arrival. */
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
  /** Size of the piece that came first at an offset, to tell a duplicate from an overlap. */
  readonly sizes: Map<number, number>;
  /** Octets that have come, `from` to `to` by turns: disjoint, ascending, never touching. */
  readonly ranges: number[];
  /** The message as far as it has come; where pieces overlap, the first data. */
  data: Uint8Array;
  /** Octets of the whole message, once the last piece has come. */
  size: number | undefined;
  seconds: number;
  /** Octets of the copies that pieces hold. */
  copied: number;
}

export interface ReassemblyLimits {
  /** A piece that comes later than this after the last one starts a new message. */
  readonly keepSeconds: number;
  readonly maxPieces: number;
  readonly maxOctets: number;
  /** All unfinished messages together, their copied pieces included; the oldest go first. */
  readonly maxHeldOctets: number;
  /** Unfinished messages; the oldest go first. */
  readonly maxOpen?: number;
}

const FIRST_OCTETS = 2048;
const MAX_OPEN = 65_536;

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

  /** Octets held for unfinished messages. */
  get held(): number {
    return this.#held;
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
    const { maxOctets, maxPieces, keepSeconds } = this.#limits;
    let pending = this.#pending.get(key);
    if (pending !== undefined && Math.abs(seconds - pending.seconds) > keepSeconds) {
      this.#forget(pending);
      pending = undefined;
    }
    const to = piece.offset + piece.size;
    if (to > maxOctets || (pending?.pieces.length ?? 0) >= maxPieces) {
      if (pending !== undefined) this.#forget(pending);
      return undefined;
    }
    if (pending === undefined) {
      pending = {
        key,
        pieces: [],
        notes: new Set(),
        sizes: new Map(),
        ranges: [],
        data: new Uint8Array(0),
        size: undefined,
        seconds,
        copied: 0,
      };
      this.#pending.set(key, pending);
    }
    pending.seconds = seconds;
    // A view would keep the whole file window alive, and pieces of captured packets can be read again.
    const copy = piece.at < 0 ? piece.bytes.slice() : undefined;
    pending.pieces.push({ ...piece, bytes: copy });
    pending.copied += copy?.length ?? 0;
    this.#held += copy?.length ?? 0;
    this.#place(pending, piece.offset, piece.bytes);
    if (last) {
      if (pending.size !== undefined && pending.size !== to) pending.notes.add('second end');
      pending.size ??= to;
    }
    const joined = this.#join(pending, piece.frame);
    this.#limitHeld();
    return joined;
  }

  /** Messages that packet `frame` has a piece of. */
  of(frame: number): readonly Joined[] {
    return this.#byFrame.get(frame) ?? [];
  }

  #join(pending: Pending, frame: number): { joined: Joined; bytes: Uint8Array } | undefined {
    const { size, ranges, notes } = pending;
    const reached = ranges[1] ?? 0;
    if (size === undefined || (size > 0 && ranges[0] !== 0) || reached < size) return undefined;
    if (ranges.at(-1)! > size) notes.add('too long');
    const joined: Joined = {
      key: pending.key,
      pieces: pending.pieces.sort((a, b) => a.offset - b.offset),
      size,
      frame,
      notes: [...notes],
    };
    this.#forget(pending);
    for (const number of new Set(pending.pieces.map((piece) => piece.frame))) {
      const known = this.#byFrame.get(number);
      if (known === undefined) this.#byFrame.set(number, [joined]);
      else known.push(joined);
    }
    return { joined, bytes: pending.data.slice(0, size) };
  }

  /** Copies what has not come before, and notes overlaps. */
  #place(pending: Pending, offset: number, bytes: Uint8Array): void {
    const { ranges, notes, sizes } = pending;
    const to = offset + bytes.length;
    if (to > pending.data.length) this.#grow(pending, to);
    const { data } = pending;
    let at = offset;
    let overlaps = false;
    let conflicts = false;
    // Ranges are few (one in the usual case): `first` is the first one that does not end before this piece.
    let first = 0;
    while (first < ranges.length && ranges[first + 1]! < offset) first += 2;
    let behind = first;
    for (; behind < ranges.length && ranges[behind]! <= to; behind += 2) {
      const from = ranges[behind]!;
      const end = Math.min(ranges[behind + 1]!, to);
      if (from > at) data.set(bytes.subarray(at - offset, from - offset), at);
      for (let i = Math.max(from, offset); i < end; i++) {
        overlaps = true;
        if (data[i] !== bytes[i - offset]) conflicts = true;
      }
      at = Math.max(at, end);
    }
    if (at < to) data.set(bytes.subarray(at - offset), at);
    if (to > offset) {
      const from = behind > first ? Math.min(offset, ranges[first]!) : offset;
      const end = behind > first ? Math.max(to, ranges[behind - 1]!) : to;
      ranges.splice(first, behind - first, from, end);
    }
    if (conflicts) notes.add('conflicting overlap');
    else if (overlaps) notes.add(sizes.get(offset) === bytes.length ? 'duplicate' : 'overlap');
    if (!sizes.has(offset)) sizes.set(offset, bytes.length);
  }

  #grow(pending: Pending, size: number): void {
    const capacity = Math.min(this.#limits.maxOctets, Math.max(size, FIRST_OCTETS, pending.data.length * 2));
    const data = new Uint8Array(capacity);
    data.set(pending.data);
    this.#held += capacity - pending.data.length;
    pending.data = data;
  }

  #forget(pending: Pending): void {
    this.#held -= pending.data.length + pending.copied;
    this.#pending.delete(pending.key);
  }

  #limitHeld(): void {
    const { maxHeldOctets, maxOpen = MAX_OPEN } = this.#limits;
    for (const pending of this.#pending.values()) {
      if (this.#held <= maxHeldOctets && this.#pending.size <= maxOpen) return;
      this.#forget(pending);
    }
  }
}
