import type { Joined, Piece } from './reassembly.ts';

/** What a segment's octets turned out to be. Offsets and sizes are octets of its payload. */
export type SegmentPart =
  /** Whole messages, one behind the other, to be read in place. */
  | { readonly kind: 'whole'; readonly offset: number; readonly size: number }
  /** A piece of a message that takes more than one segment; it is shown at `message.frame`. */
  | { readonly kind: 'piece'; readonly offset: number; readonly size: number; readonly message: Joined }
  /** Octets that came before. */
  | { readonly kind: 'repeated'; readonly offset: number; readonly size: number }
  /** The begin of a message that never became whole, or octets that cannot be told apart. */
  | { readonly kind: 'unfinished'; readonly offset: number; readonly size: number };

/** What measuring a message gives: its octets, or why they are not known. */
export const MORE_NEEDED = 0;
export const NOT_OURS = -1;

/**
 * Octets of the first message of `bytes[start]` to `bytes[end]`: a positive number (it may be more than there is),
 * MORE_NEEDED when it cannot be told yet, NOT_OURS when this is no message of the protocol.
 * @param ended true when the sender has closed its side: what is there is all
 * @param flow what the protocol remembers of the connection, shared by both directions
 */
export type Measure = (bytes: Uint8Array, start: number, end: number, ended: boolean, flow: FlowMemory) => number;

/** A protocol's memory of one connection in pass 1: methods of requests that wait for their response. */
export interface FlowMemory {
  /** 0 for the side that sent the connection's first segment, 1 for the other. */
  direction: 0 | 1;
  readonly waiting: string[];
}

export interface Segment {
  readonly frame: number;
  /** Octet of the captured packet where the payload begins; -1 when it lies in other octets. */
  readonly at: number;
  /** TCP sequence number of the first octet of payload. */
  readonly sequence: number;
  /** A view; copied when kept. */
  readonly payload: Uint8Array;
  readonly syn: boolean;
  readonly fin: boolean;
}

/** Takes a whole message: octets `start` to `end`; `joined` when it came in more than one segment. */
export type OnMessage = (bytes: Uint8Array, start: number, end: number, joined: boolean) => void;

interface Held {
  readonly frame: number;
  readonly at: number;
  /** Offset in the segment's payload. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly captured: boolean;
}

class Direction {
  /** Sequence number that comes next; undefined before the first segment. */
  next: number | undefined;
  /** In order, not yet a whole message. */
  pending: Held[] = [];
  pendingSize = 0;
  /** Out of order, by their sequence number. */
  readonly early: { readonly sequence: number; readonly held: Held }[] = [];
  earlySize = 0;
  ended = false;
}

export interface Flow {
  readonly memory: FlowMemory;
  readonly sides: readonly [Direction, Direction];
  /** The lower side of the connection's key, to tell directions. */
  readonly first: number;
}

/** Bounds for each direction of a connection; beyond them the stream is taken as broken there and read anew. */
const MAX_MESSAGE = 8 * 1024 * 1024;
const MAX_UNMEASURED = 256 * 1024;
const MAX_EARLY_OCTETS = 1024 * 1024;
const MAX_EARLY = 512;
const MAX_FLOWS = 100_000;

/**
 * Cuts the octets of connections into messages. Pass 1 adds segments in capture order; pass 2 looks up what became of
 * each. Segments that hold whole messages in order, the common case, leave nothing behind.
 */
export class Streams {
  readonly #flows = new Map<number, Map<number, Flow>>();
  #count = 0;
  /** Segments that are not simply whole messages. */
  readonly #parts = new Map<number, SegmentPart[]>();

