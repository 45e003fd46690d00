import { type Measure, MORE_NEEDED, NOT_OURS } from './measure.ts';
import type { Piece } from './reassembly.ts';
import type { Direction, PlacedPiece, StreamOctets } from './stream-direction.ts';
import type { Flow } from './stream-flows.ts';
import type { StreamNotes } from './stream-notes.ts';
import type { OnMessage, Segment, SegmentPart, StreamLimits } from './stream-segments.ts';

/** What stays the same while one segment is added. */
export interface Run {
  readonly flow: Flow;
  readonly side: Direction;
  readonly segment: Segment;
  readonly measure: Measure;
  readonly onMessage: OnMessage;
}

/** Cuts the octets that one side of a connection has sent, as far as they are here in order, into messages. */
export class StreamCutter {
  readonly #limits: StreamLimits;
  readonly #octets: StreamOctets;
  readonly #notes: StreamNotes;

  constructor(limits: StreamLimits, octets: StreamOctets, notes: StreamNotes) {
    this.#limits = limits;
    this.#octets = octets;
    this.#notes = notes;
  }

  /** Cuts whole messages off the pending octets. */
  cut({ flow, side, segment, measure, onMessage }: Run): void {
    const { frame } = segment;
    const [first] = side.pending;
    if (first === undefined) return;
    const { ended, size: there, buffer } = side;
    // Octets that the capture lacks end the reading here: a message that began in this very segment is shown as far as it goes.
    const lacking = segment.missing > 0 && side.early.length === 0;
    if (there < side.wanted && !ended && !lacking && !this.#isFull(side)) return;
    side.wanted = 0;
    const single = side.pending.length === 1 && first.frame === frame;
    let from = 0;
    let size = 0;
    let broken = false;
    while (from < there) {
      flow.seen = side.seen;
      size = measure(buffer, from, there, ended, flow);
      side.seen = flow.seen;
      broken = this.#isBroken(size, there - from);
      if (broken) break;
      if (size <= 0 || from + size > there) {
        if (lacking && beginsIn(side, from, frame)) size = there - from;
        else {
          side.wanted = size === MORE_NEEDED ? 0 : Math.min(Math.abs(size), this.#limits.maxMessage + 1);
          break;
        }
      }
      const pieces = side.piecesOf(from, size);
      const [piece] = pieces;
      // One message from the first octet of the segment to its last is what a reader expects without being told.
      const simple = single && size === there && first.offset === 0 && side.early.length === 0;
      const inPlace = pieces.length === 1 && piece !== undefined && piece.held.frame === frame;
      if (!inPlace) this.#noteJoined(pieces, buffer, from, size, frame);
      else if (!simple && this.#notes.isForTrees) {
        const offset = piece.held.offset + piece.from;
        this.#notes.parts.note(frame, { kind: 'whole', offset, size });
        this.#notes.parts.show(frame, offset, size);
      }
      if (inPlace) {
        const at = piece.held.offset + piece.from;
        onMessage(segment.payload, at, at + size, false);
      } else onMessage(buffer, from, from + size, true);
      from += size;
      side.seen = 0;
    }
    side.release(from);
    // What cannot be measured is shown where it came; the stream is read anew with the next segment.
    if (broken || ended || lacking || this.#isFull(side)) this.abandon(side, size !== NOT_OURS);
  }

  #isFull({ pending }: Direction): boolean {
    return pending.length >= this.#limits.maxPieces || this.#octets.held > this.#limits.maxHeld;
  }

  #isBroken(size: number, there: number): boolean {
    const { maxMessage, maxUnmeasured } = this.#limits;
    if (size === NOT_OURS || size > maxMessage) return true;
    return there > (size === MORE_NEEDED ? maxUnmeasured : maxMessage) && size <= 0;
  }

  /** Notes a message that is not shown in place, octets `from` to `from + size` of `buffer`, with each of its segments. */
  #noteJoined(parts: readonly PlacedPiece[], buffer: Uint8Array, from: number, size: number, frame: number): void {
    if (!this.#notes.isForTrees) return;
    let offset = 0;
    const pieces = parts.map(({ held, from: at, size: octets }): Piece => {
      const captured = held.at >= 0;
      const piece: Piece = {
        frame: held.frame,
        at: captured ? held.at + held.offset + at : -1,
        size: octets,
        offset,
        bytes: captured ? undefined : buffer.slice(from + offset, from + offset + octets),
      };
      offset += octets;
      return piece;
    });
    const notes = this.#notes.parts;
    const message = notes.join(frame, size, pieces);
    for (const { held, from: at, size: octets } of parts)
      notes.notePiece(held.frame, held.offset + at, octets, message);
    notes.showJoined(frame, message);
  }

  /** Gives up what is pending: it stays what it is, octets of no whole message. */
  abandon(side: Direction, begins = true): void {
    for (const [i, { frame, offset, size }] of side.pending.entries())
      this.note(frame, { kind: 'unfinished', offset, size, begins: begins && i === 0 });
    side.clear();
  }

  /** Notes what became of octets that are in no whole message. */
  note(frame: number, part: Exclude<SegmentPart, { readonly kind: 'piece' }>): void {
    // Columns depend on them only where a message begins.
    if (this.#notes.isForTrees || (part.kind === 'unfinished' && part.begins)) this.#notes.parts.note(frame, part);
  }
}

/** Whether all pending octets from `from` on came with packet `frame`. */
function beginsIn(side: Direction, from: number, frame: number): boolean {
  return side.piecesOf(from, side.size - from).every(({ held }) => held.frame === frame);
}
