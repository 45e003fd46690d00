import { SparseColumn } from '../base/sparse-column.ts';
import { Vector } from '../base/vector.ts';
import type { Joined, Piece } from './reassembly.ts';
import type { SegmentPart, Shown } from './stream-segments.ts';

const WHOLE = 0;
const PIECE = 1;
const REPEATED = 2;
const UNFINISHED = 3;
const BEGINS = 4;

/** Rows of which each packet has a few, one behind the other. */
class Chains {
  /** Per packet: one more than its first row, and than its last one. */
  readonly #first = new SparseColumn();
  readonly #last = new SparseColumn();
  /** Per row: one more than the next one of its packet. */
  readonly #next = new Vector(Uint32Array);

  /** Adds the next row, to those of a packet. */
  add(frame: number): void {
    this.#next.push(0);
    const last = this.#last.get(frame);
    if (last === 0) this.#first.set(frame, this.#next.length);
    else this.#next.set(last - 1, this.#next.length);
    this.#last.set(frame, this.#next.length);
  }

  /** Rows of a packet, in the order in which they came; undefined when it has none. */
  of<T>(frame: number, make: (row: number) => T): T[] | undefined {
    const all: T[] = [];
    for (let row = this.#first.get(frame); row !== 0; row = this.#next.get(row - 1)) all.push(make(row - 1));
    return all.length === 0 ? undefined : all;
  }
}

/**
 * What became of segments that are not simply one whole message, by packet, and the messages that were put together of them: as objects the
 * six of a message in two segments took 700 octets.
 */
export class StreamParts {
  readonly #parts = new Chains();
  readonly #partKinds = new Vector(Uint8Array);
  readonly #partFrames = new Vector(Uint32Array);
  readonly #offsets = new Vector(Uint32Array);
  readonly #sizes = new Vector(Uint32Array);
  /** Message of a piece. */
  readonly #ofMessage = new Vector(Uint32Array);
  readonly #shown = new Chains();
  /** One more than the message that is put together; 0 for one in place. */
  readonly #shownMessages = new Vector(Uint32Array);
  readonly #shownOffsets = new Vector(Uint32Array);
  readonly #shownSizes = new Vector(Uint32Array);
  /** Per message: its packet, its octets, its first piece and how many it has. */
  readonly #frames = new Vector(Uint32Array);
  readonly #messageSizes = new Vector(Uint32Array);
  readonly #firstPieces = new Vector(Uint32Array);
  readonly #pieceCounts = new Vector(Uint32Array);
  /** Per piece; -1 where it does not lie in the captured packet. */
  readonly #pieceFrames = new Vector(Uint32Array);
  readonly #pieceAts = new Vector(Int32Array);
  readonly #pieceSizes = new Vector(Uint32Array);
  /** Octets of pieces that do not lie in captured packets. */
  readonly #octets = new Map<number, Uint8Array>();

  /** Remembers a message put together of pieces that follow each other. @returns its number */
  join(frame: number, size: number, pieces: readonly Piece[]): number {
    this.#frames.push(frame);
    this.#messageSizes.push(size);
    this.#firstPieces.push(this.#pieceFrames.length);
    this.#pieceCounts.push(pieces.length);
    for (const piece of pieces) {
      if (piece.bytes !== undefined) this.#octets.set(this.#pieceFrames.length, piece.bytes);
      this.#pieceFrames.push(piece.frame);
      this.#pieceAts.push(piece.at);
      this.#pieceSizes.push(piece.size);
    }
    return this.#frames.length - 1;
  }

  note(frame: number, part: Exclude<SegmentPart, { readonly kind: 'piece' }>): void {
    const { kind, offset, size } = part;
    const number =
      part.kind === 'unfinished' ? (part.begins ? BEGINS : UNFINISHED) : kind === 'whole' ? WHOLE : REPEATED;
    this.#add(frame, number, offset, size, 0);
  }

  /** @param message its number */
  notePiece(frame: number, offset: number, size: number, message: number): void {
    this.#add(frame, PIECE, offset, size, message);
  }

  /** Notes that a message is shown in place. */
  show(frame: number, offset: number, size: number): void {
    this.#shown.add(frame);
    this.#shownMessages.push(0);
    this.#shownOffsets.push(offset);
    this.#shownSizes.push(size);
  }

  /** @param message its number */
  showJoined(frame: number, message: number): void {
    this.#shown.add(frame);
    this.#shownMessages.push(message + 1);
    this.#shownOffsets.push(0);
    this.#shownSizes.push(0);
  }

  /** What became of a packet's segment, by offset. */
  partsOf(frame: number): readonly SegmentPart[] | undefined {
    return this.#parts.of(frame, (row) => this.#part(row))?.sort((a, b) => a.offset - b.offset);
  }

  shownAt(frame: number): readonly Shown[] | undefined {
    return this.#shown.of(frame, (row) => {
      const message = this.#shownMessages.get(row);
      if (message > 0) return { kind: 'joined', message: this.#message(message - 1) };
      return { kind: 'whole', offset: this.#shownOffsets.get(row), size: this.#shownSizes.get(row) };
    });
  }

  /** Packets that have the begin of a message that never became whole. */
  begun(): Iterable<number> {
    const frames = new Set<number>();
    for (let row = 0; row < this.#partKinds.length; row++)
      if (this.#partKinds.get(row) === BEGINS) frames.add(this.#partFrames.get(row));
    return frames;
  }

  #add(frame: number, kind: number, offset: number, size: number, message: number): void {
    this.#parts.add(frame);
    this.#partFrames.push(frame);
    this.#partKinds.push(kind);
    this.#offsets.push(offset);
    this.#sizes.push(size);
    this.#ofMessage.push(message);
  }

  #part(row: number): SegmentPart {
    const offset = this.#offsets.get(row);
    const size = this.#sizes.get(row);
    const kind = this.#partKinds.get(row);
    if (kind === WHOLE) return { kind: 'whole', offset, size };
    if (kind === REPEATED) return { kind: 'repeated', offset, size };
    if (kind === PIECE) return { kind: 'piece', offset, size, message: this.#message(this.#ofMessage.get(row)) };
    return { kind: 'unfinished', offset, size, begins: kind === BEGINS };
  }

  /** Its pieces are made when they are asked for: each of the many segments of a long message refers to it. */
  #message(number: number): Joined {
    const piecesOf = (): Piece[] => this.#pieces(number);
    let pieces: readonly Piece[] | undefined;
    return {
      key: String(number),
      size: this.#messageSizes.get(number),
      frame: this.#frames.get(number),
      notes: [],
      get pieces() {
        pieces ??= piecesOf();
        return pieces;
      },
    };
  }

  #pieces(number: number): Piece[] {
    const pieces: Piece[] = [];
    const first = this.#firstPieces.get(number);
    let offset = 0;
    for (let row = first; row < first + this.#pieceCounts.get(number); row++) {
      const size = this.#pieceSizes.get(row);
      const bytes = this.#octets.get(row);
      pieces.push({ frame: this.#pieceFrames.get(row), at: this.#pieceAts.get(row), size, offset, bytes });
      offset += size;
    }
    return pieces;
  }
}
