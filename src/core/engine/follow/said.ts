import { Column, RowCount } from '../../base/column.ts';

/** 0 for the end that sent the first packet of a conversation, 1 for the other. */
export type Side = 0 | 1;

/** What a piece of a conversation is: octets, octets that the capture lacks, or the begin of a further connection. */
export type PieceKind = 'octets' | 'missing' | 'opening';

const KINDS: readonly PieceKind[] = ['octets', 'missing', 'opening'];
const FIRST_ROOM = 64 * 1024;

/** What two ends have said to each other, piece by piece in the order in which it was known. */
export class Said {
  readonly #count = new RowCount();
  readonly #packets = new Column(Uint32Array, this.#count);
  /** Kind and side: twice the kind, and the side. */
  readonly #kinds = new Column(Uint8Array, this.#count);
  /** Where the octets of a piece begin among all. */
  readonly #froms = new Column(Uint32Array, this.#count);
  /** Octets of a piece, or how many are missing. */
  readonly #sizes = new Column(Uint32Array, this.#count);
  /** Octets that its side has said before it, missing ones among them. */
  readonly #offsets = new Column(Float64Array, this.#count);
  readonly #said: [number, number] = [0, 0];
  readonly #missing: [number, number] = [0, 0];
  #octets = new Uint8Array(FIRST_ROOM);
  #size = 0;
  #turns = 0;
  #last: Side | undefined;

  /** Number of pieces. */
  get length(): number {
    return this.#count.rows;
  }

  /** Octets of both ends together, missing ones left out. */
  get size(): number {
    return this.#size;
  }

  /** How often another end began to speak. */
  get turns(): number {
    return this.#turns;
  }

  /** Octets of a side that are there. */
  saidBy(side: Side): number {
    return this.#said[side] - this.#missing[side];
  }

  /** Octets of a side that are known to be missing. */
  missingOf(side: Side): number {
    return this.#missing[side];
  }

  /** Adds a copy of octets that packet `packet` brought. */
  add(side: Side, packet: number, octets: Uint8Array): void {
    if (octets.length === 0) return;
    const from = this.#size;
    this.#reserve(octets.length);
    this.#octets.set(octets, from);
    this.#size += octets.length;
    if (side !== this.#last) this.#turns++;
    this.#last = side;
    this.#push('octets', side, packet, from, octets.length);
    this.#said[side] += octets.length;
  }

  /** Says that octets of a side are missing before what packet `packet` brings. */
  addMissing(side: Side, packet: number, octets: number): void {
    if (octets <= 0) return;
    this.#push('missing', side, packet, this.#size, octets);
    this.#said[side] += octets;
    this.#missing[side] += octets;
  }

  /** Says that packet `packet` begins another connection between the same ends. */
  addOpening(side: Side, packet: number): void {
    this.#push('opening', side, packet, this.#size, 0);
  }

  kind(piece: number): PieceKind {
    return KINDS[this.#kinds.get(piece) >> 1]!;
  }

  side(piece: number): Side {
    return (this.#kinds.get(piece) & 1) as Side;
  }

  packet(piece: number): number {
    return this.#packets.get(piece);
  }

  /** Octet of all at which the piece begins. */
  from(piece: number): number {
    return this.#froms.get(piece);
  }

  /** Octets of the piece, or how many are missing. */
  sizeOf(piece: number): number {
    return this.#sizes.get(piece);
  }

  /** Octets that its side has said before it. */
  offset(piece: number): number {
    return this.#offsets.get(piece);
  }

  /** A view of octets of all. */
  octets(from: number, to: number): Uint8Array {
    return this.#octets.subarray(from, Math.min(to, this.#size));
  }

  /** The piece that brought octet `at` of all. */
  pieceAt(at: number): number {
    let low = 0;
    for (let high = this.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#froms.get(middle) <= at) low = middle + 1;
      else high = middle;
    }
    // Pieces without octets begin where the next one does, and stand before it.
    return low - 1;
  }

  /** All octets of one side, or of both in the order of the pieces. */
  whole(side: Side | undefined): Uint8Array {
    if (side === undefined) return this.#octets.slice(0, this.#size);
    const out = new Uint8Array(this.saidBy(side));
    let at = 0;
    for (let piece = 0; piece < this.length; piece++) {
      if (this.side(piece) !== side || this.kind(piece) !== 'octets') continue;
      out.set(this.octets(this.from(piece), this.from(piece) + this.sizeOf(piece)), at);
      at += this.sizeOf(piece);
    }
    return out;
  }

  #push(kind: PieceKind, side: Side, packet: number, from: number, size: number): void {
    this.#packets.append(packet);
    this.#kinds.append(KINDS.indexOf(kind) * 2 + side);
    this.#froms.append(from);
    this.#sizes.append(size);
    this.#offsets.append(this.#said[side]);
    this.#count.rows++;
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#octets.length) return;
    const wider = new Uint8Array(Math.max(this.#size + more, this.#octets.length * 2));
    wider.set(this.#octets.subarray(0, this.#size));
    this.#octets = wider;
  }
}