  /** The flow between two ends, each a number that stands for address and port. */
  flow(from: number, to: number): Flow {
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    let inner = this.#flows.get(low);
    if (inner === undefined) {
      inner = new Map();
      this.#flows.set(low, inner);
    }
    let flow = inner.get(high);
    if (flow === undefined) {
      if (this.#count++ > MAX_FLOWS) this.#forgetOldest();
      flow = { memory: { direction: 0, waiting: [] }, sides: [new Direction(), new Direction()], first: from };
      inner.set(high, flow);
    }
    return flow;
  }

  /** What became of packet `frame`'s segment; undefined when it holds whole messages only (or none). */
  partsOf(frame: number): readonly SegmentPart[] | undefined {
    return this.#parts.get(frame);
  }

  /** Messages that are shown at packet `frame` and have pieces in others. */
  *joinedAt(frame: number): Generator<Joined> {
    for (const part of this.#parts.get(frame) ?? []) {
      if (part.kind === 'piece' && part.message.frame === frame) yield part.message;
    }
  }

  /**
   * Adds a segment.
   * @param from the sending end, as given to `flow`
   * @param onMessage is called for each message that is now whole, with its octets
   */
  add(flow: Flow, from: number, segment: Segment, measure: Measure, onMessage: OnMessage): void {
    const number = from === flow.first ? 0 : 1;
    const side = flow.sides[number];
    flow.memory.direction = number;
    if (segment.syn) {
      this.#abandon(side);
      side.early.length = 0;
      side.earlySize = 0;
      side.next = (segment.sequence + 1) >>> 0;
      side.ended = false;
      return;
    }
    const { payload, frame } = segment;
    side.next ??= segment.sequence;
    if (segment.fin && distance(side.next, segment.sequence) <= 0) side.ended = true;
    if (payload.length === 0) {
      if (side.ended) this.#cut(flow, side, measure, onMessage, frame);
      return;
    }
    const ahead = distance(side.next, segment.sequence);
    if (ahead > 0) {
      this.#keepEarly(flow, side, segment, measure, onMessage);
      return;
    }
    const known = -ahead;
    if (known >= payload.length) {
      this.#note(frame, { kind: 'repeated', offset: 0, size: payload.length });
      return;
    }
    if (known > 0) this.#note(frame, { kind: 'repeated', offset: 0, size: known });
    this.#take(side, {
      frame,
      at: segment.at,
      offset: known,
      bytes: payload.subarray(known),
      captured: segment.at >= 0,
    });
    this.#cut(flow, side, measure, onMessage, frame);
    this.#takeEarly(flow, side, measure, onMessage);
  }

  #take(side: Direction, held: Held): void {
    side.pending.push(held);
    side.pendingSize += held.bytes.length;
    side.next = ((side.next ?? 0) + held.bytes.length) >>> 0;
  }

  /** Cuts whole messages off the pending octets. */
  #cut(flow: Flow, side: Direction, measure: Measure, onMessage: OnMessage, frame: number): void {
    const [only] = side.pending;
    if (only === undefined) return;
    const bytes = side.pending.length === 1 ? only.bytes : join(side.pending, side.pendingSize);
    const inPlace: { readonly held: Held; readonly from: number; readonly size: number }[] = [];
    let from = 0;
    let broken = false;
    while (from < bytes.length) {
      const size = measure(bytes, from, bytes.length, side.ended, flow.memory);
      broken =
        size === NOT_OURS || size > MAX_MESSAGE || (size === MORE_NEEDED && bytes.length - from > MAX_UNMEASURED);
      if (broken || size === MORE_NEEDED || from + size > bytes.length) break;
      const pieces = this.#piecesOf(side, from, size);
      if (pieces.length > 1) this.#noteJoined(pieces, size, frame);
      else inPlace.push(...pieces);
      onMessage(bytes, from, from + size, pieces.length > 1);
      from += size;
    }
    // A segment that is whole messages from its first octet to its last is what a reader expects without being told.
    const simple =
      side.pending.length === 1 && only.offset === 0 && from === bytes.length && !this.#parts.has(only.frame);
    if (!simple) {
      for (const { held, from: at, size } of inPlace)
        this.#note(held.frame, { kind: 'whole', offset: held.offset + at, size });
    }
    this.#release(side, from);
    // What cannot be measured is shown where it came; the stream is read anew with the next segment.
    if (broken) this.#abandon(side);
  }

  /** Pieces of the pending octets `from` to `from + size`. */
  #piecesOf(
    side: Direction,
    from: number,
    size: number,
  ): { readonly held: Held; readonly from: number; readonly size: number }[] {
    const out: { held: Held; from: number; size: number }[] = [];
    let base = 0;
    for (const held of side.pending) {
      const start = Math.max(from, base);
      const end = Math.min(from + size, base + held.bytes.length);
      if (start < end) out.push({ held, from: start - base, size: end - start });
      base += held.bytes.length;
      if (base >= from + size) break;
    }
    return out;
  }

  /** Notes a message that lies in several segments with each of them. */
  #noteJoined(
    parts: readonly { readonly held: Held; readonly from: number; readonly size: number }[],
    size: number,
    frame: number,
  ): void {
    let offset = 0;
    const pieces = parts.map(({ held, from: at, size: length }): Piece => {
      const piece: Piece = {
        frame: held.frame,
        at: held.captured ? held.at + held.offset + at : -1,
        size: length,
        offset,
        bytes: held.captured ? undefined : held.bytes.slice(at, at + length),
      };
      offset += length;
      return piece;
    });
    const message: Joined = { key: '', pieces, size, frame, notes: [] };
    for (const { held, from: at, size: length } of parts) {
      this.#note(held.frame, { kind: 'piece', offset: held.offset + at, size: length, message });
    }
  }

  /** Drops the first `octets` pending octets; what stays is copied, because views die with their window. */
  #release(side: Direction, octets: number): void {
    let left = octets;
    const rest: Held[] = [];
    for (const held of side.pending) {
      if (left >= held.bytes.length) {
        left -= held.bytes.length;
        continue;
      }
      rest.push({ ...held, offset: held.offset + left, bytes: held.bytes.slice(left) });
      left = 0;
    }
    side.pending = rest;
    side.pendingSize -= octets;
  }

  /** Gives up what is pending: it stays what it is, octets of no whole message. */
  #abandon(side: Direction): void {
    for (const held of side.pending)
      this.#note(held.frame, { kind: 'unfinished', offset: held.offset, size: held.bytes.length });
    side.pending = [];
    side.pendingSize = 0;
  }

  #keepEarly(flow: Flow, side: Direction, segment: Segment, measure: Measure, onMessage: OnMessage): void {
    const { frame, at, sequence, payload } = segment;
    const held: Held = { frame, at, offset: 0, bytes: payload.slice(), captured: at >= 0 };
    const index = side.early.findIndex((other) => distance(sequence, other.sequence) > 0);
    side.early.splice(index < 0 ? side.early.length : index, 0, { sequence, held });
    side.earlySize += payload.length;
    if (side.early.length <= MAX_EARLY && side.earlySize <= MAX_EARLY_OCTETS) return;
    // The hole will not be filled any more: go on behind it.
    this.#abandon(side);
    side.next = side.early[0]?.sequence;
    this.#takeEarly(flow, side, measure, onMessage);
  }

  #takeEarly(flow: Flow, side: Direction, measure: Measure, onMessage: OnMessage): void {
    for (;;) {
      const [first] = side.early;
      if (first === undefined || side.next === undefined) return;
      const ahead = distance(side.next, first.sequence);
      if (ahead > 0) return;
      side.early.shift();
      const { held } = first;
      side.earlySize -= held.bytes.length;
      const known = -ahead;
      if (known > 0) this.#note(held.frame, { kind: 'repeated', offset: 0, size: Math.min(known, held.bytes.length) });
      if (known >= held.bytes.length) continue;
      this.#take(side, { ...held, offset: known, bytes: held.bytes.subarray(known) });
      this.#cut(flow, side, measure, onMessage, held.frame);
    }
  }

  /** Ends the reading: what is pending or behind a hole was never finished. */
  finish(): void {
    for (const inner of this.#flows.values()) {
      for (const { sides } of inner.values()) {
        for (const side of sides) {
          this.#abandon(side);
          for (const { held } of side.early)
            this.#note(held.frame, { kind: 'unfinished', offset: 0, size: held.bytes.length });
          side.early.length = 0;
        }
      }
    }
  }

  #note(frame: number, part: SegmentPart): void {
    const known = this.#parts.get(frame);
    if (known === undefined) this.#parts.set(frame, [part]);
    else known.push(part);
  }

  #forgetOldest(): void {
    const oldest = this.#flows.keys().next();
    if (oldest.done !== true) {
      this.#count -= this.#flows.get(oldest.value)?.size ?? 0;
      this.#flows.delete(oldest.value);
    }
  }
}

/** Octets from sequence number `from` to `to`, negative when `to` lies before; numbers wrap at 2^32. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}

function join(parts: readonly Held[], size: number): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  for (const { bytes } of parts) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}
